"""Modals on top of each other, opened from everywhere, and with buttons and menus of their own."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.errors import AppFailedError

from .test_forms import form, plain, refusal
from .test_round_trips import buttons, section


def options(*names):
    return [{"text": plain(name), "value": name.lower()} for name in names]


ROW = section("A12 Rota") | {
    "block_id": "row",
    "accessory": {
        "type": "overflow",
        "action_id": "menu",
        "options": options("Open", "Withdraw"),
        "confirm": {"title": plain("Sure?"), "text": plain("It stays in the history.")},
    },
}
CARD = {"type": "modal", "callback_id": "card", "title": plain("A12"), "blocks": [ROW, buttons("edit", "again")]}


@pytest.fixture
def bodies(bolt):
    """What the app gets when something in a modal is pressed; `edit` stacks a form."""
    seen = []

    @bolt.command("/actions")
    def card(ack, client, command):
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=CARD)

    @bolt.action("edit")
    def edit(ack, body, client):
        ack()
        seen.append(body)
        client.views_push(trigger_id=body["trigger_id"], view=form(notify_on_close=True))

    for name in ("menu", "again"):
        bolt.action(name)(lambda ack, body: (ack(), seen.append(body)))
    bolt.action("open_form")(
        lambda ack, body, client: (ack(), client.views_open(trigger_id=body["trigger_id"], view=form()))
    )
    return seen


def titles(workspace):
    return [view.title for view in workspace.modals("U1ASHA")]


def test_a_modal_without_a_submit_has_buttons_and_menus(bodies, asha, workspace):
    asha.command("/actions", "A12", "police")
    card = workspace.modal("U1ASHA")
    asha.press(card, "row/menu", "withdraw")
    asha.press(card, "again")
    told, pressed = bodies
    assert told["actions"][0]["selected_option"]["value"] == "withdraw"
    assert pressed["actions"][0]["value"] == "again"
    for body in bodies:
        assert body["type"] == "block_actions"
        assert body["container"] == {"type": "view", "view_id": card.id}
        assert body["view"]["id"] == card.id
        assert not {"message", "channel", "response_url", "state"} & body.keys()


def test_a_button_in_a_modal_stacks_another_and_the_app_hears_of_its_end(bolt, bodies, asha, workspace):
    closed = []
    bolt.view_closed("form")(lambda ack, body: (ack(), closed.append(body)))
    asha.command("/actions", "A12", "police")
    first = workspace.modal("U1ASHA")
    asha.press(first, "edit")
    second = workspace.modal("U1ASHA")
    assert titles(workspace) == ["A12", "Add"]
    assert (second.previous_view_id, second.root_view_id) == (first.id, first.id)
    asha.close_view()
    assert titles(workspace) == ["A12"]
    assert [body["view"]["id"] for body in closed] == [second.id]
    assert "trigger_id" not in closed[0]


def test_a_form_on_top_is_taken_and_the_one_below_is_updated_meanwhile(bolt, bodies, asha, workspace):
    @bolt.view("form")
    def take(ack, view, client):
        ack()
        client.views_update(view_id=view["previous_view_id"], view=CARD | {"title": plain("A12 changed")})

    asha.command("/actions", "A12", "police")
    asha.press(workspace.modal("U1ASHA"), "edit")
    assert asha.submit(values={"title": "Rota"}) == {}
    assert titles(workspace) == ["A12 changed"]


def test_a_fourth_modal_is_too_many_also_as_an_answer(bolt, bodies, asha, workspace):
    bolt.view_closed("form")(lambda ack: ack())
    bolt.view("form")(lambda ack: ack(response_action="push", view=form("third")))
    bolt.view("third")(lambda ack: ack(response_action="push", view=form("fourth")))
    asha.command("/actions", "A12", "police")
    asha.press(workspace.modal("U1ASHA"), "edit")
    asha.submit(values={"title": "Rota"})
    assert len(titles(workspace)) == 3
    with pytest.raises(AppFailedError, match="push_limit_reached"):
        asha.submit(values={"title": "Rota"})
    asha.close_view(everything=True)
    assert titles(workspace) == []


def test_a_modal_opens_from_a_button_of_a_message_and_of_home(bolt, bodies, asha, client, workspace):
    client.chat_postMessage(channel="C1POLICE", text="A12", blocks=[buttons("open_form")])
    asha.press(workspace.messages("police")[0], "open_form")
    assert titles(workspace) == ["Add"]
    client.views_publish(user_id="U1ASHA", view={"type": "home", "blocks": [buttons("open_form")]})
    asha.close_view()
    asha.press(workspace.home("U1ASHA"), "open_form")
    assert titles(workspace) == ["Add"]


def test_only_a_modal_can_be_pushed_onto(client, workspace):
    trigger = workspace.triggers.issue("U1ASHA")
    assert refusal(client.views_push, trigger_id=trigger, view=form()) == "invalid_trigger_id"


def test_a_trigger_is_used_up_even_where_it_opened_nothing(client, workspace):
    trigger = workspace.triggers.issue("U1ASHA")
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.views_open(trigger_id=trigger, view=form(title=plain("x" * 25)))
    assert refusal(client.views_open, trigger_id=trigger, view=form()) == "exchanged_trigger_id"
