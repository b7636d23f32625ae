"""A coordinator who knows nothing: from the greeting to the first digest, in `followthrough playground --empty`."""

import pytest
from playwright.sync_api import expect

from bot.playground import demo
from tests.playground.browser.brought import workbook
from tests.playground.browser.story import MANAGER, POLICES, UNIT

pytestmark = pytest.mark.browser

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOT = "Followthrough"


@pytest.fixture
def playground(chromium):
    """The address of the playground with nothing in it but people and channels."""
    with demo.running(0, empty=True) as url:
        yield url


def add(story, greeting, code, name, kind, channel):
    """Add a partner in the greeting's form, which gives way to the settings."""
    greeting.get_by_role("button", name="Add a partner").click()
    form = story.form()
    form.get_by_label("Code").fill(code)
    form.get_by_label("Name", exact=True).fill(name)
    for label, choice in (("Kind", kind), ("Channel", f"#{channel}")):
        form.get_by_role("button", name=label).first.click()
        story.page.get_by_role("listbox").get_by_role("option", name=choice, exact=True).click()
    form.get_by_role("button", name="Add", exact=True).click()
    settings = story.page.get_by_role("dialog", name="Settings")
    expect(settings).to_contain_text("Setting up")
    expect(settings).to_contain_text(f"{code} {name}")
    story.close()


def invite(story, channel):
    story.go(channel)
    field = story.page.get_by_role("textbox", name=f"Message #{channel}", exact=True)
    field.fill("/invite @Followthrough")
    field.press("Enter")
    expect(field).to_have_value("")


def test_the_first_run_leads_from_the_greeting_to_the_first_digest(story):
    story.be(MANAGER)
    story.go("Followthrough Home")
    expect(story.main).to_contain_text("Setting up: 0 of 5 steps done. Next: add the partners.")
    story.accessible()
    story.go(BOT)
    greeting = story.message("Followthrough is here.")
    expect(greeting).to_contain_text("1. Partners (to do): none yet.")
    story.accessible()
    for partner in (
        ("POLICE", "West Midlands Police", "Safeguarding partner", POLICES),
        ("LA", "Solihull Council", "Safeguarding partner", "solihull-council"),
        ("ICB", "Birmingham and Solihull ICB", "Safeguarding partner", "bsol-icb"),
        ("UNIT", "Business unit", "Business unit", UNIT),
    ):
        add(story, greeting, *partner)
    expect(greeting).to_contain_text("2. Channels (to do): ready: 0 of 4. Followthrough is not in #bsol-icb")
    for channel in (POLICES, "solihull-council", "bsol-icb", UNIT):
        invite(story, channel)
    story.go(BOT)
    expect(greeting).to_contain_text("3. People (done): partners with people there: 3 of 3.")
    bring(story, greeting)
    expect(greeting).to_contain_text("4. The plan (done): 3 actions.")
    greeting.get_by_role("button", name="Check everything").click()
    expect(story.message("All is well.")).to_contain_text("Scopes (well): the bot's token has all")
    done = story.message("Followthrough is set up.")
    expect(done).to_contain_text("The first digest goes out on Monday 21 November 2022.")
    expect(done).to_contain_text("/actions digest preview")
    story.accessible()
    story.move("Next Monday 09:00")
    story.go(POLICES)
    expect(story.message("Your actions on Monday 21 November 2022")).to_contain_text("1 action to do")


def bring(story, greeting):
    """Import the tracker that the partnership has."""
    greeting.get_by_role("button", name="Import a tracker").click()
    form = story.form()
    form.get_by_label("Tracker").set_input_files([{"name": "plan.xlsx", "mimeType": EXCEL, "buffer": workbook()}])
    expect(form.get_by_role("listitem")).to_contain_text("plan.xlsx")
    form.get_by_role("button", name="Check it").click()
    expect(story.form()).to_contain_text("Reading the file.")
    story.close()
    check = story.message("Check of plan.xlsx: 3 to add")
    check.get_by_role("button", name="Import all of it").click()
    story.form().get_by_role("button", name="Import", exact=True).click()
    expect(story.message("Imported on Monday 14 November 2022")).to_contain_text("3 added, 0 changed.")
