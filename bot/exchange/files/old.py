"""Looks into a file of the kind that Office wrote until 2003 (.xls, .doc), far enough to tell what it is."""

from collections.abc import Iterator
from struct import Struct

from bot.exchange.files.kinds import other
from bot.exchange.files.packed import macros, password

_LOCKED, _MACROS = "EncryptedPackage", "_VBA_PROJECT"
_OTHERS = {"WordDocument": "a Word file", "PowerPoint Document": "a PowerPoint file", "__substg1.0_": "an e-mail"}

# A workbook begins with a record of this kind; where it is locked, one of kind FILEPASS is among the first after it.
_BEGIN = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILEPASS = 0x2F
_FIRST = 4
_RECORD = Struct("<HH")


def check_old(name: str, contents: bytes) -> None:
    """Raises BadInput where it has a password, holds macros, or is no spreadsheet."""
    held = {part for part in (_LOCKED, _MACROS, *_OTHERS) if part.encode("utf-16-le") in contents}
    if _LOCKED in held or _FILEPASS in _first_records(contents):
        raise password(name)
    if what := next((what for part, what in _OTHERS.items() if part in held), ""):
        raise other(name, what)
    if _MACROS in held:
        raise macros(name)


def _first_records(contents: bytes) -> Iterator[int]:
    """The kinds of a workbook's first records."""
    at = contents.find(_BEGIN)
    for _ in range(_FIRST):
        if not 0 <= at <= len(contents) - _RECORD.size:
            return
        kind, length = _RECORD.unpack_from(contents, at)
        yield kind
        at += _RECORD.size + length
