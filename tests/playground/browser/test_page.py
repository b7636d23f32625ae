"""People use the stand-in's page in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.playground.browser.conftest import card as card_blocks
from tests.playground.browser.screen import CHANNEL, ask, message, write_in

pytestmark = pytest.mark.browser


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
