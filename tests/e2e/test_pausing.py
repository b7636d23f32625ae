"""Pausing nudges about an action, to a partner, or to all, and letting them begin again."""

import json
from datetime import date

import pytest

from bot.domain.pauses import Pause, Pauses
from bot.messages.pauses import lasting
from tests.e2e.homes import open_home, settle, texts
from tests.e2e.telling import words
from tests.e2e.test_settings import button
from tests.world import partnership

COURT = "pause A6 until 12 January 2023 because the lead is in court"
PAUSED = (
    "Nudges about A6 are paused. They begin again on Thursday 12 January 2023. To end it sooner: /actions resume A6"
)
MERGER = "pause police until 12 January 2023 because of the merger"
TODAY = date(2022, 11, 14)
STANDS = "Messages to West Midlands Police are paused until Thursday 12 January 2023: the merger"


@pytest.fixture(scope="module")
def calm(tmp_path_factory):
    """A partnership in which nothing is changed."""
    with partnership(tmp_path_factory.mktemp("calm")) as made:
        yield made


def trail(world, subject):
    sql = "SELECT verb, before, after FROM events WHERE subject = ? AND origin <> 'import' ORDER BY id"
    rows = world.rows(sql, (subject,))
    return [(row["verb"], json.loads(row["before"]), json.loads(row["after"])) for row in rows]


def posted(world, channel, kind):
    """The digests, or the heartbeats, that were posted in a channel."""
    keys = [(one, one.metadata["event_payload"]["key"]) for one in world.messages(channel)]
    return [one for one, key in keys if key.startswith(f"{kind}:")]


def heartbeat(world):
    return words(posted(world, "partnership-business-unit", "heartbeat")[-1])


@pytest.mark.parametrize(
    "text",
    [
        COURT,
        "PAUSE a6 until 12/1/23: the lead is in court",
        "A6 pause till Thursday 12 January 2023, since the lead is in court",
        "pause until 12 January 2023 A6 because the lead is in court",
        "pause 6 12 Jan as the lead is in court",
    ],
)
def test_an_action_is_paused_until_a_day_for_a_reason(world, text):
    assert world.ask(world.manager, text).text == PAUSED
    for who in (world.manager, world.police):
        card = words(world.ask(who, "A6"))
        assert "*Nudges are paused until Thursday 12 January 2023*\\nthe lead is in court" in card
    assert "West Midlands Police · paused until 12 January 2023" in words(world.ask(world.police, ""))
    assert trail(world, "A6") == [
        (
            "pause",
            {"paused_until": None, "paused_why": None},
            {"paused_until": "2023-01-12", "paused_why": "the lead is in court"},
        )
    ]
    told = words(world.ask(world.manager, "history A6"))
    assert (
        "*nudges paused*, by <@U0MANAGER> (business unit), from a command: end of the pause 12 January 2023" in told
    )
    assert "“the lead is in court”" in told


def test_several_actions_are_paused_at_once_and_nobody_works_on_some_days(world):
    told = world.ask(world.manager, "pause A7, A10 until 26/12/2022: leave").text
    assert (
        told.count("They begin again on Monday 26 December 2022. Monday 26 December 2022 is not a working day.") == 2
    )
    assert told.endswith(" To end it sooner: /actions resume A7, A10")
    assert {row["id"] for row in world.rows("SELECT id FROM actions WHERE paused_until = '2022-12-26'")} == {7, 10}
    listed = words(world.ask(world.manager, "paused"))
    assert all(f"*A{number}*" in listed for number in (7, 10))
    assert "*A6*" not in listed
    assert "*A10*" not in words(world.ask(world.police, "paused"))
    assert world.ask(world.nhs, "paused").text == "No nudges about any action that you can see are paused."
    world.ask(world.manager, "resume A7, A10")
    assert world.ask(world.manager, "paused").text == "No nudges about any action that you can see are paused."


def test_the_unit_is_told_of_each_pause_of_a_partner_and_how_to_end_it_and_a_partner_of_its_own(world):
    world.ask(world.manager, "pause prob until 9 December 2022 because of leave")
    world.ask(world.manager, MERGER)
    ends = f"{STANDS}. To end it: `/actions resume police`"
    leave = "are paused until Friday 9 December 2022: leave. To end it: `/actions resume "
    listed = words(world.ask(world.manager, "paused"))
    assert ends in listed
    assert leave in listed
    assert "*A6*" in listed
    assert leave not in words(world.ask(world.manager, "paused police"))
    assert "resume" not in words(world.ask(world.manager, ""))
    own = words(world.ask(world.police, "paused"))
    assert STANDS in own
    assert "leave" not in own
    assert "resume" not in own
    assert "merger" not in words(world.ask(world.nhs, "paused"))
    with world.store.write() as tx:
        tx.run("UPDATE actions SET stage = 'sustained', review = NULL")
    alone = world.ask(world.manager, "paused").text
    assert ends in alone
    assert leave in alone
    assert alone.endswith("There is no action to list.")
    world.ask(world.manager, "pause all until 1 December 2022: the inspection")
    assert "the inspection. To end it: `/actions resume all`" in world.ask(world.manager, "paused").text


def test_more_paused_partners_than_fit_are_counted():
    found = Pauses(TODAY, Pause(TODAY, "x" * 500), {f"P{at}": Pause(TODAY, "x" * 500) for at in range(9)})
    said = lasting(found, dict.fromkeys(found.partners, "y" * 100))
    assert said[-1] == "And 3 partners more: `/actions settings`"
    assert len("\n".join(said)) < 2_900


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pause A6 because of leave", "Say on which day messages begin again, before the reason."),
        ("pause A6 until soon because of leave", "“soon” is not a date that can be read with certainty."),
        ("pause A6 until 12 January 2023", "Say why, after the date."),
        ("pause A6 until 12 January 2023 because", "Say why, after the date."),
        ("pause A6 until 11 November 2022: leave", "11 November 2022 is not in the future, so messages can't"),
        ("pause A6 until today: leave", "14 November 2022 is not in the future, so messages can't begin again then."),
        ("pause A6 until 15 May 2023: leave", "A pause is at most 6 months long: from today, until 14 May 2023."),
        ("pause A6 and A99 until 12 January 2023: leave", "There is no action A99 that you can see."),
        ("pause police because of leave", "Say on which day messages begin again, before the reason."),
        ("pause police until 11 November 2022: leave", "11 November 2022 is not in the future, so messages can't"),
        ("pause all until 15 May 2023: leave", "A pause is at most 6 months long: from today, until 14 May 2023."),
        ("pause all until 12 January 2023", "Say why, after the date."),
        ("pause", "Say what you mean after “pause”: actions, a partner, or all."),
        ("pause polise until 12 January 2023: leave", "“polise” is no action, no partner and not “all”."),
        ("pause police and icb until 12 January 2023: leave", "One partner at a time"),
        ("resume", "Say what you mean after “resume”: actions, a partner, or all."),
        ("resume A6", "Nudges about A6 are not paused, so nothing was changed."),
        ("resume police", "Messages to POLICE are not paused, so nothing was changed."),
        ("resume all", "Digests and nudges are not paused as a whole, so nothing was changed."),
        ("resume police tomorrow", "“tomorrow” is more than can be read after “resume police”."),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(calm, text, told):
    kept = [calm.rows(f"SELECT * FROM {table}") for table in ("events", "actions", "pauses")]
    assert calm.ask(calm.manager, text).text.startswith(told)
    assert [calm.rows(f"SELECT * FROM {table}") for table in ("events", "actions", "pauses")] == kept


def test_its_example_works(world):
    for text in ("pause A6", "pause police", "pause all", "pause prob.", "resume policee", "resume al"):
        told = world.ask(world.manager, f"{text} until 12 January 2023" if text.startswith("pause") else text).text
        example = told.partition("For example: /actions ")[2]
        assert example.split()[0] == text.split()[0]
        assert "begin again" in world.ask(world.manager, example).text


@pytest.mark.parametrize("text", [COURT.replace("A6", "A9"), MERGER, "pause all", "resume A9", "resume all"])
def test_only_the_business_unit_pauses_and_resumes(calm, text):
    for who in (calm.police, calm.nhs, calm.commissioner):  # one contributes to A9, one leads it, one assures
        told = calm.ask(who, text).text
        assert told.startswith(
            ("The business unit adds, edits, pauses,", "Only the business unit pauses and resumes")
        )
        assert told.endswith(", so nothing was changed.")
        assert calm.slack.modal(who.user.id) is None
    assert calm.ask(calm.council, COURT).text.startswith("There is no action A6 that you can see.")
    assert not calm.rows("SELECT * FROM pauses")
    assert not calm.rows("SELECT * FROM actions WHERE paused_until IS NOT NULL")


def test_what_waits_for_a_test_can_be_paused_and_what_is_given_up_can_not(world):
    world.ask(world.police, "done A6 duplicates merged")
    world.ask(world.manager, "accept A6 seen")
    world.ask(world.manager, COURT)
    assert "Blue: addressed" in words(world.ask(world.manager, "paused police"))
    world.ask(world.manager, "withdraw A7 merged with A6")
    told = world.ask(world.manager, "pause A6, A7 until 1 December 2022: leave").text
    assert told == "A7 was withdrawn, so nothing was changed."
    assert world.rows("SELECT paused_until FROM actions WHERE id = 6") == [{"paused_until": "2023-01-12"}]


def test_a_pause_ends_by_itself_on_its_day(world):
    world.ask(world.manager, "pause A6 until 22 November 2022: leave")
    world.ask(world.manager, "pause police until 22 November 2022: leave")
    world.clock.advance(days=7)
    assert "paused until" in words(world.ask(world.police, ""))
    assert "until 22 November 2022 already" in world.ask(world.manager, "pause A6 until 22 November 2022: leave").text
    world.clock.advance(days=1)
    assert "paused until" not in words(world.ask(world.police, ""))
    card = words(world.ask(world.manager, "A6"))
    assert "Nudges are paused" not in card
    assert "Nudges paused" not in card
    assert "*Nudges were paused until Tuesday 22 November 2022*" in card
    assert world.ask(world.manager, "resume A6").text == "Nudges about A6 are not paused, so nothing was changed."
    assert "begin again on Thursday 12 January 2023" in world.ask(world.manager, MERGER).text
    paused = {"paused_until": "2023-01-12", "reason": "the merger"}
    assert trail(world, "POLICE")[-1] == ("pause", {"paused_until": None, "reason": None}, paused)


def test_resuming_twice_is_told_and_recorded_once(world):
    world.ask(world.manager, COURT)
    assert world.ask(world.manager, "resume A6").text == "Nudges about A6 begin again."
    assert world.ask(world.manager, "resume A6").text == "Nudges about A6 are not paused, so nothing was changed."
    assert [verb for verb, *_ in trail(world, "A6")] == ["pause", "resume"]
    card = words(world.ask(world.manager, "A6"))
    assert card.index("*Nudges resumed*") < card.index("*Nudges were paused*")


def test_a_pause_is_taken_back_exactly(world):
    [before] = world.rows("SELECT * FROM actions WHERE id = 6")
    world.ask(world.manager, COURT)
    told = world.ask(world.manager, "undo A6").text
    assert told == "Taken back: “nudges paused” on A6. It is not started, due 31 October 2022."
    [after] = world.rows("SELECT * FROM actions WHERE id = 6")
    assert {**after, "version": 0} == {**before, "version": 0}


def test_what_a_pause_waited_for_ends_it(world):
    world.ask(world.manager, COURT)
    world.ask(world.police, "update A6 half of it")
    assert "paused until" in words(world.ask(world.police, ""))
    world.ask(world.police, "done A6 duplicates merged")
    assert "paused until" not in words(world.ask(world.manager, "awaiting"))
    assert "end of the pause from 12 January 2023 to none" in words(world.ask(world.manager, "history A6"))


def test_in_a_thread_the_unit_pauses_by_ref_and_talk_is_left_alone(world):
    world.ask(world.manager, "post A6", channel="west-midlands-police")
    world.deliver()
    [card] = world.messages("west-midlands-police")
    for text in ("pause police until 12 January 2023: merger", "pause for a moment", "resume tomorrow?"):
        world.manager.say("west-midlands-police", text, thread_ts=card.ts)
    world.police.say("west-midlands-police", COURT, thread_ts=card.ts)
    world.deliver()
    assert world.replies("west-midlands-police", card.ts) == []
    assert "so nothing was changed" in world.slack.ephemerals("U0POLICE")[-1].text
    world.manager.say("west-midlands-police", COURT, thread_ts=card.ts)
    world.deliver()
    [line] = world.replies("west-midlands-police", card.ts)
    assert line.text == PAUSED
    assert "*Nudges are paused until Thursday 12 January 2023*" in words(world.messages("west-midlands-police")[0])


def test_the_form_pauses_changes_and_ends_a_pause(world):
    world.manager.press(world.ask(world.manager, "A6"), "pause")
    assert world.manager.submit(values={"due": "2022-11-14", "words": "in court"}) == {
        "due": "14 November 2022 is not in the future, so messages can't begin again then."
    }
    assert world.manager.submit(values={"due": "2023-01-12", "words": "in court"}) == {}
    assert world.ask(world.manager, "pause A6") is None
    form = world.slack.modal("U0MANAGER")
    assert "Nudges are paused until Thursday 12 January 2023." in words(form)
    assert world.manager.submit(values={"choice": "pause", "due": "2022-12-01"}) == {}
    assert world.rows("SELECT paused_until, paused_why FROM actions WHERE id = 6") == [
        {"paused_until": "2022-12-01", "paused_why": "in court"}
    ]
    world.ask(world.manager, "pause A6")
    assert world.manager.submit(values={"choice": "resume"}) == {}
    assert "Nudges about A6 begin again." in words(world.slack.modal("U0MANAGER"))


def test_a_pause_made_while_a_form_is_open_is_told_there(world):
    world.ask(world.manager, "withdraw A6")
    [form] = world.slack.modals("U0MANAGER")
    world.ask(world.manager, COURT)
    world.slack.stacks["U0MANAGER"] = [form]
    world.manager.submit(values={"words": "merged with A7"})
    again = words(world.slack.modal("U0MANAGER"))
    assert "A6 has changed since you opened this form" in again
    assert "nudges paused (14 November 2022 at 9am): end of the pause 12 January 2023" in again
    assert world.stage(6) == "not started"
    assert world.manager.submit() == {}
    assert world.stage(6) == "withdrawn"


@pytest.mark.parametrize("text", [MERGER, "Pause West Midlands Police till 12/1/23 - the merger"])
def test_a_partner_is_paused(world, text):
    assert world.ask(world.manager, text).text == (
        "Messages to West Midlands Police are paused: no digest and no nudges. They begin again on "
        "Thursday 12 January 2023. To end it sooner: /actions resume police"
    )
    paused = {"paused_until": "2023-01-12", "reason": "the merger"}
    assert trail(world, "POLICE") == [("pause", {"paused_until": None, "reason": None}, paused)]
    assert STANDS in words(world.ask(world.police, ""))
    assert "So are all messages to West Midlands Police." in words(world.ask(world.police, "A6"))
    assert "the merger" not in words(world.ask(world.nhs, "")) + words(world.ask(world.commissioner, ""))
    assert {"A6", "A7"} == {
        ref for ref in ("A6", "A7", "A9", "A12") if f"*{ref}*" in words(world.ask(world.manager, "paused"))
    }
    assert world.ask(world.manager, "pause police until 1 December 2022: the merger").text.startswith(
        "Messages to West"
    )
    sooner = {"paused_until": "2022-12-01", "reason": "the merger"}
    assert trail(world, "POLICE")[-1] == ("pause", paused, sooner)
    assert world.ask(world.manager, "resume Police").text == "Messages to West Midlands Police begin again."
    assert trail(world, "POLICE")[-1] == ("resume", sooner, {"paused_until": None, "reason": None})
    assert "paused" not in words(world.ask(world.police, ""))


def test_longer_pauses_are_told_where_a_shorter_one_is_made_or_ended(world):
    world.ask(world.manager, "pause all until 1 March 2023: the inspection")
    assert "But everything is paused until Wednesday 1 March 2023." in world.ask(world.manager, MERGER).text
    assert world.ask(world.manager, COURT).text == (
        "Nudges about A6 are paused. They begin again on Wednesday 1 March 2023, "
        "as all messages to West Midlands Police do."
    )
    assert "So are all digests and nudges." in words(world.ask(world.manager, "A6"))
    assert "all messages to West Midlands Police are: they begin again" in world.ask(world.manager, "resume A6").text
    told = world.ask(world.manager, "resume all").text
    assert told == "Digests and nudges begin again, except to POLICE, still paused."
    world.ask(world.manager, "pause everything until 1 March 2023: the inspection")
    assert "but everything is: they begin again on" in world.ask(world.manager, "resume police").text


def test_a_partner_that_is_renamed_stays_paused(world):
    world.ask(world.manager, MERGER)
    world.ask(world.manager, "settings")
    view = world.slack.modal("U0MANAGER")
    world.manager.press(view, button(view, "partner_edit", "*POLICE*"))
    assert world.manager.submit(values={"name": "The police"}) == {}
    assert "Messages to The police are paused until Thursday 12 January 2023" in words(world.ask(world.police, ""))
    assert world.ask(world.manager, "resume the police").text == "Messages to The police begin again."


def test_the_settings_show_pauses_and_change_them(world):
    world.ask(world.manager, "settings")
    view = world.slack.modal("U0MANAGER")
    assert "Digests and nudges go out." in words(view)
    world.manager.press(view, button(view, "partner_edit", "*POLICE*"))
    world.manager.press(world.slack.modal("U0MANAGER"), "partner_pause")
    assert world.manager.submit(values={"due": "2023-06-01", "words": "the merger"}) == {
        "due": "A pause is at most 6 months long: from today, until 14 May 2023."
    }
    assert world.manager.submit(values={"due": "2023-01-12", "words": "the merger"}) == {}
    view = world.slack.modal("U0MANAGER")
    assert "· paused until Thursday 12 January 2023: the merger" in words(view)
    world.manager.press(view, "partner_pause")
    assert world.manager.submit(values={"due": "2022-12-01", "words": "the inspection"}) == {}
    view = world.slack.modal("U0MANAGER")
    assert "All digests and nudges are paused until Thursday 1 December 2022: the inspection" in words(view)
    world.manager.press(view, "partner_pause")
    world.manager.press(world.slack.modal("U0MANAGER"), "partner_resume")
    assert "Digests and nudges go out." in words(world.slack.modal("U0MANAGER"))
    assert [verb for verb, *_ in trail(world, "all")] == ["pause", "resume"]


def test_a_pause_by_a_colleague_is_told_in_a_form_for_the_same_partner(world):
    world.ask(world.manager, "pause police")
    [form] = world.slack.modals("U0MANAGER")
    assert form.title == "Pause POLICE"
    world.ask(world.manager, MERGER)
    world.slack.stacks["U0MANAGER"] = [form]
    world.manager.submit(values={"due": "2022-12-01", "words": "leave"})
    assert "nudges paused" in words(world.slack.modal("U0MANAGER"))
    assert world.manager.submit() == {}
    assert "They begin again on Thursday 1 December 2022." in words(world.slack.modal("U0MANAGER"))


def test_a_paused_action_stays_in_the_digest_but_asks_for_no_attention(world):
    world.ask(world.manager, COURT)
    world.tick("2022-11-21 09:00")
    [digest] = posted(world, "west-midlands-police", "digest")
    assert digest.text.startswith("West Midlands Police, Monday 21 November 2022. 4 actions to do: 2 overdue")
    assert "1 action is paused." in digest.text
    assert "*A6*" not in words(digest)
    assert "*A12*" in words(digest)
    [thread] = world.replies("west-midlands-police", digest.ts)
    assert "West Midlands Police · paused until 12 January 2023" in words(thread)
    assert "*Paused*\\n1 action: A6." in heartbeat(world)


def test_a_paused_partner_gets_no_digest_until_its_day(world):
    world.ask(world.manager, "pause police until 28 November 2022: the merger")
    world.tick("2022-11-21 09:00")
    assert posted(world, "west-midlands-police", "digest") == []
    assert len(posted(world, "bsol-icb", "digest")) == 1
    assert "West Midlands Police (paused until Monday 28 November 2022)" in heartbeat(world)
    assert "West Midlands Police, until Monday 28 November 2022: the merger" in heartbeat(world)
    world.tick("2022-11-28 09:00")
    assert len(posted(world, "west-midlands-police", "digest")) == 1
    assert "*Paused*" not in heartbeat(world)


def test_while_everything_is_paused_only_the_heartbeat_comes(world):
    world.ask(world.manager, "pause all until 1 December 2022: the inspection")
    world.tick("2022-11-21 09:00")
    for channel in ("west-midlands-police", "bsol-icb", "solihull-council", "probation"):
        assert posted(world, channel, "digest") == []
    assert "Everything, until Thursday 1 December 2022: the inspection" in heartbeat(world)


def test_home_says_what_is_paused_and_what_is_not_any_more(world):
    open_home(world, world.police, world.manager, world.nhs)
    world.ask(world.manager, COURT)
    world.ask(world.manager, MERGER)
    settle(world)
    assert STANDS in texts(world, world.police)
    assert "paused until 12 January 2023" in texts(world, world.police)
    assert "*Paused*\n• POLICE, until Thursday 12 January 2023: the merger\n• 1 action: A6." in texts(
        world, world.manager
    )
    assert "paused" not in texts(world, world.nhs)
    world.ask(world.manager, "resume A6")
    world.ask(world.manager, "resume police")
    settle(world)
    assert "aused" not in texts(world, world.police) + texts(world, world.manager)
