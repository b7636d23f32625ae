import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from bot.exchange.pack.excel import as_excel
from bot.exchange.pack.excel_names import sheet_names
from bot.exchange.pack.model import Column, Section, Table
from tests.exchange.pack import packs
from tests.exchange.pack.test_word import AWKWARD

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@pytest.fixture(scope="module")
def usual():
    return load_workbook(BytesIO(as_excel(packs.usual())))


def of_cells(*values):
    """A workbook of one table, of one column."""
    table = Table("Values", (Column("Value"),), tuple((value,) for value in values))
    return as_excel(packs.pack(Section("A", (), (table,))))


def read(contents):
    return load_workbook(BytesIO(contents), rich_text=False)


def parts(contents):
    with zipfile.ZipFile(BytesIO(contents)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_first_sheet_says_what_the_word_file_says(usual):
    said = [cell.value for cell in usual["Read me"]["A"]]
    assert said[:3] == ["Board pack", "As at Monday 14 November 2022", "Changes since Monday 17 October 2022"]
    assert said[3:6] == ["Summary", "60 actions are past their date.", "Nothing else changed."]
    assert said[-4:] == ["Sheets", "Exceptions: Red actions, longest overdue first", "Funding", "Extensions"]
    assert usual["Read me"].cell(len(said) - 2, 1).hyperlink.location == "'Exceptions'!A1"


def test_a_sheet_for_each_table(usual):
    assert usual.sheetnames == ["Read me", "Charts", "Exceptions", "Funding", "Extensions"]
    sheet = usual["Exceptions"]
    assert [cell.value for cell in sheet[1]][:3] == ["Ref", "Action", "Lead organisation"]
    assert sheet.max_row == 61
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F61"
    assert sheet.print_title_rows == "$1:$1"
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)


def test_every_sheet_prints_across_as_wide_as_a_page_and_says_official(usual):
    for sheet in usual.worksheets:
        assert sheet.oddHeader.center.text == "OFFICIAL"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)


def test_dates_are_dates_and_numbers_numbers():
    values = (
        date(2023, 1, 31),
        1400,
        Decimal("90.50"),
        Decimal(387),
        Decimal("1E+3"),
        date(1066, 10, 14),
        10**15,
        0,
        -3,
    )
    sheet = read(of_cells(*values))["Values"]
    cells = [sheet.cell(row, 1) for row in range(2, len(values) + 2)]
    assert [cell.value for cell in cells] == [
        datetime(2023, 1, 31),  # noqa: DTZ001 — openpyxl has no zones
        1400,
        90.5,
        387,
        1000,
        "14 October 1066",
        10**15,
        0,
        -3,
    ]
    assert [cell.number_format for cell in cells[:4]] == ["d mmmm yyyy", "#,##0", "#,##0.00", "#,##0"]


@pytest.mark.parametrize(
    "text", [*AWKWARD, "#N/A", "2023-01-31", "12", "TRUE", "-1+cmd|' /C calc'!A0", "'=1", "_x000D_"]
)
def test_no_formula_comes_of_any_text(text):
    contents = of_cells(text, f"={text}")
    kept = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe]", "", text.replace("\r\n", "\n"))
    sheets = [body for name, body in parts(contents).items() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in body or b"<f " in body or b't="e"' in body for body in sheets)
    first, second = (read(contents)["Values"].cell(row, 1) for row in (2, 3))
    assert {first.data_type, second.data_type} <= {"s", "n"}
    assert (first.data_type == "n") == (first.value is None)
    assert second.quotePrefix
    # As Excel would show them: calamine undoes the escapes of its text.
    rows = (
        CalamineWorkbook.from_filelike(BytesIO(contents)).get_sheet_by_name("Values").to_python(skip_empty_area=False)
    )
    assert [row[0] for row in rows] == ["Value", kept, f"={kept}"]


def test_a_cell_keeps_what_excel_can_hold():
    (cell,) = read(of_cells("x" * 40_000))["Values"]["A"][1:]
    assert len(cell.value) == 32_767
    assert cell.value.endswith("…")


@pytest.mark.fuzz
@given(st.text(max_size=200))
@settings(max_examples=12, deadline=None)
def test_excel_opens_whatever_anybody_wrote(text):
    contents = as_excel(packs.worded(text))
    book = read(contents)
    assert not any(cell.data_type in "fe" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    assert not any(b"External" in body for name, body in parts(contents).items() if name.endswith(".rels"))


@given(st.lists(st.text(max_size=40), max_size=12))
@settings(max_examples=100, deadline=None)
def test_sheets_have_names_that_excel_allows(wanted):
    names = sheet_names([*wanted, *wanted, "History", "read ME", "a" * 40, "A" * 40], ("Read me",))
    assert len({name.casefold() for name in [*names, "Read me"]}) == len(names) + 1
    for name in names:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
        assert name == name.strip(" '")
        assert name.casefold() != "history"


def test_a_name_that_is_allowed_is_kept():
    assert sheet_names(["Overdue", "R4", "overdue", "A/B"], ()) == ["Overdue", "R4", "overdue (2)", "A B"]


def test_each_chart_stands_below_its_sentence_and_has_it_as_alternative_text():
    contents = as_excel(packs.usual())
    sheet = read(contents)["Charts"]
    said = [cell.value for cell in sheet["A"] if cell.value]
    assert said == [
        *("Overdue by organisation", "West Midlands Police 3; Solihull Council 1."),
        *("I1 Waiting", "From 540 to 387.", "I2 Late", "One."),
    ]
    drawn = ET.fromstring(parts(contents)["xl/drawings/drawing1.xml"])
    named = [one.attrib for one in drawn.iter(f"{DRAWING}cNvPr")]
    assert [one["descr"] for one in named] == [said[1], said[3], said[5]]
    assert len({one["id"] for one in named}) == 3
    rows = [image.anchor._from.row + 1 for image in sheet._images]  # noqa: SLF001 — openpyxl has no other list
    assert [sheet.cell(row - 1, 1).value for row in rows] == [said[1], said[3], said[5]]
    for image, row in zip(sheet._images, rows, strict=True):  # noqa: SLF001
        assert image.anchor.ext.height / 12_700 <= sheet.row_dimensions[row].height


def test_the_workbook_says_what_it_is_and_not_who_made_it():
    contents = as_excel(packs.usual())
    core = read(contents).properties
    assert (core.title, core.language) == ("Board pack", "en-GB")
    assert b"creator" not in parts(contents)["docProps/core.xml"]
    assert core.created == core.modified == datetime(2022, 11, 14)  # noqa: DTZ001 — openpyxl has no zones


def test_a_partners_workbook_says_whose_it_is():
    book = read(as_excel(packs.pack(seen_by="West Midlands Police")))
    assert book["Read me"]["A4"].value == "Only the actions of West Midlands Police are in it"
