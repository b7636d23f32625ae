"""What stays as it was, and what comes into view, while people go on using the page."""

import json
import re

import pytest
from playwright.sync_api import expect

from bot.playground.server import Server
from tests.playground.browser.conftest import card as card_blocks
from tests.playground.browser.screen import (
    CHANNEL,
    ask,
    fill_channels,
    fully_seen,
    message,
    short_of_the_end,
    write_in,
)

pytestmark = pytest.mark.browser


def test_live_updates_leave_what_is_typed_open_and_focused(page, client):
    first = client.chat_postMessage(channel=CHANNEL, text="A12", blocks=card_blocks())
    card = message(page, "Rota")
    field = write_in(page, "Message #police")
    field.fill("half a sent")
    client.chat_postMessage(channel=CHANNEL, text="meanwhile")
    expect(message(page, "meanwhile")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("half a sent")
    card.get_by_role("button", name="Order").click()
    listed = page.get_by_role("option", name="Partner")
    client.chat_update(channel=CHANNEL, ts=first["ts"], text="A12", blocks=card_blocks("changed"))
    expect(card).to_contain_text("changed")
    expect(listed).to_be_visible()
    page.get_by_role("link", name="Followthrough Home").click()
    expect(page.get_by_text("at home")).to_be_visible()
    page.get_by_role("link", name=re.compile("police")).click()
    expect(field).to_have_value("half a sent")


def test_a_channel_opens_at_its_end_and_ones_own_words_and_answers_come_into_view(page, client):
    fill_channels(client)
    newest = page.get_by_role("button", name="Newest messages")
    page.get_by_label("You are").select_option(label="Ben Cole")
    expect(message(page, "Message 39")).to_be_visible()
    assert short_of_the_end(page) < 2
    page.get_by_role("link", name="Followthrough Home").click()
    page.get_by_role("link", name=re.compile("police")).click()
    expect(message(page, "Message 39")).to_be_visible()
    assert short_of_the_end(page) < 2
    message(page, "Message 3").first.scroll_into_view_if_needed()
    client.chat_postMessage(channel=CHANNEL, text="somebody else's")
    expect(newest).to_be_visible()
    assert short_of_the_end(page) > 500
    assert fully_seen(ask(page))
    assert short_of_the_end(page) < 2
    expect(newest).to_be_hidden()
    message(page, "Message 3").first.scroll_into_view_if_needed()
    write_in(page, "Message #police").fill("my own")
    write_in(page, "Message #police").press("Enter")
    expect(message(page, "my own")).to_be_visible()
    assert short_of_the_end(page) < 2


def test_of_an_answer_taller_than_the_pane_the_top_is_shown(open_page, client, bolt):
    lines = "\n".join(f"Line {at}" for at in range(60))
    bolt.command("/plain")(lambda ack: ack(text=lines))
    page = open_page()
    fill_channels(client)
    expect(message(page, "Message 39")).to_be_visible()
    field = write_in(page, "Message #police")
    field.fill("/plain")
    field.press("Enter")
    answer = page.locator(".message.ephemeral").last
    expect(answer).to_contain_text("Line 59")
    page.wait_for_timeout(200)
    assert fully_seen(answer.locator(".head"))
    expect(page.get_by_role("button", name="Newest messages")).to_be_visible()
    client.chat_postMessage(channel=CHANNEL, text="meanwhile")
    expect(message(page, "meanwhile")).to_have_count(1)
    assert fully_seen(answer.locator(".head"))
    page.get_by_role("button", name="Newest messages").click()
    assert short_of_the_end(page) < 2


def test_an_app_without_a_home_says_so(chromium, workspace):
    with Server(workspace) as server:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(f"{server.url}/#/home")
        expect(page.get_by_text("This app has no Home yet.")).to_be_visible()
        context.close()


def test_a_block_that_cannot_be_shown_says_so(page, client):
    def with_unknown(route):
        told = route.fetch().json()
        for each in told["messages"]:
            each["blocks"].append({"type": "hologram", "block_id": "strange"})
        route.fulfill(body=json.dumps(told), content_type="application/json")

    page.route("**/play/channel?*", with_unknown)
    client.chat_postMessage(channel=CHANNEL, text="A12", blocks=card_blocks())
    expect(page.get_by_text("This block can't be shown: hologram")).to_be_visible()
    expect(message(page, "Rota").get_by_role("button", name="Report done")).to_be_visible()
    page.unroute_all(behavior="wait")


def test_ones_own_message_is_edited_and_deleted(page, workspace):
    field = write_in(page, "Message #police")
    field.fill("tpyo")
    field.press("Enter")
    own = message(page, "Asha Patel")
    own.hover()
    own.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Edit message").click()
    editor = write_in(page, "Edit message")
    expect(editor).to_be_focused()
    editor.fill("typo")
    editor.press("Enter")
    expect(own).to_contain_text("typo(edited)")
    own.hover()
    own.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Delete message").click()
    page.get_by_role("dialog", name="Delete message").get_by_role("button", name="Delete").click()
    expect(own).to_have_count(0)
    expect(page.get_by_text("Nothing has been said in #police yet.")).to_be_visible()
    assert workspace.messages(CHANNEL) == []


def test_a_permalink_leads_to_its_message_and_a_channel_can_be_joined(open_page, client, workspace):
    ts = client.chat_postMessage(channel=CHANNEL, text="look here")["ts"]
    page = open_page(address=f"#/archives/{CHANNEL}/p{ts.replace('.', '')}")
    expect(page.locator(".message.marked")).to_contain_text("look here")
    page.get_by_label("You are").select_option(label="Ben Cole")
    page.get_by_role("link", name="open, not joined").click()
    page.get_by_role("button", name="Join channel").click()
    expect(write_in(page, "Message #open")).to_be_visible()
    assert "U2BEN" in workspace.channels["C3OPEN"].members


def test_on_a_narrow_screen_the_channels_are_behind_a_button(open_page, client):
    page = open_page(width=390, height=844)
    client.chat_postMessage(channel=CHANNEL, text="narrow")
    expect(message(page, "narrow")).to_be_visible()
    home = page.get_by_role("link", name="Followthrough Home")
    expect(home).to_have_count(0)
    page.get_by_role("button", name="Channels").click()
    home.click()
    expect(page.get_by_text("at home")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_page_comes_back_when_the_stand_in_was_away_and_says_that_no_bot_is_connected(chromium, workspace):
    context = chromium.new_context()
    page = context.new_page()
    with Server(workspace) as first:
        port = first.port
        page.goto(first.url)
        page.get_by_label("You are").select_option(label="Ben Cole")
        expect(page.get_by_text("Followthrough is not connected: commands")).to_be_visible()
        field = write_in(page, "Message #police")
        field.fill("kept")
    expect(page.get_by_text("Reconnecting to the stand-in")).to_be_visible()
    field.press("Enter")
    expect(page.get_by_text("The stand-in can't be reached.")).to_be_visible()
    with Server(workspace, port):
        expect(page.get_by_text("Reconnecting to the stand-in")).to_be_hidden()
        expect(field).to_have_value("kept")
        field.press("Enter")
        expect(message(page, "kept")).to_contain_text("Ben Cole")
        context.close()
