"""Pages: their size, and what stands at their head and foot."""

from docx.document import Document
from docx.enum.section import WD_ORIENTATION
from docx.shared import Cm

from bot.exchange.pack.model import Pack
from bot.exchange.pack.plain import MARKING, as_at, one_line
from bot.exchange.pack.word_layout import LANDSCAPE, MARGIN, Page
from bot.exchange.pack.word_parts import field

_TITLE = 64  # characters at the foot


def set_up(document: Document, page: Page) -> None:
    """Set the size of the pages, which way round they are, and their margins."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(page.width), Cm(page.height)
    section.orientation = WD_ORIENTATION.LANDSCAPE if page is LANDSCAPE else WD_ORIENTATION.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
    section.header_distance = section.footer_distance = Cm(0.9)


def header(document: Document) -> None:
    """The marking at the head of every page."""
    document.sections[0].header.paragraphs[0].add_run(MARKING)


def footer(document: Document, pack: Pack) -> None:
    """What the page belongs to, and which it is."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{one_line(pack.title, _TITLE)} | {as_at(pack.as_at)} | Page ")
    field(paragraph, "PAGE", "1")
    paragraph.add_run(" of ")
    field(paragraph, "NUMPAGES", "1")
