"""Tables that keep their head on every page and never split a row."""

from collections.abc import Sequence

from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement

from bot.exchange.pack.model import Table, Value
from bot.exchange.pack.plain import is_numeric, one_line, written
from bot.exchange.pack.word_parts import captioned, element
from bot.exchange.pack.word_styles import CELL, CELL_HEAD, CELL_HEAD_NUMBER, CELL_NUMBER
from bot.messages.text import count

_TWIPS = 567  # in a centimetre
_SHORT = 8  # rows
_LINE, _SHADE = "7F7F7F", "E3E8EE"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def add_table(document: Document, table: Table, widths: Sequence[float], *, before_link: bool) -> None:
    """A table under its caption, its columns so many centimetres wide; a sentence where it has no rows.

    `before_link`: whether a line follows that is not to be alone on a page.
    """
    name = one_line(table.caption or table.name)
    if not table.rows or not table.columns:
        document.add_paragraph(f"{name.rstrip('.:')}: nothing to show.")
        return
    captioned(document.add_paragraph(style="Caption"), "Table", name)
    styles = {name: document.styles[name].style_id or "" for name in (CELL, CELL_HEAD, CELL_NUMBER, CELL_HEAD_NUMBER)}
    body = document.element.body
    body.insert_element_before(
        _table(table, [round(width * _TWIPS) for width in widths], styles, before_link=before_link), "w:sectPr"
    )


def _table(table: Table, room: Sequence[int], styles: dict[str, str], *, before_link: bool) -> BaseOxmlElement:
    numeric = [is_numeric(table, at) for at in range(len(table.columns))]
    head = [styles[CELL_HEAD_NUMBER if one else CELL_HEAD] for one in numeric]
    cell = [styles[CELL_NUMBER if one else CELL] for one in numeric]
    last = len(table.rows) - 1
    # With the row below, so that none is alone on a page, and a short table stays whole.
    kept = {at for at in range(last) if last < _SHORT or at in {0, last - 1}} | ({last} if before_link else set())
    return element(
        "w:tbl",
        {},
        _properties(table, room),
        element("w:tblGrid", {}, *(element("w:gridCol", {"w:w": width}) for width in room)),
        _row([one_line(column.heading) for column in table.columns], room, head, head_row=True),
        *(_row(row, room, cell, with_next=at in kept) for at, row in enumerate(table.rows)),
    )


def _properties(table: Table, room: Sequence[int]) -> BaseOxmlElement:
    lines = [element(f"w:{side}", {"w:val": "single", "w:sz": 4, "w:space": 0, "w:color": _LINE}) for side in _SIDES]
    headings = ", ".join(one_line(column.heading) for column in table.columns)
    sizes = f"{count(len(table.rows), 'row')} below a row of headings: {headings}."
    return element(
        "w:tblPr",
        {},
        element("w:tblW", {"w:w": sum(room), "w:type": "dxa"}),
        element("w:tblBorders", {}, *lines),
        element("w:tblLayout", {"w:type": "fixed"}),
        element(
            "w:tblCellMar", {}, *(element(f"w:{side}", {"w:w": 85, "w:type": "dxa"}) for side in ("left", "right"))
        ),
        element("w:tblLook", {"w:val": "0020", "w:firstRow": 1, "w:noHBand": 1, "w:noVBand": 1}),
        element("w:tblCaption", {"w:val": one_line(table.caption or table.name)}),
        element("w:tblDescription", {"w:val": sizes}),
    )


_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def _row(
    values: Sequence[Value],
    room: Sequence[int],
    styles: Sequence[str],
    *,
    head_row: bool = False,
    with_next: bool = False,
) -> BaseOxmlElement:
    properties = element("w:trPr", {}, element("w:cantSplit"))
    if head_row:
        properties.append(element("w:tblHeader"))
    cells = zip(values, room, styles, strict=True)
    return element("w:tr", {}, properties, *(_cell(*cell, shaded=head_row, with_next=with_next) for cell in cells))


def _cell(value: Value, width: int, style: str, *, shaded: bool, with_next: bool) -> BaseOxmlElement:
    properties = element("w:tcPr", {}, element("w:tcW", {"w:w": width, "w:type": "dxa"}))
    if shaded:
        properties.append(element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": _SHADE}))
    lines = [line for line in written(value).split("\n") if line.strip()] or [""]
    return element("w:tc", {}, properties, *(_paragraph(line, style, with_next=with_next) for line in lines))


def _paragraph(text: str, style: str, *, with_next: bool) -> BaseOxmlElement:
    properties = element("w:pPr", {}, element("w:pStyle", {"w:val": style}))
    if with_next:
        properties.append(element("w:keepNext"))
    written_text = element("w:t")
    written_text.text = text.replace("\t", " ")
    written_text.set(_XML_SPACE, "preserve")
    return element("w:p", {}, properties, element("w:r", {}, written_text))
