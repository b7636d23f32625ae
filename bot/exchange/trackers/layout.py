"""Where a sheet's tables are: the header of each, in one row or two, and the rows below it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.exchange.files.book import Cell
from bot.exchange.trackers.lines import Line
from bot.exchange.trackers.meanings import CHOSEN, JOINED, LONGEST, Meaning, Sense
from bot.exchange.trackers.words import on_line

WINDOW = 60
"""Among how many filled rows the first header is looked for."""

_SHORT = 60

Senses = Callable[[int, str], Sense | None]
"""What the header in a column means, by its words and by what was chosen."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's header: its text on one line, after that of the group above it, and what it means."""

    column: int
    text: str
    sense: Sense | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A header, by column, its first and last row from 0, the rows below it, and the rows that repeat it."""

    top: int
    header: int
    headings: dict[int, Heading]
    lines: list[Line]
    repeated: list[int]


def tables(lines: Sequence[Line], senses: Senses, words: Senses | None = None) -> tuple[list[Table], list[Line]]:
    """The tables of a sheet in their order, and the rows above the first; no table where there is no header.

    Args:
        lines: the sheet's rows.
        senses: what each column means.
        words: what each means by its header's words alone, where `senses` goes by letters too: by its letters
            every row below would be one more header.
    """
    start = _first(lines[:WINDOW], senses, words or senses)
    if start is None:
        return [], list(lines)
    found: list[Table] = []
    at = start
    while at < len(lines):
        if at == start or _looks(lines[at], words or senses):
            below = _below(lines, at, words or senses) if at == start else None
            header = below or _header(lines, at, senses, words or senses, first=at == start)
            at = header.last
            _begin(found, header, lines)
        else:
            found[-1].lines.append(lines[at])
        at += 1
    return found, [line for line in lines[:start] if line.number < found[0].top]


def _begin(found: list[Table], header: "_Header", lines: Sequence[Line]) -> None:
    top = lines[header.first].number
    if found and found[-1].lines and found[-1].lines[-1].number >= top:
        found[-1].lines.pop()  # the row of groups above the header that has just been found
    if found and _texts(header.headings.values()) == _texts(found[-1].headings.values()):
        found[-1].repeated.extend(line.number for line in lines[header.first : header.last + 1])
    else:
        found.append(Table(top, lines[header.last].number, header.headings, [], []))


def _texts(headings: Iterable[Heading]) -> set[tuple[int, str]]:
    return {(one.column, one.text.casefold()) for one in headings}


def _headings(line: Line, senses: Senses) -> dict[int, Heading]:
    texts = {at: on_line(cell) for at, cell in line.own.items()}
    return {at: Heading(at, text, senses(at, text)) for at, text in texts.items()}


def _score(headings: Mapping[int, Heading]) -> int:
    """How many meanings headers have; 0 where they have none for the action, or no other."""
    found = {one.sense.meaning for one in headings.values() if one.sense}
    return len(found) if Meaning.ACTION in found and len(found) > 1 else 0


def _first(lines: Sequence[Line], senses: Senses, words: Senses) -> int | None:
    """The place of the first header: the first row that has at least half as many meanings as the best one."""
    scores = [_score(_headings(line, senses)) for line in lines]
    for at in range(len(lines)):
        if header := _below(lines, at, words):
            scores[at] = max(scores[at], _score(header.headings))
    best = max(scores, default=0)
    return next((at for at, score in enumerate(scores) if best and score * 2 >= best), None)


def _looks(line: Line, senses: Senses) -> bool:
    """Whether a row further down is a header: short words, most of which are known ones."""
    if not all(isinstance(cell, str) and len(cell) <= LONGEST for cell in line.own.values()):
        return False
    allowed = (len(line.own) - 1) // 2
    for at, cell in line.own.items():  # most rows are told by their first few cells
        allowed -= senses(at, on_line(cell)) is None
        if allowed < 0:
            return False
    return bool(_score(_headings(line, senses)))


class _Header(NamedTuple):
    """The places of a header's first and last row among the lines, and its columns."""

    first: int
    last: int
    headings: dict[int, Heading]


def _header(lines: Sequence[Line], at: int, senses: Senses, words: Senses, *, first: bool) -> _Header:
    """The header with the row below it, where that divides its groups, or with the row of groups above it."""
    for top, last in ((at, at + 1), (at - 1, at)):
        # A single cell above a later header is the heading of a section, and no group of columns.
        possible = top >= 0 and last < len(lines) and (first or top == at or len(lines[top].own) > 1)
        if not possible:
            continue
        if _divides(lines[top], lines[last]) or (top == at and _refined(lines[top], lines[last], words)):
            return _Header(top, last, _both(lines[top], lines[last], senses))
    return _Header(at, at, _reached(lines, at, senses) | _headings(lines[at], senses))


def _refined(above: Line, below: Line, words: Senses) -> bool:
    """Whether the row below is a whole header too, and divides a group: then it says more of the other columns too.

    "What" is merged over "No." and "Action required", while "Who" stands over "Lead agency".
    """
    groups = [first for at in below.own if (first := _group(above, at)) is not None]
    return below.number == above.number + 1 and len(set(groups)) < len(groups) and _looks(below, words)


def _reached(lines: Sequence[Line], at: int, senses: Senses) -> dict[int, Heading]:
    """Headings that are merged downwards into a header from the row right above it."""
    if not at or lines[at - 1].number != lines[at].number - 1:
        return {}
    above, line = lines[at - 1].own, lines[at]
    down = [one for one, cell in line.cells.items() if one not in line.own and above.get(one) is cell]
    return {one: Heading(one, text := on_line(above[one]), senses(one, text)) for one in down}


def _below(lines: Sequence[Line], at: int, words: Senses) -> _Header | None:
    """The header where its words go on in the row below, cell by cell: "What do we" over "need to do?".

    Together they mean more than either row does; or as much, and then every cell below goes on with one above.
    """
    if at + 1 >= len(lines) or lines[at + 1].number != lines[at].number + 1:
        return None
    above, below = lines[at].own, lines[at + 1].own
    words_only = all(isinstance(cell, str) and len(cell) <= _SHORT for cell in (*above.values(), *below.values()))
    if not words_only or _divides(lines[at], lines[at + 1]):
        return None
    both = {column: _goes_on(column, above, below, words) for column in sorted({*above, *below})}
    alone = max(_score(_headings(line, words)) for line in lines[at : at + 2])
    each = len(below) > 1 and all(column in above and words(column, both[column].text) for column in below)
    more = _score(both) > alone or (each and _score(both) == alone > 0)
    return _Header(at, at + 1, both) if more else None


def _goes_on(column: int, above: Mapping[int, Cell], below: Mapping[int, Cell], words: Senses) -> Heading:
    texts = [on_line(row[column]) for row in (above, below) if column in row]
    whole = " ".join(texts)
    return Heading(column, whole, next((sense for text in (whole, *texts) if (sense := words(column, text))), None))


def _divides(above: Line, below: Line) -> bool:
    """Whether every cell below stands under a group, merged over several columns, or under nothing."""
    if below.number != above.number + 1:
        return False
    groups = {at: _group(above, at) for at in below.own}
    under = {first for first in groups.values() if first is not None}
    words = all(isinstance(cell, str) and len(cell) <= _SHORT for cell in below.own.values())
    title = len(under) == 1 and None not in groups.values() and len(above.own) == 1
    return bool(under) and words and not title and all(groups[at] is not None or at not in above.own for at in groups)


def _group(above: Line, at: int) -> int | None:
    """The first column of the merged cell above, which is filled."""
    return next((one for one, last in above.across.items() if one <= at <= last and one in above.own), None)


def _both(above: Line, below: Line, senses: Senses) -> dict[int, Heading]:
    groups = _headings(above, senses)
    divided = {_group(above, at) for at in below.own}
    found = {at: one for at, one in groups.items() if at not in divided}
    for at, cell in below.own.items():
        first = _group(above, at)
        found[at] = _joined(groups.get(at if first is None else first), at, on_line(cell), senses)
    return dict(sorted(found.items()))


def _joined(group: Heading | None, at: int, text: str, senses: Senses) -> Heading:
    if group is None:
        return Heading(at, text, senses(at, text))
    whole = f"{group.text}: {text}"
    if (chosen := senses(at, whole)) and chosen.rank == CHOSEN:
        return Heading(at, whole, chosen)
    ways = (f"{group.text} {text}", f"{text} {group.text}", text)
    found = next((sense for way in ways if (sense := senses(at, way))), None)
    # A group's own meaning is that of all its columns only where several columns may have it.
    inherited = group.sense if group.sense and group.sense.meaning in JOINED else None
    return Heading(at, whole, found or inherited)
