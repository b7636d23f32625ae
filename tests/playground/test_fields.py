"""Every kind of field in a modal: what it begins with, what is chosen, and what the app gets."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.errors import CannotDoError
from bot.playground.validation import view_faults
from bot.playground.views import view_json

from .test_forms import plain
from .test_round_trips import buttons


def option(name):
    return {"text": plain(name), "value": name.lower()}


def field(block_id, element, **more):
    return {"type": "input", "block_id": block_id, "label": plain(block_id), "element": element, **more}


ACTIONS = [
    {"label": plain("Overdue"), "options": [option(f"A{n}") for n in range(1, 51)]},
    {"label": plain("Not started"), "options": [option(f"A{n}") for n in range(51, 101)]},
]
ELEMENTS = {
    "stage": {"type": "static_select", "options": [option("Open"), option("Done")], "initial_option": option("Open")},
    "actions": {"type": "multi_static_select", "option_groups": ACTIONS, "max_selected_items": 3},
    "lead": {"type": "users_select", "initial_user": "U1ASHA"},
    "place": {"type": "conversations_select", "filter": {"include": ["private"], "exclude_bot_users": True}},
    "channel": {"type": "channels_select"},
    "due": {"type": "datepicker", "initial_date": "2022-11-30"},
    "rating": {"type": "radio_buttons", "options": [option("Red"), option("Green")]},
    "tags": {"type": "checkboxes", "options": [option("Urgent"), option("Shared")]},
    "count": {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "400"},
    "link": {"type": "url_text_input"},
    "words": {"type": "plain_text_input", "multiline": True, "initial_value": "as before"},
}


def whole_form():
    blocks = [field(f"b_{name}", element | {"action_id": name}) for name, element in ELEMENTS.items()]
    return {"type": "modal", "callback_id": "whole", "title": plain("All"), "submit": plain("Save"), "blocks": blocks}


@pytest.fixture
def states(bolt, asha):
    """What the app gets of the form, once it was sent."""
    seen = []
    bolt.command("/actions")(
        lambda ack, client, command: (ack(), client.views_open(trigger_id=command["trigger_id"], view=whole_form()))
    )
    bolt.view("whole")(lambda ack, body: (seen.append(body), ack()))
    asha.command("/actions", "", "police")
    return seen


CHOSEN = {
    "stage": "done",
    "actions": ["a1", "a100"],
    "lead": "U2BEN",
    "place": "C2UNIT",
    "channel": "C3OPEN",
    "due": "2022-12-24",
    "rating": "green",
    "tags": ["urgent", "shared"],
    "count": "387",
    "link": "https://example.org/plan",
    "words": "as it is now",
}


def test_each_field_gives_what_was_chosen(states, asha, workspace):
    assert asha.submit(values=CHOSEN) == {}
    values = {name: states[0]["view"]["state"]["values"][f"b_{name}"][name] for name in ELEMENTS}
    assert values == {
        "stage": {"type": "static_select", "selected_option": option("Done")},
        "actions": {"type": "multi_static_select", "selected_options": [option("A1"), option("A100")]},
        "lead": {"type": "users_select", "selected_user": "U2BEN"},
        "place": {"type": "conversations_select", "selected_conversation": "C2UNIT"},
        "channel": {"type": "channels_select", "selected_channel": "C3OPEN"},
        "due": {"type": "datepicker", "selected_date": "2022-12-24"},
        "rating": {"type": "radio_buttons", "selected_option": option("Green")},
        "tags": {"type": "checkboxes", "selected_options": [option("Urgent"), option("Shared")]},
        "count": {"type": "number_input", "value": "387"},
        "link": {"type": "url_text_input", "value": "https://example.org/plan"},
        "words": {"type": "plain_text_input", "value": "as it is now"},
    }
    assert states[0]["response_urls"] == []
    assert workspace.errors == []


def test_what_stands_in_a_field_at_first_counts_as_chosen(states, asha):
    left = {name: value for name, value in CHOSEN.items() if name not in {"stage", "lead", "due", "words"}}
    asha.submit(values=left)
    values = states[0]["view"]["state"]["values"]
    assert values["b_stage"]["stage"]["selected_option"] == option("Open")
    assert values["b_lead"]["lead"]["selected_user"] == "U1ASHA"
    assert values["b_due"]["due"]["selected_date"] == "2022-11-30"
    assert values["b_words"]["words"]["value"] == "as before"


def test_slacks_own_screen_asks_for_what_is_missing_and_refuses_what_does_not_fit(states, asha):
    asked = asha.submit(values={"count": "401", "link": "example.org", "words": None})
    missing = "Please complete this required field."
    assert asked == {
        "b_actions": missing,
        "b_place": missing,
        "b_channel": missing,
        "b_rating": missing,
        "b_tags": missing,
        "b_count": "Enter a number that is at most 400.",
        "b_link": "Enter a valid URL (e.g. https://slack.com)",
        "b_words": missing,
    }
    assert states == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stage", "closed"),
        ("actions", "a1"),
        ("actions", ["a101"]),
        ("actions", ["a1", "a2", "a3", "a4"]),
        ("lead", "U9NOBODY"),
        ("place", "C9NOWHERE"),
        ("due", "24 December"),
    ],
)
def test_nobody_chooses_what_the_screen_does_not_offer(states, asha, workspace, name, value):
    with pytest.raises(CannotDoError):
        asha.fill(workspace.modal("U1ASHA"), {name: value})


def test_a_date_that_is_none_is_refused():
    view = whole_form()
    view["blocks"] = [field("b_due", {"type": "datepicker", "initial_date": "2022-02-30"})]
    assert view_faults(view) == ["[ERROR] failed to match format: date [json-pointer:/blocks/0/element/initial_date]"]


def retitled(value, *, block_id="b_words", action_id="words", **more):
    element = {"type": "plain_text_input", "action_id": action_id, "initial_value": value, **more}
    return whole_form() | {"blocks": [field(block_id, element)]}


def words(workspace):
    values = view_json(workspace, workspace.modal("U1ASHA"))["state"]["values"]
    return [each["value"] for block in values.values() for each in block.values()]


@pytest.mark.parametrize(
    ("typed", "ids", "held"),
    [
        ({"words": "typed"}, {}, "typed"),
        ({"words": None}, {}, None),
        ({}, {}, "at first"),
        ({"words": "typed"}, {"block_id": "b_other"}, "new"),
        ({"words": "typed"}, {"action_id": "other"}, "new"),
    ],
    ids=["typed", "emptied", "untouched", "another block_id", "another action_id"],
)
def test_a_field_that_keeps_both_its_ids_keeps_what_it_holds(workspace, client, asha, typed, ids, held):
    opened = client.views_open(trigger_id=workspace.triggers.issue("U1ASHA"), view=retitled("at first"))["view"]
    asha.fill(workspace.modal("U1ASHA"), typed)
    client.views_update(view_id=opened["id"], view=retitled("new", **ids))
    assert words(workspace) == [held]
    client.views_update(view_id=opened["id"], view=retitled("again"))
    assert words(workspace) == [held if not ids else "again"]


def test_a_choice_that_is_no_longer_offered_makes_way_for_the_new_first_one(workspace, client, asha):
    def view(*names):
        menu = {"type": "static_select", "action_id": "stage", "options": [option(name) for name in names]}
        return whole_form() | {"blocks": [field("b_stage", menu | {"initial_option": option(names[0])})]}

    opened = client.views_open(trigger_id=workspace.triggers.issue("U1ASHA"), view=view("Open", "Done"))["view"]
    asha.fill(workspace.modal("U1ASHA"), {"stage": "done"})
    kept = client.views_update(view_id=opened["id"], view=view("Late", "Done"))["view"]
    assert kept["state"]["values"]["b_stage"]["stage"]["selected_option"] == option("Done")
    gone = client.views_update(view_id=opened["id"], view=view("Late", "Early"))["view"]
    assert gone["state"]["values"]["b_stage"]["stage"]["selected_option"] == option("Late")


def test_so_does_one_in_a_message_that_was_chosen_before(bolt, client, asha, workspace):
    def menu(*names):
        picker = {"type": "static_select", "action_id": "pick", "options": [option(name) for name in names]}
        return [{"type": "actions", "block_id": "m", "elements": [picker, *buttons("go")["elements"]]}]

    seen = []
    for name in ("pick", "go"):
        bolt.action(name)(lambda ack, body: (seen.append(body["state"]["values"]["m"]["pick"]), ack()))
    ts = client.chat_postMessage(channel="C1POLICE", text="x", blocks=menu("Open", "Done"))["ts"]
    message = workspace.message("C1POLICE", ts)
    asha.pick(message, "pick", "done")
    client.chat_update(channel="C1POLICE", ts=ts, text="x", blocks=menu("Late", "Done"))
    asha.press(message, "go")
    client.chat_update(channel="C1POLICE", ts=ts, text="x", blocks=menu("Late", "Early"))
    asha.press(message, "go")
    assert [state["selected_option"] for state in seen] == [option("Done"), option("Done"), None]


def test_a_field_that_becomes_another_kind_begins_anew(workspace, client, asha):
    opened = client.views_open(trigger_id=workspace.triggers.issue("U1ASHA"), view=retitled("at first"))["view"]
    asha.fill(workspace.modal("U1ASHA"), {"words": "not a number"})
    number = {"type": "number_input", "action_id": "words", "is_decimal_allowed": False}
    told = client.views_update(view_id=opened["id"], view=whole_form() | {"blocks": [field("b_words", number)]})
    assert told["view"]["state"]["values"]["b_words"]["words"]["value"] is None


def test_an_answer_keeps_what_was_typed_as_an_update_does(bolt, client, asha, workspace):
    bolt.view("whole")(lambda ack: ack(response_action="update", view=retitled("new")))
    client.views_open(trigger_id=workspace.triggers.issue("U1ASHA"), view=whole_form())
    asha.submit(values=CHOSEN)
    assert words(workspace) == ["as it is now"]


def test_a_hundred_options_are_the_most(client, workspace):
    menu = {"type": "static_select", "action_id": "a", "options": [option(f"A{n}") for n in range(101)]}
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.views_open(
            trigger_id=workspace.triggers.issue("U1ASHA"), view=whole_form() | {"blocks": [field("b", menu)]}
        )
