"""Text as the guard looks at it: however digits, letters, spaces and dashes were written, in their plainest form.

What comes out is only looked at, and never kept or shown.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import unquote

SEP = r"[\s.()_/\-]{0,4}"
"""What people put between the parts of a number."""

DATE = re.compile(
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])([ ./\-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d)|"
    r"(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-\d\d(?!\d)"
)
"""A date whose digits could pass for a part of a longer number."""

_WORDS_OF = "zero nought oh o|one|two|three|four|five|six|seven|eight|nine"
_DIGITS = {word: str(digit) for digit, words in enumerate(_WORDS_OF.split("|")) for word in words.split()}
_WORD = "|".join([*_DIGITS, r"(?:double|treble|triple)\s(?:" + "|".join(_DIGITS) + ")"])
_SPOKEN = re.compile(
    rf"(?<![a-z])(?=[defnostz])(?:{_WORD})(?:[\s,.\-]{{1,3}}(?:{_WORD}|[0-9]{{1,5}})(?![a-z])){{5,}}", re.IGNORECASE
)
_MANY = {"double": 2, "treble": 3, "triple": 3}
_MISREAD = re.compile(
    r"(?<![A-Za-z])[OolI]{1,5}(?=\s?[0-9]{2}|[0-9])|(?<=[0-9])[OolI]{1,5}(?=[\s./\-]?[0-9])|(?<=[0-9]{2})[OolI]{1,5}(?![A-Za-z])"
)
_MEANT = str.maketrans("OolI", "0011")

_MOST_KEPT = 4096
_MOST_SPELT = 2  # characters that one character may become
_URL = re.compile(r"https?://[^\s<>|,;]+", re.IGNORECASE)
_INVISIBLE, _SPACES = {"Cf", "Mn", "Me"}, {"Zs", "Zl", "Zp"}
_LOOKS_LIKE = {"−": "-", "⁃": "-", "·": ".", "•": ".", "‧": ".", "⁄": "/", "∕": "/"}  # noqa: RUF001 — the look-alikes
_LOOKS_LIKE |= dict(zip("АВЕЅІЈКМНОРСТУХасеорхуѕіј", "ABESIJKMHOPCTYXaceopxysij", strict=True))  # noqa: RUF001 — Cyrillic
_LOOKS_LIKE |= dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))  # noqa: RUF001 — Greek
_LOOKS_LIKE |= dict.fromkeys("\u115f\u1160\u2800\u3164\uffa0", " ")
_ELLIPSIS = "\u2026"


class _Table(dict[int, str]):
    """What each character is looked at as; filled as they come, but not without an end."""

    def __init__(self, looked_at_as: Callable[[str], str]) -> None:
        super().__init__()
        self._looked_at_as = looked_at_as

    def __missing__(self, code: int) -> str:
        plain = self._looked_at_as(chr(code))
        if len(self) < _MOST_KEPT:
            self[code] = plain
        return plain


def _not_long(one: str) -> str:
    """A space for a sign such as ½ or ㍿: spelt out, a long text of them would take too long."""
    return "." if one == _ELLIPSIS else " " if len(unicodedata.normalize("NFKC", one)) > _MOST_SPELT else one


def plain(text: str) -> str:
    """The text with ordinary digits, letters, spaces and hyphens, and nothing that can't be seen."""
    even = text = _evened(text)
    if "%" in text and "://" in text:
        text = _URL.sub(lambda address: unquote(address[0]), text)
    if "%40" in text:
        text = text.replace("%40", "@")
    if "&" in text:
        text = unescape(text)
    return text if text is even else _evened(text)


def _evened(text: str) -> str:
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text.translate(_SHORT)).translate(_TABLE)


def as_digits(text: str) -> str:
    """The text with digits for six words or more that spell out digits in a row, as "double oh seven" does."""
    return _SPOKEN.sub(lambda words: _dialled(words[0]), text)


def _dialled(words: str) -> str:
    digits, times = "", 1
    for word in re.findall(r"[a-z]+|[0-9]+", words.lower()):
        if word in _MANY:
            times = _MANY[word]
        else:
            digits, times = digits + _DIGITS.get(word, word) * times, 1
    return digits


def well_read(text: str) -> str:
    """The text with 0 for O and 1 for I or l, where these stand in a number."""
    return _MISREAD.sub(lambda letters: letters[0].translate(_MEANT), text)


def prose(text: str) -> str:
    """The text without its web addresses, whose long numbers are no numbers of people."""
    return _URL.sub("\0", text) if "://" in text else text


def _ordinary(character: str) -> str:
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


_SHORT, _TABLE = _Table(_not_long), _Table(_ordinary)


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
