"""Each setting, command, table and link of README and docs/ is as the code has it."""

import re
from pathlib import Path

import pytest

from bot.cli import cli
from bot.settings import Settings
from commands.registry import COMMANDS
from tests import reference
from tests.test_governance import PLAIN, anchors
from tests.test_house import ROOMS, ROOT

DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text()
PAGES = ["README.md", "SECURITY.md", *sorted(str(one.relative_to(ROOT)) for one in DOCS.rglob("*.md"))]
TOLD = ["README.md", *(f"docs/{one}.md" for one in ("index", "try", "architecture"))]
FOR_PEOPLE = re.compile(r"```.*?```|`[^`]*`|https?://\S+", re.DOTALL)


def page(name):
    return (ROOT / name).read_text()


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_page_made_from_the_code_is_as_it_would_be_made_now(name):
    assert (DOCS / name).read_text() == reference.PAGES[name](), "make reference"


def test_every_setting_says_what_it_is_and_has_a_heading_of_its_own():
    told = (DOCS / "settings.md").read_text()
    for name, field in Settings.model_fields.items():
        assert f"### `{reference.variable(name)}`" in told
        assert field.description
        assert len(field.examples) == 1


def test_the_examples_of_the_settings_work(tmp_path, monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(reference.variable(name), raising=False)
    lines = re.findall(r"^- For example: `(.+)`$", (DOCS / "settings.md").read_text(), re.MULTILINE)
    assert len(lines) == len(Settings.model_fields)
    (tmp_path / ".env").write_text("\n".join(lines))
    read = Settings(_env_file=tmp_path / ".env")
    same = [name for name, field in Settings.model_fields.items() if getattr(read, name) == field.default]
    assert same == ["timezone"]  # London's is the one that a partnership wants


def test_every_command_and_verb_is_in_the_reference():
    told = (DOCS / "commands.md").read_text()
    for name, command in COMMANDS.items():
        assert f"`{name}`" in README
        for verb in command.verbs:
            assert f"| `{name} {verb.topic.usage}` |" in told
            assert f"| `{verb.topic.example}` |" in told


def test_every_command_of_the_command_line_is_told_where_it_is_used():
    told = "".join(page(name) for name in PAGES if Path(name).name not in reference.PAGES)
    names = [one.name or one.callback.__name__ for one in cli.registered_commands]
    assert len(names) > 8
    for name in set(names) - {"playground"}:  # which is `make demo`
        assert re.search(rf"followthrough {name}\b", told), name
        assert f"## {name}\n" in (DOCS / "command-line.md").read_text()


def test_the_rooms_of_the_architecture_are_those_that_imports_are_held_to():
    rows = re.findall(r"^\| `([\w/]+)` \| .+? \| (.+?) \|$", page("docs/architecture.md"), re.MULTILINE)
    told = {
        room.replace("/", "."): {one.replace("/", ".") for one in re.findall(r"`([\w/]+)`", may)}
        for room, may in rows
    }
    assert told == ROOMS


def test_in_the_picture_of_the_rooms_imports_go_down():
    picture = page("docs/pictures/rooms.svg")
    floors = {
        name.replace("/", "."): float(y)
        for y, name in re.findall(r'class="name" [^>]*?y="([\d.]+)"[^>]*>([^<]+)<', picture)
    }
    small = {room for room, may in ROOMS.items() if not may and room != "bot.domain"}
    assert set(ROOMS) - small == set(floors) - {"app.py", "bot.cli", "bot.playground"}
    for room, may in ROOMS.items():
        assert all(floors[room] < floors[one] for one in may - small), room


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_points_to_is_there(name):
    text = page(name)
    for target, mark in re.findall(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)]*))?\)", text):
        linked = (ROOT / name).parent / target if target else ROOT / name
        assert linked.exists(), target
        assert not mark or mark in anchors(linked.read_text()), (target, mark)
    for source, alt in re.findall(r'<img src="([^"]+)"[^>]*? alt="([^"]+)"', text):
        assert ((ROOT / name).parent / source).exists(), source
        assert len(alt) > 40


@pytest.mark.parametrize("name", PAGES)
def test_every_target_of_make_and_every_file_that_a_page_names_is_there(name):
    text = page(name)
    targets = set(re.findall(r"^([a-z-]+):", page("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z][a-z-]*)", text, re.MULTILINE)) <= targets
    for path in re.findall(r"`((?:bot|commands|storage|tests|docs)/[\w./-]+)`", text):
        assert "NN" in path or (ROOT / path).exists() or (ROOT / f"{path}.py").exists(), path
    settings = {reference.variable(one) for one in Settings.model_fields}
    assert set(re.findall(r"\bFOLLOWTHROUGH_[A-Z_]+\b", text)) <= settings


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_first_is_short_and_plain(name):
    assert len(page(name).splitlines()) < 180
    assert not re.search(PLAIN, FOR_PEOPLE.sub("", page(name)), re.IGNORECASE)


def test_the_readme_can_be_read_in_two_minutes():
    assert len(README.splitlines()) <= 120
    assert len(FOR_PEOPLE.sub("", README).split()) < 1100
