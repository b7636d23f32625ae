"""Somebody at the playground as `make demo` serves it: the real bot, the example partnership, a real browser."""

from io import BytesIO
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = 256  # of a picture: with fewer, the green circles turn grey
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 800}
MANAGER = "Business manager, Partnership business unit"
POLICE = "Police lead, West Midlands Police"
COUNCIL = "Council lead, Solihull Council"
COMMISSIONER = "Commissioner, Appointed by the Department for Education"
OUTSIDER = "Someone from outside, In Slack, but in no partner's channel"
POLICES, UNIT = "west-midlands-police", "partnership-business-unit"


def accessible(page, *, contrast=True):
    """Nothing that axe finds is wrong with the page as it stands, and nothing is cut off at its side.

    `contrast`: colours are the page's own; of forced ones axe sees only half.
    """
    page.mouse.move(0, 0)
    rules = {"color-contrast": {"enabled": contrast}}
    found = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"], "rules": rules})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert page.locator(".unshown").count() == 0


class Story:
    """What people do on the page, in the words of a story.

    Args:
        page: the browser's.
        folder: where pictures are kept, or None.
    """

    def __init__(self, page, folder):
        self.page, self._folder = page, folder
        self.main, self.thread = page.locator("#main"), page.locator("#thread")
        self.clock, self.did = page.locator("#clock time"), page.locator("#did")

    def be(self, who):
        self.page.get_by_label("You are").select_option(label=who)

    def go(self, place):
        """Open a channel, or the app's Home or direct messages, by its name in the list."""
        menu = self.page.get_by_role("button", name="Channels")
        if menu.is_visible():
            menu.click()
        self.page.get_by_role("navigation").get_by_text(place, exact=True).click()

    def ask(self, words, channel="general"):
        """The answer to a command typed in a channel; it is seen by who typed it alone."""
        self.go(channel)
        answers = self.main.locator(".message.ephemeral")
        expect(self.main.get_by_role("heading", name=channel)).to_be_visible()
        before = answers.count()
        field = self.page.get_by_role("textbox", name=f"Message #{channel}", exact=True)
        field.fill(words)
        field.press("Enter")
        expect(field).to_have_value("")
        expect(answers).to_have_count(before + 1)
        expect(answers.last).to_contain_text("Only visible to you")
        return answers.last

    def fill_in(self, words, channel="general"):
        """The form that a command opens."""
        self.go(channel)
        field = self.page.get_by_role("textbox", name=f"Message #{channel}", exact=True)
        field.fill(words)
        field.press("Enter")
        return self.form()

    def form(self):
        shown = self.page.get_by_role("dialog").last
        expect(shown).to_be_visible()
        return shown

    def close(self):
        """Close whatever form is open."""
        self.form().get_by_role("button", name="Close all").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)

    def message(self, words):
        return self.main.locator(".message", has_text=words).last

    def open_thread(self, message):
        message.locator(".replies").click()
        expect(self.thread).to_be_visible()

    def reply(self, words):
        field = self.thread.get_by_role("textbox")
        field.fill(words)
        field.press("Enter")

    def move(self, button):
        """Move the clock, and see what the bot did meanwhile."""
        toggle = self.page.get_by_role("button", name="Move the clock")
        if toggle.is_visible():
            toggle.click()
        with self.page.expect_response("**/play/clock", timeout=30_000):
            self.page.get_by_role("button", name=button).click()
        expect(self.page.locator("#clock [aria-busy]")).to_have_count(0)
        expect(self.did).to_be_visible()

    def accessible(self, **more):
        accessible(self.page, **more)

    def keep(self, name):
        """Keep a picture of the page, where a folder for pictures was named."""
        if self._folder:
            self.page.mouse.move(0, 0)
            taken = Image.open(BytesIO(self.page.screenshot(animations="disabled"))).convert("RGB")
            few = taken.quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(Path(self._folder) / f"{name}.png", optimize=True)
