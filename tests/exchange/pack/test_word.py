# ruff: noqa: SLF001 — python-docx has no other way to the XML of what it read
import re
import zipfile
from datetime import datetime
from io import BytesIO
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.exchange.pack.model import Column, Section, Table, Width
from bot.exchange.pack.word import as_word
from tests.exchange.pack import packs

A4 = {(21.0, 29.7), (29.7, 21.0)}
AWKWARD = (
    *('=HYPERLINK("http://x")', "+1", "@SUM(A1)", '{ HYPERLINK "http://x" }', "<w:p/>", "&amp;", "]]>"),
    *(
        "\x00\x07\x1b\ufffe",
        "\ud800",
        "\r\n\r\n",
        "\t",
        " ",
        "",
        "😀 漢字",
        "\u202eabc",
        "مرحبا بالعالم",
        "x" * 3000,
        "word " * 600,
    ),
)


@pytest.fixture(scope="module")
def usual():
    return Document(BytesIO(as_word(packs.usual())))


def read(pack):
    return Document(BytesIO(as_word(pack)))


def said(element):
    return "".join(one.text for one in element.iter(qn("w:t")))


def headings(document):
    return [
        (int(one.style.name[-1]), one.text) for one in document.paragraphs if one.style.name.startswith("Heading ")
    ]


def test_sections_are_headings_and_what_is_in_them_is_below(usual):
    assert headings(usual) == [
        *((1, "Contents"), (1, "Summary"), (1, "Exception report"), (1, "Overdue by organisation")),
        *((1, "Indicators"), (2, "I1 Waiting"), (2, "I2 Late"), (1, "Extensions")),
    ]
    for name, level in (("Heading 1", "0"), ("Heading 2", "1")):
        style = usual.styles[name]
        assert style.paragraph_format.keep_with_next
        assert style.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == level


def test_the_cover_says_what_the_pack_takes_account_of(usual):
    assert [one.text for one in usual.paragraphs[:3]] == [
        "Board pack",
        "As at Monday 14 November 2022",
        "Changes since Monday 17 October 2022",
    ]
    own = read(packs.pack(Section("Summary"), seen_by="West Midlands Police"))
    assert own.paragraphs[3].text == "Only the actions of West Midlands Police are in it"


def test_the_contents_lead_to_each_section(usual):
    body = usual.element.body
    places = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = [(one.get(qn("w:anchor")), said(one)) for one in body.iter(qn("w:hyperlink"))]
    assert {to for to, _ in links} <= places
    assert [text for _, text in links if text != "Back to contents"] == [
        text for level, text in headings(usual) if level == 1 and text != "Contents"
    ]
    numbers = [one.get(qn("w:id")) for one in body.iter(qn("w:bookmarkStart"))]
    assert len(set(numbers)) == len(numbers)
    assert not any(one.is_external for one in usual.part.rels.values())


def test_every_page_says_official_and_which_it_is(usual):
    (section,) = usual.sections  # one, so that one header and one footer serve all pages
    assert section.header.paragraphs[0].text == "OFFICIAL"
    assert not section.different_first_page_header_footer
    assert not usual.settings.odd_and_even_pages_header_footer
    foot = section.footer.paragraphs[0]._p
    assert [one.get(qn("w:instr")) for one in foot.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert said(foot) == "Board pack | As at Monday 14 November 2022 | Page 1 of 1"


def test_every_table_repeats_its_headings_and_splits_no_row(usual):
    assert len(usual.tables) == 2
    for table in usual.tables:
        first, *others = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert not any(row.trPr.find(qn("w:tblHeader")) is not None for row in others)
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in table._tbl.tr_lst)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        described = table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert described.startswith(f"{len(others)} rows below a row of headings: ")
        caption = table._tbl.getprevious()
        assert caption.pPr.pStyle.val == "Caption"
        assert usual.styles["Caption"].paragraph_format.keep_with_next
        assert all(one.paragraphs[0].style.paragraph_format.keep_with_next for one in table.rows[0].cells)


@pytest.mark.parametrize(
    ("rows", "kept"),
    [(1, [1]), (2, [1, 1]), (5, [1] * 5), (12, [1, *[0] * 9, 1, 1])],
    ids=["one", "two", "few", "many"],
)
def test_no_row_is_alone_on_a_page_and_short_tables_stay_whole(rows, kept):
    two = Section("A", (), (packs.exceptions(rows), packs.exceptions(rows)))
    first, second = read(packs.pack(two)).tables
    assert [with_next(row) for row in second.rows[1:]] == kept
    assert [with_next(row) for row in first.rows[1:]] == [*kept[:-1], 0]  # the heading below may go on


def with_next(row):
    found = {bool(one.paragraph_format.keep_with_next) for cell in row.cells for one in cell.paragraphs}
    (kept,) = found
    return kept


def test_tables_fit_the_page(usual):
    section = usual.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) in A4
    room = section.page_width - section.left_margin - section.right_margin
    for table in usual.tables:
        widths = [int(one.get(qn("w:w"))) * 635 for one in table._tbl.tblGrid]
        assert sum(widths) <= room * 1.001
        assert min(widths) > 300_000


def test_a_page_is_turned_only_for_a_table_that_needs_it():
    wide = read(packs.pack(Section("A", (), (packs.exceptions(3),))))
    narrow = read(packs.pack(Section("A", (), (packs.funding(),))))
    assert wide.sections[0].page_width > wide.sections[0].page_height
    assert narrow.sections[0].page_width < narrow.sections[0].page_height


def test_a_table_of_too_many_columns_is_squeezed_rather_than_cut():
    many = Table("Many", tuple(Column(f"Organisation {at}", Width.WIDE) for at in range(20)), ((*"x" * 20,),))
    (table,) = read(packs.pack(Section("A", (), (many,)))).tables
    assert sum(int(one.get(qn("w:w"))) for one in table._tbl.tblGrid) <= 25.7 * 567 + 20


def test_cells_say_dates_in_full_and_numbers_on_the_right(usual):
    first = usual.tables[0].rows[1].cells
    assert [one.text for one in first] == [
        "A1",
        "Agree the rota",
        "West Midlands Police",
        "30 September 2022",
        "1",
        "Under way\nSoon",
    ]
    aligned = [one.paragraphs[0].style.name for one in first]
    assert aligned == ["Cell", "Cell", "Cell", "Cell", "Cell number", "Cell"]
    assert usual.tables[1].rows[2].cells[1].text == "1,250.50"
    assert usual.tables[0].rows[7].cells[5].text == packs.LONG


def test_a_table_without_rows_is_a_sentence(usual):
    assert "Extensions: nothing to show." in [one.text for one in usual.paragraphs]


def test_every_picture_says_what_it_shows_and_fits_the_page(usual):
    shown = list(usual.element.body.iter(qn("wp:docPr")))
    assert [(one.get("title"), one.get("descr")) for one in shown] == [
        ("Overdue by organisation", "West Midlands Police 3; Solihull Council 1."),
        ("I1 Waiting", "From 540 to 387."),
        ("I2 Late", "One."),
    ]
    assert len({one.get("id") for one in shown}) == 3
    for picture in usual.inline_shapes:
        assert picture.width.cm <= 17
        assert picture.height.cm <= 12.01
    texts = [said(one._p) for one in usual.paragraphs]
    assert "Figure 2: From 540 to 387." in texts
    assert usual.styles["Picture"].paragraph_format.keep_with_next


def test_no_paragraph_is_empty(usual):
    assert not empty(usual)
    assert not empty(read(packs.pack(Section("A", ("", " ", "\n"), (packs.funding(),)))))


def empty(document):
    paragraphs = document.element.body.iterchildren(qn("w:p"))
    return [one for one in paragraphs if not list(one.iter(qn("w:t"), qn("w:drawing")))]


def test_fonts_are_readable_and_contrast_is_enough(usual):
    for style in usual.styles:
        if style.type == 1 and style.name in {one.style.name for one in usual.paragraphs} | {"Cell", "Cell heading"}:
            assert style.font.name == "Arial", style.name
            assert style.font.size.pt >= 8.5
            assert contrast(str(style.font.color.rgb), "E3E8EE") >= 4.5


def contrast(one, other):
    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted([light(one), light(other)])
    return (high + 0.05) / (low + 0.05)


def test_the_document_says_what_it_is_and_not_who_made_it(usual):
    core = usual.core_properties
    assert (core.title, core.language) == ("Board pack", "en-GB")
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    assert core.created.replace(tzinfo=None) == core.modified.replace(tzinfo=None) == datetime(2022, 11, 14)  # noqa: DTZ001
    languages = {one.get(qn("w:val")) for one in usual.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_parts_stand_in_a_fixed_order_without_a_time():
    with zipfile.ZipFile(BytesIO(as_word(packs.usual()))) as packed:
        names = packed.namelist()
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert all(one < other for one, other in pairwise(names[2:]))


@pytest.mark.parametrize("text", AWKWARD)
def test_text_stays_text(text):
    document = read(packs.worded(text))
    kept = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe]", "", text.replace("\r\n", "\n"))
    shown = "\n".join(line for line in kept.split("\n") if line.strip()).replace("\t", " ")
    assert document.tables[0].rows[1].cells[0].text == shown
    instructions = {one.get(qn("w:instr")).split()[0] for one in document.element.body.iter(qn("w:fldSimple"))}
    assert instructions <= {"SEQ"}
    assert not list(document.element.body.iter(qn("w:instrText")))
    assert not any(one.is_external for one in document.part.rels.values())


@pytest.mark.fuzz
@given(st.text(max_size=200))
@settings(max_examples=12, deadline=None)
def test_word_opens_whatever_anybody_wrote(text):
    assert read(packs.worded(text)).tables


def test_a_pack_without_sections_is_a_cover():
    document = read(packs.pack())
    assert [one.style.name for one in document.paragraphs] == ["Title", "Cover line", "Cover line"]
