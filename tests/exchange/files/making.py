"""Makes real files for the tests: .xlsx with openpyxl or with parts of one's own, .xls with xlwt, .ods by hand."""

import io
import zipfile

import openpyxl
import pytest

from bot.domain.errors import BadInput
from bot.exchange.files.child import read_here
from bot.exchange.files.kinds import kind_of
from bot.exchange.files.limits import EXAMPLE

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODS = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text", "style")
)
HIDDEN_STYLE = (
    '<office:automatic-styles><style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)


def saved(book):
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def here(contents, name="plan.xlsx"):
    """Reads in this process, as the reading process does."""
    return read_here(kind_of(name, contents), name, contents)


def sentence(reader, *arguments):
    """What a refusal says."""
    with pytest.raises(BadInput) as refused:
        reader(*arguments)
    assert refused.value.example == EXAMPLE
    assert refused.value.sentence.endswith(".")
    return refused.value.sentence


def packed_of(parts):
    """A zip file of parts by their names."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return whole.getvalue()


def parts_of(contents):
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xlsx(rows="", after="", **others):
    """A workbook whose one sheet, "Sheet", has the XML `rows` and what stands `after` them."""
    parts = parts_of(saved(openpyxl.Workbook()))
    rows = rows if isinstance(rows, bytes) else rows.encode()
    start, end = f'<worksheet xmlns="{_SHEET}"><sheetData>'.encode(), f"</sheetData>{after}</worksheet>".encode()
    return packed_of(parts | {"xl/worksheets/sheet1.xml": start + rows + end} | others)


def ods(tables, styles="", **others):
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<office:document-content {_ODS}>{styles}{body}</office:document-content>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    return packed_of(parts | others)


def ods_cell(text, extra="", kind="string"):
    return f'<table:table-cell office:value-type="{kind}" {extra}><text:p>{text}</text:p></table:table-cell>'
