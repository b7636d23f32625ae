"""Modals: opened, filled in, refused, stacked and closed, with a real Bolt app behind them."""

import pytest

from bot.playground.errors import AppFailedError, CannotDoError


def plain(text):
    return {"type": "plain_text", "text": text}


def form(callback_id="form", **more):
    field = {"type": "plain_text_input", "action_id": "title", "max_length": 10}
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain("Add"),
        "submit": plain("Save"),
        "blocks": [{"type": "input", "block_id": "b_title", "label": plain("Title"), "element": field}],
        **more,
    }


@pytest.fixture
def opened(bolt, asha):
    """A Bolt app whose command opens the form; what it does with it is up to the test."""

    @bolt.command("/actions")
    def show(ack, client, command):
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=form(notify_on_close=True))

    asha.command("/actions", "add", "police")
    return bolt


def test_a_form_is_sent_with_its_values(opened, asha, workspace):
    seen = []

    @opened.view("form")
    def take(ack, view):
        ack()
        seen.append(view["state"]["values"])

    assert asha.submit(values={"title": "Rota"}) == {}
    assert seen == [{"b_title": {"title": {"type": "plain_text_input", "value": "Rota"}}}]
    assert workspace.modal("U1ASHA") is None


def test_slacks_own_screen_refuses_what_is_missing_or_too_long(opened, asha, workspace):
    assert asha.submit() == {"b_title": "Please complete this required field."}
    assert asha.submit(values={"title": "far too long"}) == {"b_title": "Please enter no more than 10 characters."}
    assert workspace.modal("U1ASHA").values == {"b_title": {"title": "far too long"}}


def test_the_apps_errors_stand_at_the_field(opened, asha, workspace):
    opened.view("form")(lambda ack: ack(response_action="errors", errors={"b_title": "Not that"}))
    assert asha.submit(values={"title": "Rota"}) == {"b_title": "Not that"}
    assert workspace.modal("U1ASHA") is not None


def test_errors_at_fields_that_are_not_there_are_an_unusable_answer(opened, asha, workspace):
    opened.view("form")(lambda ack: ack(response_action="errors", errors={"title": "action_id, not block_id"}))
    with pytest.raises(AppFailedError):
        asha.submit(values={"title": "Rota"})
    assert workspace.errors


def test_an_answer_can_push_update_and_clear(opened, asha, workspace):
    opened.view("form")(lambda ack: ack(response_action="push", view=form("second")))
    opened.view("second")(lambda ack: ack(response_action="update", view=form("third")))
    opened.view("third")(lambda ack: ack(response_action="clear"))
    asha.submit(values={"title": "one"})
    assert [view.callback_id for view in workspace.modals("U1ASHA")] == ["form", "second"]
    asha.submit(values={"title": "two"})
    assert [view.callback_id for view in workspace.modals("U1ASHA")] == ["form", "third"]
    asha.submit(values={"title": "three"})
    assert workspace.modals("U1ASHA") == []


def test_closing_is_told_where_the_view_asked_for_it(opened, asha, workspace):
    closed = []
    opened.view_closed("form")(lambda ack, body: (closed.append(body["is_cleared"]), ack()))
    asha.close_view()
    assert closed == [False]
    assert workspace.modal("U1ASHA") is None


def test_a_field_that_is_not_there_cannot_be_filled_in(opened, asha):
    with pytest.raises(CannotDoError, match="no field 'name'"):
        asha.submit(values={"name": "Rota"})


def test_a_shortcut_opens_a_form_on_a_message(bolt, asha, workspace):
    @bolt.shortcut("turn")
    def turn(ack, shortcut, client):
        ack()
        field = form()["blocks"][0]["element"] | {"initial_value": shortcut["message"]["text"]}
        blocks = [form()["blocks"][0] | {"element": field}]
        client.views_open(trigger_id=shortcut["trigger_id"], view=form(blocks=blocks))

    bolt.event("message")(lambda: None)
    ts = asha.say("police", "a rota")
    assert asha.shortcut("turn", ts, "police").blocks[0]["element"]["initial_value"] == "a rota"
    with pytest.raises(CannotDoError):
        asha.shortcut("other", ts, "police")


def test_a_trigger_is_good_for_three_seconds(workspace, client, ticks):
    trigger = workspace.triggers.issue("U1ASHA")
    ticks.seconds += 3.5
    assert refusal(client.views_open, trigger_id=trigger, view=form()) == "expired_trigger_id"


def test_a_trigger_is_good_once(workspace, client):
    trigger = workspace.triggers.issue("U1ASHA")
    client.views_open(trigger_id=trigger, view=form())
    assert refusal(client.views_open, trigger_id=trigger, view=form()) == "exchanged_trigger_id"


def refusal(call, **arguments):
    from slack_sdk.errors import SlackApiError  # noqa: PLC0415 - only here

    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    return refused.value.response["error"]


def test_views_are_refused_by_name(workspace, client):
    def trigger():
        return workspace.triggers.issue("U1ASHA")

    no_submit = {name: value for name, value in form().items() if name != "submit"}
    assert refusal(client.views_open, trigger_id="1.2.3", view=form()) == "invalid_trigger_id"
    assert refusal(client.views_open, trigger_id=trigger(), view=no_submit) == "invalid_arguments"
    assert refusal(client.views_update, view_id="V0", view=form()) == "not_found"
    view = client.views_open(trigger_id=trigger(), view=form(external_id="mine"))["view"]
    assert refusal(client.views_update, view_id=view["id"], hash="old", view=form()) == "hash_conflict"
    assert client.views_update(external_id="mine", view=form("changed"))["view"]["callback_id"] == "changed"


def test_only_three_views_stack(workspace, client):
    client.views_open(trigger_id=workspace.triggers.issue("U1ASHA"), view=form())

    def push():
        trigger = workspace.triggers.issue("U1ASHA", in_modal=True)
        return {"trigger_id": trigger, "view": form()}

    client.views_push(**push())
    client.views_push(**push())
    assert refusal(client.views_push, **push()) == "push_limit_reached"
