"""`followthrough import` with a tracker: dry run, for machines, choices, bad files, exit status."""

import json
import sys

import pytest

from bot import cli
from bot.clock import MovableClock
from bot.exchange.importing import apply
from bot.exchange.rows import PartnerRow, Plan, SourceRow
from storage.database import Store
from tests.exchange.conftest import everything
from tests.exchange.trackers.whole.bradford import BRADFORD
from tests.exchange.trackers.whole.conftest import PARTNERS
from tests.exchange.trackers.whole.kirklees import KIRKLEES
from tests.exchange.trackers.whole.sandwell import SANDWELL
from tests.exchange.trackers.whole.solihull import SOLIHULL
from tests.world import local


@pytest.fixture
def store(tmp_path, by):
    """A store with partners, a source and no actions, in a file of its own."""
    made = Store(tmp_path / "plan.db")
    made.migrate()
    partners = tuple(PartnerRow(code=code, name=name, kind=kind) for code, name, kind in PARTNERS)
    apply(made, Plan(partners=partners, sources=(SourceRow(ref="JTAI-2022", title="JTAI"),)), by)
    return made


@pytest.fixture
def run(store, tmp_path, monkeypatch, capsys):
    """Run `followthrough import` on 14 November 2022: exit status, what was printed, what was said of errors."""
    monkeypatch.setattr(cli.importing, "system_clock", MovableClock(local("2022-11-14 09:00")))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", str(tmp_path / "plan.db"))
    monkeypatch.setenv("COLUMNS", "300")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["followthrough", "import", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code, *capsys.readouterr()

    return run


@pytest.fixture
def file(tmp_path):
    """Write a layout's file."""

    def file(layout, edits=None):
        layout.write(path := tmp_path / layout.file, edits or {})
        return path

    return file


def actions(store):
    return everything(store)["actions"]


def test_a_dry_run_shows_all_that_would_happen_and_stores_nothing(run, file, store):
    status, printed, said = run(file(SOLIHULL), "--dry-run")
    assert (status, said) == (1, "")  # a row was left out
    for words in (
        *("Improvement plan", "Area for improvement", "finding", "Cost (£)", "Evidence & impact", "evidence"),
        *("Would be added", "PRIORITY 1a: The front door", "44926", "hidden", "there is no action in column C"),
        "This was a dry run: nothing was stored.",
    ):
        assert words.casefold() in printed.casefold(), words
    assert actions(store) == []


def test_for_machines_it_is_json(run, file, store):
    status, printed, _ = run(file(SOLIHULL), "--dry-run", "--json")
    told = json.loads(printed)
    assert (status, told["stored"], told["dry_run"]) == (1, False, True)
    assert told["sheets"]["Actions"] == {"added": 5, "changed": 0, "unchanged": 0}
    assert [(one["sheet"], one["row"]) for one in told["rejected"]] == [("Improvement plan", 13)]
    meanings = {one["column"]: (one["header"], one["meaning"], one["chosen"]) for one in told["columns"]}
    assert meanings["D"] == ("Lead agency", "lead partner", False)
    assert any("PRIORITY 1a" in note for note in told["notes"])
    assert {"sheet", "row", "column", "reason"} == told["flags"][0].keys()
    assert actions(store) == []


def test_it_is_stored_and_the_same_again_changes_nothing(run, file, store):
    path = file(SANDWELL)
    choices = ("--lead", "Health=ICB", "--lead", "Education=EDU", "--source", "JTAI-2022")
    status, printed, _ = run(path, *choices)
    assert (status, len(actions(store))) == (0, len(SANDWELL.rows))
    assert "All that was read was stored." in printed
    before = everything(store, but=())
    assert "Everything was there already, so nothing was changed." in run(path, *choices)[1]
    assert everything(store, but=()) == before


def test_a_changed_copy_shows_what_changes_field_by_field(run, file, store):
    path = file(KIRKLEES)
    run(path)
    told = json.loads(run(file(KIRKLEES, KIRKLEES.edits), "--json")[1])
    assert sorted(one["field"] for one in told["changes"]) == [
        *("due", "due_phrase", "original_due"),  # the first day that this action has
        *("title", "update"),
    ]
    assert told["total"] == {"added": 0, "changed": 3, "unchanged": 1}


def test_the_example_in_a_refusal_works(run, file, store):
    path = file(BRADFORD)
    status, printed, said = run(path, "--dry-run")
    assert (status, printed, said.count("\n")) == (2, "", 1)
    assert "G3" in said
    assert "J3" in said
    chosen = said.split('--map "')[1].split('"')[0]
    told = json.loads(run(path, "--map", chosen, "--dry-run", "--json")[1])
    assert told["total"]["added"] == 4
    assert sum(one["chosen"] for one in told["columns"]) == 1


def test_only_a_sheet_that_is_named_is_read(run, file, store):
    told = json.loads(run(file(SANDWELL), "--sheet", "archive", "--dry-run", "--json")[1])
    assert told["total"]["added"] == 1


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--map", "BRAG", "="),
        ("--map", "BRAG=colour", "lead partner"),
        ("--lead", "Health=FIRE", "FIRE"),
        ("--source", "ILACS", "ILACS"),
        ("--sheet", "Plan B", "Plan B"),
    ],
)
def test_a_choice_that_can_not_be_is_one_sentence(run, file, store, option, value, words):
    status, printed, said = run(file(SOLIHULL), option, value)
    assert (status, printed, said.count("\n")) == (2, "", 1)
    assert words in said
    assert actions(store) == []


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("plan.xlsx", b"this is no workbook"),
        ("plan.xlsx", b""),
        ("plan.xlsx", b"PK\x03\x04" + bytes(200)),
        ("plan.xls", OLE + bytes(600)),
        ("plan.ods", b"PK\x05\x06" + bytes(18)),
        ("plan.csv", b"\x00\x01\x02" * 50),
        ("plan.csv", b"Good morning all,\nthe plan is attached.\n"),
        ("plan.pdf", b"%PDF-1.7 ..."),
        ("plan.docx", b"PK\x03\x04"),
    ],
)
def test_a_bad_file_is_one_sentence_and_nothing_is_stored(run, tmp_path, store, name, contents):
    (tmp_path / name).write_bytes(contents)
    status, printed, said = run(name)
    assert (status, printed) == (2, "")
    assert said.count("\n") == 1
    assert "plan" in said
    assert actions(store) == []


def test_a_file_that_is_not_there(run, store):
    status, _, said = run("none.xlsx", "--dry-run")
    assert status == 2
    assert said.startswith("There is no file none.xlsx")


def test_the_templates_form_is_still_read_as_a_form(run, as_workbook, store):
    form = {"Actions": [{"Title": "Audit recording", "Lead": "LA", "Due": "16/12/2022"}]}
    told = json.loads(run(as_workbook(form), "--json")[1])
    assert told["total"]["added"] == 1
    assert not told.get("columns")
