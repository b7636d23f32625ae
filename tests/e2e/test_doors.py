"""The doors: files, tokens, addresses that payloads name, and plan text that Slack would act on."""

import json
import logging
import os
import re
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlencode

import pytest
import structlog

from bot.addresses import is_slacks
from bot.log import write_log
from bot.playground import demo
from bot.playground.workspace import Timing
from bot.settings import Settings
from storage import checks
from storage.correcting import WORDS
from tests.e2e.homes import open_home
from tests.e2e.test_http import DONE, called, press  # noqa: F401 — a fixture
from tests.test_start import ROOT, process
from tests.world import local

OURS = {"xoxb": "xoxb-13572468-canary", "xapp": "xapp-1-24681357-canary", "secret": "13579bdf02468ace-canary"}
TOKENS = {
    "SLACK_BOT_TOKEN": OURS["xoxb"],
    "SLACK_APP_TOKEN": OURS["xapp"],
    "SLACK_SIGNING_SECRET": OURS["secret"],
}


class Elsewhere(BaseHTTPRequestHandler):
    """Somebody's server: keeps what it is asked for."""

    asked: list = []  # noqa: RUF012 — emptied by each test

    def do_POST(self):
        self.asked.append((self.path, dict(self.headers)))
        self.send_response(500)
        self.end_headers()

    def do_GET(self):
        self.do_POST()

    def log_message(self, *_):
        pass


@pytest.fixture
def elsewhere():
    """Its address, which nothing is to be sent to."""
    Elsewhere.asked.clear()
    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
    assert Elsewhere.asked == []


# Files


def test_every_file_of_the_database_is_its_owners_only(world):
    before = os.umask(0)
    try:
        checks.copied(world.store, world.store.path.with_name("plan.db-backup"))
        world.ask(world.police, "update A6 half of it")
        kept = {one.name: one.stat().st_mode & 0o777 for one in world.store.path.parent.glob("pla*.db*")}
    finally:
        os.umask(before)
    assert {"playground.db", "playground.db-wal", "plan.db-backup"} <= kept.keys()
    assert set(kept.values()) == {0o600}


# Tokens


def real(monkeypatch, folder, elsewhere):
    """The settings of a real partnership, in the environment and in the folder's .env."""
    wanted = {
        **TOKENS,
        "FOLLOWTHROUGH_SLACK_API_URL": f"{elsewhere}/api/",
        "FOLLOWTHROUGH_DATABASE": str(folder / "real.db"),
        "FOLLOWTHROUGH_BACKUP_FOLDER": str(folder / "backups"),
        "FOLLOWTHROUGH_UNIT_CHANNEL": "real-unit",
        "FOLLOWTHROUGH_EXECUTIVE_CHANNEL": "real-executive",
        "FOLLOWTHROUGH_COORDINATORS": "U0REAL",
        "FOLLOWTHROUGH_CASE_ID_PREFIXES": "LCS",
        "FOLLOWTHROUGH_HTTP_HOST": "0.0.0.0",
    }
    (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in wanted.items()))
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)


def test_the_playground_uses_no_setting_of_a_real_partnership(monkeypatch, tmp_path, elsewhere):
    real(monkeypatch, tmp_path, elsewhere)
    slack = demo.workspace(demo.MovableClock(local("2022-11-14 09:00")), timing=Timing())
    used = demo.settings(slack, "http://127.0.0.1:1/api/", tmp_path / "own")
    own = {"slack_bot_token", "slack_app_token", "slack_api_url", "database", "coordinators", "health_port"}
    assert all(getattr(used, name) == one.default for name, one in Settings.model_fields.items() if name not in own)
    assert used.slack_bot_token.get_secret_value() == slack.app.bot_token
    assert used.slack_app_token.get_secret_value() == slack.app.app_token
    assert (used.coordinators, used.database.parent) == (("U0MANAGER",), tmp_path / "own")


def test_the_playground_sends_real_tokens_nowhere_and_leaves_real_files_alone(monkeypatch, tmp_path, elsewhere):
    real(monkeypatch, tmp_path, elsewhere)
    with demo.running(0) as url:
        assert url.startswith("http://127.0.0.1:")
    assert [one.name for one in tmp_path.iterdir()] == [".env"]


@contextmanager
def logged(capsys):
    """Write the log as `python app.py` does; gives a function that says what was written."""
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    kept = structlog.get_config()
    write_log()
    try:
        yield lambda: "".join(capsys.readouterr())
    finally:
        structlog.configure(**kept)
        root.handlers[:] = before
        logging.captureWarnings(capture=False)


def silent(said):
    return [one for one in (*OURS.values(), "canary") if one in said] == []


@pytest.mark.parametrize("wrong", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_token_that_slack_refuses_is_not_repeated(world, tmp_path, wrong):
    right = world.services.settings
    tokens = {
        **TOKENS,
        "SLACK_BOT_TOKEN": right.slack_bot_token.get_secret_value(),
        "SLACK_APP_TOKEN": right.slack_app_token.get_secret_value(),
        wrong: TOKENS[wrong],
        "FOLLOWTHROUGH_SLACK_API_URL": right.api_url,
        "FOLLOWTHROUGH_DATABASE": str(tmp_path / "x.db"),
        "FOLLOWTHROUGH_HEALTH_PORT": "0",
    }
    done = process(str(ROOT / "app.py"), cwd=tmp_path, **tokens)
    assert f"Slack refuses {wrong}: invalid_auth." in done.stderr
    assert silent(done.stderr + done.stdout)
    world.slack.errors.clear()  # it is what was asked for
    assert tokens["SLACK_BOT_TOKEN"] not in done.stderr
    assert tokens["SLACK_APP_TOKEN"] not in done.stderr


@pytest.mark.parametrize(
    "variable", ["DIGEST_AT", "LADDER", "TIMEZONE", "HEALTH_PORT", "SLACK_API_URL", "OFFICE_POSTCODES"]
)
def test_a_token_in_the_place_of_another_setting_is_not_repeated(monkeypatch, tmp_path, capsys, variable):
    from app import main  # noqa: PLC0415 — it writes the log from now on

    monkeypatch.chdir(tmp_path)
    for name, value in {**TOKENS, f"FOLLOWTHROUGH_{variable}": OURS["xoxb"]}.items():
        monkeypatch.setenv(name, value)
    with logged(capsys) as said:
        assert main() == 2
        told = said()
    assert told.startswith(f"FOLLOWTHROUGH_{variable}: ")
    assert silent(told)


def test_no_token_is_in_the_log_where_slack_or_the_code_fails(world, capsys):
    held = [
        getattr(world.services.settings, one).get_secret_value() for one in ("slack_bot_token", "slack_app_token")
    ]
    with logged(capsys) as said:
        for method in ("chat.postMessage", "views.open", "chat.postEphemeral", "conversations.open"):
            world.slack.faults.fail(method, f"invalid_auth {held[0]}", times=3)
        world.police.command("/actions", "update A6")
        world.ask(world.police, "post A6", channel="west-midlands-police")
        world.deliver()
        with world.store.write() as tx:
            tx.run("DROP TABLE updates")
        world.ask(world.police, f"update A6 {held[0]}")
        told = said()
    assert "listener_failed" in told
    assert [one for one in held if one in told] == []
    assert [one for one in held if one in repr(world.services.settings)] == []


# Addresses


def test_what_names_another_address_than_slacks_is_not_done_and_nobody_is_asked_there(called, elsewhere):  # noqa: F811
    """Signed, as by somebody who has the secret."""
    before, typed = called.events(), dict(parse_qsl(DONE))
    pressed = json.loads(dict(parse_qsl(press("history", "A6")))["payload"])
    for address in (
        f"{elsewhere}/hook",
        "http://hooks.slack.com/x",
        "https://slack.com.example.org/x",
        "file:///x",
        "[",
    ):
        named = {"response_url": address}
        assert called.send(urlencode(typed | named))[0] == 403
        assert called.send(urlencode({"payload": json.dumps(pressed | named)}))[0] == 403
    assert (called.events(), called.world.stage(6)) == (before, "not started")


@pytest.mark.parametrize(
    ("address", "slacks"),
    [
        ("https://hooks.slack.com/actions/T1/2/3", True),
        ("https://hooks.slack-gov.com/actions/T1/2/3", True),
        ("https://slack.com/x", True),
        ("http://127.0.0.1:9/response/1", True),
        ("https://127.0.0.1:9/response/1", False),
        ("http://127.0.0.1:99/response/1", False),
        ("https://hooks.slack.com@example.org/", False),
        ("https://hooks.slack.com.example.org/", False),
        ("//hooks.slack.com/", False),
        ("", False),
    ],
)
def test_which_addresses_are_slacks(address, slacks):
    assert is_slacks(address, "http://127.0.0.1:9/api/") is slacks


# Text


ACTED_ON = "<!channel> <!here|x> <!everyone> <@U0CANARY> <#C0CANARY> <https://evil.example|A6> <!subteam^S1>"
MARKS = re.compile(r"<(?:!|@U0CANARY|#C0CANARY|https?://evil)[^>]*>")


def acted_on(shown):
    """What Slack would act on in a message, a view or an answer: in its text, and in every mrkdwn object in it."""
    if isinstance(shown, dict):
        if shown.get("type") == "mrkdwn":
            yield from MARKS.findall(shown["text"])
        for name, one in shown.items():
            if name == "text" and isinstance(one, str) and "type" not in shown:
                yield from MARKS.findall(one)
            else:
                yield from acted_on(one)
    elif isinstance(shown, list):
        for one in shown:
            yield from acted_on(one)


def test_words_of_the_plan_call_nobody_and_lead_nowhere_wherever_they_are_shown(world):
    with world.store.write() as tx:
        for table in ("actions", "remit_items", "deadlines", "indicators", "sources", "partners", "readings"):
            for name in WORDS[table]:
                if name not in {"bands", "unit", "kind"}:
                    tx.run(f"UPDATE {table} SET {name} = ? WHERE {name} <> '' OR '{name}' = 'blocked'", (ACTED_ON,))
        tx.run("UPDATE actions SET due = '2022-11-15' WHERE id IN (6, 7)")
    shown = []
    for command, text in [
        ("/actions", ""), ("/actions", "overdue"), ("/actions", "A6"), ("/actions", "history A6"),
        ("/actions", f"{ACTED_ON} nothing"), ("/actions", f"update A6 {ACTED_ON}"), ("/actions", f"done A6 {ACTED_ON}"),
        ("/actions", "digest"), ("/actions", "settings"), ("/remit", ""), ("/remit", "R1"), ("/deadlines", ""),
        ("/deadlines", "D1"), ("/indicators", ""), ("/indicators", "I1"), ("/actions", f"A6{ACTED_ON}"),
    ]:  # fmt: skip
        answer = world.ask(world.manager, text, command)
        shown.append({"text": answer.text if answer else "", "blocks": answer.blocks if answer else []})
    world.ask(world.police, "post A7", channel="west-midlands-police")
    for moment in ("2022-11-14 09:00", "2022-11-15 09:00", "2022-11-16 09:00", "2022-11-21 09:00"):
        world.tick(moment)
    for person in (world.police, world.manager, world.commissioner):
        open_home(world, person)
    calls = [one for one in world.slack.calls if one.method.startswith(("chat.", "views."))]
    for one in calls:
        shown.append({name: loaded(value) for name, value in one.arguments.items()})
        assert not {"parse", "link_names"} & one.arguments.keys()
    assert {"chat.postMessage", "views.publish"} <= {one.method for one in calls}
    assert "evil.example" in json.dumps(shown)
    assert [mark for one in shown for mark in acted_on(one)] == []


def loaded(value):
    try:
        return json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value
    except ValueError:
        return value
