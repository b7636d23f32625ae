"""Opens a packed spreadsheet (.xlsx, .ods) once it is known to be one, of a size that it does not lie about."""

import copy
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePath

from bot.domain.errors import BadInput
from bot.exchange.files.kinds import other, to_save_anew
from bot.exchange.files.limits import EXAMPLE, LARGEST_UNPACKED_MB, MOST_PARTS, damaged

WORKBOOK = "xl/workbook.xml"
CONTENT = "content.xml"

_CHUNK = 1 << 18
_ENDLESS = 1 << 40
_PLAIN = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_TEXTS = (".xml", ".rels")
_LOCKED = 1

_OTHERS: tuple[tuple[str, str], ...] = (
    ("word/", "a Word file"),
    ("ppt/", "a PowerPoint file"),
    ("visio/", "a Visio file"),
    ("Index/", "an Apple Numbers, Pages or Keynote file"),
    ("META-INF/MANIFEST.MF", "a program"),
)
_MACROS = ("vbaproject.bin", "xl/macrosheets/", "Basic/", "Scripts/")


def opened(name: str, contents: bytes) -> zipfile.ZipFile:
    """The packed file, checked. Raises BadInput where it is no spreadsheet, locked, damaged or too large unpacked."""
    try:
        archive = zipfile.ZipFile(BytesIO(contents))
        _check_what(name, archive)
        _check_sizes(name, archive)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, LookupError) as error:
        raise damaged(name) from error
    return archive


def password(name: str) -> BadInput:
    """The refusal for a file that opens with a password only."""
    return BadInput(f"{name} has a password. Save it without one, and import that.", EXAMPLE)


def macros(name: str) -> BadInput:
    """The refusal for a workbook with macros."""
    return BadInput(f"{name} holds macros. Save it as .xlsx without them, and import that.", EXAMPLE)


def _check_what(name: str, archive: zipfile.ZipFile) -> None:
    parts = archive.namelist()
    if any(info.flag_bits & _LOCKED for info in archive.infolist()) or "encrypted-package" in parts:
        raise password(name)
    if "xl/workbook.bin" in parts:
        raise to_save_anew(name, ".xlsb")
    if WORKBOOK not in parts and not _is_ods(archive, parts):
        raise other(name, _what(archive, parts))
    if _has_macros(name, archive, parts):
        raise macros(name)


def _what(archive: zipfile.ZipFile, parts: list[str]) -> str:
    if "mimetype" in parts:
        written = _start(archive, "mimetype")
        return "a text document (ODT)" if b"opendocument.text" in written else "a file of another kind"
    return next((what for start, what in _OTHERS if any(part.startswith(start) for part in parts)), "a packed folder")


def _is_ods(archive: zipfile.ZipFile, parts: list[str]) -> bool:
    return CONTENT in parts and "mimetype" in parts and b"spreadsheet" in _start(archive, "mimetype")


def _has_macros(name: str, archive: zipfile.ZipFile, parts: list[str]) -> bool:
    if PurePath(name).suffix.lower() in {".xlsm", ".xltm"} or any(_is_macro(part) for part in parts):
        return True
    types = "[Content_Types].xml"
    return types in parts and b"macroEnabled" in _start(archive, types)


def _is_macro(part: str) -> bool:
    return part.startswith(_MACROS[1:]) or part.lower().endswith(_MACROS[0])


def _start(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        return stream.read(_CHUNK)


def _check_sizes(name: str, archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    most = LARGEST_UNPACKED_MB * 1_000_000
    if len(infos) > MOST_PARTS:
        raise BadInput(f"{name} holds more than {MOST_PARTS:,} parts, so it was not read.", EXAMPLE)
    if sum(info.file_size for info in infos) > most:
        raise _too_large(name)
    for info in infos:
        if info.filename.endswith(_TEXTS):
            most -= _really(name, archive, info, most)


def _really(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> int:
    """How much a part unpacks to. What it says of itself may be less, and some readers don't stop there."""
    if info.compress_type not in _PLAIN:
        raise damaged(name)
    bold = copy.copy(info)
    bold.file_size = _ENDLESS
    size = 0
    with archive.open(bold) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise _too_large(name)
    return size


def _too_large(name: str) -> BadInput:
    return BadInput(f"{name} unpacks to more than {LARGEST_UNPACKED_MB} MB, so it was not read.", EXAMPLE)
