"""The page's API, with a real Bolt app behind it."""

import json
import urllib.error
import urllib.request
from datetime import UTC, datetime

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.playground.server import Server

from .test_forms import form
from .test_round_trips import buttons


@pytest.fixture
def page(server):
    return Page(server.url)


class Page:
    """Asks and does as the page in a browser does."""

    def __init__(self, url):
        self.url = url

    def ask(self, path):
        return self._send(urllib.request.Request(f"{self.url}/play/{path}"))

    def do(self, deed, **body):
        return self.post(f"play/{deed}", json.dumps(body).encode(), {"Origin": self.url})

    def post(self, path, body, headers):
        headers = {"Content-Type": "application/json", **headers}
        return self._send(urllib.request.Request(f"{self.url}/{path}", body, headers))

    def _send(self, request):
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())


def status(call, *arguments, **more):
    with pytest.raises(urllib.error.HTTPError) as refused:
        call(*arguments, **more)
    refused.value.close()
    return refused.value.code


def test_state_shows_what_one_person_sees(page, asha, workspace):
    workspace.add_user("lee", "Lee Left").deleted = True
    state = page.ask("state?user=U1ASHA")
    assert state["me"]["real_name"] == "Asha Patel"
    assert [person["name"] for person in state["people"]] == ["asha", "ben", "olu"]
    assert [channel["name"] for channel in state["channels"]] == ["police", "open", "Followthrough"]
    assert state["commands"][0] == {
        "command": "/actions",
        "description": "Actions",
        "usage_hint": "[A12]",
    }
    assert state["clock"]["now"] == "2022-11-14T09:00:00+00:00"
    assert (state["connected"], state["clock"]["can_move"]) == (False, False)
    assert page.ask("state")["me"]["id"] == "U1ASHA"


def test_an_outsider_sees_only_shared_channels(page):
    assert [channel["name"] for channel in page.ask("state?user=U3OLU")["channels"]] == [
        "police",
        "Followthrough",
    ]


def test_a_private_channel_is_not_for_others(page):
    assert status(page.ask, "channel?user=U1ASHA&channel=C2UNIT") == 400


def test_unread_messages_are_counted_until_they_are_looked_at(page, client):
    client.chat_postMessage(channel="C1POLICE", text="one")
    assert page.ask("state?user=U1ASHA")["channels"][0]["unread"] == 1
    assert page.ask("channel?user=U1ASHA&channel=C1POLICE")["messages"][0]["text"] == "one"
    assert page.ask("state?user=U1ASHA")["channels"][0]["unread"] == 0


def test_a_command_a_button_and_a_form_go_through_the_page(bolt, page, workspace):
    bolt.command("/actions")(lambda ack: ack(text="list", blocks=[buttons("add")]))

    @bolt.action("add")
    def add(ack, body, client):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form())

    bolt.view("form")(lambda ack: ack())
    message = page.do("command", user="U1ASHA", channel="C1POLICE", command="/actions", text="")["message"]
    assert message["ephemeral"]
    where = {"channel": "C1POLICE", "ts": message["ts"], "block_id": "buttons", "action_id": "add"}
    assert page.do("press", user="U1ASHA", value=None, **where) == {"ok": True, "modals": 1}
    view = page.ask("modals?user=U1ASHA")["views"][0]
    assert view["values"] == {"b_title": {"title": None}}
    refused = page.do("submit", user="U1ASHA", view_id=view["id"], values={})
    assert refused["errors"] == {"b_title": "Please complete this required field."}
    values = {"b_title": {"title": "Rota"}}
    sent = page.do("submit", user="U1ASHA", view_id=view["id"], values=values)
    assert (sent["errors"], sent["modals"]) == ({}, 0)


def test_a_thread_with_reactions_goes_through_the_page(bolt, page, client):
    for name in ("message", "reaction_added", "reaction_removed"):
        bolt.event(name)(lambda: None)
    ts = client.chat_postMessage(channel="C1POLICE", text="A12")["ts"]
    page.do("say", user="U1ASHA", channel="C1POLICE", text="done", thread_ts=ts)
    where = {"user": "U1ASHA", "channel": "C1POLICE", "ts": ts, "name": "white_check_mark"}
    page.do("react", on=True, **where)
    thread = page.ask(f"thread?user=U1ASHA&channel=C1POLICE&ts={ts}")["messages"]
    assert [message["text"] for message in thread] == ["A12", "done"]
    assert thread[0]["reactions"] == [{"name": "white_check_mark", "users": ["U1ASHA"]}]
    page.do("react", on=False, **where)
    assert page.do("react", on=False, **where)["error"] == "no_reaction"


def test_home_goes_through_the_page(bolt, page):
    @bolt.event("app_home_opened")
    def welcome(event, client):
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]})

    assert page.ask("home?user=U1ASHA")["view"] is None
    assert page.do("home", user="U1ASHA")["view"]["blocks"][0]["type"] == "divider"


def test_opened_messages_are_told_and_may_be_read_only(bolt, page, workspace):
    tabs = []
    bolt.event("app_home_opened")(lambda event: tabs.append(event["tab"]))
    assert page.do("home", user="U1ASHA", tab="messages")["view"] is None
    assert tabs == ["messages"]
    assert [channel["is_read_only"] for channel in page.ask("state?user=U1ASHA")["channels"]] == [False] * 3
    workspace.app.manifest["features"]["app_home"] = {"messages_tab_enabled": True}
    assert page.ask("state?user=U1ASHA")["channels"][-1]["is_read_only"]


def test_a_workflow_step_goes_through_the_page(bolt, page, client):
    bolt.function("create_action")(lambda ack: ack())
    (step,) = page.ask("state?user=U1ASHA")["steps"]
    assert (step["callback_id"], step["title"]) == ("create_action", "Create an action")
    lead = {"name": "lead", "title": "Lead", "description": "", "type": "slack#/types/user_id", "required": False}
    assert step["inputs"][1] == lead
    asked = {"user": "U1ASHA", "callback_id": "create_action"}
    refused = page.do("run", inputs={"due": "soon"}, **asked)
    assert refused["errors"] == {"title": "This is required.", "due": "This must be a date such as 2022-11-14."}
    run = page.do("run", inputs={"title": "Rota"}, **asked)["run"]
    assert (run["state"], run["user"], run["at"]) == ("waiting", "U1ASHA", "2022-11-14T09:00:00+00:00")
    client.functions_completeError(function_execution_id=run["id"], error="Not now")
    assert page.ask("steps?user=U1ASHA")["runs"] == [run | {"state": "failed", "error": "Not now"}]
    assert page.do("run", user="U1ASHA", callback_id="odd")["error"] == "cannot_do"


def test_a_file_goes_through_the_page(page, workspace):
    address = "play/upload?user=U1ASHA&channel=C1POLICE&name=plan.csv"
    ts = page.post(address, b"a,b", {"Content-Type": "text/csv"})["ts"]
    shown = page.ask("channel?user=U1ASHA&channel=C1POLICE")["messages"][0]
    assert (shown["ts"], shown["files"][0]["name"]) == (ts, "plan.csv")
    with urllib.request.urlopen(page.url + shown["files"][0]["url"]) as answer:
        assert answer.read() == b"a,b"
        assert answer.headers["Content-Disposition"] == "attachment"


def test_a_refusal_is_a_sentence(page):
    said = page.do("say", user="U1ASHA", channel="C2UNIT", text="x")
    assert said == {"ok": False, "error": "cannot_do", "text": "asha is not in unit"}
    assert status(page.do, "say", user="U1ASHA", channel="C1POLICE") == 400
    assert status(page.do, "say", user="U0BOT", channel="C1POLICE", text="x") == 400
    assert status(page.do, "no-such-deed", user="U1ASHA") == 404


@pytest.mark.parametrize(
    ("asked", "reading"),
    [
        ({"step": "next-monday-0900"}, datetime(2022, 11, 21, 9, tzinfo=UTC)),
        ({"step": "next-working-day"}, datetime(2022, 11, 15, 9, tzinfo=UTC)),
        ({"to": "2023-07-03T09:00:00+01:00"}, datetime(2023, 7, 3, 8, tzinfo=UTC)),
    ],
)
def test_the_page_moves_the_clock(workspace, clock, asked, reading):
    with Server(workspace, move_clock=clock.move_to) as server:
        page = Page(server.url)
        assert page.do("clock", **asked)["clock"]["now"] == reading.isoformat()
        assert status(page.do, "clock", to="2022-11-14T08:00:00+00:00") == 400
    assert clock() == reading


def test_only_the_servers_own_page_may_do_things(page):
    body = json.dumps({"user": "U1ASHA", "channel": "C1POLICE", "text": "x"}).encode()
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Content-Type": "text/plain"},
    ):
        assert status(page.post, "play/say", body, headers) == 403


def test_changes_are_told_to_open_pages_of_the_same_origin(page, server, workspace):
    address = server.url.replace("http", "ws") + "/play/live"
    with connect(address, origin=server.url) as live:
        assert json.loads(live.recv())["version"] == workspace.version
        workspace.touch()
        assert json.loads(live.recv())["version"] == workspace.version
    with pytest.raises(InvalidStatus):
        connect(address, origin="https://evil.example")


def test_the_page_may_only_run_its_own_scripts(server):
    with urllib.request.urlopen(f"{server.url}/") as answer:
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_permalink_leads_into_the_page(server, client):
    ts = client.chat_postMessage(channel="C1POLICE", text="x")["ts"]
    permalink = client.chat_getPermalink(channel="C1POLICE", message_ts=ts)["permalink"]
    with urllib.request.urlopen(permalink) as answer:
        assert answer.geturl() == f"{server.url}/#/archives/C1POLICE/p{ts.replace('.', '')}"
