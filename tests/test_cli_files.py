"""`followthrough template`, `export` and `report`: what they write, what they leave alone, what they say."""

import re
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from bot import cli
from bot.clock import MovableClock
from storage.database import Store
from tests.exchange.exports.conftest import lived  # noqa: F401 — the same partnership

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "data.md").read_text()


@pytest.fixture
def run(lived, tmp_path, monkeypatch, capsys):  # noqa: F811
    """Run a command beside a copy of that partnership's database; exit status, what was printed, what went wrong."""
    Store(lived).backup(tmp_path / "followthrough.db")
    monkeypatch.setattr(cli.files, "system_clock", MovableClock(datetime(2022, 11, 21, 9, tzinfo=UTC)))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FOLLOWTHROUGH_DATABASE", raising=False)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["followthrough", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code or 0, *capsys.readouterr()

    return run


def exported(tmp_path):
    with Store(tmp_path / "followthrough.db").read() as tx:
        return tx.rows(
            "SELECT verb, subject, user, role, origin, after FROM events WHERE verb IN ('exported', 'reported')"
        )


def test_what_is_exported_is_written_and_recorded(run, tmp_path):
    status, printed, _ = run("export", "plan.xlsx")
    assert (status, printed) == (0, "Written: plan.xlsx. It is OFFICIAL: keep it as you keep the plan itself.\n")
    assert (tmp_path / "plan.xlsx").read_bytes()[:2] == b"PK"
    assert [path.name for path in tmp_path.glob("*plan.xlsx*")] == ["plan.xlsx"]
    assert (tmp_path / "plan.xlsx").stat().st_mode & 0o777 == 0o600  # it has all that the database has
    (event,) = exported(tmp_path)
    assert event == {
        "verb": "exported",
        "subject": "PLAN",
        "user": "",
        "role": "business unit",
        "origin": "command line",
        "after": '{"kind": "xlsx"}',
    }


@pytest.mark.parametrize("arguments", [("plan.xlsx",), ("of today.csv",), ("readings.csv", "--sheet", "Readings")])
def test_what_was_exported_is_imported_with_no_change(run, arguments):
    assert run("export", *arguments)[0] == 0
    status, printed, _ = run("import", arguments[0])
    assert (status, "Everything was there already, so nothing was changed." in printed) == (0, True), printed


def test_a_file_that_is_there_is_left_unless_forced(run, tmp_path):
    (tmp_path / "plan.json").write_text("mine")
    status, _, said = run("export", "plan.json")
    assert (status, exported(tmp_path)) == (2, [])
    assert said.endswith(
        "plan.json is there already. Choose another name, or add --force to overwrite it. "
        "For example: followthrough export plan-2.xlsx\n"
    )
    assert (tmp_path / "plan.json").read_text() == "mine"
    assert run("export", "plan.json", "--force")[0] == 0
    assert (tmp_path / "plan.json").read_text().startswith("{")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("export", "plan.pdf"), "A plan can be exported as .xlsx, .csv, .json, .ics."),
        (("export", "plan.csv", "--sheet", "Actoins"), "There is no sheet “Actoins”"),
        (("export", "nowhere/plan.csv"), "There is no folder nowhere. For example: followthrough export"),
        (("report", "pack.pdf"), "A board pack is a Word or an Excel file"),
        (("report", "pack.docx", "--as-at", "31 January 2030"), "Thursday 31 January 2030"),
        (("report", "pack.docx", "--as-at", "soon"), "“soon”"),
        (("report", "nowhere/pack.docx"), "There is no folder nowhere. For example: followthrough report"),
    ],
)
def test_what_cant_be_done_is_said_in_a_sentence(run, tmp_path, arguments, why):
    status, printed, said = run(*arguments)
    assert (status, printed) == (2, "")
    assert why in said
    assert "Traceback" not in said
    assert {path.name for path in tmp_path.iterdir()} <= {f"followthrough.db{end}" for end in ("", "-wal", "-shm")}


def test_its_help_has_its_name_however_it_was_started(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["/opt/followthrough/bot/__main__.py", "--help"])
    with pytest.raises(SystemExit):
        cli.main()
    assert "Usage: followthrough [OPTIONS] COMMAND" in capsys.readouterr().out


def test_without_a_database_nothing_is_made(run, tmp_path):
    (tmp_path / "followthrough.db").unlink()
    status, _, said = run("export", "plan.xlsx")
    assert (status, said.startswith("There is no database at ")) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_board_pack_is_written_and_is_the_same_again(run, tmp_path):
    told = "Written: pack.docx, as at 21 November 2022, with what changed since 24 October 2022.\n"
    assert run("report", "pack.docx")[:2] == (0, told)
    first = (tmp_path / "pack.docx").read_bytes()
    assert run("report", "pack.docx", "--force")[:2] == (0, told)
    assert (tmp_path / "pack.docx").read_bytes() == first
    assert [event["verb"] for event in exported(tmp_path)] == ["reported", "reported"]


def tracker(path):
    """A tracker as the guide speaks of it."""
    book = openpyxl.Workbook()
    book.active.append(["Our tracker"])
    book.active.append(["Ref", "What will we do?", "Owner", "By when"])
    book.active.append(["1", "Agree the offer", "Health", "31/12/2022"])
    book.save(path)


def test_every_command_in_the_guide_works(run, tmp_path, monkeypatch):
    (tmp_path / "look").mkdir()
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    tracker(tmp_path / "tracker.xlsx")
    monkeypatch.setattr(cli.files, "system_clock", MovableClock(datetime(2023, 2, 6, 9, tzinfo=UTC)))
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL))
    typed = [shlex.split(line, comments=True) for line in blocks.splitlines() if line]
    ours = [line[1:] for line in typed if line[0] == ".venv/bin/followthrough"]
    assert {line[0] for line in ours} == {"template", "import", "export", "report", "backup"}
    for line in ours:
        status, _, said = run(*line)
        assert status == 0, (line, said)
    others = {tuple(line[:2]) for line in typed if line[0] != ".venv/bin/followthrough"}
    assert others == {("mkdir", "-p"), ("pip", "install"), ("datasette", "look/followthrough.db")}


def test_the_guide_is_written_for_its_readers():
    assert not re.search(r"\b(e\.?g|i\.?e|etc|please|\d+(?:st|nd|rd|th))\b", GUIDE, re.IGNORECASE)
    for target in re.findall(r"\]\(([^)#:]+)\)", GUIDE):
        assert (ROOT / "docs" / target).exists(), target
