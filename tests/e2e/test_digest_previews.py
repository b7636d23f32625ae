"""What would be posted, looked at before it is; and a partner's digest, sent by hand by the business unit."""

import json

import pytest

from bot.domain.people import Role
from bot.schedule import renewal
from storage import outbox, people

POLICE = "west-midlands-police"
NOTE = "This is what would be posted in <#{}> now. Nothing was sent."


def bare(blocks):
    """Blocks without the ids that Slack gives them."""
    return [{key: value for key, value in block.items() if key != "block_id"} for block in blocks]


def queued(world):
    return world.rows("SELECT * FROM outbox ORDER BY id")


def sent(world):
    return world.rows(
        "SELECT user, role, origin, after FROM events WHERE subject = 'POLICE' AND verb = 'digest sent'"
    )


def without_channel(world, code="POLICE"):
    with world.store.write() as tx:
        tx.run("UPDATE partners SET channel = '', channel_id = NULL WHERE code = ?", (code,))


def paused(world):
    with world.store.write() as tx:
        tx.run("INSERT INTO pauses (until, reason) VALUES ('2023-01-09', 'inspection')")


def finished(world):
    with world.store.write() as tx:
        tx.run("UPDATE actions SET stage = 'withdrawn'")


NONE_NOW = {
    "nothing to do": finished,
    "paused until Monday 9 January 2023": paused,
    "no channel is set": without_channel,
}


def test_a_partners_member_sees_the_digest_and_its_thread_as_they_would_be_posted(world):
    shown = world.ask(world.police, "digest")
    assert shown.ephemeral_to == "U0POLICE"
    assert queued(world) == []
    note, *preview = bare(shown.blocks)
    channel = world.slack.channel(POLICE).id
    assert note["text"]["text"] == f"*{NOTE.format(channel)}*"
    world.tick()
    [digest] = world.messages(POLICE)
    [rows] = world.replies(POLICE, digest.ts)
    head, thread = bare(digest.blocks), bare(rows.blocks)
    assert preview[: len(head)] == head
    assert preview[len(head)]["elements"][0]["text"] == "In its thread:"
    assert preview[len(head) + 1 :] == thread
    assert shown.text == f"{NOTE.format(channel)} It would read: “{digest.text}”"


def test_a_member_of_several_partners_sees_each_and_no_other(world):
    with world.store.write() as tx:
        tx.run(
            """INSERT INTO people (user, team, role, partner_id)
                VALUES ('U0POLICE', ?, 'partner member', (SELECT id FROM partners WHERE code = 'PROB'))""",
            (world.slack.team_id,),
        )
    shown = json.dumps(world.ask(world.police, "digest").blocks)
    for channel in (POLICE, "probation"):
        assert NOTE.format(world.slack.channel(channel).id) in shown
    assert shown.count("Nothing was sent") == 2
    assert "*A10*" in shown
    assert "*A8*" not in shown


def test_the_business_unit_sees_the_heartbeat(world):
    without_channel(world, "PROB")
    shown = world.ask(world.manager, "digest")
    note = NOTE.format(world.slack.channel("partnership-business-unit").id)
    head = "The week's digests, Monday 14 November 2022"
    assert shown.text == f"{note} It would read: “{head}: 4 partners sent, 1 skipped.”"
    assert "Probation Service (no channel is set)" in json.dumps(shown.blocks)
    world.tick()
    [heartbeat] = [
        one for one in world.messages("partnership-business-unit") if one.text.startswith("The week's digests")
    ]
    assert bare(shown.blocks)[1:] == bare(heartbeat.blocks)


def test_without_a_channel_of_its_own_the_unit_is_told_so(world):
    without_channel(world, "UNIT")
    assert world.ask(world.manager, "digest").text.startswith("No heartbeat would be posted now: ")


@pytest.mark.parametrize("role", [Role.ASSURER, Role.OBSERVER])
def test_assurers_and_observers_are_told_that_none_is_sent_to_them(world, role):
    with world.store.write() as tx:
        people.name_role(tx, "U0OUTSIDE", world.slack.team_id, role)
    said = world.ask(world.outsider, "digest").text
    assert said.startswith("No digest is sent to assurers and observers.")
    assert "/actions overdue" in said


@pytest.mark.parametrize("why", NONE_NOW)
def test_where_there_is_none_the_preview_says_why_and_sending_is_refused(world, why):
    NONE_NOW[why](world)
    told = f"No digest would be posted for West Midlands Police now: {why}."
    if why != "no channel is set":  # whoever is in no partner's channel is no partner's member
        assert world.ask(world.police, "digest").text == told
    assert world.ask(world.manager, "digest preview police").text == told
    assert world.ask(world.manager, "digest send police").text == (
        f"No digest was sent to West Midlands Police: {why}."
    )
    assert queued(world) == sent(world) == []


def test_the_unit_sees_who_would_get_one_and_who_not_and_why(world):
    without_channel(world, "PROB")
    shown = world.ask(world.manager, "digest preview")
    assert shown.text == "4 partners would get a digest now, 1 would not. Nothing was sent."
    body = json.dumps(shown.blocks)
    assert "ICB Birmingham and Solihull ICB, LA Solihull Council, POLICE West Midlands Police" in body
    assert "PROB Probation Service (no channel is set)" in body


@pytest.mark.parametrize("whom", ["police", "POLICE", "West Midlands Police"])
def test_the_unit_sees_a_partners_digest_as_its_members_do(world, whom):
    shown = world.ask(world.manager, f"digest preview {whom}")
    assert bare(shown.blocks) == bare(world.ask(world.police, "digest").blocks)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("digest preview polic", "There is no partner “polic”. For example: /actions digest preview police"),
        ("digest send fire & rescue", "There is no partner “fire &amp; rescue”."),
        ("digest police", "After “digest” comes nothing, preview or send."),
        ("digest A12", "After “digest” comes nothing, preview or send."),
        ("digest send", "Say whose digest is to be sent. For example: /actions digest send police"),
    ],
)
def test_what_can_not_be_read_is_refused_with_an_example_that_works(world, text, says):
    said = world.ask(world.manager, text).text
    assert said.startswith(says)
    assert queued(world) == []
    example = said.split("For example: /actions ")[1]
    assert "For example" not in world.ask(world.manager, example).text


def test_a_digest_is_sent_again_with_its_thread_though_this_weeks_went(world):
    world.tick()
    world.clock.advance(hours=2)
    world.ask(world.police, "done A6 merged")
    said = world.ask(world.manager, "digest send police").text
    channel = world.slack.channel(POLICE).id
    assert said == f"The digest for West Midlands Police, with its thread, is on its way to <#{channel}>."
    world.deliver()
    first, second = world.messages(POLICE)
    assert "3 actions to do" in second.text
    assert "1 reported done" in json.dumps(second.blocks)
    [rows] = world.replies(POLICE, second.ts)
    assert "*A7*" in json.dumps(rows.blocks)
    keys = [row["key"].split(":") for row in queued(world) if row["key"].startswith("digest:2022-W46:POLICE")]
    assert [key[:3] for key in keys] == [["digest", "2022-W46", "POLICE"]] * 4
    assert len(set(map(tuple, keys))) == 4
    [event] = sent(world)
    assert (event["user"], event["role"], event["origin"]) == ("U0MANAGER", "business unit", "command")
    assert json.loads(event["after"]) == {"week": "2022-W46"}
    assert first.ts != second.ts


@pytest.mark.parametrize(
    ("now", "when"),
    [
        ("2022-11-15 06:10", "Tuesday 15 November 2022 at 7am"),
        ("2022-11-18 20:00", "Monday 21 November 2022 at 7am"),
        ("2022-12-24 12:00", "Wednesday 28 December 2022 at 7am"),  # a weekend and two bank holidays
    ],
)
def test_outside_working_hours_it_says_when_it_goes(world, now, when):
    world.tick()
    before = len(world.messages(POLICE))
    world.tick(now)
    said = world.ask(world.manager, "digest send police").text
    assert said.endswith(f"goes to <#{world.slack.channel(POLICE).id}> on {when}.")
    world.deliver()
    assert len(world.messages(POLICE)) == before


def test_what_was_done_until_it_goes_is_in_it(world):
    world.tick()
    world.tick("2022-11-18 20:30")
    world.ask(world.manager, "digest send police")
    world.ask(world.police, "done A6 merged")
    world.clock.move_to(world.clock().replace(day=21, hour=7, minute=5))
    world.deliver()
    assert "3 actions to do" in world.messages(POLICE)[-1].text


def test_a_second_one_within_a_quarter_of_an_hour_is_refused_with_the_time_of_the_first(world):
    world.ask(world.manager, "digest send police")
    world.clock.advance(minutes=14)
    said = world.ask(world.manager, "digest send POLICE").text
    assert said.startswith("A digest for POLICE was sent by hand on 14 November 2022 at 9am, so none was sent now.")
    assert "from 14 November 2022 at 9:15am" in said
    assert "on its way" in world.ask(world.manager, "digest send prob").text
    world.clock.advance(minutes=1)
    assert "on its way" in world.ask(world.manager, "digest send police").text
    assert len(sent(world)) == 2
    assert len([row for row in queued(world) if row["shows"] == "digest"]) == 3


def renewed(world, key="digest:2022-W46:POLICE:%"):
    [row] = world.rows("SELECT key FROM outbox WHERE shows = 'digest' AND key LIKE ?", (key,))
    with world.store.read() as tx:
        return renewal.renewed(tx, world.services, outbox.by_key(tx, row["key"]))


@pytest.mark.parametrize("why", NONE_NOW)
def test_one_that_waits_is_dropped_where_it_no_longer_holds(world, why):
    world.clock.move_to(world.clock().replace(hour=21))
    world.ask(world.manager, "digest send police")
    assert "4 actions to do" in renewed(world).text
    NONE_NOW[why](world)
    assert renewed(world) in {why, "the channel is another partner's now"}


def test_one_that_waits_gives_way_to_a_later_weeks_digest(world):
    world.clock.move_to(world.clock().replace(day=18, hour=21))
    world.ask(world.manager, "digest send police")
    with world.store.write() as tx:
        tx.insert("runs", {"job": "digest", "period": "2022-W47", "at": "2022-11-21T09:00:00+00:00", "outcome": ""})
    assert renewed(world) == "a later week's has taken its place"


def test_a_preview_of_many_long_actions_is_cut_to_whole_rows_and_says_so(world):
    with world.store.write() as tx:
        for number in range(40):
            tx.run(
                """INSERT INTO actions (id, title, lead_partner_id, due, original_due, stage, stage_since, added)
                    SELECT ?, ?, id, '2022-11-30', '2022-11-30', 'not started', ?, ? FROM partners
                    WHERE code = 'POLICE'""",
                (100 + number, "R&D <audit> 😀 " * 20, "2022-11-01T00:00:00+00:00", "2022-11-01T00:00:00+00:00"),
            )
    shown = world.ask(world.police, "digest")
    assert len(shown.blocks) <= 50
    *_, buttons, last = shown.blocks
    assert buttons["type"] == "actions"
    assert last["elements"][0]["text"].endswith(" more in the thread.")
    rows = [block for block in shown.blocks if block["type"] == "actions"]
    assert 5 < len(rows) < 30
    assert f"And {30 - len(rows)} more" in last["elements"][0]["text"]


def test_on_its_own_day_a_digest_is_not_compared_with_itself(world):
    world.tick("2022-11-14 09:00")
    world.tick("2022-11-21 09:00")
    shown = json.dumps(world.ask(world.police, "digest").blocks)
    assert "Since Monday 14 November 2022: " in shown
    assert "Since Monday 21 November 2022" not in shown
