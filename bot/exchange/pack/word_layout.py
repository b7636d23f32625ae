"""How wide columns are, and which way round the page is that holds them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from bot.exchange.pack.model import Column, Table, Value, Width
from bot.exchange.pack.plain import written


@dataclass(frozen=True, slots=True)
class Page:
    """An A4 page; all in centimetres."""

    width: float
    height: float
    text_width: float
    picture_width: float
    picture_height: float


MARGIN = 2.0
PORTRAIT = Page(21.0, 29.7, 21.0 - 2 * MARGIN, 16.0, 20.0)
LANDSCAPE = Page(29.7, 21.0, 29.7 - 2 * MARGIN, 15.0, 12.0)

_LEAST = {Width.NARROW: 1.3, Width.MIDDLE: 2.8, Width.WIDE: 5.0}
_TIGHT = {Width.NARROW: 1.3, Width.MIDDLE: 2.4, Width.WIDE: 3.6}
_MOST = {Width.NARROW: 3.5, Width.MIDDLE: 6.5, Width.WIDE: 16.0}
_WEIGHT = {Width.NARROW: 0.0, Width.MIDDLE: 1.0, Width.WIDE: 1.4}
_PADDING = 0.4
_WIDEST_WORD = 4.0
_LETTER, _BROAD = 0.162, 0.22  # of the small font of tables; of capitals and the like
_BOLDER = 1.1
_LOOKED_AT = 300  # rows
_FEW_WORDS = 15  # letters
_DATE_OR_WORD = re.compile(r"\d{1,2} [A-Z][a-z]+(?= \d{4}\b)|\S+")
_ROOMY = 0.93  # of the text's width


def page_for(tables: Sequence[Table]) -> Page:
    """Portrait, unless one of the tables needs more room."""
    wide = any(sum(_needs(table, tight=False)) > PORTRAIT.text_width for table in tables)
    return LANDSCAPE if wide else PORTRAIT


def widths(alike: Sequence[Table], page: Page) -> list[float]:
    """The widths of the columns of tables with the same columns, in centimetres: together at most the text's width.

    Each gets what it needs. The columns of text share the rest: those with more of it get more, though not as much
    more as they have.
    """
    table = Table("", alike[0].columns, tuple(row for one in alike for row in one.rows))
    needs = _needs(table, tight=False)
    if sum(needs) > page.text_width * _ROOMY:
        needs = _needs(table, tight=True)
    if sum(needs) >= page.text_width:
        return [need * page.text_width / sum(needs) for need in needs]
    weights = [_weight(column, _column(table, at)) for at, column in enumerate(table.columns)]
    most = [max(need, _MOST[column.width]) for need, column in zip(needs, table.columns, strict=True)]
    return [min(*pair) for pair in zip(_shared(needs, weights, page.text_width), most, strict=True)]


def _column(table: Table, at: int) -> list[Value]:
    return [row[at] for row in table.rows]


def _shared(needs: Sequence[float], weights: Sequence[float], room: float) -> list[float]:
    """Room by weight, where that is more than the need."""
    given = list(needs)
    sharing = {at for at, weight in enumerate(weights) if weight}
    while sharing:
        left = room - sum(need for at, need in enumerate(needs) if at not in sharing)
        whole = sum(weights[at] for at in sharing)
        content = {at for at in sharing if left * weights[at] / whole < needs[at]}
        if not content:
            return [left * weights[at] / whole if at in sharing else need for at, need in enumerate(given)]
        sharing -= content
    return given


def _weight(column: Column, values: Sequence[Value]) -> float:
    lengths = sorted(len(value) for value in values if isinstance(value, str))
    return _WEIGHT[column.width] * sqrt(lengths[len(lengths) * 9 // 10]) if lengths else 0.0


def _needs(table: Table, *, tight: bool) -> list[float]:
    columns = enumerate(table.columns)
    return [_need(column, _column(table, at)[:_LOOKED_AT], tight=tight) for at, column in columns]


def _need(column: Column, values: Sequence[Value], *, tight: bool) -> float:
    """So wide that no number, and no word of usual length, is broken; `tight`: a date may be, before its year."""
    rooms = [_room(part) * _BOLDER for part in _DATE_OR_WORD.findall(column.heading)]
    for value in values:
        rooms += map(_room, _pieces(value, column.width, tight=tight))
    least = (_TIGHT if tight else _LEAST)[column.width]
    return max(least, min(max(rooms, default=0.0), _WIDEST_WORD) + _PADDING)


def _pieces(value: Value, width: Width, *, tight: bool) -> list[str]:
    """What of a value is not to be broken."""
    text = written(value)
    if isinstance(value, date):
        return [text.rpartition(" ")[0] if tight else text]
    few_words = width is Width.NARROW and len(text) <= _FEW_WORDS
    return [text] if few_words or not isinstance(value, str) else re.split(r"[\s/-]+", text)


def _room(word: str) -> float:
    broad = sum(1 for letter in word if letter.isupper() or letter in "mwMW%&@—")
    return broad * _BROAD + (len(word) - broad) * _LETTER
