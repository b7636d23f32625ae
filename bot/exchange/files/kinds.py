"""What a file is, by its first bytes; the ending of its name only helps where these say nothing."""

from collections.abc import Callable
from pathlib import PurePath

from bot.domain.errors import BadInput
from bot.exchange.files.limits import EXAMPLE, damaged

PACKED, OLD, TEXT = "packed", "old", "text"
"""Which reader: a zip file (.xlsx, .ods), an OLE file (.xls), text (.csv)."""

TEXT_ENDINGS = frozenset((".csv", ".tsv", ".tab", ".txt"))
SHEET_ENDINGS = frozenset((".xlsx", ".xlsm", ".xls", ".ods"))

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff")

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"Rar!\x1a", "a packed folder"),
    (b"7z\xbc\xaf", "a packed folder"),
    (b"\x1f\x8b\x08", "a packed file"),
    (b"MZ\x90\0", "a program"),
    (b"SQLite format 3\0", "a database"),
)
_PAGES = (b"<!doctype html", b"<html", b"<table", b"<head")


def kind_of(name: str, contents: bytes) -> str:
    """PACKED, OLD or TEXT. Raises BadInput for an empty file, and for what is no spreadsheet, saying what it is."""
    if not contents.strip():
        raise BadInput(f"{name} is empty.", EXAMPLE)
    if contents.startswith(_ZIP):
        return PACKED
    if contents.startswith(_OLE):
        return OLD
    if what := _what(contents):
        raise other(name, what)
    return _text(name, contents)


def other(name: str, what: str) -> BadInput:
    """The refusal for a file of another kind: `what` is "a PDF"."""
    return BadInput(f"{name} is {what}, not a spreadsheet. Import reads .xlsx, .xls, .ods and .csv files.", EXAMPLE)


def to_save_anew(name: str, ending: str) -> BadInput:
    """The refusal for a spreadsheet of a kind that is not read: it can be saved as one that is."""
    return BadInput(f"{name} is a spreadsheet of the kind {ending}. Save it as .xlsx, and import that.", EXAMPLE)


def _what(contents: bytes) -> str:
    starts = (what for start, what in _STARTS if contents.startswith(start))
    return next(starts, "") or next((what for is_so, what in _LOOKS if is_so(contents)), "")


def _is_page(contents: bytes) -> bool:
    return contents[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES)


_LOOKS: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (lambda contents: contents[:4] == b"RIFF" and contents[8:12] == b"WEBP", "a picture"),
    (lambda contents: contents[4:8] == b"ftyp", "a picture or a film"),
    (_is_page, "a web page"),
    (lambda contents: contents.lstrip(b"\xef\xbb\xbf \t\r\n")[:5].lower() == b"<?xml", "XML"),
)


def _text(name: str, contents: bytes) -> str:
    ending = PurePath(name).suffix.lower()
    if ending and ending not in TEXT_ENDINGS | SHEET_ENDINGS:
        raise BadInput(f"{name} is not a spreadsheet (.xlsx, .xls, .ods or .csv).", EXAMPLE)
    if b"\0" in contents and not contents.startswith(_BYTE_ORDER):
        raise damaged(name) if ending in SHEET_ENDINGS else other(name, "no text")
    return TEXT
