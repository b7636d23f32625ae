"""A board pack as a Word file."""

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Cm

from bot.exchange.pack.model import Chart, Pack, Section, Table
from bot.exchange.pack.plain import cover, one_line, plain
from bot.exchange.pack.word_layout import Page, page_for, widths
from bot.exchange.pack.word_page import footer, header, set_up
from bot.exchange.pack.word_parts import bookmarked, captioned, link
from bot.exchange.pack.word_styles import CONTENTS, COVER, FIGURE_TEXT, PICTURE, RETURN, SENTENCE, set_styles
from bot.exchange.pack.word_tables import add_table
from bot.exchange.packed import repacked

_TOP = "contents"
_MANY = 5
"""Of more sections, the list has a page of its own with the title."""
_FEW = 5
"""So many paragraphs stay on the page of what they lead to; of more, some may not fit."""


def as_word(pack: Pack) -> bytes:
    """The pack as a .docx file of A4 pages; the same pack gives the same bytes, wherever and whenever."""
    document = Document()
    page = page_for([table for section in pack.sections for table in section.tables])
    set_styles(document, page)
    set_up(document, page)
    _set_properties(document, pack)
    header(document)
    footer(document, pack)
    _cover(document, pack)
    for number, section in enumerate(pack.sections, start=1):
        _heading(document, number, section.title, new_page=number == 1 and len(pack.sections) > _MANY)
        _section(document, section, page)
    file = BytesIO()
    document.save(file)
    return repacked(file.getvalue())


def _set_properties(document: WordDocument, pack: Pack) -> None:
    properties = document.core_properties
    properties.title, properties.language = one_line(pack.title, 255), "en-GB"
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = datetime.combine(pack.as_at, time())  # python-docx takes it for UTC


def _cover(document: WordDocument, pack: Pack) -> None:
    document.add_paragraph(one_line(pack.title), "Title")
    for line in cover(pack.as_at, pack.since, pack.seen_by):
        document.add_paragraph(line, COVER)
    if not pack.sections:
        return
    bookmarked(document.add_heading("Contents", 1), _TOP, 0)
    for number, section in enumerate(pack.sections, start=1):
        link(document.add_paragraph(style=CONTENTS), one_line(section.title), _anchor(number))


def _heading(document: WordDocument, number: int, title: str, *, new_page: bool) -> None:
    heading = document.add_heading(one_line(title), 1)
    heading.paragraph_format.page_break_before = new_page
    bookmarked(heading, _anchor(number), number)


def _anchor(number: int) -> str:
    return f"section_{number}"


def _section(document: WordDocument, section: Section, page: Page) -> None:
    lead = [sentence for sentence in map(plain, section.lead) if sentence.strip()]
    shown = bool(section.charts or section.tables)
    for sentence in lead:
        paragraph = document.add_paragraph(sentence, SENTENCE)
        paragraph.paragraph_format.keep_with_next = shown and len(lead) <= _FEW
    headed = [chart for chart in section.charts if chart.title != section.title]
    for chart in section.charts:
        _chart(document, chart, page, headed=chart in headed)
    _tables(document, section.tables, page, headed=bool(headed) or len(section.tables) > 1)
    if shown:
        link(document.add_paragraph(style=RETURN), "Back to contents", _TOP)


def _tables(document: WordDocument, tables: Sequence[Table], page: Page, *, headed: bool) -> None:
    for table in tables:
        if headed:
            document.add_heading(one_line(table.name), 2)
        alike = [one for one in tables if one.columns == table.columns]  # they line up
        add_table(document, table, widths(alike, page), before_link=table is tables[-1])


def _chart(document: WordDocument, chart: Chart, page: Page, *, headed: bool) -> None:
    if headed:
        document.add_heading(one_line(chart.title), 2)
    paragraph = document.add_paragraph(style=PICTURE)
    picture = paragraph.add_run().add_picture(BytesIO(chart.draw()))
    scale = min(page.picture_width / picture.width.cm, page.picture_height / picture.height.cm)
    picture.width, picture.height = Cm(picture.width.cm * scale), Cm(picture.height.cm * scale)
    named = picture._inline.docPr  # noqa: SLF001 — python-docx has no other way to alternative text
    named.set("descr", plain(chart.described))
    named.set("title", one_line(chart.title))
    captioned(document.add_paragraph(style=FIGURE_TEXT), "Figure", plain(chart.described))
