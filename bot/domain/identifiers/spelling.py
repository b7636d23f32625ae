"""Text as the guard looks at it: however digits, letters, spaces and dashes were written, in their plainest form.

What comes out is only looked at, and never kept or shown.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

SEP = r"[\s.()_/\-]{0,4}"
"""What people put between the parts of a number."""

DATE = re.compile(
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])([ ./\-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d)|"
    r"(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-\d\d(?!\d)"
)
"""A date whose digits could pass for a part of a longer number."""

_UNUSUAL = re.compile(r"[^\x00-\x7f]")
_URL = re.compile(r"https?://[^\s<>|,;]+", re.IGNORECASE)
_INVISIBLE, _SPACES = {"Cf", "Mn", "Me"}, {"Zs", "Zl", "Zp"}
_LOOKS_LIKE = {"−": "-", "⁃": "-", "·": ".", "•": ".", "‧": ".", "⁄": "/", "∕": "/"}  # noqa: RUF001 — the look-alikes
_LOOKS_LIKE |= dict.fromkeys("\u115f\u1160\u2800\u3164\uffa0", " ")
_LONG = {0xFDFA: " ", 0xFDFB: " "}
"""Letters that stand for whole phrases, without a digit: spelt out, a long text of them would take too long."""


def plain(text: str) -> str:
    """The text with ordinary digits, letters, spaces and hyphens, and nothing that can't be seen."""
    if "%" in text and "://" in text:
        text = _URL.sub(lambda address: unquote(address[0]), text)
    if "&" in text:
        text = unescape(text)
    if text.isascii():
        return text
    return _UNUSUAL.sub(_ordinary, unicodedata.normalize("NFKC", text.translate(_LONG)))


def prose(text: str) -> str:
    """The text without its web addresses, whose long numbers are no numbers of people."""
    return _URL.sub("\0", text) if "://" in text else text


def _ordinary(found: re.Match[str]) -> str:
    return _of(found[0])


@lru_cache(maxsize=4096)
def _of(character: str) -> str:
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return ""
    if category in _SPACES:
        return " "
    if category == "Pd":
        return "-"
    if category == "Nd":
        return str(unicodedata.digit(character))
    return _LOOKS_LIKE.get(character, character)


def spans(pattern: re.Pattern[str], text: str, holds: Callable[[re.Match[str]], bool]) -> Iterator[tuple[int, int]]:
    """Where the pattern's group 1 is found and `holds`; one span may begin inside of another that didn't hold."""
    end = 0
    for found in pattern.finditer(text):
        if found.start(1) >= end and holds(found):
            end = found.end(1)
            yield found.span(1)


def within(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    """Whether the span is inside of another."""
    return any(start <= span[0] and span[1] <= end for start, end in spans)
