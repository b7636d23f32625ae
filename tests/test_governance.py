"""What the pages for information governance say is so: tables, settings, scopes, commands, files that hold a claim."""

import json
import re
from pathlib import Path

import pytest
import yaml

from bot.cli import cli
from bot.settings import Settings
from storage.correcting import WORDS
from storage.persons import COLUMNS
from tests import audit

ROOT = Path(__file__).parents[1]
PAGES = [
    *("SECURITY.md", "docs/threats.md", "docs/scopes.md", "docs/keeping.md"),
    *(f"docs/governance/{one}.md" for one in ("dpia", "data-flow", "accessibility")),
]
PLAIN = r"\b(e\.?g|i\.?e|etc|please|ticket|assignee|\d+(?:st|nd|rd|th))\b"


def page(name):
    return (ROOT / name).read_text()


def rows(name):
    """The first two cells of each row of the page's tables."""
    return re.findall(r"^\| ([^|]+?) +\| ?([^|]*?) *\|", page(name), re.MULTILINE)


def test_each_scope_of_the_manifest_has_its_reason_and_no_other_is_there():
    told = [(first.strip("`"), why) for first, why in rows("docs/scopes.md") if first.startswith("`")]
    declared = yaml.safe_load((ROOT / "manifest.yml").read_text())["oauth_config"]["scopes"]["bot"]
    assert [scope for scope, _ in told] == declared
    assert all(why for _, why in told)


def test_every_table_that_names_people_or_holds_their_words_is_told():
    about = [first.strip("`") for first, _ in rows("docs/governance/data-flow.md") if re.fullmatch(r"`\w+`", first)]
    assert sorted(about) == sorted(COLUMNS)
    told = set(re.findall(r"`(\w+)`", page("docs/governance/data-flow.md")))
    assert set(WORDS) <= told


@pytest.mark.parametrize("name", PAGES)
def test_settings_commands_files_and_links_that_a_page_names_are_there(name):
    text = page(name)
    settings = {f"FOLLOWTHROUGH_{one.upper()}" for one in Settings.model_fields}
    assert set(re.findall(r"FOLLOWTHROUGH_[A-Z_]+", text)) <= settings
    commands = {one.name or one.callback.__name__ for one in cli.registered_commands}
    assert set(re.findall(r"`followthrough (\w+)", text)) <= commands
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= set(targets)
    for path in re.findall(r"`((?:bot|commands|storage|tests|docs)/[\w./-]+|[\w-]+\.txt)`", text):
        assert (ROOT / path).exists(), path
    for target, mark in re.findall(r"\]\(([^)#:\s]*)(#[^)]*)?\)", text):
        linked = (ROOT / name).parent / target if target else ROOT / name
        assert linked.exists(), target
        if mark:
            assert mark[1:] in anchors(linked.read_text()), (target, mark)


def anchors(text):
    """What headings can be linked by."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("name", PAGES)
def test_they_are_short_and_plain(name):
    text = page(name)
    assert len(text.splitlines()) < 150
    prose = re.sub(r"```.*?```|`[^`]*`|https?://\S+", "", text, flags=re.DOTALL)
    assert not re.search(PLAIN, prose, re.IGNORECASE)


def test_what_the_partnership_has_to_decide_is_marked():
    assert page("docs/governance/dpia.md").count("**[you") > 15


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-audit.txt"])
def test_every_dependency_is_pinned_with_its_hash_and_from_no_host(name):
    text = (ROOT / name).read_text()
    packages = re.findall(r"^(\S.*?)(?: \\)?$", text, re.MULTILINE)
    assert packages
    assert all(re.match(r"[A-Za-z0-9._-]+(?:\[[\w,]+\])?==\S+", one) for one in packages)
    assert text.count("--hash=sha256:") >= len(packages)
    assert not re.search(r"://|--index|--find-links", text)


KNOWN = {"id": "PYSEC-2026-1", "fix_versions": ["2.1"], "aliases": [], "description": "x"}
LOOKED = {"name": "starlette", "version": "1.0", "vulns": []}
SKIPPED = {"name": "uvicorn", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([LOOKED], 0, "1 packages were looked up, 0 vulnerabilities are known."),
        ([LOOKED | {"vulns": [KNOWN]}], 1, "starlette 1.0: PYSEC-2026-1, mended in 2.1"),
        ([LOOKED, SKIPPED], 1, "uvicorn: could not be looked up"),
        ([SKIPPED, SKIPPED], 0, audit.NOT_ASKED.strip()),
    ],
)
def test_an_audit_fails_for_what_is_known_and_not_for_a_network_that_is_not_there(packages, status, said):
    found, told = audit.verdict(json.dumps({"dependencies": packages, "fixes": []}), "")
    assert (found, said in told) == (status, True)


def test_an_audit_that_broke_off_is_only_forgiven_where_nobody_could_be_asked():
    assert audit.verdict("", "requests.exceptions.ConnectionError: …") == (0, audit.NOT_ASKED)
    assert audit.verdict("", "TypeError: …")[0] == 1
