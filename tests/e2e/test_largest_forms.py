"""Every form of the largest plan is taken by Slack and comes back whole, and no more is kept than can be."""

import copy
import json
import re

import pytest

from bot.playground.errors import CannotDoError
from tests.e2e.filling import of
from tests.e2e.largest import elements, opened, worded


@pytest.mark.parametrize("who", ["manager", "police", "commissioner"])
@pytest.mark.parametrize("number", [13, 14, 56, 57, 58])
def test_everything_on_a_card_can_be_pressed(plan, who, number):
    person = getattr(plan.world, who)
    card = plan.ask(person, f"A{number}")
    assert "History" in worded(card)
    for name, element in list(elements(card)):
        values = [one["value"] for one in element.get("options", [])] or [None]
        for value in values:
            plan.slack.stacks.clear()
            if "history" in name or "show_card" in name:
                continue
            opened(plan, person, lambda: person.press(card, name, value))  # noqa: B023 — pressed at once


FORMS = [
    ("/actions", "add"), ("/actions", "edit A13"), ("/actions", "extend A14"), ("/actions", "settings"),
    ("/remit", "add"), ("/remit", "edit R8"), ("/deadlines", "add"), ("/deadlines", "edit D2"),
    ("/deadlines", "move D2"), ("/indicators", "add"), ("/indicators", "edit I2"), ("/indicators", "reading I2"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "text"), FORMS)
def test_every_form_is_taken(plan, command, text):
    opened(plan, plan.world.manager, lambda: plan.ask(plan.world.manager, text, command))


@pytest.mark.parametrize(("command", "text"), [one for one in FORMS if "edit" in one[1]])
def test_a_form_that_comes_back_as_it_was_opened_changes_nothing_but_what_was_typed(plan, command, text):
    """No choice of 100 partners, remit items or deadlines is lost on the way, and no word of 3,000."""
    ref, title = text.split()[1], {"A": "title", "R": "text", "D": "title", "I": "name"}[text.split()[1][0]]
    plan.ask(plan.world.manager, text, command)
    assert plan.world.manager.submit(values={title: "Another one"}) == {}
    [event] = plan.world.rows("SELECT * FROM events WHERE subject = ? ORDER BY id DESC LIMIT 1", (ref,))
    assert list(json.loads(event["after"])) == [title]


def test_everything_in_the_settings_can_be_opened(plan):
    plan.ask(plan.world.manager, "settings")
    view = plan.slack.modal("U0MANAGER")
    shown = worded(view)
    assert "P99" in shown
    assert "and 1" in shown or "SOURCE-1115" in shown
    for name, element in list(elements(view)):
        plan.slack.stacks["U0MANAGER"] = [copy.deepcopy(view)]
        options = element.get("options") or [
            one for group in element.get("option_groups", []) for one in group["options"]
        ]
        value = options[-1]["value"] if options else "U0COMMISSION" if element["type"] == "users_select" else None
        opened(plan, plan.world.manager, lambda: plan.world.manager.press(plan.slack.modal("U0MANAGER"), name, value))  # noqa: B023


def test_the_largest_form_that_is_shown_again_since_something_changed(plan):
    plan.ask(plan.world.manager, "edit A13")
    plan.ask(plan.world.police, f"update A13 {of(2900)}")
    plan.world.manager.submit(values={"finding": of(3000, "another ")})
    view = plan.slack.modal("U0MANAGER")
    assert "has changed since you opened this form" in worded(view)
    assert plan.world.manager.submit() == {}
    assert plan.world.rows("SELECT finding FROM actions WHERE id = 13") == [{"finding": of(3000, "another ")}]


def test_whoever_had_a_form_open_is_told_of_everything_that_changed(plan):
    plan.ask(plan.world.manager, "extend A14")
    for number in range(8):
        plan.ask(plan.world.police, f"update A14 {of(2900, str(number))}")
    plan.world.manager.submit(values={"due": "2023-01-31", "words": of(3000)})
    told = plan.slack.modal("U0MANAGER").blocks[0]["text"]["text"]
    assert told.count("• ") == 8 or re.search("more|earlier", told)
    assert plan.world.manager.submit() == {}


def test_more_than_can_be_kept_is_refused_and_not_cut(plan):
    assert "an update can hold 3,000" in plan.ask(plan.world.police, f"update A13 {of(3100)}").text
    plan.ask(plan.world.manager, "edit A13")
    assert plan.world.manager.submit(values={"title": of(151)}) != {}
    with pytest.raises(CannotDoError):
        plan.world.manager.submit(values={"lead": "NOBODY"})
