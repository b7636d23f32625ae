import importlib
from datetime import date

import openpyxl
import pytest
import yaml

from bot.domain.errors import BadInput
from bot.exchange.example import EXAMPLE
from bot.exchange.files import limits, reading
from bot.exchange.files.child import read_here
from bot.exchange.files.kinds import kind_of
from bot.exchange.sheets import SheetRow, read_sheets
from tests.exchange.conftest import everything, small


def test_a_row_knows_its_sheet_its_number_and_its_cells(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "ACTIONS"
    sheet.append(["Title\u00a0", "Due", "Value", "Demonstration", "  "])
    sheet.append(["\u00a0Agree the rota \n", date(2022, 11, 14), 72.5, True])
    sheet.append([None, "", "\u00a0", None, None])
    sheet.append(["Next", None, 3])
    book.save(tmp_path / "plan.XLSX")
    assert read_sheets(tmp_path / "plan.XLSX") == {
        "ACTIONS": [
            SheetRow(
                "ACTIONS",
                2,
                {"Title": "Agree the rota", "Due": date(2022, 11, 14), "Value": 72.5, "Demonstration": True},
            ),
            SheetRow("ACTIONS", 4, {"Title": "Next", "Value": 3}),
        ]
    }


def test_yaml_is_read_as_it_is_written(tmp_path):
    path = tmp_path / "plan.yml"
    path.write_text(
        "Readings:\n  - On: 2022-08-31\n    No: 010\n    Refs: [R4, R5]\n    Blank:\n  - {}\n  - {On: ~, A: no}\n"
    )
    assert read_sheets(path) == {
        "Readings": [
            SheetRow("Readings", 1, {"On": "2022-08-31", "No": "010", "Refs": "R4, R5"}),
            SheetRow("Readings", 3, {"A": "no"}),
        ]
    }


@pytest.mark.parametrize("text", ["", "# nothing\n", "Actions:\n", "Actions: []\n"])
def test_yaml_with_nothing_in_it(tmp_path, text):
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    assert not any(read_sheets(path).values())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Actions: [", "not YAML that can be read at line"),
        ("- a\n- b\n", "should be names"),
        ("Actions: some words\n", "should be a list of rows"),
        ("Actions:\n  - some words\n", r"Actions, row 1 at line 2 should be names"),
        ("Actions:\n  - Title: {a: b}\n", "more than text in one cell"),
        ("Actions:\n  - Title: a\n    title: b\n", "two entries with the name title"),
        ("Actions: []\nactions: []\n", "two entries with the name actions"),
        ("a: &a [x]\nActions: *a\n", r"uses a reference"),
        ("Actions: " + "[" * 100_000, "nested too deeply"),
        ("Actions: !!python/object/apply:os.system [ls]\n", "should be names"),
    ],
)
def test_yaml_of_another_shape(tmp_path, text, why):
    path = tmp_path / "plan.yml"
    path.write_text(text)
    with pytest.raises(BadInput, match=why) as refused:
        read_sheets(path)
    assert refused.value.example


def test_yaml_that_unfolds_without_end_is_refused_at_once(tmp_path):
    path = tmp_path / "plan.yml"
    path.write_text(
        "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    )
    with pytest.raises(BadInput, match="reference"):
        read_sheets(path)


def test_yaml_that_is_no_text(tmp_path):
    path = tmp_path / "plan.yml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="not text in UTF-8"):
        read_sheets(path)


@pytest.mark.parametrize(
    ("name", "why"), [("plan", "plain text"), ("plan.xls", "may be damaged"), ("plan.docx", "is not a spreadsheet")]
)
def test_another_kind_of_file(tmp_path, name, why):
    (tmp_path / name).write_text("x")
    with pytest.raises(BadInput, match=why):
        read_sheets(tmp_path / name)


def test_a_text_file_is_one_sheet_with_its_name(tmp_path):
    (tmp_path / "Actions.csv").write_text('Title,Due\nAgree the rota,14/11/2022\n,\n"Next, too",\n')
    assert read_sheets(tmp_path / "Actions.csv") == {
        "Actions": [
            SheetRow("Actions", 2, {"Title": "Agree the rota", "Due": "14/11/2022"}),
            SheetRow("Actions", 4, {"Title": "Next, too"}),
        ]
    }


def test_a_formula_without_a_result_is_named(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Title", "Due"])
    book.active.append(["a", "=A2"])
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(BadInput, match=r"The sheet Sheet has a formula without a result in B2\."):
        read_sheets(tmp_path / "plan.xlsx")


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path):
    with pytest.raises(BadInput, match="There is no file"):
        read_sheets(tmp_path / "plan.xlsx")
    (tmp_path / "folder.yml").mkdir()
    with pytest.raises(BadInput, match=r"can't be read"):
        read_sheets(tmp_path / "folder.yml")


def test_a_file_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_MB", 0)
    (tmp_path / "plan.yml").write_text("x")
    with pytest.raises(BadInput, match="larger than"):
        read_sheets(tmp_path / "plan.yml")


@pytest.mark.parametrize(
    "contents",
    [
        b"not a workbook",
        b"PK\x03\x04 cut off",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
)
def test_a_damaged_workbook(tmp_path, contents):
    (tmp_path / "plan.xlsx").write_bytes(contents)
    with pytest.raises(BadInput, match="may be damaged"):
        read_sheets(tmp_path / "plan.xlsx")


def _read(contents):
    """In this process: starting another for each of hundreds would take long."""
    return read_here(kind_of("plan.xlsx", contents), "plan.xlsx", contents)


def test_a_workbook_cut_short_anywhere_is_a_sentence(as_workbook):
    whole = as_workbook(small()).read_bytes()
    for length in range(0, len(whole) - 1, 97):
        with pytest.raises(BadInput):
            _read(whole[:length])


def test_a_workbook_with_damaged_bytes_is_read_or_a_sentence(as_workbook):
    whole = as_workbook(small()).read_bytes()
    for at in range(0, len(whole), 41):
        try:
            _read(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        except BadInput as refused:
            assert refused.sentence  # noqa: PT017 — most of these are refused, some can still be read


def test_limits_of_a_sheet(as_workbook, monkeypatch):
    importlib.import_module("bot.exchange.files.opendocument")  # not while the limit is another one
    monkeypatch.setattr(limits, "MOST_ROWS", 2)
    with pytest.raises(BadInput, match="The sheet Actions has more than 2 rows: cell A3 holds something"):
        _read(as_workbook({"Actions": [{"Title": "a"}, {"Title": "b"}]}).read_bytes())
    with pytest.raises(BadInput, match="more than 100 columns"):
        read_sheets(as_workbook({"Actions": [{f"c{number}": "x" for number in range(101)}]}))


def test_two_columns_with_one_name(as_workbook):
    with pytest.raises(BadInput, match="two columns with the name lead"):
        read_sheets(as_workbook({"Actions": [{"Lead": "LA", "lead": "ICB"}]}))


def test_a_cell_under_no_heading_is_not_dropped(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Title"])
    book.active.append(["a", "lost?"])
    book.save(tmp_path / "plan.xlsx")
    assert read_sheets(tmp_path / "plan.xlsx")["Sheet"][0].cells == {"Title": "a", "B (no heading)": "lost?"}


@pytest.mark.parametrize(
    "plan", [small(), yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))], ids=["small", "example"]
)
def test_a_workbook_and_yaml_give_the_same_store(bring, store, as_yaml, as_workbook, plan):
    plan = {
        sheet: [{str(key) if key is not True else "On": _one_cell(cell) for key, cell in row.items()} for row in rows]
        for sheet, rows in plan.items()
    }
    bring(as_yaml(plan))
    before = everything(store, but=())
    assert bring(as_workbook(plan)).total[:2] == (0, 0)
    assert everything(store, but=()) == before


def _one_cell(cell):
    return ", ".join(cell) if isinstance(cell, list) else cell


def test_real_dates_and_numbers_in_a_workbook_are_the_same_as_words(bring, as_yaml, as_workbook):
    bring(as_yaml(small()))
    typed = small()
    typed["Sources"][0]["Published"] = date(2022, 2, 21)
    typed["Actions"][0]["Due"] = date(2022, 12, 16)
    typed["Readings"][0] |= {"On": date(2022, 8, 31), "Value": 1400.0}
    typed["Indicators"][0]["Target"] = 90.5
    assert bring(as_workbook(typed)).total[:2] == (0, 0)
