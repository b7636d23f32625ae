"""How the document looks: one plain font, dark on light, and nothing that is told by colour alone."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from bot.exchange.pack.word_layout import Page
from bot.exchange.pack.word_parts import LINK, element

COVER, CONTENTS, RETURN = "Cover line", "Contents line", "Return link"
SENTENCE, PICTURE, FIGURE_TEXT = "Sentence", "Picture", "Figure text"
CELL, CELL_HEAD, CELL_NUMBER, CELL_HEAD_NUMBER = "Cell", "Cell heading", "Cell number", "Cell heading number"
_FONT = "Arial"
_LONGEST_LINE = 18.0  # centimetres
_INK, _BLUE = RGBColor(0x1A, 0x1A, 0x1A), RGBColor(0x1D, 0x3D, 0x5C)
_LINK_BLUE = RGBColor(0x0B, 0x4F, 0x8A)
_OWN = (COVER, CONTENTS, RETURN, CELL, CELL_HEAD, CELL_NUMBER, CELL_HEAD_NUMBER, SENTENCE, PICTURE, FIGURE_TEXT)
_UNUSED_PARTS = ("/stylesWithEffects", "/numbering", "/thumbnail")
_TAKEN_OVER = ("Title", "heading 1", "heading 2", "caption", "header", "footer")
_LOOKS: dict[str, tuple[float, bool, RGBColor, float, float]] = {
    "Normal": (11, False, _INK, 0, 6),
    SENTENCE: (11, False, _INK, 0, 6),
    "Title": (24, True, _BLUE, 0, 6),
    COVER: (12, False, _INK, 0, 2),
    "Heading 1": (17, True, _BLUE, 20, 6),
    "Heading 2": (13, True, _BLUE, 14, 4),
    CONTENTS: (11, False, _LINK_BLUE, 0, 3),
    RETURN: (9, False, _LINK_BLUE, 8, 0),
    "Caption": (9.5, False, _INK, 8, 4),
    FIGURE_TEXT: (9.5, False, _INK, 2, 10),
    PICTURE: (11, False, _INK, 4, 2),
    "Header": (10, True, _INK, 0, 0),
    "Footer": (8.5, False, _INK, 0, 0),
    CELL: (9, False, _INK, 1.5, 1.5),
    CELL_HEAD: (9, True, _INK, 2, 2),
    CELL_NUMBER: (9, False, _INK, 1.5, 1.5),
    CELL_HEAD_NUMBER: (9, True, _INK, 2, 2),
}
"""Each style's size in points, whether it is bold, its colour, and the space before and after in points."""
_WHOLE = ("Heading 1", "Heading 2", "Caption", FIGURE_TEXT, COVER)
_ALIGNED = {
    **dict.fromkeys((CELL_NUMBER, CELL_HEAD_NUMBER), WD_ALIGN_PARAGRAPH.RIGHT),
    **dict.fromkeys(("Header", "Footer"), WD_ALIGN_PARAGRAPH.CENTER),
}
_WITH_NEXT = ("Title", COVER, "Heading 1", "Heading 2", "Caption", PICTURE, CELL_HEAD, CELL_HEAD_NUMBER)


def set_styles(document: Document, page: Page) -> None:
    """Set the document's language, its fonts and the styles that it uses, for pages of that width."""
    _drop_unused(document)
    for name in _OWN:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    for name in _LOOKS:
        _look(document, name)
    for level in (1, 2):
        properties = document.styles[f"Heading {level}"].element.get_or_add_pPr()
        properties.append(element("w:outlineLvl", {"w:val": level - 1}))
    for name in (SENTENCE, FIGURE_TEXT):  # longer lines are hard to read
        shape = _paragraph_style(document, name).paragraph_format
        shape.right_indent = Cm(max(0.0, page.text_width - _LONGEST_LINE))
    links = document.styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER)
    assert isinstance(links, CharacterStyle)  # noqa: S101 — as asked for
    links.font.underline, links.font.color.rgb = True, _LINK_BLUE
    _set_defaults(document)


def _drop_unused(document: Document) -> None:
    """Drop what python-docx's blank document brings along: 150 styles, and pictures of them and of itself."""
    for style in document.styles.element.style_lst:
        if not style.default and style.name_val not in _TAKEN_OVER:
            document.styles.element.remove(style)
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, one in rels.items() if one.reltype.endswith(_UNUSED_PARTS)]:
            del rels[key]


def _paragraph_style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)  # noqa: S101 — they are made so
    return style


def _look(document: Document, name: str) -> None:
    style = _paragraph_style(document, name)
    size, bold, ink, before, after = _LOOKS[name]
    for old in style.element.xpath("w:pPr|w:rPr|w:link"):  # fonts and colours of a theme would win
        style.element.remove(old)
    font, shape = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.color.rgb = _FONT, Pt(size), bold, ink
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), _FONT)
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.1
    shape.keep_with_next, shape.keep_together, shape.widow_control = name in _WITH_NEXT, name in _WHOLE, True
    shape.alignment = _ALIGNED.get(name, WD_ALIGN_PARAGRAPH.LEFT)


def _set_defaults(document: Document) -> None:
    settings = document.settings.element
    for language in [*document.styles.element.iter(qn("w:lang")), *settings.iter(qn("w:themeFontLang"))]:
        language.set(qn("w:val"), "en-GB")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # else Word says that the file is one of Word 2010
