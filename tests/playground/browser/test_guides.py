"""The pictures in the three guides: each shows what the guide says of it, or this fails before it is taken."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from bot.playground import demo
from tests.e2e.homes import eventually
from tests.world import local

pytestmark = pytest.mark.browser

LARGEST = 150_000  # bytes of one picture: a guide is read on a phone
COLOURS = 128  # as many as text and a few circles need
PHONE, SCREEN = 440, 720  # how wide a screen is
POLICE = "west-midlands-police"
UNIT = "partnership-business-unit"
WORDS = "Duplicates merged and links restored"
PROOF = "https://police.example/data-quality/november"
DIFFERENT = "Officers see a child's earlier reports in the first search"


class Screen:
    """Somebody's screen in the example partnership, tall enough that nothing has to be scrolled."""

    def __init__(self, world, chromium, folder):
        self.world, self._chromium, self._folder, self._contexts, self.faults = world, chromium, folder, [], []

    def of(self, person, place, width=SCREEN):
        """The page as `person` sees it: a channel by its name, or "home"."""
        address = place if place == "home" else self.world.slack.channel(place).id
        context = self._chromium.new_context(viewport={"width": width, "height": 2400}, device_scale_factor=2)
        self._contexts.append(context)
        context.add_init_script(f"sessionStorage.setItem('user', '{person.user.id}')")
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(f"{self.world.server.url}/#/{address}")
        return page

    def keep(self, name, first, last=None, margin=0):
        """Keep a picture of what is from `first` to `last`, where a folder for pictures was named."""
        page, ends = first.page, [first, last or first]
        if not self._folder:
            return
        page.evaluate("document.activeElement.blur()")
        page.mouse.move(0, 0)
        boxes = [one.bounding_box() for one in ends]
        clip = {"x": boxes[0]["x"] - margin, "y": boxes[0]["y"] - margin, "width": boxes[0]["width"] + 2 * margin}
        clip["height"] = boxes[1]["y"] + boxes[1]["height"] - clip["y"] + margin
        taken = Image.open(BytesIO(page.screenshot(clip=clip, animations="disabled"))).convert("RGB")
        file = Path(self._folder) / f"{name}.png"
        taken.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
        assert file.stat().st_size < LARGEST, f"{file} has {file.stat().st_size:,} bytes"

    def close(self):
        for context in self._contexts:
            context.close()


@pytest.fixture
def screen(world, chromium, request):
    made = Screen(world, chromium, request.config.getoption("--pictures"))
    yield made
    made.close()
    assert made.faults == []


def says(shown, *parts):
    """All of it is there, in this order."""
    for part in parts:
        expect(shown).to_contain_text(part)


def answer(page):
    return page.locator(".message.ephemeral").last


def answered(world, channel, words):
    """Whether the bot has answered in a thread of the channel, now that all that waits is delivered."""
    world.deliver()
    first = world.messages(channel)[0].ts
    return any(words in one.text for one in world.replies(channel, first))


def report(world, person, ref):
    """Report an action done in its form, with evidence that counts."""
    person.press(world.ask(person, ref), "done")
    assert person.submit(values={"words": WORDS, "proof": PROOF, "difference": DIFFERENT}) == {}
    person.close_view(everything=True)


def test_pictures_for_partners(world, screen):
    world.tick()
    page = screen.of(world.police, POLICE, PHONE)
    digest = page.locator("#main .message", has_text="Your actions on Monday 14 November 2022")
    says(digest, "4 actions to do: 2 overdue", "Needs attention", "Red: overdue by 10 working days", "1 reply")
    screen.keep("guide-digest", digest)

    digest.get_by_role("button", name="1 reply").click()
    thread = page.locator("#thread")
    thread.get_by_role("button", name="Report done").first.click()
    form = page.get_by_role("dialog", name="Report done")
    form.get_by_label("What was done").fill(WORDS)
    form.get_by_label("Where the proof is").fill(PROOF)
    form.get_by_label("What is different for children").fill(DIFFERENT)
    says(form, "A6 Remove duplicate records", "Write nothing about a child or a family", "A link, not a file.")
    screen.keep("guide-report", form)
    form.get_by_role("button", name="Cancel").click()
    expect(form).to_have_count(0)

    reply = thread.get_by_role("textbox")
    for typed, told in (
        ("done A6 duplicates merged, links restored", "A6 reported done for West Midlands Police."),
        ("extend A7 12 January 2023 because the new rota begins then", "Somebody else decides"),
    ):
        reply.fill(typed)
        with page.expect_response("**/play/say"):
            reply.press("Enter")
        eventually(lambda told=told: answered(world, POLICE, told), seconds=15)
        says(thread, told)
    screen.keep("guide-answer", thread.locator(".message").nth(-4), thread.locator(".message").last)

    page = screen.of(world.police, "home", PHONE)
    home = page.locator(".home")
    says(home, "Your actions on Monday 14 November 2022", "4 open: 1 overdue, 1 waiting for acceptance.")
    says(
        home,
        "Most urgent: A12",
        "overdue by 31 working days",
        "your part is outstanding, led by Solihull Council",
        "asked today for time until",
    )
    screen.keep("guide-home", home.locator(".block").first, home.locator(".block", has_text="A9").last, 8)


def test_pictures_for_the_business_unit(world, screen):
    world.ask(world.manager, "settings")
    page = screen.of(world.manager, UNIT)
    settings = page.get_by_role("dialog", name="Settings")
    says(settings, "@Commissioner Assurer", "Name somebody", "POLICE West Midlands Police", "Add a source")
    screen.keep("guide-settings", settings)
    world.manager.close_view(everything=True)

    world.ask(world.manager, "from rapid-review 3 November 2022", "/deadlines", channel=UNIT)
    says(answer(page), "Rapid review: Thursday 24 November 2022, in 8 working days.", "Keep this deadline")
    screen.keep("guide-clock", answer(page))

    report(world, world.police, "A6")
    world.clock.move_to(local("2022-11-15 10:00"))
    world.ask(world.manager, "return A6")
    form = page.get_by_role("dialog", name="Accept or return")
    says(form, "A6 Remove duplicate records", PROOF, DIFFERENT, "Accept: it is addressed", "Return: the work goes on")
    screen.keep("guide-check", form)
    world.manager.submit(values={"choice": "accept", "words": "Seen in the force system"})
    world.manager.close_view(everything=True)

    world.ask(world.manager, "edit A7")
    form = page.get_by_role("dialog", name="Edit A7")
    form.get_by_label("Success measure").fill("An officer is in the hub on every working day")
    world.ask(world.police, "update A7 rota agreed for weekdays")
    form.get_by_role("button", name="Save").click()
    says(form, "A7 has changed since you opened this form", "stage from not started to in progress")
    expect(form.get_by_label("Success measure")).to_have_value("An officer is in the hub on every working day")
    screen.keep("guide-changed", form.locator(".dialog-head"), form.locator(".block").nth(2))
    world.manager.close_view(everything=True)

    demo.name_leads(world.bot)
    world.tick("2022-12-05 09:00")
    world.ask(world.nhs, "done A8 two nurses sit in the hub every day")
    world.tick("2022-12-12 09:00")
    heartbeat = page.locator("#main .message", has_text="The week's digests, Monday 12 December 2022")
    says(heartbeat, "This week's digest is for", "Birmingham and Solihull ICB, for 5 working days")
    says(heartbeat, "No update for 3 weeks", "Solihull Council (none yet)", "The remit at a glance", "R4 Ensure that")
    screen.keep("guide-heartbeat", heartbeat)

    world.ask(world.manager, "add", "/indicators")
    invented = {"name": "Strategy meetings with every agency (demonstration)", "unit": "%"}
    world.manager.submit(values=invented | {"better": "higher", "target": "95", "target_by": "2023-03-31"})
    world.manager.close_view(everything=True)
    for value, day in ((58, "30 September 2022"), (64, "31 October 2022"), (79, "30 November 2022")):
        world.ask(world.manager, f"reading I2 {value}% on {day}", "/indicators")
    world.ask(world.manager, "chart I2", "/indicators")
    world.deliver()
    page.get_by_role("button", name="Channels").click()
    page.get_by_role("link", name="Followthrough", exact=False).first.click()
    chart = page.locator("#main .message", has_text="I2 Strategy meetings").last
    says(chart, "79% on 30 November 2022, up 15 since 31 October 2022 (better)", "not met: 16 below it")
    expect(chart.get_by_role("img")).to_have_js_property("complete", value=True)
    screen.keep("guide-chart", chart)


def test_pictures_for_assurers(world, screen):
    report(world, world.police, "A6")
    world.clock.move_to(local("2022-11-16 10:30"))
    world.ask(world.manager, "return A6 The list of restored links is missing")
    world.clock.move_to(local("2022-11-18 16:00"))
    world.ask(world.police, "done A6 List added to the data quality page")
    world.clock.move_to(local("2022-11-21 11:00"))
    world.ask(world.manager, "accept A6 List seen, 40 links tried")
    world.clock.move_to(local("2023-02-08 09:00"))
    page = screen.of(world.commissioner, "home")
    tests = page.locator(".home")
    says(tests, "To be tested: does it last?", "Addressed, to be tested by Tuesday 21 February 2023")
    page.get_by_role("button", name="Record assurance").click()
    form = page.get_by_role("dialog", name="Record as embedded")
    says(form, "List seen, 40 links tried", "Where it is not, ask the business unit to reopen the action.")
    form.get_by_label("What was tested, and what it showed").fill("Audit of 20 records: all links present")
    form.get_by_label("What is different for children").fill("Nobody's history is missed at the first contact")
    screen.keep("guide-assure", form)
    form.get_by_role("button", name="Record").click()
    says(page.get_by_role("dialog"), "A6 recorded as embedded")
    world.commissioner.close_view(everything=True)

    world.ask(world.commissioner, "history A6", channel="general")
    page = screen.of(world.commissioner, "general")
    says(answer(page), "8 February 2023 at 9am: embedded", "14 November 2022 at 9am: added, import")
    says(answer(page), "accepted, by @Business manager", "returned", "reported done, by @Police lead (POLICE)")
    screen.keep("guide-history", answer(page))
