"""Any workbook comes out as it went in; any bytes are a book or a sentence."""

import random
from datetime import date

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import PatternFill

from bot.domain.errors import BadInput
from bot.exchange.files import wire
from bot.exchange.files.book import Area, Book, Sheet, Spot
from bot.exchange.files.child import read_here
from bot.exchange.files.kinds import OLD, PACKED, TEXT
from bot.exchange.sheets import clean
from tests.exchange.files.making import here, ods, ods_cell, saved

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
COLOURS = {"red": "FFC7CE", "amber": "FFC000", "green": "92D050", "blue": "BDD7EE", "": "D9D9D9"}

characters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
words = st.text(st.one_of(characters, st.sampled_from("\n\t")), max_size=20).filter(
    lambda text: not text.startswith("=")
)
cells = st.one_of(
    st.none(),
    words,
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(-1e15, 1e15).map(lambda number: float(f"{number:.15g}")),  # a spreadsheet keeps fifteen digits
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
)
places = st.tuples(st.integers(1, 12), st.integers(1, 8))
areas = st.tuples(places, st.integers(0, 2), st.integers(0, 2)).map(
    lambda area: Area(area[0][0] - 1, area[0][1] - 1, area[0][0] - 1 + area[1], area[0][1] - 1 + area[2])
)


def as_read(value):
    return (clean(value) or None) if isinstance(value, str) else value


def covered(area):
    return {
        Spot(row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1)
    }


@FEW
@given(
    filled=st.dictionaries(places, cells, max_size=25),
    fills=st.dictionaries(places, st.sampled_from(list(COLOURS)), max_size=8),
    area=areas,
    hidden=st.integers(1, 12),
)
def test_a_workbook_is_read_as_it_was_written(filled, fills, area, hidden):
    book = openpyxl.Workbook()
    sheet = book.active
    for (row, column), value in filled.items():
        cell = sheet.cell(row, column)
        cell.value = value
        cell.data_type = "s" if isinstance(value, str) else cell.data_type
    for (row, column), colour in fills.items():
        sheet.cell(row, column).fill = PatternFill("solid", fgColor=COLOURS[colour])
    sheet.row_dimensions[hidden].hidden = True
    if len(covered(area)) > 1:
        sheet.merge_cells(
            start_row=area.top + 1, start_column=area.left + 1, end_row=area.bottom + 1, end_column=area.right + 1
        )
    beneath = covered(area) - {Spot(area.top, area.left)}
    found = here(saved(book)).sheets[0]
    want = {Spot(row - 1, column - 1): as_read(value) for (row, column), value in filled.items()}
    want = {spot: value for spot, value in want.items() if value is not None and spot not in beneath}
    got = {Spot(row, column): cell for row, cells in enumerate(found.rows) for column, cell in enumerate(cells)}
    assert {spot: value for spot, value in got.items() if value is not None} == want
    rows = {spot.row for spot in want}
    for spot, colour in found.colours.items():
        assert spot in beneath or fills[spot.row + 1, spot.column + 1] == colour
    for (row, column), colour in fills.items():
        if colour and row - 1 in rows and Spot(row - 1, column - 1) not in beneath:
            assert found.colours[Spot(row - 1, column - 1)] == colour
    assert rows & {hidden - 1} <= found.hidden_rows <= {hidden - 1}


@FEW
@given(
    rows=st.lists(st.lists(cells.map(as_read), max_size=6), max_size=8),
    name=st.text(max_size=9),
    spots=st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda at: Spot(*at)), st.just("red")),
)
def test_a_book_told_is_the_book_heard(rows, name, spots):
    sheet = Sheet(
        name=name,
        rows=rows,
        hidden=True,
        merged=(Area(0, 0, 1, 2),),
        hidden_rows=frozenset(spot.row for spot in spots),
        colours=spots,
        ticked=dict.fromkeys(spots, "✓"),
        without_result=frozenset(spots),
        from_formula=frozenset(spots),
        epoch_1904=True,
    )
    book = Book((sheet, Sheet("empty", [])), ("a note",), "ods")
    lines = list(wire.told(book))
    assert wire.heard(lines) == book
    for cut in range(len(lines)):
        with pytest.raises(ValueError, match="no whole book"):
            wire.heard(lines[:cut])


def tried(kind, contents):
    """A book or a sentence. A panic of the library below ends the reading process, which `reading` tells."""
    try:
        assert isinstance(read_here(kind, "plan.xlsx", contents), Book)
    except BadInput as refused:
        assert refused.sentence  # noqa: PT017 — most are refused, some can be read
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise


@settings(max_examples=150, deadline=None)
@given(
    start=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]), rest=st.binary()
)
def test_random_bytes_are_a_book_or_a_sentence(start, rest):
    try:
        here(start + rest, "plan.csv")
    except BadInput as refused:
        assert refused.example  # noqa: PT017 — either is right


@FEW
@given(st.text())
def test_random_text_is_a_book_or_a_sentence(text):
    try:
        here(text.encode(), "plan.csv")
    except BadInput as refused:
        assert refused.example  # noqa: PT017 — either is right


def _old():
    book = xlwt.Workbook()
    for row in range(20):
        book.add_sheet("Plan") if not row else None
        book.get_sheet(0).write(row, row % 5, f"words {row}")
    return saved(book)


def _new():
    book = openpyxl.Workbook()
    for row in range(20):
        book.active.append([row, f"words {row}", date(2022, 11, 14), row / 7])
    book.active.merge_cells("A3:B4")
    return saved(book)


ROWS = "".join(f"<table:table-row>{ods_cell(row)}</table:table-row>" for row in range(20))
WHOLE = {
    "xlsx": (PACKED, _new()),
    "xls": (OLD, _old()),
    "ods": (PACKED, ods(f'<table:table table:name="Plan">{ROWS}</table:table>')),
    "csv": (TEXT, b"\xef\xbb\xbf" + 'Ref;Action\n1;“Agree” "it"\n'.encode() * 30),
}


@pytest.mark.parametrize("which", WHOLE)
def test_a_real_file_with_bytes_changed_or_cut_is_a_book_or_a_sentence(which):
    kind, whole = WHOLE[which]
    chance = random.Random(1)  # the same changes each time
    for _ in range(150):
        spoilt = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        tried(kind, bytes(spoilt[: chance.choice([len(spoilt), chance.randrange(len(spoilt))])]))
