"""The app's Home, and the Messages tab beside it."""

import pytest

from bot.playground.errors import CannotDoError
from bot.playground.people import Person

from .test_forms import form, refusal
from .test_round_trips import buttons, section
from .test_stacks import ROW


@pytest.fixture
def opened(bolt):
    """The events of opened tabs; Home is published each time, with how often it was."""
    events = []

    @bolt.event("app_home_opened")
    def welcome(event, client):
        events.append(event)
        if event["tab"] == "home":
            blocks = [section(f"Opened {len(events)} times"), ROW, buttons("open")]
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    return events


def test_home_is_opened_again_with_what_stands_there(opened, asha, workspace):
    asha.open_home()
    view = asha.open_home()
    assert view.blocks[0]["text"]["text"] == "Opened 2 times"
    assert "view" not in opened[0]
    assert opened[1]["view"]["id"] == view.id
    assert opened[1]["view"]["state"] == {"values": {}}
    assert opened[1]["channel"] == workspace.open_dm("U1ASHA").id


def test_the_messages_tab_is_told_without_a_view(opened, asha, workspace):
    asha.open_home()
    asha.open_messages()
    assert [(event["tab"], "view" in event) for event in opened] == [("home", False), ("messages", False)]


def test_each_person_has_a_home_of_their_own(opened, asha, workspace):
    asha.open_home()
    assert workspace.home("U2BEN") is None
    ben = Person(workspace, "U2BEN").open_home()
    assert ben.id != workspace.home("U1ASHA").id


def test_buttons_and_menus_of_home_tell_their_view(bolt, opened, asha, workspace):
    seen = []
    for name in ("menu", "open"):
        bolt.action(name)(lambda ack, body: (ack(), seen.append(body)))
    home = asha.open_home()
    asha.press(home, "open")
    asha.press(home, "row/menu", "open")
    for body in seen:
        assert body["container"] == {"type": "view", "view_id": home.id}
        assert body["view"]["type"] == "home"
        assert not {"message", "channel", "response_url"} & body.keys()


def test_a_home_button_opens_a_form_but_can_stack_nothing(bolt, opened, asha, workspace):
    refused = []

    @bolt.action("open")
    def show(ack, body, client):
        ack()
        refused.append(refusal(client.views_push, trigger_id=body["trigger_id"], view=form()))

    asha.press(asha.open_home(), "open")
    assert refused == ["invalid_trigger_id"]


def test_home_is_there_only_if_the_manifest_says_so(workspace, client):
    home = {"user_id": "U1ASHA", "view": {"type": "home", "blocks": []}}
    assert client.views_publish(**home)["ok"]
    workspace.app.manifest["features"]["app_home"]["home_tab_enabled"] = False
    assert refusal(client.views_publish, **home) == "not_enabled"


def test_so_are_the_messages_and_whether_people_may_answer(workspace, client, asha):
    app_home = workspace.app.manifest["features"]["app_home"]
    del app_home["messages_tab_read_only_enabled"]
    assert client.chat_postMessage(channel="U1ASHA", text="read only")["ok"]
    for deed in (lambda: asha.say(None, "hello?"), lambda: asha.command("/actions")):
        with pytest.raises(CannotDoError, match="messages_tab_read_only_enabled"):
            deed()
    app_home["messages_tab_enabled"] = False
    assert refusal(client.chat_postMessage, channel="U1ASHA", text="no tab") == "messages_tab_disabled"


def test_a_direct_message_has_threads_and_commands(bolt, client, asha, workspace):
    heard = []
    bolt.command("/actions")(lambda ack, command: (heard.append(command), ack("for you alone")))

    @bolt.event("message")
    def hear(event, say):
        say(text=f"heard {event['text']}", thread_ts=event["thread_ts"])

    channel = client.conversations_open(users="U1ASHA")["channel"]["id"]
    head = client.chat_postMessage(channel=channel, text="A12 is due tomorrow")["ts"]
    asha.say(None, "done", head)
    assert [reply.text for reply in workspace.replies(channel, head)] == ["done", "heard done"]
    assert asha.command("/actions", "mine").text == "for you alone"
    assert (heard[0]["channel_id"], heard[0]["channel_name"]) == (channel, "directmessage")
    assert workspace.events.sent[-1]["event"]["channel_type"] == "im"
