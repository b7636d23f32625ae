"""A form file that holds an identifier is refused, wherever it is, and the identifier is repeated nowhere."""

import json
import sys

import pytest
from pydantic import ValidationError

from bot import cli
from bot.domain.identifiers import Kind, advice
from bot.settings import Settings
from tests.exchange.conftest import small

CANARIES = {
    Kind.NHS_NUMBER: "999 000 0026",
    Kind.PUPIL_NUMBER: "B801200005001",
    Kind.NATIONAL_INSURANCE_NUMBER: "AB123456C",
    Kind.POSTCODE: "B91 3QA",
    Kind.PHONE_NUMBER: "07700 900123",
    Kind.DATE_OF_BIRTH: "DOB 01/02/2016",
    Kind.ADDRESS: "jane.doe@example.org",
    Kind.CASE_ID: "LCS-123456",
}
CELLS = [
    (sheet, number, header) for sheet, rows in small().items() for number, row in enumerate(rows) for header in row
]


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    """Import a file into a new database; exit status, all that was written anywhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", str(tmp_path / "kept.db"))
    monkeypatch.setenv("FOLLOWTHROUGH_CASE_ID_PREFIXES", "LCS")
    monkeypatch.setenv("COLUMNS", "300")

    def run(path, *options):
        monkeypatch.setattr(sys, "argv", ["followthrough", "import", str(path), *options])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        kept = b"".join(file.read_bytes() for file in tmp_path.glob("kept.db*"))
        return ended.value.code, said.out, said.err, kept

    return run


def nowhere(canary, *written):
    digits = canary.encode()
    return all(digits not in (one if isinstance(one, bytes) else one.encode()) for one in written)


@pytest.mark.parametrize("options", [[], ["--json"], ["--dry-run"]], ids=" ".join)
@pytest.mark.parametrize("kind", Kind)
def test_an_identifier_stops_the_import_and_is_repeated_nowhere(run, as_workbook, kind, options):
    plan = small()
    plan["Actions"][1]["Update"] = f"Spoke about {CANARIES[kind]} yesterday"
    status, out, err, kept = run(as_workbook(plan), *options)
    assert status == 1
    assert (
        f"t holds {'an' if kind in {Kind.NHS_NUMBER, Kind.ADDRESS} else 'a'} {kind}, so it can't be kept here" in out
    )
    assert nowhere(CANARIES[kind], out, err, kept)
    assert b"Agree the rota" not in kept
    if "--json" in options:
        said = json.loads(out)
        assert [(one["sheet"], one["row"], one["column"]) for one in said["faults"]] == [("Actions", 3, "Update")]
        assert said["stored"] is False


def test_no_cell_of_any_sheet_takes_one(run, as_yaml):
    """In each filled cell of the small plan in turn, all in one file: as many faults as cells."""
    plan = small()
    for sheet, number, header in CELLS:
        plan[sheet][number][header] = "ask 07700 900123"
    status, out, err, kept = run(as_yaml(plan), "--json")
    refused = [one for one in json.loads(out)["faults"] if "phone number" in one["reason"]]
    assert (status, len(refused)) == (1, len(CELLS))
    assert nowhere("900123", out, err, kept)


@pytest.mark.parametrize("where", ["heading", "sheet", "unknown column"])
def test_an_identifier_around_the_cells_is_not_repeated_either(run, as_yaml, where):
    plan = small()
    if where == "sheet":
        plan["Calls 07700 900123"] = [{"Ref": "A1"}]
    else:
        header, cell = ("07700 900123", "x") if where == "heading" else ("Calls", "07700 900123")
        plan["Actions"][0][header] = cell
    status, out, err, kept = run(as_yaml(plan))
    assert status == 1
    assert (
        "no such column" in out if where == "unknown column" else "it holds a phone number" in out.replace("It", "it")
    )
    assert nowhere("900123", out, err, kept)


TWICE = "Action,Due date (07700 900123),Due date\nAgree the rota,,31/01/2023\n"


def test_an_identifier_in_a_trackers_header_is_not_repeated_where_two_columns_clash(run, tmp_path):
    path = tmp_path / "tracker.csv"
    path.write_text(TWICE)
    status, out, err, kept = run(path)
    assert (status, "can both be the due" in err) == (2, True)
    assert "tracker!B=due" in err
    assert nowhere("900123", out, err, kept)


def test_an_identifier_in_words_that_were_chosen_is_not_remembered(run, tmp_path, as_yaml):
    run(as_yaml(small()))
    path = tmp_path / "tracker.csv"
    path.write_text("Action,Lead\nAgree the other rota,whoever it is\n")
    chosen = ["--lead", "whoever has 07700 900123=LA", "--lead", "whoever it is=LA"]
    status, _, err, kept = run(path, *chosen)
    assert (status, b"whoever it is" in kept) == (0, True)
    assert nowhere("900123", err, kept)


def test_the_example_and_the_small_plan_hold_none(run, as_yaml):
    assert run(as_yaml(small()))[0] == 0
    assert run("--example", "--dry-run")[0] == 0


def test_what_is_on_the_lists_is_kept(run, as_yaml, monkeypatch):
    plan = small()
    plan["Actions"][1]["Update"] = "Write to hub@council.example or ring 0121 496 0001, at B91 3QB"
    path = as_yaml(plan)
    status, out, *_ = run(path)
    assert status == 1
    assert "t holds a postcode, a phone number and an e-mail address" in out
    monkeypatch.setenv("FOLLOWTHROUGH_OFFICE_POSTCODES", "B91 3QB, B90 1AA")
    monkeypatch.setenv("FOLLOWTHROUGH_ROLE_MAILBOXES", "hub@council.example")
    monkeypatch.setenv("FOLLOWTHROUGH_OFFICE_TELEPHONES", "+44 121 496 0000, (0121) 496-0001")
    assert run(path)[0] == 0


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("office_postcodes", "B91", "write whole postcodes with commas between them, as B91 3QB"),
        ("office_postcodes", "B91 3QB B90 1AA", "write whole postcodes"),
        ("office_telephones", "0121 496", "write whole telephone numbers with commas between them, as 0121 496 0000"),
        ("office_telephones", "0121 496 0000 0121 496 0001", "write whole telephone numbers"),
        ("role_mailboxes", "@council.example", "write whole e-mail addresses with commas between them"),
        ("role_mailboxes", "hub", "write whole e-mail addresses"),
        ("case_id_prefixes", "A", "write prefixes of 2 to 12 letters and digits, the first two letters, as LCS"),
        ("case_id_prefixes", "12", "write prefixes of 2 to 12"),
    ],
)
def test_a_wrong_list_is_said_in_words(name, value, sentence):
    with pytest.raises(ValidationError, match=sentence):
        Settings(_env_file=None, **{name: value})


def test_the_lists_are_what_the_guard_is_told():
    settings = Settings(_env_file=None, office_postcodes="B91 3QB,b90 1aa", case_id_prefixes="LCS", role_mailboxes="")
    assert settings.allowed.postcodes == ("B91 3QB", "b90 1aa")
    assert (settings.allowed.case_prefixes, settings.allowed.mailboxes) == (("LCS",), ())
    assert advice(Kind.CASE_ID)
