"""README, guides and settings hold what the code has, and what the guides say to type works."""

import re
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli import cli
from bot.domain.events import Origin
from bot.listeners.hearing import EVERY
from bot.messages import lines
from bot.services import Asked
from bot.settings import Settings
from commands.answering import answer
from commands.grammar import FILTER_WORDS
from commands.registry import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
SLACKS_OWN = {"slack_bot_token", "slack_app_token", "slack_signing_secret"}


def test_every_setting_is_in_the_readme_with_its_default():
    for name, field in Settings.model_fields.items():
        variable = name.upper() if name in SLACKS_OWN else f"FOLLOWTHROUGH_{name.upper()}"
        assert f"| `{variable}` |" in README, variable
        assert field.description


def test_every_command_and_verb_is_in_the_readme():
    for name, command in COMMANDS.items():
        assert f"`{name}`" in README
        for verb in command.verbs:
            assert verb.name in README, verb.name


def test_what_the_readme_points_to_is_there():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    for target in re.findall(r"make ([a-z]+)", README):
        assert target in targets, target


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
    return (ROOT / "docs" / name).read_text()


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


@pytest.mark.parametrize("name", GUIDES)
def test_what_the_guides_say_to_type_works_in_the_example_partnership(world, monkeypatch, name):
    def refused(why, **_):
        pytest.fail(f"{said}: {why}")

    monkeypatch.setattr(lines, "problem", refused)
    monkeypatch.setattr(lines, "stranger", refused)
    commands = dict.fromkeys(typed(name))
    assert len(commands) > 10
    for line in commands:
        command, _, text = line.partition(" ")
        verb, _, ref = text.partition(" ")
        before = OWN[GUIDES[name]][command] if verb == "undo" else BEFORE.get(verb, []) if ref else []
        steps = [(who, one.format(ref=ref.split()[0])) for who, one in before] + [(GUIDES[name], line)]
        with pytest.raises(NotKept), world.store.write() as tx:
            services = replace(world.services, store=Within(tx))
            for number, (who, said) in enumerate(steps):
                asked = Asked(getattr(world, who).user.id, world.slack.team_id, "", Origin.COMMAND, str(number))
                first, _, words = said.partition(" ")
                shown = answer(services, asked, COMMANDS[first], words)
            assert verb in FILTER_WORDS or "No action that you can see" not in getattr(shown, "text", ""), line
            raise NotKept


@pytest.mark.parametrize("name", GUIDES)
def test_guides_are_written_for_their_readers(name):
    text = guide(name)
    assert not re.search(r"\b(e\.?g|i\.?e|etc|please|\d+(?:st|nd|rd|th))\b", text, re.IGNORECASE)
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / "docs" / target).exists(), target
    for picture in re.findall(r"<img .*?>|!\[.*?\]\(.*?\)", text, re.DOTALL):
        source, alt = re.search(r'src="(.+?)" width="\d+" alt="(.+?)"', picture).groups()
        assert (ROOT / "docs" / source).exists(), source
        assert len(alt) > 40


def test_every_picture_of_the_guides_is_made_by_a_test():
    made = (ROOT / "tests/playground/browser/test_guides.py").read_text()
    kept = set(re.findall(r'screen\.keep\("([a-z-]+)"', made))
    assert kept == {one for name in GUIDES for one in re.findall(r'src="pictures/([a-z-]+)\.png"', guide(name))}


def test_every_command_of_the_command_line_is_told_somewhere():
    told = README + "".join(path.read_text() for path in (ROOT / "docs").glob("*.md"))
    names = [one.name or one.callback.__name__ for one in cli.registered_commands]
    assert len(names) > 8
    for name in set(names) - {"playground"}:  # which is `make demo`
        assert f"followthrough {name} " in told, name
