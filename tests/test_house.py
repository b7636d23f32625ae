"""The house rules that a program can check: which way imports go, where SQL, time and environment are, file sizes."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for folder in ("bot", "commands", "storage") for path in (ROOT / folder).rglob("*.py"))
SOURCES.append(ROOT / "app.py")

ROOMS = {
    "bot.addresses": set(),
    "bot.domain": set(),
    "bot.clock": set(),
    "bot.log": set(),
    "bot.memory": set(),
    "bot.loopback": set(),
    "bot.metrics": set(),
    "bot.signals": set(),
    "bot.settings": {"bot.domain"},
    "bot.words": {"bot.domain", "storage"},
    "storage": {"bot.domain"},
    "bot.messages": {"bot.domain"},
    "bot.usecases": {"bot.domain", "storage"},
    "bot.services": {"bot.domain", "bot.clock", "bot.metrics", "bot.settings", "storage"},
    "bot.digests": {"bot.domain", "bot.messages", "bot.usecases", "bot.services", "storage"},
    "commands": {"bot.domain", "bot.messages", "bot.usecases", "bot.services", "bot.digests", "storage"},
    "bot.listeners": {
        "bot.addresses",
        "bot.clock",
        "bot.domain",
        "bot.messages",
        "bot.metrics",
        "bot.usecases",
        "bot.services",
        "commands",
        "storage",
    },
    "bot.schedule": {
        *("bot.domain", "bot.messages", "bot.usecases", "bot.services", "bot.digests", "bot.exchange"),
        *("bot.addresses", "storage"),
    },
    "bot.exchange": {"bot.domain", "bot.messages", "storage"},
    "bot.checking": {
        *("bot.clock", "bot.domain", "bot.settings", "bot.words", "bot.messages", "bot.services", "bot.listeners"),
        *("bot.addresses", "bot.usecases", "storage"),
    },
    "bot.health": {"bot.domain", "bot.loopback", "bot.messages", "bot.schedule", "bot.services", "storage"},
}
"""Which rooms each room may import from, besides itself."""
ON_TOP = {"app", "bot", "bot.__main__", "bot.cli", "bot.playground"}
"""What may import anything."""


def room(module):
    return next((name for name in ROOMS if module == name or module.startswith(f"{name}.")), None)


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def module_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def ours(name):
    return name.split(".")[0] in {"app", "bot", "commands", "storage", "tests"}


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_imports_go_one_way(path):
    own = room(module_of(path))
    if own is None:
        assert ON_TOP & {module_of(path), module_of(path).rpartition(".")[0]}, "it is in no room"
        return
    allowed = ROOMS[own] | {own}
    wrong = [name for name in imports(path) if ours(name) and room(name) not in allowed]
    assert wrong == []


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_a_file_is_at_most_300_lines(path):
    assert len(path.read_text().splitlines()) <= 300


def longer(folder, kind, most):
    """Files that have more lines than that."""
    files = sorted((ROOT / folder).rglob(kind))
    assert files
    return {str(one.relative_to(ROOT)) for one in files if len(one.read_text().splitlines()) > most}


def test_a_file_of_tests_is_at_most_300_lines():
    assert longer("tests", "*.py", 300) == set()


@pytest.mark.parametrize("kind", ["*.js", "*.css"])
def test_a_file_of_the_page_is_at_most_150_lines(kind):
    assert longer("bot/playground/page", kind, 150) == set()


def found(pattern, *, outside):
    return [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if re.search(pattern, path.read_text())
        and not any(str(path.relative_to(ROOT)).startswith(room) for room in outside)
    ]


def test_sql_is_only_in_storage():
    assert found(r"\b(SELECT|INSERT INTO|UPDATE) [a-z_\"*(]|DELETE FROM", outside=["storage/"]) == []


def test_only_the_clock_asks_the_machine_for_the_time():
    assert (
        found(
            r"\.now\(|\.today\(\)(?<!services\.today\(\))(?<!self\.today\(\))|time\.time\(", outside=["bot/clock.py"]
        )
        == []
    )


def test_only_the_settings_look_at_the_environment():
    assert found(r"os\.environ|getenv", outside=["bot/settings.py"]) == []


def test_only_the_edges_talk_to_slack():
    at_the_edge = ["bot/listeners/", "bot/schedule/", "bot/checking/", "app.py"]
    assert found(r"\bWebClient\b", outside=[*at_the_edge, "bot/playground/"]) == []


def test_a_broad_except_is_only_at_the_edges_of_the_process():
    assert (
        found(
            r"except( Exception| BaseException)?( as \w+)?:",
            outside=[
                "bot/listeners/connection.py",
                "bot/listeners/faults.py",
                "bot/schedule/delivery.py",
                "bot/schedule/books.py",
                "bot/schedule/jobs.py",
            ],
        )
        == []
    )


def test_nothing_is_built_at_import():
    """Importing the whole house opens no file, no connection and no thread."""
    code = "import threading, sys\nimport app, bot.cli, bot.playground.demo\nsys.exit(threading.active_count() != 1)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_top_level_holds_only_what_every_repository_has():
    made_by_tools = {"__pycache__", "build", "dist", "followthrough.egg-info"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "followthrough.db"))}
    ours = {"app.py", "manifest.yml", "pyproject.toml", "bot", "commands", "storage", "tests"}
    everybodys = {
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "Makefile",
        "docs",
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-audit.txt",
        "requirements-docs.txt",
        "mkdocs.yml",
        "Dockerfile",
        "SECURITY.md",
    }
    assert found - made_by_tools <= ours | everybodys


def test_requirements_are_pinned_with_hashes_and_name_no_host():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        pins = re.findall(r"^[a-z][^\n]*", text, re.MULTILINE)
        assert pins
        assert all(re.match(r"[a-z0-9._-]+==[^ ]+ ", pin) for pin in pins)
        assert text.count("--hash=sha256:") >= len(pins)
        assert not re.search(r"://|--index|--find-links|--trusted", text)
