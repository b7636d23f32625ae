"""Who is named in a cell: partners by their exact code or name, or by what was chosen; never by a part of it."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from bot.exchange.trackers.words import alike, plain

_BETWEEN = re.compile(r"(\s*(?:[,;/|+&\n•]|\band\b)\s*)", re.IGNORECASE)
_SOFT = frozenset({"and", "&"})
_MOST = 40
_LONGEST = 8
"""How many names a cell may hold, and how many pieces the name of one partner: "Barnet, Enfield and Haringey"."""
_TEXT = 2_000
"""So many characters are no list of names any more."""


class Named(NamedTuple):
    """Who a cell names.

    Args:
        partners: their codes in the cell's order; "" where words stand that name none.
        unknown: those words.
        chosen: whether somebody chose one of the partners for words that are not its name.
    """

    partners: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    chosen: bool = False


class Leads:
    """Finds partners.

    Args:
        names: their names by code.
        chosen: codes by the words that the tracker has. Those that counted are in `used`.
    """

    def __init__(self, names: Mapping[str, str], chosen: Mapping[str, str]) -> None:
        codes = {_bare(code): code for code in names}
        by_name: dict[str, set[str]] = {}
        for code, name in names.items():
            by_name.setdefault(_bare(name), set()).add(code)
        # A name that two partners have names neither of them.
        alone = {name: next(iter(found)) for name, found in by_name.items() if len(found) == 1}
        self._exact = alone | codes
        self._chosen = {alike(words): code for words, code in chosen.items()}
        self._read: dict[str, Named] = {}
        self.used: dict[str, str] = {}

    def read(self, text: str) -> Named:
        """Who `text` names."""
        if text not in self._read:
            self._read[text] = self._named(text)
        return self._read[text]

    def _named(self, text: str) -> Named:
        pieces = _BETWEEN.split(text.strip()) if len(text) <= _TEXT else []
        if not pieces or len(pieces) > 2 * _MOST:
            return Named(("",), (" ".join(text.split()),))
        partners, unknown, chosen, at = list[str](), list[str](), False, 0
        while at < len(pieces):
            code, picked, length = self._longest(pieces, at)
            if code:
                chosen |= picked
            else:
                length = self._words(pieces, at)
                words = " ".join("".join(pieces[at : at + length]).split())
                unknown += [words] if words else []
            partners += [code] if code or (length and "".join(pieces[at : at + length]).strip()) else []
            at += length + 1
        return Named(tuple(dict.fromkeys(partners)), tuple(dict.fromkeys(unknown)), chosen)

    def _longest(self, pieces: list[str], at: int) -> tuple[str, bool, int]:
        """The code of the partner that the most pieces from here on name, whether by choice, and how many pieces."""
        for end in range(min(len(pieces), at + 2 * _LONGEST - 1), at, -2):
            words = "".join(pieces[at:end])
            if code := self._chosen.get(alike(words)):
                self.used[alike(words)] = code
                return code, _bare(words) != _bare(code), end - at
            if code := self._exact.get(_bare(words)):
                return code, False, end - at
        return "", False, 1

    def _words(self, pieces: list[str], at: int) -> int:
        """How many pieces are words that belong together: "Head of Early Help and Prevention"."""
        end = at + 1
        while end + 1 < len(pieces) and pieces[end].strip().casefold() in _SOFT:
            if self._longest(pieces, end + 1)[0]:
                break
            end += 2
        return end - at


def _bare(name: str) -> str:
    return " ".join(word for word in plain(name).split() if word != "the")
