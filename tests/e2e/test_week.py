"""The week: one digest per partner per week, whatever happens to the process in between."""

import json

import pytest

from tests.e2e.nudging import posted
from tests.world import partnership

CHANNELS = ["solihull-council", "bsol-icb", "west-midlands-police", "probation", "partnership-business-unit"]


def digests(world, channel):
    return posted(world, channel, "digest")


def test_on_monday_at_nine_each_partner_gets_its_digest(world):
    world.tick("2022-11-21 08:59")
    assert all(not world.messages(channel) for channel in CHANNELS)
    world.tick("2022-11-21 09:00")
    assert all(len(digests(world, channel)) == 1 for channel in CHANNELS)
    [police] = digests(world, "west-midlands-police")
    assert police.text.startswith("West Midlands Police, Monday 21 November 2022. 4 actions to do: 2 overdue")


def test_a_digest_says_what_changed_and_what_needs_attention(world):
    world.ask(world.police, "done A6 merged")
    world.tick("2022-11-21 09:00")
    body = json.dumps(digests(world, "bsol-icb")[0].blocks)
    assert "Since Monday 14 November 2022: 1 became overdue." in body
    assert "Red: overdue by 1 working day, due 18 November 2022" in body
    assert "done A12 what was done" in body
    assert "Since Monday 14 November 2022: 1 reported done" in json.dumps(
        digests(world, "west-midlands-police")[0].blocks
    )


def test_a_digest_tells_what_became_of_what_the_partner_reported(world):
    world.tick()
    world.ask(world.police, "done A6 merged")
    world.ask(world.manager, "return A6 the link leads to last year's")
    world.ask(world.police, "done A7 presence agreed")
    world.ask(world.manager, "accept A7 seen")
    world.ask(world.police, "done A12 our part is ready")
    world.ask(world.nhs, "done A8 agreed")
    world.ask(world.nhs, "undo A8")
    world.tick("2022-11-21 09:00")
    body = json.dumps(digests(world, "west-midlands-police")[-1].blocks)
    assert "Since Monday 14 November 2022: 3 reported done, 1 accepted, 1 returned." in body
    assert "1 reported done" not in json.dumps(digests(world, "bsol-icb")[-1].blocks)


def test_what_waits_for_acceptance_is_not_counted_among_what_is_to_do(world):
    world.ask(world.police, "done A6 merged")
    world.tick()
    [police] = digests(world, "west-midlands-police")
    assert "3 actions to do: 1 overdue. Reported done and waiting for acceptance: 1." in police.text


def test_the_heartbeat_tells_deadlines_leads_who_are_gone_and_stages_in_order(world):
    world.ask(world.council, "update A2 begun")
    with world.store.write() as tx:
        tx.insert("deadlines", {"title": "Rapid <review>", "due": "2022-11-24"})
        tx.run("UPDATE partners SET lead = 'U0OUTSIDE' WHERE code = 'POLICE'")
        tx.run("UPDATE partners SET channel = '', channel_id = NULL WHERE code = 'PROB'")
    world.tick()
    heartbeat = json.dumps(world.messages("partnership-business-unit")[-1].blocks)
    assert "*D2* Rapid &lt;review&gt;: Thursday 24 November 2022, in 8 working days" in heartbeat
    assert "D1" not in heartbeat.split("*Deadlines*")[1].split("*The remit")[0]  # it is further off
    assert "*No reachable lead*\\nWest Midlands Police" in heartbeat
    assert "No reachable deputy" not in heartbeat
    assert "Probation Service (no channel is set)" in heartbeat
    assert "unallocated cases: 1 not started, 1 in progress" in heartbeat


def test_no_digest_names_an_action_of_another_partner(world):
    world.tick()
    theirs = {
        "probation": {"A10"},
        "west-midlands-police": {"A6", "A7", "A9", "A12"},
        "bsol-icb": {"A8", "A9", "A12"},
    }
    for channel, refs in theirs.items():
        [message] = digests(world, channel)
        shown = message.text + "".join(
            json.dumps(one.blocks) for one in [message, *world.replies(channel, message.ts)]
        )
        assert {f"A{number}" for number in range(1, 13) if f"*A{number}*" in shown} == refs


def test_nothing_is_posted_to_a_partner_with_nothing_to_do(world):
    world.ask(world.manager, "done A10 learning shared")
    world.tick()
    assert world.messages("probation") == []
    heartbeat = json.dumps(world.messages("partnership-business-unit")[-1].blocks)
    assert "Probation Service (nothing to do)" in heartbeat
    assert "*A10* Share learning from reviews" in heartbeat


def test_the_heartbeat_tells_who_has_gone_quiet(world):
    world.tick()
    world.clock.advance(weeks=2)
    world.ask(world.police, "update A7 presence agreed in principle")
    world.tick("2022-12-12 09:00")
    heartbeat = json.dumps(world.messages("partnership-business-unit")[-1].blocks)
    quiet = heartbeat.split("No update for 3 weeks*")[1].split("}")[0]
    assert "Solihull Council (none yet)" in quiet
    assert "West Midlands Police" not in quiet


def heartbeat(world):
    """The last heartbeat: what stands under each title, by title."""
    last = posted(world, "partnership-business-unit", "heartbeat")[-1]
    parts = [block["text"]["text"] for block in last.blocks if block["type"] == "section"]
    titles = [part.split("\n")[0].strip("*") for part in parts]
    assert len(set(titles)) == len(titles)
    return {title: part.partition("\n")[2] for title, part in zip(titles, parts, strict=True)}


def test_another_partners_word_does_not_count_for_who_leads(world):
    world.tick()
    world.clock.advance(weeks=2)
    world.ask(world.nhs, "update A12 our part goes on")
    world.ask(world.council, "extend A2 9 January 2023 because the vendor is late")
    world.tick("2022-12-12 09:00")
    quiet = heartbeat(world)["No update for 3 weeks"]
    assert "West Midlands Police (none yet)" in quiet
    assert "Integrated Care Board" not in quiet
    assert "Solihull Council" not in quiet


def test_who_is_paused_is_not_called_quiet_nor_for_3_weeks_after(world):
    world.ask(world.police, "update A7 agreed in principle")
    world.ask(world.manager, "pause police until 13 December 2022 because of the merger")
    world.tick("2022-12-12 09:00")
    found = heartbeat(world)
    assert found["Paused"] == "West Midlands Police, until Tuesday 13 December 2022: the merger"
    assert "Probation Service (none yet)" in found["No update for 3 weeks"]
    for day in ("2022-12-19 09:00", "2022-12-28 09:00"):
        world.tick(day)
        assert "West Midlands Police" not in heartbeat(world)["No update for 3 weeks"]
        assert "No update" not in json.dumps(digests(world, "west-midlands-police")[-1].blocks)
    world.tick("2023-01-09 09:00")
    ended = "West Midlands Police (none since its pause ended on 13 December 2022, 3 weeks ago)"
    assert ended in heartbeat(world)["No update for 3 weeks"]
    told = json.dumps(digests(world, "west-midlands-police")[-1].blocks)
    assert "No update since the pause ended on Tuesday 13 December 2022: 3 weeks." in told


def test_while_all_is_paused_and_after_it_was_resumed_nobody_is_called_quiet(world):
    world.ask(world.manager, "pause all until 15 December 2022 because of the audit")
    world.tick("2022-12-12 09:00")
    assert "No update for 3 weeks" not in heartbeat(world)
    world.ask(world.manager, "resume all")
    world.tick("2022-12-19 09:00")
    assert "No update for 3 weeks" not in heartbeat(world)


def test_every_heartbeat_lists_all_requests_and_tests_that_wait(world):
    world.ask(world.police, "extend A6 9 December 2022 because the vendor is late")
    with world.store.write() as tx:
        for number, day in ((8, "2022-10-31"), (10, "2022-11-28"), (11, "2022-11-29")):
            tx.run("UPDATE actions SET stage = 'addressed', review = ? WHERE id = ?", (day, number))
    world.tick("2022-11-21 09:00")
    found = heartbeat(world)
    [asked] = found["Waiting for a decision on more time"].split("\n")
    assert asked.startswith("• *A6* ")
    assert asked.endswith("until 9 December 2022, asked by West Midlands Police 5 working days ago")
    late, soon = found["To be tested: does it last?"].split("\n")
    assert late.startswith("• *A8* ")
    assert late.endswith("to be tested by 31 October 2022, 15 working days ago")
    assert soon.startswith("• *A10* ")
    world.tick("2022-11-28 09:00")
    again = heartbeat(world)
    assert again["Waiting for a decision on more time"].endswith("10 working days ago")
    tests = again["To be tested: does it last?"].split("\n")
    assert [line.split("*")[1] for line in tests] == ["A8", "A10", "A11"]


def test_a_request_made_on_thursday_is_in_mondays_heartbeat(world):
    world.tick("2022-11-17 10:00")
    world.ask(world.police, "extend A6 9 December 2022 because the vendor is late")
    world.tick("2022-11-21 09:00")
    assert heartbeat(world)["Waiting for a decision on more time"].endswith("2 working days ago")


def test_leads_who_cannot_be_reached_are_told_under_one_title(world):
    with world.store.write() as tx:
        tx.run("UPDATE actions SET stage = 'sustained', review = NULL WHERE id <> 7")
        tx.run("UPDATE actions SET stage = 'in progress', due = '2022-11-11' WHERE id = 7")
        tx.run("UPDATE partners SET lead = 'U0OUTSIDE' WHERE code = 'POLICE'")
    for day in ("2022-11-14", "2022-11-21", "2022-11-28"):
        world.tick(f"{day} 09:00")
    partner, action = heartbeat(world)["No reachable lead"].split("\n")
    assert partner == "• West Midlands Police"
    assert action.startswith("• *A7* ")


def test_one_digest_a_week_however_often_the_scheduler_ticks(world):
    for minute in ("09:00", "09:01", "12:00", "19:59"):
        world.tick(f"2022-11-21 {minute}")
    world.tick("2022-11-22 09:00")
    assert all(len(digests(world, channel)) == 1 for channel in CHANNELS)
    world.tick("2022-11-28 09:00")
    assert all(len(digests(world, channel)) == 2 for channel in CHANNELS)


@pytest.mark.parametrize(
    ("start", "days"),
    [
        ("2022-12-26 09:00", ["2022-12-26 09:00", "2022-12-27 09:00", "2022-12-28 09:00"]),  # Christmas on a Sunday
        ("2023-05-01 09:00", ["2023-05-01 09:00", "2023-05-02 09:00"]),  # early May bank holiday
        ("2022-09-19 09:00", ["2022-09-19 09:00", "2022-09-20 09:00"]),  # the state funeral
    ],
)
def test_a_bank_holiday_mondays_digest_goes_out_on_the_next_working_day(tmp_path, start, days):
    with partnership(tmp_path, start) as world:
        for day in days[:-1]:
            world.tick(day)
            assert digests(world, "solihull-council") == []
        world.tick(days[-1])
        assert len(digests(world, "solihull-council")) == 1


@pytest.mark.parametrize(
    ("sunday", "monday"), [("2023-03-26 00:30", "2023-03-27"), ("2023-10-29 00:30", "2023-10-30")]
)
def test_nine_o_clock_is_local_on_both_sides_of_a_clock_change(tmp_path, sunday, monday):
    with partnership(tmp_path, sunday) as world:
        world.tick(f"{monday} 08:59")
        assert digests(world, "solihull-council") == []
        world.tick(f"{monday} 09:00")
        assert len(digests(world, "solihull-council")) == 1


def test_a_bot_that_was_down_at_nine_sends_when_it_is_back_within_the_working_day(world):
    world.tick("2022-11-21 16:30")
    assert len(digests(world, "probation")) == 1


def test_nothing_is_begun_in_the_evening(world):
    world.tick("2022-11-21 20:00")
    assert digests(world, "probation") == []


def test_after_a_restart_the_week_is_not_sent_again(tmp_path):
    with partnership(tmp_path) as world:
        world.tick()
        assert len(digests(world, "probation")) == 1
    with partnership(tmp_path) as world:
        world.tick("2022-11-14 10:00")
        assert digests(world, "probation") == []
        world.tick("2022-11-21 09:00")
        assert len(digests(world, "probation")) == 1


def test_a_channel_that_is_gone_holds_up_nobody_else_and_is_told_next_week(world):
    world.slack.channel("probation").is_archived = True
    world.tick()
    assert len(digests(world, "west-midlands-police")) == 1
    world.tick("2022-11-21 09:00")
    heartbeat = json.dumps(world.messages("partnership-business-unit")[-2].blocks)  # before this week's alert
    channel = world.slack.channel("probation").id
    assert f"2 messages to <#{channel}> could not be sent: its channel was archived" in heartbeat


def test_slack_asking_for_patience_delays_and_loses_nothing(world):
    world.slack.faults.fail("chat.postMessage", "ratelimited", times=3, retry_after=30)
    world.tick()
    world.clock.advance(seconds=31)
    world.deliver()
    assert all(len(digests(world, channel)) == 1 for channel in CHANNELS)


def test_a_message_whose_answer_was_lost_is_looked_for_before_it_is_sent_again(world):
    world.slack.faults.drop("chat.postMessage", times=4)
    world.tick()
    for _ in range(3):
        world.clock.advance(minutes=10)
        world.deliver()
    assert all(len(digests(world, channel)) == 1 for channel in CHANNELS)
    assert all(len(world.replies(channel, digests(world, channel)[0].ts)) == 1 for channel in CHANNELS)


def test_changes_are_told_from_the_last_digest_on_also_after_bank_holidays(world):
    world.tick("2022-12-19 09:00")
    world.clock.advance(days=1)
    world.ask(world.council, "done A2 reported to the board")
    world.tick("2022-12-28 09:00")
    body = json.dumps(digests(world, "solihull-council")[-1].blocks)
    assert "Since Monday 19 December 2022: 1 reported done" in body
