"""What the guides, the help and the page for trying it say to type works, and the guides are written for their readers."""

import re
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.events import Origin
from bot.listeners.hearing import EVERY
from bot.messages import lines
from bot.services import Asked
from commands.answering import answer
from commands.filters import FILTER_WORDS
from commands.registry import COMMANDS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"

GUIDES = {"guide.md": "police", "guide-business-unit.md": "manager", "guide-assurers.md": "commissioner"}
"""The guides, and who of the example partnership reads each."""
REPORTED = ("police", "/actions done {ref} duplicates merged")
ASKED = ("police", "/actions extend {ref} 12 January 2023 because the rota is late")
ACCEPTED = ("manager", "/actions accept {ref}")
BEFORE = {
    "accept": [REPORTED],
    "return": [REPORTED],
    "agree": [ASKED],
    "refuse": [ASKED],
    "unblocked": [("police", "/actions blocked {ref} no agreement yet")],
    "embedded": [REPORTED, ACCEPTED],
    "sustained": [REPORTED, ACCEPTED, ("commissioner", "/actions embedded {ref} audit of 20 records")],
    "reopen": [("manager", "/actions withdraw {ref} by mistake")],
    "resume": [("manager", "/actions pause {ref} until 12 January 2023 because of leave")],
}
"""What somebody did before these words can be typed."""
OWN = {
    "police": {"/actions": [("police", "/actions update {ref} half of it")]},
    "manager": {
        "/actions": [("manager", "/actions update {ref} half of it")],
        "/remit": [("manager", "/remit met {ref}")],
        "/deadlines": [("manager", "/deadlines met {ref}")],
        "/indicators": [("manager", "/indicators reading {ref} 387")],
    },
    "commissioner": {
        "/actions": [REPORTED, ("commissioner", "/actions return {ref} no list")],
        "/remit": [("commissioner", "/remit met {ref}")],
        "/deadlines": [("commissioner", "/deadlines met {ref}")],
    },
}
"""What each of them did themselves, and can take back."""


def guide(name):
    return (DOCS / name).read_text()


def typed(name):
    """What the guide says to type: commands, and replies in a thread as the command that does the same."""
    prose = re.sub(r"```.*?```", "", guide(name), flags=re.DOTALL)
    told = [" ".join(one.split()) for one in re.findall(r"`([^`]+)`", prose)]
    commands = [one for one in told if one.startswith("/") and not one.startswith("/invite ")]
    return commands + [f"/actions {one}" for one in told if one.split()[0] in EVERY and " " in one]


class NotKept(Exception):
    """So that whatever was tried is taken back."""


class Within:
    """A store that does everything in one unit of work."""

    def __init__(self, tx):
        self._tx = tx

    @contextmanager
    def read(self):
        yield self._tx

    write = read


@pytest.fixture
def do(world, monkeypatch):
    """Types lines as people of the example partnership, one after the other, and takes all of it back."""
    said = ""

    def refused(why, **_):
        pytest.fail(f"{said}: {why}")

    def done(steps):
        nonlocal said
        with pytest.raises(NotKept), world.store.write() as tx:
            services = replace(world.services, store=Within(tx))
            for number, (who, line) in enumerate(steps):
                said = line
                asked = Asked(getattr(world, who).user.id, world.slack.team_id, "", Origin.COMMAND, str(number))
                first, _, words = line.partition(" ")
                shown = answer(services, asked, COMMANDS[first], words)
            raise NotKept
        return shown

    monkeypatch.setattr(lines, "problem", refused)
    monkeypatch.setattr(lines, "stranger", refused)
    return done


@pytest.mark.parametrize("name", GUIDES)
def test_what_the_guides_say_to_type_works_in_the_example_partnership(do, name):
    commands = dict.fromkeys(typed(name))
    assert len(commands) > 10
    for line in commands:
        command, _, text = line.partition(" ")
        verb, _, ref = text.partition(" ")
        before = OWN[GUIDES[name]][command] if verb == "undo" else BEFORE.get(verb, []) if ref else []
        steps = [(who, one.format(ref=ref.split()[0])) for who, one in before] + [(GUIDES[name], line)]
        shown = do(steps)
        assert verb in FILTER_WORDS or "No action that you can see" not in getattr(shown, "text", ""), line


FIRST = {
    "accept": ["/actions done A12 rota agreed"],
    "return": ["/actions done A12 rota agreed"],
    "agree": ["/actions extend A12 31 January 2023 because the rota is late"],
    "refuse": ["/actions extend A12 31 January 2023 because the rota is late"],
    "unblocked": ["/actions blocked A12 no agreement yet"],
    "evidence": ["/actions done A12"],
    "reopen": ["/actions withdraw A12 by mistake"],
    "resume": ["/actions pause A12 until 12 January 2023 because of leave"],
    "/actions undo": ["/actions update A12 half of it"],
    "/remit undo": ["/remit met R4"],
    "/deadlines undo": ["/deadlines met D1"],
    "/indicators undo": ["/indicators reading I1 387"],
}
"""What the business manager did before these examples of the help can be typed."""
TESTED = [
    ("manager", "/actions done A12 rota agreed"),
    ("commissioner", "/actions accept A12"),
    ("commissioner", "/actions embedded A12 audit of 20 records"),
]
OTHERS = {"accept", "return", "agree", "refuse", "embedded", "sustained"}
"""What the manager may not decide, having reported it: the commissioner does."""
IN_A_CHANNEL = {"post"}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_the_help_work_in_the_example_partnership(do, world, command):
    topics = [*COMMANDS[command].topics, *(verb.topic for verb in COMMANDS[command].verbs)]
    for example in dict.fromkeys(topic.example for topic in topics):
        verb = example.partition(" ")[2].partition(" ")[0]
        if verb in IN_A_CHANNEL:  # tried in tests/e2e
            continue
        steps = [("manager", one) for one in FIRST.get(f"{command} {verb}", FIRST.get(verb, []))]
        steps += {"embedded": TESTED[:2], "sustained": TESTED}.get(verb, []) if " A12" in example else []
        line = example.replace("@council.lead", f"<@{world.council.user.id}>")  # as Slack sends it
        assert do([*steps, ("commissioner" if verb in OTHERS else "manager", line)])


def test_two_minutes_in_the_playground_go_as_its_page_says(do):
    page = (DOCS / "try.md").read_text()
    two_minutes, _, then = page.partition("## And then")
    steps = [
        ("manager", "/actions"),
        ("police", "/actions done A6 duplicates merged"),
        ("manager", "/actions accept A6 seen in the force system"),
        ("commissioner", "/remit R7"),
    ]
    for _, line in steps:
        assert f"`{line.replace('/actions done', 'done')}`" in two_minutes
    assert do(steps)
    told = [one for one in re.findall(r"`(/[^`]+)`", then) if "NHS" not in one]
    assert len(told) > 4
    assert do([("manager", line) for line in told])


def test_what_the_page_says_is_refused_is_refused(world):
    line = re.search(r"`/actions (update .*NHS.*)`", (DOCS / "try.md").read_text())[1]
    assert "NHS number" in world.ask(world.manager, line).text
    assert world.rows("SELECT * FROM updates") == []


@pytest.mark.parametrize("name", GUIDES)
def test_guides_are_written_for_their_readers(name):
    text = guide(name)
    assert not re.search(r"\b(e\.?g|i\.?e|etc|please|\d+(?:st|nd|rd|th))\b", text, re.IGNORECASE)
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (DOCS / target).exists(), target
    for picture in re.findall(r"<img .*?>|!\[.*?\]\(.*?\)", text, re.DOTALL):
        source, alt = re.search(r'src="(.+?)" width="\d+" alt="(.+?)"', picture).groups()
        assert (DOCS / source).exists(), source
        assert len(alt) > 40


def test_every_picture_of_the_guides_is_made_by_a_test():
    made = (ROOT / "tests/playground/browser/test_guides.py").read_text()
    kept = set(re.findall(r'screen\.keep\("([a-z-]+)"', made))
    assert kept == {one for name in GUIDES for one in re.findall(r'src="pictures/([a-z-]+)\.png"', guide(name))}
