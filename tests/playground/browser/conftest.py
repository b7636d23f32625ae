"""A browser at the stand-in's page, with a small Bolt app behind it."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from bot.playground import demo
from bot.playground.server import Server
from tests.playground.browser.story import WIDE, Story

DEBIANS = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def plain(text):
    return {"type": "plain_text", "text": text}


def card(note=""):
    return [
        {
            "type": "section",
            "block_id": "words",
            "text": {"type": "mrkdwn", "text": f"*A12* Rota &lt;agreed&gt; {note}"},
        },
        {
            "type": "actions",
            "block_id": "deeds",
            "elements": [
                {"type": "button", "action_id": "open_form", "text": plain("Report done"), "style": "primary"},
                {
                    "type": "button",
                    "action_id": "withdraw",
                    "text": plain("Withdraw"),
                    "confirm": {
                        "title": plain("Withdraw A12?"),
                        "text": plain("It stays in the history."),
                        "confirm": plain("Withdraw it"),
                        "deny": plain("Keep it"),
                    },
                },
                {
                    "type": "static_select",
                    "action_id": "order",
                    "placeholder": plain("Order"),
                    "options": [{"text": plain(name), "value": name} for name in ("Urgent", "Date", "Partner")],
                },
            ],
        },
    ]


FORM = {
    "type": "modal",
    "callback_id": "report",
    "title": plain("Report A12 done"),
    "submit": plain("Report"),
    "close": plain("Cancel"),
    "blocks": [
        {
            "type": "input",
            "block_id": "what",
            "label": plain("What was done"),
            "element": {"type": "plain_text_input", "action_id": "words", "multiline": True},
        },
        {
            "type": "input",
            "block_id": "helped",
            "optional": True,
            "label": plain("Who helped"),
            "element": {
                "type": "multi_static_select",
                "action_id": "partners",
                "options": [{"text": plain(name), "value": name} for name in ("NHS", "Council")],
            },
        },
    ],
}


@pytest.fixture
def moves():
    return []


@pytest.fixture
def server(workspace, clock, moves):
    def move(moment):
        clock.move_to(moment)
        moves.append(moment)

    with Server(workspace, move_clock=move) as running:
        yield running


@pytest.fixture
def heard():
    """What the app was told, in order."""
    return []


@pytest.fixture
def app(bolt, heard):
    """Answers /actions with a card, whose button opens a form; answers `done` in a thread; hears reactions."""

    answer_presses(bolt, heard)
    answer_events(bolt, heard)
    return bolt


def answer_presses(bolt, heard):
    @bolt.command("/actions")
    def actions(ack, command):
        heard.append(("command", command["text"]))
        ack(text="A12", blocks=card(command["text"]))

    @bolt.action("open_form")
    def open_form(ack, body, client):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @bolt.action("withdraw")
    def withdraw(ack):
        heard.append(("withdraw",))
        ack()

    @bolt.action("order")
    def order(ack, action):
        heard.append(("order", action["selected_option"]["value"]))
        ack()

    @bolt.view("report")
    def report(ack, view, client):
        values = view["state"]["values"]
        words = values["what"]["words"]["value"]
        if "rota" not in words:
            ack(response_action="errors", errors={"what": "Say which rota."})
            return
        helped = [option["value"] for option in values["helped"]["partners"]["selected_options"]]
        heard.append(("report", words, helped))
        ack()
        client.chat_postMessage(channel="C1POLICE", text="A12 reported done.")


def answer_events(bolt, heard):
    @bolt.event("message")
    def message(event, client):
        if event.get("thread_ts") and event.get("text") == "done":
            client.chat_postMessage(channel=event["channel"], thread_ts=event["thread_ts"], text="Heard: done.")

    @bolt.event("reaction_added")
    def reacted(event):
        heard.append(("reaction", event["reaction"], event["user"]))

    @bolt.event("app_home_opened")
    def home(event, client):
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": card("at home")})


@pytest.fixture(scope="module")
def chromium():
    found = str(DEBIANS) if DEBIANS.exists() else shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("Chromium is needed. On Debian: sudo apt-get install chromium")
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, server, app):
    """Opens the page; nothing may go wrong in its scripts, nor against its Content-Security-Policy."""
    contexts, faults = [], []

    def opened(width=1280, height=800, address=""):
        context = chromium.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(f"{server.url}/{address}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def playground(chromium):
    """The address of the playground as `make demo` serves it."""
    with demo.running(0) as url:
        yield url


@pytest.fixture
def open_story(chromium, playground, request):
    """Opens the playground; who has left the tour is not asked to take it."""
    contexts, faults = [], []

    def opened(size=WIDE, *, tour=False, **more):
        context = chromium.new_context(viewport=size, **more)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if not tour:
            context.add_init_script("localStorage.setItem('tour left', 'yes')")
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(playground)
        return Story(page, request.config.getoption("--pictures"))

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def story(open_story):
    return open_story()
