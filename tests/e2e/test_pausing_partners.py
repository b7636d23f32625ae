"""Pausing all messages to a partner, or to everybody, and letting them begin again."""

from datetime import date

import pytest

from bot.domain.pauses import Pause, Pauses
from bot.messages.pauses import lasting
from tests.e2e.pausing import COURT, MERGER, STANDS, trail
from tests.e2e.setting import button
from tests.e2e.telling import words

TODAY = date(2022, 11, 14)


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
