"""People use the stand-in's page in a real browser."""

import json
import re

import pytest
from playwright.sync_api import expect

from bot.playground.server import Server
from tests.playground.browser.conftest import card as card_blocks

pytestmark = pytest.mark.browser

CHANNEL = "C1POLICE"


def write_in(page, label):
    return page.get_by_role("textbox", name=label, exact=True)


def message(page, words, pane="#main"):
    return page.locator(f"{pane} .message", has_text=words)


def ask(page):
    """Type /actions and get the card that only this person sees."""
    field = write_in(page, "Message #police")
    field.fill("/actions mine")
    field.press("Enter")
    card = page.locator(".message.ephemeral").last
    expect(card).to_contain_text("Only visible to you")
    return card


def test_a_command_is_completed_and_answered_to_its_author_alone(page, workspace, heard):
    field = write_in(page, "Message #police")
    field.press_sequentially("/")
    suggestions = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(suggestions).to_have_count(2)
    expect(suggestions.first).to_contain_text("/actions [A12]")
    field.press("ArrowDown")
    field.press("ArrowUp")
    field.press("Tab")
    expect(field).to_have_value("/actions ")
    field.press_sequentially("mine")
    field.press("Enter")
    card = message(page, "Only visible to you")
    expect(card).to_contain_text("A12 Rota <agreed> mine")
    expect(field).to_have_value("")
    assert heard == [("command", "mine")]
    assert workspace.messages(CHANNEL) == []


def test_an_unknown_command_gets_slacks_sentence_and_comes_back_to_be_corrected(page):
    field = write_in(page, "Message #police")
    field.fill("/action mine")
    field.press("Enter")
    expect(message(page, "/action is not a valid command")).to_be_visible()
    expect(field).to_have_value("/action mine")


def test_shift_enter_starts_a_line_and_markup_is_shown_not_run(page, workspace):
    field = write_in(page, "Message #police")
    field.press_sequentially("<b>one</b> & *two*")
    field.press("Shift+Enter")
    field.press_sequentially("@Ben Cole in #open")
    field.press("Enter")
    said = message(page, "<b>one</b> & two")
    expect(said.locator("strong")).to_have_text("two")
    expect(said.locator(".mention")).to_have_text(["@Ben Cole", "#open"])
    assert workspace.messages(CHANNEL)[0].text == "&lt;b&gt;one&lt;/b&gt; &amp; *two*\n<@U2BEN> in <#C3OPEN|open>"


def test_a_form_shows_its_error_in_place_and_then_goes_through(page, heard):
    ask(page).get_by_role("button", name="Report done").click()
    form = page.get_by_role("dialog", name="Report A12 done")
    words = form.get_by_label("What was done")
    expect(words).to_be_focused()
    form.get_by_role("button", name="Report", exact=True).click()
    expect(form.get_by_text("Please complete this required field.")).to_be_visible()
    words.fill("something")
    form.get_by_role("button", name="Who helped").click()
    page.get_by_role("option", name="Council").click()
    page.keyboard.press("Escape")
    form.get_by_role("button", name="Report", exact=True).click()
    expect(form.get_by_text("Say which rota.")).to_be_visible()
    expect(words).to_be_focused()
    expect(words).to_have_value("something")
    expect(words).to_have_attribute("aria-invalid", "true")
    words.fill("the rota was agreed")
    form.get_by_role("button", name="Report", exact=True).click()
    expect(form).to_have_count(0)
    expect(message(page, "A12 reported done.")).to_be_visible()
    assert heard[-1] == ("report", "the rota was agreed", ["Council"])


def test_escape_closes_the_form_and_the_focus_goes_back_to_its_button(page, workspace):
    button = ask(page).get_by_role("button", name="Report done")
    button.click()
    form = page.get_by_role("dialog", name="Report A12 done")
    expect(form).to_be_visible()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(button).to_be_focused()
    assert workspace.modal("U1ASHA") is None


def test_a_confirmation_is_asked_and_a_choice_is_sent(page, workspace, heard):
    card = ask(page)
    card.get_by_role("button", name="Withdraw").click()
    question = page.get_by_role("dialog", name="Withdraw A12?")
    question.get_by_role("button", name="Keep it").click()
    expect(question).to_have_count(0)
    card.get_by_role("button", name="Withdraw").click()
    question.get_by_role("button", name="Withdraw it").click()
    workspace.wait_for(lambda: ("withdraw",) in heard)
    card.get_by_role("button", name="Order").press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(card.get_by_role("button", name="Order: Date")).to_be_focused()
    workspace.wait_for(lambda: ("order", "Date") in heard)
    assert heard == [("command", "mine"), ("withdraw",), ("order", "Date")]


def test_someone_else_replies_in_a_thread_and_the_bot_answers(page, client, workspace):
    client.chat_postMessage(channel=CHANNEL, text="A12", blocks=card_blocks())
    page.get_by_label("You are").select_option(label="Ben Cole")
    card = message(page, "Rota")
    card.hover()
    card.get_by_role("button", name="Reply in thread").click()
    reply = write_in(page, "Reply in thread")
    expect(reply).to_be_focused()
    reply.fill("/actions")
    reply.press("Enter")
    expect(page.get_by_text("/actions is not supported in threads. Sorry!")).to_be_visible()
    reply.fill("done")
    reply.press("Enter")
    expect(message(page, "Heard: done.", "#thread")).to_be_visible()
    expect(card.get_by_role("button", name="2 replies")).to_be_visible()
    thread = workspace.replies(CHANNEL, workspace.messages(CHANNEL)[0].ts)
    assert [(each.user, each.text) for each in thread] == [("U2BEN", "done"), ("U0BOT", "Heard: done.")]


def test_a_reaction_is_given_and_taken_back(page, client, workspace, heard):
    client.chat_postMessage(channel=CHANNEL, text="A12 is due")
    card = message(page, "A12 is due")
    card.hover()
    card.get_by_role("button", name="React with ✅").click()
    reaction = card.get_by_role("button", name="white check mark, 1: Asha Patel")
    expect(reaction).to_have_attribute("aria-pressed", "true")
    workspace.wait_for(lambda: ("reaction", "white_check_mark", "U1ASHA") in heard)
    reaction.click()
    expect(reaction).to_have_count(0)


def test_the_clock_is_moved_to_next_monday(page, moves):
    page.get_by_role("button", name="Next working day").click()
    expect(page.get_by_role("group", name="The stand-in's clock")).to_contain_text("Tuesday 15 November 2022, 09:00")
    page.get_by_role("button", name="Next Monday 09:00").click()
    expect(page.locator("#clock time")).to_have_text("Monday 21 November 2022, 09:00")
    page.get_by_text("Another day").click()
    page.get_by_label("Move the clock to").fill("2023-06-01T14:30")
    expect(page.locator("#clock output")).to_have_text("Thursday 1 June 2023, 14:30")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.locator("#clock time")).to_have_text("Thursday 1 June 2023, 14:30")
    assert moves[-1].isoformat() == "2023-06-01T14:30:00+01:00"


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


def fully_seen(locator):
    """Whether all of it is within the pane, and not only some of it."""
    return locator.evaluate(
        """node => { const [own, pane] = [node, node.closest(".scroller")].map((each) => each.getBoundingClientRect());
        return own.top >= pane.top && own.bottom <= pane.bottom; }"""
    )


def short_of_the_end(page):
    page.wait_for_timeout(200)  # late layout, as that of the field below, would push the end away
    return page.locator("#main .scroller").evaluate("node => node.scrollHeight - node.scrollTop - node.clientHeight")


def fill_channels(client, number=40):
    for at in range(number):
        client.chat_postMessage(channel=CHANNEL, text=f"Message {at}")


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
