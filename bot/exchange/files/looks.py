"""What the cells of an .xlsx workbook look like, as far as it means something: colours, symbols, months."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO, TypeVar

from bot.exchange.files import markup
from bot.exchange.files.colours import INDEXED, classed, tinted

_Part = TypeVar("_Part")

_TICKS: Mapping[str, Mapping[str, str]] = {
    "wingdings": {"ü": "✓", "þ": "✓", "û": "✗", "ý": "✗"},
    "wingdings 2": {"P": "✓", "R": "✓", "O": "✗", "Q": "✗", "S": "✗", "T": "✗"},
    "webdings": {"a": "✓", "r": "✗"},
}
_MONTH_AND_YEAR = "17"
"""The number of the format "mmm-yy", which every workbook has."""
_NO_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
"""What a number format shows as it stands, and names of languages and colours."""
_AS_WORD_WRITES_THEM = {0xF000 + code: code for code in range(256)}


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks.

    Args:
        colour: "red", "amber", "green", "blue" or nothing.
        symbols: the name of a font of symbols, or nothing.
        dated: how a date is shown that is shown without its day, as `strftime` has it: "%B %Y"; or nothing.
    """

    colour: str = ""
    symbols: str = ""
    dated: str = ""


def tick(look: Look, shown: object) -> str:
    """What a letter shows as in its font, where that is "✓" or "✗"; else nothing."""
    if not look.symbols or not isinstance(shown, str):
        return ""
    return _TICKS[look.symbols].get(shown.translate(_AS_WORD_WRITES_THEM), "")


def month(look: Look, value: object) -> str:
    """What somebody typed who typed "Jan 23": a spreadsheet makes that the first day, and shows "Jan-23"."""
    return f"{value:{look.dated}}" if look.dated and isinstance(value, date) and value.day == 1 else ""


def looks(styles: IO[bytes], theme: Sequence[str]) -> list[Look]:
    """How each style of a workbook looks, by its number. `theme` is its colours as `theme_colours` gives them."""
    found = _Styles(theme)
    markup.walk(styles, found.start, found.end)
    return [Look(found.fill(xf), found.font(xf), found.dated(xf)) for xf in found.formats]


@dataclass(slots=True)
class _Styles:
    theme: Sequence[str]
    inside: list[str] = field(default_factory=list)
    fills: list[dict[str, str]] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    formats: list[dict[str, str]] = field(default_factory=list)
    indexed: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=lambda: {_MONTH_AND_YEAR: "mmm-yy"})
    solid: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        parent, name = self.inside[-1] if self.inside else "", markup.local(name)
        self.inside.append(name)
        match parent, name:
            case "fills", "fill":
                self.fills.append({})
            case "fill", "patternFill":
                self.solid = attributes.get("patternType") == "solid"
            case "patternFill", "fgColor" if self.solid and self.fills and "dxfs" not in self.inside:
                self.fills[-1] = attributes
            case "fonts", "font":
                self.fonts.append("")
            case "font", "name" if self.fonts and "dxfs" not in self.inside:
                self.fonts[-1] = attributes.get("val", "").casefold()
            case "cellXfs", "xf":
                self.formats.append(attributes)
            case "numFmts", "numFmt" if "dxfs" not in self.inside:
                self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            case "indexedColors", "rgbColor":
                self.indexed.append(attributes.get("rgb", ""))
            case _:
                pass

    def end(self, _: str) -> None:
        self.inside.pop()

    def fill(self, xf: Mapping[str, str]) -> str:
        colour = _at(self.fills, xf.get("fillId")) or {}
        if "rgb" in colour:
            rgb = colour["rgb"]
        elif "theme" in colour:
            rgb = _at(self.theme, colour["theme"]) or ""
        else:
            rgb = _at(self.indexed or INDEXED, colour.get("indexed")) or ""
        return classed(tinted(rgb, colour.get("tint")))

    def font(self, xf: Mapping[str, str]) -> str:
        name = _at(self.fonts, xf.get("fontId")) or ""
        return name if name in _TICKS else ""

    def dated(self, xf: Mapping[str, str]) -> str:
        letters = set(_NO_LETTERS.sub("", self.codes.get(xf.get("numFmtId", ""), "")).casefold())
        if letters & set("dhs") or "y" not in letters:
            return ""
        return "%B %Y" if "m" in letters else "%Y"


def _at(parts: Sequence[_Part], number: str | None) -> _Part | None:
    return parts[int(number)] if number and number.isdecimal() and int(number) < len(parts) else None
