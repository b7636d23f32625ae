"""The app's own places on the page: Home, direct messages, the menu of a message, pictures, workflow steps."""

import re

import pytest
from playwright.sync_api import expect

from tests.playground.browser.screen import CHANNEL, message, write_in
from tests.playground.test_forms import form, plain
from tests.playground.test_round_trips import section
from tests.playground.test_stacks import ROW

pytestmark = pytest.mark.browser

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005000"
    "1ffa2b1d1a60000000049454e44ae426082"
)


def home(client, user, words):
    client.views_publish(user_id=user, view={"type": "home", "blocks": [section(words), ROW]})


@pytest.fixture
def app(bolt, heard):
    """Publishes Home, turns messages into actions, and takes a workflow's step, which waits."""

    @bolt.event("app_home_opened")
    def opened(event, client):
        heard.append((event["user"], event["tab"]))
        if event["tab"] == "home":
            home(client, event["user"], f"Home of <@{event['user']}>")

    @bolt.shortcut("turn")
    def turn(ack, shortcut, client):
        ack()
        heard.append((shortcut["message"]["text"], shortcut["message_ts"], shortcut["team"]["domain"]))
        client.views_open(trigger_id=shortcut["trigger_id"], view=form())

    bolt.action("menu")(lambda ack, action: (ack(), heard.append(action["selected_option"]["value"])))
    bolt.function("create_action")(lambda ack, inputs: (ack(), heard.append(inputs)))
    return bolt


def test_each_person_has_a_home_which_changes_before_their_eyes(page, client, heard, workspace):
    page.get_by_role("link", name="Followthrough Home").click()
    expect(page.get_by_text("Home of @Asha Patel")).to_be_visible()
    page.get_by_label("You are").select_option(label="Ben Cole")
    expect(page.get_by_text("Home of @Ben Cole")).to_be_visible()
    menu = page.get_by_role("button", name="More choices: A12 Rota")
    menu.focus()
    home(client, "U1ASHA", "For Asha alone")
    home(client, "U2BEN", "Changed for Ben")
    expect(page.get_by_text("Changed for Ben")).to_be_visible()
    expect(page.get_by_text("For Asha alone")).to_have_count(0)
    expect(menu).to_be_focused()
    menu.press("Enter")
    page.get_by_role("menuitem", name="Withdraw").press("Enter")
    page.get_by_role("dialog", name="Sure?").get_by_role("button", name="Yes").press("Enter")
    workspace.wait_for(lambda: "withdraw" in heard)
    page.get_by_role("link", name="Messages", exact=True).click()
    expect(write_in(page, "Message Followthrough")).to_be_visible()
    workspace.wait_for(lambda: len(heard) == 4)
    assert heard == [("U1ASHA", "home"), ("U2BEN", "home"), "withdraw", ("U2BEN", "messages")]


def test_an_app_that_takes_no_messages_says_so(open_page, client, workspace):
    workspace.app.manifest["features"]["app_home"]["messages_tab_read_only_enabled"] = True
    client.chat_postMessage(channel="U1ASHA", text="Your action is due")
    page = open_page()
    page.get_by_role("link", name=re.compile("^Followthrough, 1 unread")).click()
    expect(message(page, "Your action is due")).to_be_visible()
    expect(page.get_by_text("Sending messages to this app has been turned off.")).to_be_visible()
    expect(write_in(page, "Message Followthrough")).to_have_count(0)


def test_a_message_is_turned_into_an_action_by_its_menu(page, client, heard):
    ts = client.chat_postMessage(channel=CHANNEL, text="we need a rota")["ts"]
    message(page, "we need a rota").focus()
    page.get_by_role("button", name="More actions").press("Enter")
    page.get_by_role("menuitem", name="Turn into an action").press("Enter")
    expect(page.get_by_role("dialog", name="Add")).to_be_visible()
    assert heard == [("we need a rota", ts, "solihull")]


def test_a_picture_is_shown_or_else_its_words(page, client):
    for name, words in (("shown.png", "Twelve open"), ("broken.png", "Three overdue")):
        content = PIXEL if name == "shown.png" else b"no picture"
        file = client.files_upload_v2(filename=name, content=content)["file"]["id"]
        block = {"type": "image", "slack_file": {"id": file}, "alt_text": words, "title": plain(name)}
        client.chat_postMessage(channel=CHANNEL, text=words, blocks=[block])
    shown = page.get_by_role("img", name="Twelve open")
    expect(shown).to_have_js_property("naturalWidth", 1)
    expect(message(page, "broken.png").get_by_text("Image: Three overdue")).to_be_visible()


def test_a_workflow_step_is_run_and_its_end_is_seen(page, client, heard, workspace):
    page.get_by_role("link", name="Create an action").click()
    step = page.get_by_role("form", name="Create an action")
    step.get_by_role("button", name="Run").press("Enter")
    title = step.get_by_label("What to do")
    expect(title).to_be_focused()
    expect(title).to_have_accessible_description(re.compile("This is required."))
    title.fill("Agree the rota")
    step.get_by_role("button", name="Lead (optional)").press("Enter")
    page.get_by_role("listbox").get_by_role("option", name="Ben Cole").click()
    step.get_by_label("Due (optional)").fill("2022-12-01")
    title.press("Enter")
    runs = page.get_by_role("region", name="Runs").get_by_role("listitem")
    expect(runs.first).to_contain_text("WaitingWhat to doAgree the rotaLeadBen ColeDue2022-12-01Run by Asha Patel")
    expect(title).to_have_value("")
    expect(title).to_have_attribute("data-field", "title")
    assert heard == [{"title": "Agree the rota", "lead": "U2BEN", "due": "2022-12-01"}]
    title.fill("half a sent")
    (first,) = workspace.step_runs
    client.functions_completeSuccess(function_execution_id=first, outputs={"ref": "A12"})
    expect(runs.first).to_contain_text("CompletedReferenceA12")
    expect(page.locator("#announcer")).to_have_text("Create an action: Completed.")
    expect(title).to_be_focused()
    title.press("Enter")
    expect(runs).to_have_count(2)
    client.functions_completeError(function_execution_id=list(workspace.step_runs)[1], error="Nobody may do that.")
    expect(runs.first).to_contain_text("Failed: Nobody may do that.")
