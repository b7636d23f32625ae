"""The page for everybody: axe in every state that people come through, large type, forced colours, small targets."""

import pytest
from playwright.sync_api import expect

from tests.playground.browser.story import PHONE, POLICE, POLICES, WIDE

pytestmark = pytest.mark.browser

ZOOMED = {"width": 320, "height": 200}  # 400 % of 1280 by 800
TARGETS = """() => [...document.querySelectorAll("button, select, input, textarea, [role=option], [role=menuitem]")]
    .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.matches(".visually-hidden, [type=radio], [type=checkbox]"))
    .filter((node) => { const { width, height } = node.getBoundingClientRect(); return width < 24 || height < 24; })
    .map((node) => node.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_menus_pickers_lists_and_questions_can_be_reached_by_everybody(open_story, size):
    story = open_story(size)
    page = story.page

    def reached():
        story.accessible()
        assert page.evaluate(TARGETS) == []

    field = page.get_by_role("textbox").first
    field.press_sequentially("/")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    reached()
    field.fill("")
    form = story.fill_in("/actions edit A8")
    form.locator(".picker").first.click()
    expect(page.get_by_role("listbox")).to_be_visible()
    reached()
    page.keyboard.press("Escape")
    story.close()
    story.be(POLICE)
    story.go(POLICES)
    digest = story.message("Your actions on Monday 14 November 2022")
    digest.hover()
    digest.get_by_role("button", name="More actions").click()
    expect(page.get_by_role("menuitem", name="Turn into an action")).to_be_visible()
    reached()
    page.keyboard.press("Escape")
    story.open_thread(digest)
    reached()


@pytest.mark.parametrize("more", [{"size": ZOOMED}, {"forced_colors": "active"}], ids=["400 %", "forced colours"])
def test_large_type_and_forced_colours_lose_nothing(open_story, more):
    story = open_story(tour=True, **more)
    field = story.page.get_by_role("textbox").first
    field.fill("/actions A8")
    field.press("Enter")
    card = story.page.locator(".message.ephemeral").last
    card.get_by_role("button", name="Report done").click()
    words = story.form().get_by_label("What was done")
    words.scroll_into_view_if_needed()
    shown = "node => { const { top, bottom } = node.getBoundingClientRect(); return Math.min(bottom, innerHeight) - Math.max(top, 0); }"
    assert words.evaluate(shown) > 80
    story.accessible(contrast="forced_colors" not in more)
    story.close()
    story.page.goto(f"{story.page.url.partition('#')[0]}#/home")
    expect(story.main).to_contain_text("The plan on")
    story.accessible(contrast="forced_colors" not in more)


def test_the_keyboard_is_always_seen_and_long_names_are_not_cut_off(open_story):
    story = open_story(PHONE, tour=True)
    page = story.page
    page.get_by_role("button", name="Channels").click()
    for name in ("west-midlands-police", "partnership-business-unit"):
        place = page.get_by_role("navigation").get_by_text(name, exact=True)
        assert place.evaluate("node => node.scrollWidth <= node.clientWidth || node.clientWidth === 0")
    page.keyboard.press("Escape")
    for _ in range(25):
        page.keyboard.press("Tab")
        bare = page.evaluate(
            """() => { const node = document.activeElement, style = getComputedStyle(node);
            return style.outlineStyle === "none" && !node.matches("body, .composer-box *") ? node.outerHTML.slice(0, 120) : null; }"""
        )
        assert bare is None
