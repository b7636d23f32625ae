"""Rows of a tracker that are no actions: headings of sections, and the legend that explains the colours."""

import re
from collections.abc import Sequence

from bot.exchange.files.book import Cell
from bot.exchange.trackers.lines import Line
from bot.exchange.trackers.statuses import read_status
from bot.exchange.trackers.words import on_line

_LEGEND = re.compile(
    r"(?:(?:b?rag|status|colou?r)s?\s*(?:status|rating|ratings|definitions?|code|coding|key|codes)?"
    r"|key|legend|glossary|abbreviations|definitions)\s*(?:[:=–-].*)?",  # noqa: RUF001 — what people paste
    re.IGNORECASE | re.DOTALL,
)
_MEANS = re.compile(r"(?:r|a|g|b|red|amber|green|blue|yellow)\s*[=:–-]\s*\S.*", re.IGNORECASE | re.DOTALL)  # noqa: RUF001
_ASIDE = re.compile(
    r"(?:notes?|source|version|total|totals|page|last updated|updated|date of|author|document|end of|completed by"
    r"|prepared by|owner|official(?:-sensitive)?)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(
    r"(?:priority|theme|section|part|strand|workstream|objective|outcome|recommendation|area|chapter|domain|phase|standard"
    r"|finding|goal|aim|pillar)\s+(?:[0-9]+[a-z]?|[ivx]+|[a-z]|one|two|three|four|five|six)\b(?:[ .:–-].*)?",  # noqa: RUF001
    re.IGNORECASE | re.DOTALL,
)
_TOTAL = re.compile(r"(?:grand |sub-?\s?)?totals?(?: (?:number of )?(?:actions|items))?\W*", re.IGNORECASE)
_A_FEW = 3


class Sections:
    """Tells the headings of one table's rows, from above to below; its legend may go on over several rows.

    Args:
        action: the action's column.
        first: the table's first column.
        last: its last one.
        heading: the one above the table, where there is one.
    """

    def __init__(self, action: int, first: int, last: int, heading: str = "") -> None:
        self._action, self._first, self._last = action, first, last
        self._legend = -2
        self.heading = heading

    def is_heading(self, line: Line) -> bool:
        """Whether the row is a heading, a total or part of a legend; `heading` is that of the rows that follow."""
        if self._is_legend(line):
            self._legend = line.number
            return True
        if self._is_total(line):
            return True
        text = self._heading(line)
        if text and not _ASIDE.fullmatch(text):
            self.heading = text
        return bool(text)

    def _is_total(self, line: Line) -> bool:
        words = any(map(str.isalpha, on_line(line.own.get(self._action))))
        return words and len(line.own) <= _A_FEW and bool(_TOTAL.fullmatch(on_line(line.own[min(line.own)])))

    def _is_legend(self, line: Line) -> bool:
        first = on_line(line.own[min(line.own)])
        if len(line.own) > _A_FEW:
            return False
        if _LEGEND.fullmatch(first) or (len(line.own) == 1 and _MEANS.fullmatch(first)):
            return True
        return self._legend == line.number - 1 and any(_explains(cell) for cell in line.own.values())

    def _heading(self, line: Line) -> str:
        """The heading's text; "" for a row that is none."""
        (at, cell), *others = line.own.items()
        text = on_line(cell)
        if len(others) == 1 and at < others[0][0] <= self._action and self._to_the_end(line, others[0]):
            return f"{text} {on_line(others[0][1])}"  # its number, and what is merged over the rest of the table
        if others:
            every = {on_line(one).casefold() for one in line.own.values()}
            return text if len(every) == 1 and isinstance(cell, str) and self._action in line.own else ""
        if not isinstance(cell, str) or not re.search(r"[^\W\d_]{2}", text):
            return ""
        if line.across.get(at, at) > at:
            return text
        if at == self._action:
            alone = at == self._first and text.isupper() and len(text.split()) <= 2 * _A_FEW
            return text if alone or _ASIDE.fullmatch(text) or _NUMBERED.fullmatch(text) else ""
        return text if at < self._action or at == self._first else ""

    def _to_the_end(self, line: Line, filled: tuple[int, Cell]) -> bool:
        at, cell = filled
        return isinstance(cell, str) and at < self._last <= line.across.get(at, at)


def heading_above(lines: Sequence[Line], top: int) -> str:
    """The heading right above a table that begins in row `top`, below a title: "Objective 1: help early"."""
    if len(lines) < 2 or lines[-1].number != top - 1 or len(lines[-1].own) > 1:  # noqa: PLR2004 — the first is the title
        return ""
    text = on_line(next(iter(lines[-1].own.values())))
    return text if _NUMBERED.fullmatch(text) else ""


def _explains(cell: Cell) -> bool:
    text = on_line(cell)
    return "=" in text or bool(_MEANS.fullmatch(text)) or (read_status(text).known and len(text.split()) <= _A_FEW)
