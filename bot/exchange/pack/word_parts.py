"""What python-docx has no words for: fields, bookmarks and links inside the document."""

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

LINK = "Pack link"
"""The style of a link."""


def element(name: str, attributes: dict[str, object] | None = None, *children: BaseOxmlElement) -> BaseOxmlElement:
    """A part of the document, named and with attributes as "w:tblHeader"."""
    made: BaseOxmlElement = OxmlElement(name)
    for key, value in (attributes or {}).items():
        made.set(qn(key), str(value))
    made.extend(children)
    return made


def field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field such as PAGE; `shown` is what stands there until Word works it out."""
    simple = element("w:fldSimple", {"w:instr": instruction})
    run = paragraph.add_run(shown)
    run._r.addprevious(simple)  # noqa: SLF001 — python-docx has no fields
    simple.append(run._r)  # noqa: SLF001


def bookmarked(paragraph: Paragraph, name: str, number: int) -> None:
    """Make a paragraph something that a link can lead to; `number` is unique in the document."""
    paragraph._p.insert_element_before(  # noqa: SLF001 — python-docx has no bookmarks
        element("w:bookmarkStart", {"w:id": number, "w:name": name}), "w:r"
    )
    paragraph._p.append(element("w:bookmarkEnd", {"w:id": number}))  # noqa: SLF001


def link(paragraph: Paragraph, text: str, to: str) -> None:
    """Write a link to a bookmark of this document."""
    run = paragraph.add_run(text, LINK)
    hyperlink = element("w:hyperlink", {"w:anchor": to, "w:history": 1})
    run._r.addprevious(hyperlink)  # noqa: SLF001 — python-docx has no links within a document
    hyperlink.append(run._r)  # noqa: SLF001


def captioned(paragraph: Paragraph, kind: str, text: str) -> None:
    """Table 3: what it shows. Word counts each kind itself; the number is right before it does."""
    number = _next(paragraph, kind)
    paragraph.add_run(f"{kind} ").bold = True
    field(paragraph, f"SEQ {kind} \\* ARABIC", str(number))
    paragraph.add_run(f": {text}" if text else "")


def _next(paragraph: Paragraph, kind: str) -> int:
    earlier = paragraph._p.getparent().iter(qn("w:fldSimple"))  # noqa: SLF001
    return 1 + len([one for one in earlier if one.get(qn("w:instr")).startswith(f"SEQ {kind} ")])
