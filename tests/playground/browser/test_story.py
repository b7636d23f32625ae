"""The product's story in four chapters, in the playground as it is served: the real bot, the example partnership.

At each stop axe looks at the page. The pictures in README are made here.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.playground.browser.brought import workbook
from tests.playground.browser.story import COMMISSIONER, MANAGER, OUTSIDER, PHONE, POLICE, POLICES, UNIT

pytestmark = pytest.mark.browser

REPORTED = "A6 reported done for West Midlands Police. The business unit will check the evidence."


def test_a_partners_week(story):
    story.be(POLICE)
    story.go(POLICES)
    digest = story.message("Your actions on Monday 14 November 2022")
    expect(digest).to_contain_text("4 actions to do: 2 overdue")
    story.accessible()
    story.open_thread(digest)
    story.reply("done A6 duplicates merged and links restored")
    expect(story.thread).to_contain_text(REPORTED)
    expect(story.thread).to_contain_text("reported done, waiting for acceptance")
    story.accessible()
    story.keep("thread")
    report_with_evidence(story)
    tick(story)
    ask_for_more_time(story)
    story.go("Followthrough Home")
    expect(story.main).to_contain_text("asked today for time until")
    story.accessible()
    story.move("Next Monday 09:00")
    expect(story.did).to_contain_text(
        re.compile(r"Monday 21 November 2022, 09:00: .*digests to .*west-midlands-police")
    )
    expect(story.did).to_contain_text("Where there is no link, Police lead is not among those who see it.")
    story.accessible()
    story.did.get_by_role("link", name=POLICES).click()
    expect(story.page.locator(".message.marked")).to_contain_text("Your actions on Monday 21 November 2022")
    story.move("Next working day")
    story.move("Next working day")
    expect(story.did).to_contain_text("Wednesday 23 November 2022, 09:00: reminder to west-midlands-police.")


def report_with_evidence(story):
    """By the button of an action in the digest's thread; what is missing is said at its field."""
    story.thread.get_by_role("button", name="Report our part done").last.click()
    form = story.form()
    words = form.get_by_label("What was done")
    words.fill("Every officer is on the list of invitations")
    form.get_by_label("Where the proof is").fill("https://police.example/invitations")
    form.get_by_label("What is different for children").fill("Nobody decides without what the police know")
    story.keep("form")
    words.fill("")
    form.get_by_role("button", name="Save").click()
    expect(words).to_have_accessible_description(re.compile(r"Please complete this required field\."))
    expect(words).to_be_focused()
    story.accessible()
    words.fill("Every officer is on the list of invitations")
    form.get_by_role("button", name="Save").click()
    expect(story.page.get_by_role("dialog")).to_have_count(0)
    expect(story.thread.locator(".message").last).to_contain_text("A9")
    story.accessible()


def tick(story):
    """The card of one action in the channel, done by a ✅, and taken back."""
    story.ask("/actions post A7", POLICES)
    card = story.main.locator(".message", has_text="A7 Agree the officer presence").last
    expect(card.get_by_role("button", name="History")).to_be_visible()
    card.hover()
    card.get_by_role("button", name="React with ✅").click()
    expect(card.locator(".replies")).to_contain_text("1 reply")
    expect(card).to_contain_text("reported done, waiting for acceptance")
    story.accessible()
    card.get_by_role("button", name="white check mark").click()
    expect(card.locator(".replies")).to_contain_text("2 replies")
    expect(card).to_contain_text("Green: not started")


def ask_for_more_time(story):
    """From a card's menu: on a day that is no extension, and then on one that is."""
    story.ask("/actions A7").get_by_role("button", name="More choices").click()
    story.accessible()
    story.page.get_by_role("menuitem", name="Ask for more time").click()
    form = story.form()
    date = form.get_by_label("New due date")
    date.fill("2022-11-01")
    form.get_by_label("Why").fill("The new rota begins in January")
    form.get_by_role("button", name="Ask").click()
    expect(date).to_have_attribute("aria-invalid", "true")
    story.accessible()
    date.fill("2023-01-12")
    form.get_by_role("button", name="Ask").click()
    expect(story.form()).to_contain_text("Somebody else decides")
    story.close()


def test_the_business_units_week(story):
    page = story.page
    story.be(MANAGER)
    listed = story.ask("/actions")
    expect(listed).to_contain_text("12 open: 3 overdue, 3 due in 10 working days.")
    expect(listed).to_contain_text("Red: overdue by 31 working days")
    story.accessible()
    story.keep("actions")
    story.be(POLICE)
    story.ask("/actions done A6 duplicates merged and links restored", POLICES)
    story.be(MANAGER)
    check(story)
    bring(story)
    form = story.fill_in("/actions report")
    form.get_by_role("button", name="What").click()
    story.accessible()
    page.get_by_role("option", name="Board pack in Word").click()
    form.get_by_role("button", name="Make it").click()
    expect(story.form()).to_contain_text("direct messages")
    story.close()
    story.go("Followthrough")
    expect(story.main.locator(".file").last).to_contain_text(
        "Board pack in Word, as at Monday 14 November 2022", timeout=60_000
    )
    story.fill_in("/actions settings")
    story.accessible()
    story.form().get_by_role("button", name="Add a partner").click()
    expect(story.form()).to_contain_text("Channel")
    story.form().locator("[type=submit]").click()
    expect(story.form().locator(".field-error").first).to_be_visible()
    story.accessible()
    story.close()
    story.go("Followthrough Home")
    expect(story.main).to_contain_text("The plan on Monday 14 November 2022")
    story.accessible()
    story.move("Next Monday 09:00")
    story.did.get_by_role("link", name=UNIT).last.click()
    heartbeat = story.message("The week's digests, Monday 21 November 2022")
    expect(heartbeat).to_contain_text("The remit at a glance")
    story.accessible()
    page.get_by_role("button", name="Hide this list").click()
    story.go(UNIT)
    heartbeat.scroll_into_view_if_needed()
    story.keep("heartbeat")


def check(story):
    """What was reported done is returned without a reason, which is refused; and then accepted."""
    form = story.fill_in("/actions return A6")
    expect(form).to_contain_text("duplicates merged and links restored")
    form.get_by_role("radio", name="Return: the work goes on").check()
    form.get_by_role("button", name="Save").click()
    expect(form.locator(".field-error")).to_be_visible()
    story.accessible()
    form.get_by_role("radio", name="Accept: it is addressed").check()
    form.get_by_label("What was checked").fill("Seen in the force system")
    form.get_by_role("button", name="Save").click()
    expect(story.form()).to_contain_text("A6 accepted: it is addressed.")
    story.close()


def bring(story):
    """A tracker as partnerships keep them, from the form to its check to the plan."""
    form = story.fill_in("/actions import")
    tracker = {"name": "tracker.xlsx", "mimeType": "application/octet-stream", "buffer": workbook()}
    form.get_by_label("Tracker").set_input_files([tracker])
    expect(form.get_by_role("listitem")).to_contain_text("tracker.xlsx")
    story.accessible()
    form.get_by_role("button", name="Check it").click()
    expect(story.form()).to_contain_text("Its check comes in your direct messages")
    story.close()
    story.go("Followthrough")
    found = story.main.locator(".message", has_text="Nothing has been imported yet").last
    expect(found).to_contain_text("3 to add", timeout=60_000)
    story.accessible()
    found.get_by_role("button", name="Import").first.click()
    story.page.get_by_role("dialog").get_by_role("button", name="Import").click()
    expect(story.main).to_contain_text("3 added, 0 changed", timeout=60_000)


def test_the_commissioners_visit(story):
    for who, words in (
        (POLICE, "/actions done A6 duplicates merged and links restored"),
        (MANAGER, "/actions accept A6 seen in the force system"),
        (MANAGER, "/actions embedded A6 audit of 20 records shows all links"),
        (MANAGER, "/indicators reading I1 352 on 31 October 2022"),
    ):
        story.be(who)
        story.ask(words)
    story.be(COMMISSIONER)
    expect(story.ask("/remit")).to_contain_text("No action serves R2.")
    story.accessible()
    expect(story.ask("/remit R7")).to_contain_text("1 not started, 1 embedded")
    story.accessible()
    story.keep("remit")
    expect(story.ask("/deadlines")).to_contain_text("Tuesday 31 January 2023, in 53 working days")
    expect(story.ask("/indicators")).to_contain_text("352 cases on 31 October 2022")
    story.ask("/indicators chart I1")
    story.accessible()
    story.go("Followthrough")
    chart = story.main.get_by_role("img", name=re.compile("Unallocated cases"))
    expect(chart.last).to_have_js_property("complete", value=True, timeout=60_000)
    story.accessible()
    form = story.fill_in("/actions sustained A6")
    expect(form).to_contain_text("audit of 20 records shows all links")
    form.get_by_label("What was tested").fill("A second audit, of 20 other records: all links present")
    form.get_by_label("What is different for children").fill("Nobody's history is missed at the first contact")
    story.accessible()
    form.get_by_role("button", name="Record").click()
    expect(story.form()).to_contain_text("A6 recorded as sustained")
    story.close()
    story.go("Followthrough Home")
    expect(story.main).to_contain_text("The plan on")
    story.accessible()


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_somebody_from_outside_sees_nothing_and_is_told_whom_to_ask(open_story, size):
    story = open_story(size) if size else open_story()
    story.be(OUTSIDER)
    for words in ("/actions", "/actions A6", "/remit", "/deadlines", "/indicators"):
        expect(story.ask(words)).to_contain_text(
            "Ask @Business manager to add you, or join your organisation's channel."
        )
    expect(story.page.get_by_role("navigation").get_by_text(POLICES)).to_have_count(0)
    expect(story.main).not_to_contain_text("overdue")
    story.accessible()
    story.go("Followthrough Home")
    expect(story.main).to_contain_text("Business manager")
    expect(story.main).not_to_contain_text("overdue")
    story.accessible()
