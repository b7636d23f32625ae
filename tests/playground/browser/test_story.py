"""The whole path in a browser: the playground as `make demo` serves it, a real bot, the example partnership."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.playground import demo

pytestmark = pytest.mark.browser


@pytest.fixture
def playground(chromium):
    with demo.running(0) as url:
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(url)
        yield page
        context.close()
        assert faults == []


@pytest.fixture
def picture(request):
    """Keeps a picture of the page, where a folder for pictures was named."""
    folder = request.config.getoption("--pictures")

    def keep(page, name):
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png")

    return keep


def be(page, who):
    page.get_by_label("You are").select_option(label=who)


def enter(page, channel, words):
    page.get_by_role("navigation").get_by_text(channel, exact=True).click()
    field = page.get_by_role("textbox", name=f"Message #{channel}", exact=True)
    field.fill(words)
    field.press("Enter")


def test_a_partnerships_week(playground, picture):
    page = playground
    be(page, "Business manager, Partnership business unit")
    enter(page, "general", "/actions")
    listed = page.locator(".message.ephemeral").last
    expect(listed).to_contain_text("12 open: 3 overdue, 3 due in 10 working days.")
    expect(listed).to_contain_text("Red: overdue by 31 working days")
    picture(page, "actions")

    be(page, "Police lead, West Midlands Police")
    page.get_by_role("navigation").get_by_text("west-midlands-police", exact=True).click()
    digest = page.locator("#main .message", has_text="Your actions on Monday 14 November 2022")
    expect(digest).to_contain_text("4 actions to do: 2 overdue")
    digest.get_by_role("button", name="1 reply").click()
    reply = page.locator("#thread").get_by_role("textbox")
    reply.fill("done A6 duplicates merged and links restored")
    reply.press("Enter")
    thread = page.locator("#thread")
    expect(thread).to_contain_text(
        "A6 reported done for West Midlands Police. The business unit will check the evidence."
    )
    expect(thread).to_contain_text("reported done, waiting for acceptance")
    picture(page, "thread")

    be(page, "Commissioner, Appointed by the Department for Education")
    enter(page, "general", "/remit R7")
    expect(page.locator(".message.ephemeral").last).to_contain_text("1 not started, 1 reported done")
    picture(page, "remit")

    be(page, "Business manager, Partnership business unit")
    page.get_by_role("button", name="Next Monday 09:00").click()
    page.get_by_role("navigation").get_by_text("partnership-business-unit", exact=True).click()
    heartbeat = page.locator("#main .message", has_text="The week's digests, Monday 21 November 2022")
    expect(heartbeat).to_contain_text("West Midlands Police, for 5 working days")
    heartbeat.scroll_into_view_if_needed()
    picture(page, "heartbeat")


def test_a_form_from_a_button(playground, picture):
    page = playground
    be(page, "NHS lead, Birmingham and Solihull ICB")
    enter(page, "general", "/actions A8")
    page.locator(".message.ephemeral").last.get_by_role("button", name="Report done").click()
    form = page.get_by_role("dialog", name="Report done")
    form.get_by_label("What was done").fill("Two nurses now sit in the hub every day")
    form.get_by_label("What is different for children").fill("Health checks start the same day")
    picture(page, "form")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_contain_text("A8 reported done for Birmingham and Solihull ICB.")


def test_somebody_from_outside_is_told_whom_to_ask(playground):
    page = playground
    be(page, "Someone from outside, In Slack, but in no partner's channel")
    enter(page, "general", "/actions")
    expect(page.locator(".message.ephemeral").last).to_contain_text("Ask @Business manager to add you")
