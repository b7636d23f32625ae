import io
import struct
import zipfile
from subprocess import run
from sys import executable

import docx
import openpyxl
import pytest
import xlwt
import xlwt.CompoundDoc

from bot.exchange.files import limits, packed, reading
from tests.exchange.files.making import here, ods, ods_cell, packed_of, parts_of, saved, sentence, xlsx

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def ole(*names, stream=b"\0" * 5_000):
    whole = io.BytesIO()
    xlwt.CompoundDoc.XlsDoc().save(whole, stream)
    return whole.getvalue() + b"".join(name.encode("utf-16-le") for name in names)


def word():
    whole = io.BytesIO()
    docx.Document().save(whole)
    return whole.getvalue()


@pytest.mark.parametrize(
    ("contents", "what"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"{\\rtf1 hello}", "a text document"),
        (b"<html><table><tr><td>a", "a web page"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b"SQLite format 3\0", "a database"),
        (word(), "a Word file"),
        (ole("WordDocument"), "a Word file"),
        (ole("__substg1.0_00"), "an e-mail"),
        (packed_of({"a.csv": "a,b"}), "a packed folder"),
        (packed_of({"inner.zip": packed_of({"inner.zip": b"0" * 1_000_000})}), "a packed folder"),
        (
            packed_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
            "a text document",
        ),
    ],
)
@pytest.mark.parametrize("name", ["plan.xlsx", "plan.csv"])
def test_a_file_that_is_no_spreadsheet_is_called_what_it_is(contents, what, name):
    assert sentence(here, contents, name).startswith(f"{name} is {what}")


@pytest.mark.parametrize("contents", [b"", b"\n \n"])
@pytest.mark.parametrize("name", ["plan.xlsx", "plan.csv"])
def test_an_empty_file(contents, name):
    assert sentence(reading.read, name, contents) == f"{name} is empty."


@pytest.mark.parametrize("name", ["report.docx", "notes.json", "run.py"])
def test_text_of_another_kind(name):
    assert sentence(here, b"a,b\n1,2\n", name).startswith(f"{name} is not a spreadsheet")


def test_a_binary_workbook_can_be_saved_anew():
    assert "Save it as .xlsx" in sentence(here, packed_of({"xl/workbook.bin": "x"}), "plan.xlsb")


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("plan.xlsx", ole("EncryptedPackage")),
        ("plan.ods", ods("", **{"META-INF/manifest.xml": "<m:file-entry><m:encryption-data/></m:file-entry>"})),
        ("plan.ods", packed_of({"encrypted-package": b"\1\2"})),
    ],
)
def test_a_password(name, contents):
    assert sentence(here, contents, name) == f"{name} has a password. Save it without one, and import that."


def test_a_password_on_an_old_workbook():
    book = xlwt.Workbook()
    book.add_sheet("Plan").write(0, 0, "a")
    data = book.get_biff_data()
    first = 4 + struct.unpack_from("<H", data, 2)[0]
    locked = data[:first] + struct.pack("<HHHHH", 0x2F, 6, 0, 0x1234, 0x5678) + data[first:]
    assert "password" in sentence(here, ole(stream=locked), "plan.xls")
    assert here(ole(stream=data), "plan.xls").sheets[0].rows == [["a"]]


def test_a_zip_file_with_a_password():
    locked = bytearray(xlsx())
    with zipfile.ZipFile(io.BytesIO(locked)) as archive:
        at = archive.start_dir
    locked[at + 8] |= 1
    assert "password" in sentence(here, bytes(locked))


MACROS = [
    ("plan.xlsm", saved(openpyxl.Workbook())),
    ("plan.xlsx", packed_of(parts_of(xlsx()) | {"xl/vbaProject.bin": b"x"})),
    ("plan.xlsx", packed_of(parts_of(xlsx()) | {"xl/macrosheets/sheet1.xml": b"x"})),
    ("plan.xlsx", xlsx(**{"[Content_Types].xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml"})),
    ("plan.ods", ods("", **{"Basic/Standard/Module1.xml": "x"})),
    ("plan.xls", ole("_VBA_PROJECT_CUR")),
]


@pytest.mark.parametrize(("name", "contents"), MACROS)
def test_macros(name, contents):
    assert sentence(here, contents, name) == f"{name} holds macros. Save it as .xlsx without them, and import that."


@pytest.mark.parametrize(
    "contents",
    [
        b"PK\x03\x04 cut off",
        packed_of({"xl/workbook.xml": "<a"}),
        packed_of({"xl/workbook.xml": "<a/>", "xl/_rels/workbook.xml.rels": "<a/>"}),
        xlsx('<row r="1"><c r="A1"><v>1'),
        xlsx('<row r="1"><c r="A99999999999999999999"><v>1</v></c></row>'),
        xlsx('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'),
        xlsx('<row r="one"><c><v>1</v></c></row>'),
        xlsx(after='<mergeCells><mergeCell ref="?:1"/></mergeCells>'),
        xlsx(**{"xl/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        ods('<table:table table:name="A">'),
    ],
)
def test_a_damaged_file(contents):
    assert sentence(here, contents) == "plan.xlsx can't be opened. It may be damaged, or need a password."


def test_200_mb_are_not_even_read(tmp_path):
    with (tmp_path / "plan.xlsx").open("wb") as sparse:
        sparse.truncate(200_000_000)
    assert "larger than 20 MB" in sentence(reading.read_path, tmp_path / "plan.xlsx")
    assert "larger than 20 MB" in sentence(reading.read, "plan.csv", b"a" * 20_000_001)


def test_a_place_without_a_file(tmp_path):
    assert sentence(reading.read_path, tmp_path / "plan.xlsx") == "There is no file plan.xlsx in that place."
    (tmp_path / "plan.csv").mkdir()
    assert "plan.csv can't be read" in sentence(reading.read_path, tmp_path / "plan.csv")


def _bomb(size):
    whole = io.BytesIO(xlsx())
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/more.xml", "w") as part:
        for _ in range(size // 1_000_000):
            part.write(b"0" * 1_000_000)
    return whole.getvalue()


def test_a_zip_bomb(monkeypatch):
    monkeypatch.setattr(packed, "LARGEST_UNPACKED_MB", 1)
    assert len(bomb := _bomb(3_000_000)) < 10_000
    assert sentence(here, bomb) == "plan.xlsx unpacks to more than 1 MB, so it was not read."
    assert sentence(here, packed_of(parts_of(xlsx()) | {f"xl/{name}.xml": b"0" * 600_000 for name in "ab"}))


def test_a_zip_bomb_that_lies_about_its_size(monkeypatch):
    monkeypatch.setattr(packed, "LARGEST_UNPACKED_MB", 1)
    bomb = bytearray(_bomb(3_000_000))
    at = bomb.rfind(b"xl/more.xml") - 46
    assert struct.unpack_from("<L", bomb, at + 24) == (3_000_000,)
    struct.pack_into("<L", bomb, at + 24, 10)
    assert sentence(here, bytes(bomb)) == "plan.xlsx unpacks to more than 1 MB, so it was not read."


def test_a_folder_of_very_many_parts(monkeypatch):
    monkeypatch.setattr(packed, "MOST_PARTS", 5)
    assert "more than 5 parts" in sentence(here, xlsx())


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def test_a_single_cell_in_the_last_corner():
    """Calamine alone ends its whole process over this one."""
    said = "The sheet Sheet has more than 200,000 rows: cell XFD1048576 holds something."
    assert sentence(reading.read, "plan.xlsx", xlsx(FAR)).startswith(said)


def test_too_many_rows_columns_and_cells():
    rows = "".join(f'<row r="{row}"><c><v>1</v></c></row>' for row in range(199_990, 200_005))
    assert "more than 200,000 rows: cell A200001" in sentence(here, xlsx(rows))
    columns = "".join("<c><v>1</v></c>" for _ in range(101))
    assert "more than 100 columns: cell CW7" in sentence(here, xlsx(f'<row r="7">{columns}</row>'))
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="200000"><c r="CV200000"><v>1</v></c></row>'
    assert "more than 2,000,000 cells: cell CV200000" in sentence(here, xlsx(corners))


def test_too_much_in_other_kinds():
    assert "more than 100 columns: cell CW1" in sentence(here, b"a" + b"," * 100 + b"b", "plan.csv")
    assert "more than 200,000 rows: cell A300001" in sentence(here, b"\n" * 300_000 + b"b", "plan.csv")
    row = f'<table:table-row table:number-rows-repeated="1048576">{ods_cell("x")}</table:table-row>'
    many = ods(f'<table:table table:name="Plan">{row}</table:table>')
    assert "The sheet Plan has more than 200,000 rows: cell A1048576" in sentence(here, many, "plan.ods")
    book = xlwt.Workbook()
    book.add_sheet("Plan").write(3, 100, "z")
    assert "The sheet Plan has more than 100 columns: cell CW4" in sentence(here, saved(book), "plan.xls")


def test_an_old_workbook_with_a_cell_in_its_last_corner_needs_no_more_memory_than_there_is():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Plan")
    sheet.write(0, 0, "a")
    sheet.write(65_535, 255, "z")
    assert "too much memory" in sentence(reading.read, "plan.xls", saved(book))


LONG = f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>'
NAMED = "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(50))


def test_one_long_text_named_over_and_over(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_ANSWER_MB", 1)
    many = xlsx(NAMED, **{"xl/sharedStrings.xml": LONG})
    assert "more than 1 MB of text" in sentence(reading.read, "plan.xlsx", many)


def test_merged_areas_over_one_another_without_end():
    merged = "<mergeCells>" + '<mergeCell ref="A1:CV9999"/>' * 9 + "</mergeCells>"
    assert "may be damaged" in sentence(here, xlsx('<row r="999"><c r="B999"><v>1</v></c></row>', merged))


def test_a_reading_process_that_is_killed_or_says_nonsense_is_a_sentence(monkeypatch):
    monkeypatch.setattr(reading, "_CHILD", "this")
    assert "may be damaged" in sentence(reading.read, "plan.csv", b"a,b")
    monkeypatch.setattr(reading, "_CHILD", "tests.exchange.files.hanging")
    monkeypatch.setattr(reading, "WALL_SECONDS", 0.1)
    assert "takes too long" in sentence(reading.read, "plan.csv", b"a,b")


def test_the_reading_process_has_limits_and_no_environment(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    monkeypatch.setattr(reading, "_CHILD", "tests.exchange.files.telling")
    told = reading.read("plan.csv", b"a,b").sheets[0].rows
    assert told == [[limits.MEMORY_MB * 1_000_000, limits.PROCESSOR_SECONDS, 0, False]]


def test_the_reading_process_loads_little():
    code = "import sys, bot.exchange.files.child; print(*sys.modules)"
    loaded = run([executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"openpyxl", "python_calamine", "yaml", "docx", "bot.settings"} & set(loaded)
