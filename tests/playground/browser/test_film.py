"""README's moving picture: Monday's digest, a reply in its thread, the evidence accepted, the remit moved, a week on."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.playground.browser.story import COMMISSIONER, MANAGER, POLICE, POLICES

pytestmark = pytest.mark.browser

SIZE = {"width": 1080, "height": 640}
LARGEST = 1_500_000  # bytes
COLOURS = 256
SHOWN = 2600  # milliseconds for a frame, as long as it takes to read
DONE = "done A6 duplicates merged and links restored"


class Film:
    """Frames in their order.

    Args:
        page: what is filmed.
    """

    def __init__(self, page):
        self._page, self._frames, self._times = page, [], []

    def take(self, milliseconds=SHOWN):
        self._page.mouse.move(0, 0)
        self._page.wait_for_timeout(200)  # late layout
        taken = Image.open(BytesIO(self._page.screenshot(animations="disabled"))).convert("RGB")
        self._frames.append(taken.quantize(COLOURS, dither=Image.Dither.NONE))
        self._times.append(milliseconds)

    def keep(self, file):
        first, *others = self._frames
        first.save(file, save_all=True, append_images=others, duration=self._times, loop=0, optimize=True)


def test_the_moving_picture_of_a_week(open_story, request, tmp_path):
    story = open_story(SIZE)
    film = Film(story.page)
    story.be(POLICE)
    story.go(POLICES)
    digest = story.message("Your actions on Monday 14 November 2022")
    expect(digest).to_contain_text("4 actions to do: 2 overdue")
    film.take()
    story.open_thread(digest)
    story.thread.get_by_role("textbox").fill(DONE)
    film.take()
    story.reply(DONE)
    expect(story.thread).to_contain_text("A6 reported done for West Midlands Police.")
    film.take()
    story.be(MANAGER)
    expect(story.ask("/actions accept A6 seen in the force system")).to_contain_text("A6 accepted: it is addressed.")
    film.take()
    story.be(COMMISSIONER)
    expect(story.ask("/remit R7")).to_contain_text("1 not started, 1 addressed")
    film.take()
    story.be(MANAGER)
    story.move("Next Monday 09:00")
    story.did.get_by_role("link", name=POLICES).click()
    expect(story.page.locator(".message.marked")).to_contain_text("Your actions on Monday 21 November 2022")
    film.take(2 * SHOWN)
    file = Path(request.config.getoption("--pictures") or tmp_path) / "story.gif"
    film.keep(file)
    assert file.stat().st_size < LARGEST
