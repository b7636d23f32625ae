import io
from datetime import date, datetime, time, timedelta
from time import perf_counter

import openpyxl
import pytest
import xlwt
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from python_calamine import CalamineWorkbook

from bot.exchange.files import reading
from bot.exchange.files.book import Area, Spot
from bot.exchange.files.colours import classed
from tests.exchange.files.making import HIDDEN_STYLE, here, ods, ods_cell, saved, xlsx

MORNING = datetime.fromisoformat("2022-11-14 09:30")  # a spreadsheet knows no time zone


def one(contents, name="plan.xlsx"):
    return here(contents, name).sheets[0]


@pytest.fixture
def book():
    return openpyxl.Workbook()


def test_rows_stand_where_a_person_sees_them(book):
    book.active["C7"] = "first"
    book.active["E9"] = 3
    sheet = one(saved(book))
    assert sheet.rows[:6] == [[None] * 5] * 6
    assert sheet.rows[6:] == [[None, None, "first", None, None], [None] * 5, [None, None, None, None, 3]]


def test_values_of_every_type(book):
    values = [
        *("words", 3, 3.5, -0.0, True, False, date(2022, 11, 14), MORNING),
        *(time(9, 30), time(9, 30, 5), timedelta(hours=30), timedelta(hours=-1)),
    ]
    book.active.append(values)
    found = one(saved(book)).rows[0]
    days = [date(2022, 11, 14), date(2022, 11, 14)]
    assert found == ["words", 3, 3.5, 0, True, False, *days, "09:30", "09:30:05", "30:00", "-1:00"]
    assert [type(cell) for cell in found[1:8]] == [int, float, int, bool, bool, date, date]


def test_numbers_that_are_no_dates_though_formatted_as_such(book):
    book.active.append([1e9, 2_958_466, 2_958_465])
    for cell in book.active[1]:
        cell.number_format = "dd/mm/yyyy"
    assert one(saved(book)).rows == [[1_000_000_000, 2_958_466, date(9999, 12, 31)]]


def test_text_is_cleaned():
    texts = ["a_x000D_\nb", "\u00a0a\u200b ", "_x0007_a", "_x005F_x000D_", "a_x000B_b", " \u00a0 "]
    cells = "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' for text in texts)
    assert one(xlsx(f"<row>{cells}</row>")).rows == [["a\nb", "a", "a", "_x000D_", "a\nb", None]]


def test_sheets_hidden_and_shown_but_no_charts(book):
    book.active.title = "Shown & first"
    book.create_sheet("Hidden").sheet_state = "hidden"
    book.create_sheet("Very").sheet_state = "veryHidden"
    book.create_chartsheet("Chart")
    sheets = here(saved(book)).sheets
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [
        *(("Shown & first", False), ("Hidden", True), ("Very", True))
    ]
    assert all(sheet.rows == [] for sheet in sheets)


def test_merged_cells_hold_only_what_is_seen():
    rows = '<row r="2"><c r="B2"><v>1</v></c><c r="C2"><v>2</v></c></row><row r="3"><c r="B3"><v>3</v></c></row>'
    merged = '<mergeCells><mergeCell ref="B2:C3"/><mergeCell ref="A90:XFD1048576"/></mergeCells>'
    sheet = one(xlsx(rows, merged))
    assert sheet.rows == [[None] * 3, [None, 1, None], [None] * 3]
    assert sheet.merged == (Area(1, 1, 2, 2),)


def test_hidden_columns(book):
    sheet = book.active
    sheet.append(["a", "b", "c", "d"])
    sheet.column_dimensions["C"].hidden = True
    assert one(saved(book)).hidden_columns == {2}


def test_hidden_rows(book):
    for row in range(1, 5):
        book.active.append([row])
    book.active.row_dimensions[2].hidden = True
    book.active.row_dimensions[3].hidden = False
    assert one(saved(book)).hidden_rows == {1}


FILLS = {
    "red": ["FF0000", "C00000", "FFC7CE", "F4CCCC", "FF5050", "E6B8B7"],
    "amber": ["FFC000", "FFFF00", "FFEB9C", "FFA500", "ED7D31", "F8CBAD", "FFE699"],
    "green": ["00B050", "92D050", "C6EFCE", "00FF00", "A9D08E", "006100"],
    "blue": ["0070C0", "00B0F0", "BDD7EE", "0000FF", "9DC3E6", "B4C6E7", "1F4E78"],
    "": ["FFFFFF", "F2F2F2", "D9D9D9", "000000", "E7E6E6", "DDEBF7", "D9E1F2", "7030A0", "44546A"],
}


@pytest.mark.parametrize(("colour", "fill"), [(colour, fill) for colour, fills in FILLS.items() for fill in fills])
def test_a_fill_is_classed_by_its_hue(colour, fill):
    assert classed(f"FF{fill}") == classed(fill.lower()) == colour


@pytest.mark.parametrize("rgb", ["", "zz", "FFF", "nonsense"])
def test_a_colour_that_is_none(rgb):
    assert not classed(rgb)


def test_colours_by_rgb_theme_tint_and_number(book):
    sheet = book.active
    colours = [
        *("00FF0000", Color(theme=6), Color(theme=6, tint=0.6), Color(theme=0, tint=-0.15), Color(indexed=13)),
        *(Color(theme=4), Color(indexed=64), Color(theme=99)),
    ]
    for column, colour in enumerate(colours, start=1):
        sheet.cell(1, column).fill = PatternFill("solid", fgColor=colour)
    sheet["J1"] = "a row with words in it"
    sheet["A2"].fill = PatternFill("solid", fgColor="00FF0000")
    sheet["B3"].fill = PatternFill("gray125", fgColor="00FF0000")
    sheet["A3"] = "striped"
    sheet["A4"].fill = PatternFill("solid", fgColor="0000B050")
    sheet["A4"] = "filled"
    assert one(saved(book)).colours == {
        Spot(0, 0): "red",
        Spot(0, 1): "green",
        Spot(0, 2): "green",
        Spot(0, 4): "amber",
        Spot(0, 5): "blue",
        Spot(3, 0): "green",
    }


def test_ticks_and_crosses_in_fonts_of_symbols(book):
    marks = [("Wingdings", "ü"), ("Wingdings", "û"), ("Wingdings 2", "P"), ("Wingdings 2", "O"), ("Webdings", "a")]
    others = [("Wingdings", "\uf0fc"), ("Arial", "P"), ("Wingdings", "Px")]
    for column, (font, letter) in enumerate([*marks, *others], 1):
        sheet = book.active
        sheet.cell(1, column, letter).font = Font(name=font)
    ticks = one(saved(book)).ticked
    assert ticks == {Spot(0, at): mark for at, mark in enumerate("✓✗✓✗✓✓")}


def test_errors_and_formulas():
    cells = (
        '<c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C1"><f>C1</f></c>'
        '<c r="D1"><f>1+1</f><v></v></c><c r="E1"><f>1+1</f><v>2</v></c><c r="F1" t="str"><f>""</f><v></v></c>'
    )
    sheet = one(xlsx(f'<row r="1">{cells}</row><row r="2"><c r="A2"><f>A1</f></c></row>'))
    assert sheet.rows[0][:5] == ["#REF!", "#DIV/0!", None, None, 2]
    assert sheet.without_result == {Spot(0, 2), Spot(0, 3), Spot(1, 0)}
    assert sheet.from_formula == {Spot(0, 1), Spot(0, 4), Spot(0, 5)}


def test_a_workbook_of_an_old_macintosh(book):
    book.epoch = CALENDAR_MAC_1904
    book.active.append([date(2022, 11, 14), 43_000])
    sheet = one(saved(book))
    assert sheet.epoch_1904
    assert sheet.rows == [[date(2022, 11, 14), 43_000]]


def test_colours_by_rules_and_comments_are_said_to_be_left_out(book):
    book.active["A1"] = "a"
    assert here(saved(book)).notes == ()
    red = PatternFill("solid", bgColor="FFC7CE")
    book.active.conditional_formatting.add("A1:A9", CellIsRule(operator="equal", formula=['"Red"'], fill=red))
    book.active["A1"].comment = Comment("not read", "somebody")
    rules, comments = here(saved(book)).notes
    assert rules == "The sheet Sheet colours cells by rules. Such colours are not read, only a cell's own fill."
    assert comments == "Comments on cells are not read."
    assert one(saved(book)).colours == {}


def test_a_million_empty_rows_are_read_as_none():
    rows = b'<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>' + b"".join(
        b'<row r="%d" hidden="1"/>' % row if row % 4 else b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row)
        for row in range(2, 1_000_001)
    )
    sheet = reading.read("plan.xlsx", xlsx(rows)).sheets[0]
    assert sheet.rows == [[1]]
    assert sheet.hidden_rows == {0}


def test_reading_takes_little_more_than_calamine_alone():
    cells = "".join(
        f'<c t="inlineStr"><is><t>Words in row %d and column {column}</t></is></c>' for column in range(12)
    )
    whole = xlsx("".join(f"<row>{cells % ((row,) * 12)}</row>" for row in range(10_000)))
    start = perf_counter()
    with CalamineWorkbook.from_filelike(io.BytesIO(whole)) as book:
        book.get_sheet_by_index(0).to_python()
    alone, start = perf_counter() - start, perf_counter()
    rows = reading.read("plan.xlsx", whole).sheets[0].rows
    assert perf_counter() - start <= 2.2 * alone + 0.0005 * len(rows)
    assert rows[9_999][11] == "Words in row 9999 and column 11"


def test_external_links_are_left_alone():
    link = '<externalLink><externalBook r:id="rId1"/></externalLink>'
    made = xlsx("<row><c><f>[1]Plan!A1</f><v>7</v></c></row>", **{"xl/externalLinks/externalLink1.xml": link})
    assert one(made).rows == [[7]]


def test_an_old_workbook():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Old")
    sheet.write(2, 1, "\u00a0a")
    sheet.write(2, 2, MORNING, xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    sheet.write(3, 1, 7.5)
    sheet.write_merge(4, 5, 1, 2, "m")
    book.add_sheet("Hidden").visibility = 1
    found = here(saved(book), "plan.xls")
    assert found.kind == "xls"
    assert "can't be seen" in found.notes[0]
    old, hidden = found.sheets
    assert old.rows[2:] == [
        [None, "a", date(2022, 11, 14)],
        [None, 7.5, None],
        [None, "m", None],
    ]
    assert old.merged == (Area(4, 1, 5, 2),)
    assert hidden.hidden


def test_an_ods_workbook():
    two = 'table:number-columns-spanned="2" table:number-rows-spanned="2"'
    cells = (
        f"<table:table-cell/>{ods_cell('m', two)}"
        "<table:covered-table-cell/>"
        '<table:table-cell office:value-type="date" office:date-value="2022-11-14"><text:p>14/11/22</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    rows = (
        f"<table:table-row>{cells}</table:table-row>"
        '<table:table-row table:visibility="collapse" table:number-rows-repeated="2"><table:table-cell/>'
        f"{ods_cell('twice')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/>'
        "</table:table-row>"
    )
    hidden = f'<table:table table:name="H" table:style-name="ta2"><table:table-row>{ods_cell("h")}</table:table-row></table:table>'
    found = here(ods(f'<table:table table:name="Plan">{rows}</table:table>{hidden}', HIDDEN_STYLE), "plan.ods")
    sheet = found.sheets[0]
    assert [row[:2] for row in sheet.rows] == [[None, "m"], [None, None], [None, "twice"]]
    assert sheet.rows[0][3:] == [date(2022, 11, 14), 3, True, "#DIV/0!"]
    assert sheet.merged == (Area(0, 1, 1, 2),)
    assert sheet.hidden_rows == {1, 2}
    assert sheet.from_formula == {Spot(0, 6)}
    assert found.sheets[1].hidden
    assert found.sheets[1].rows == [["h"]]
    assert found.kind == "ods"
    assert found.notes
