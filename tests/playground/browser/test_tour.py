"""The tour: five things to do, each noticed by itself; on a wide screen and on a phone, by the keyboard too."""

import pytest
from playwright.sync_api import expect

from tests.playground.browser.story import COMMISSIONER, MANAGER, OUTSIDER, PHONE, POLICE, POLICES, WIDE, accessible

pytestmark = pytest.mark.browser

APART = """() => {
    const [strip, pointed] = ["#tour", ".pointed"].map((one) => document.querySelector(one)?.getBoundingClientRect());
    if (!pointed) return false;
    const apart = pointed.top >= strip.bottom || pointed.bottom <= strip.top;
    return apart && pointed.width > 0 && pointed.bottom <= innerHeight && pointed.right <= innerWidth;
}"""


class Tour:
    """The strip, and what it points at."""

    def __init__(self, story):
        self.story, self.page = story, story.page
        self.strip = self.page.get_by_role("region", name="Tour, step")

    def asks(self, words):
        expect(self.strip).to_contain_text(words)
        self.page.wait_for_function(APART)
        accessible(self.page)

    def write(self):
        """Let it write what is to be typed, and send it."""
        self.strip.locator(".link-button").press("Enter")
        self.page.keyboard.press("Enter")

    def go_on(self, words):
        expect(self.strip).to_contain_text("✓ Done.")
        expect(self.strip).to_contain_text(words)
        accessible(self.page)
        self.strip.get_by_role("button", name="Next step").press("Enter")

    def take_me_there(self):
        self.strip.get_by_role("button", name="Take me there").press("Enter")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_the_tour_asks_for_five_things_and_notices_each(open_story, size):
    story = open_story(size, tour=True)
    tour, page = Tour(story), story.page
    tour.asks("Ask for the plan: type /actions and press Enter.")
    tour.write()
    tour.go_on("most urgent first")
    tour.asks("choose to be the Police lead")
    story.be(POLICE)
    tour.asks("press “1 reply”")
    tour.take_me_there()
    page.keyboard.press("Enter")
    tour.asks("Reply done A6 duplicates merged and press Enter.")
    tour.write()
    tour.go_on("never more than “reported done”")
    story.be(MANAGER)
    if size == PHONE:
        tour.asks("Close the thread")
        tour.take_me_there()
        page.keyboard.press("Enter")
    tour.asks("The evidence is good.")
    tour.write()
    tour.asks("choose to be the Commissioner")
    story.be(COMMISSIONER)
    tour.asks("Type /remit R7 and press Enter.")
    tour.write()
    tour.go_on("One of its two actions is addressed.")
    story.be(MANAGER)
    tour.asks("press “Next Monday 09:00”")
    story.move("Next Monday 09:00")
    tour.asks("Follow a link in it")
    story.did.get_by_role("link", name=POLICES).click()
    tour.go_on("One digest a week for each partner")
    story.be(OUTSIDER)
    tour.asks("Ask for the plan again")
    tour.write()
    expect(tour.strip).to_contain_text("That was the tour")
    tour.strip.get_by_role("button", name="End the tour").click()
    expect(tour.strip).to_have_count(0)
    expect(page.get_by_role("button", name="Tour")).to_be_focused()


def test_the_tour_is_left_and_taken_up_again_where_it_was(open_story):
    story = open_story(tour=True)
    tour, page = Tour(story), story.page
    for _ in range(2):
        tour.strip.get_by_role("button", name="Skip this step").click()
    expect(tour.strip).to_contain_text("step 3 of 5")
    tour.strip.get_by_role("button", name="Leave the tour").click()
    again = page.get_by_role("button", name="Tour")
    expect(again).to_be_focused()
    expect(again).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".pointed")).to_have_count(0)
    page.reload()
    expect(tour.strip).to_have_count(0)
    again.press("Enter")
    expect(page.get_by_role("heading", name="Tour, step 3 of 5")).to_be_focused()
    page.reload()
    expect(tour.strip).to_contain_text("step 3 of 5")
