"""A book as lines of JSON, from the process that reads a file to the one that asked.

Never a pickle: whoever makes a file that takes over its reader must not get further.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from bot.domain.errors import BadInput
from bot.exchange.files.book import Area, Book, Cell, Sheet, Spot
from bot.exchange.files.limits import EXAMPLE


def told(book: Book) -> Iterator[bytes]:
    """The book: a line about it, then for each sheet a line about it and one for each row."""
    yield _line({"kind": book.kind, "notes": book.notes, "sheets": len(book.sheets)})
    for sheet in book.sheets:
        yield _line(_about(sheet))
        yield from map(_line, sheet.rows)


def refused(refusal: BadInput) -> bytes:
    """A refusal, in the place of a book."""
    return _line({"refused": refusal.sentence})


def heard(lines: Iterable[bytes]) -> Book:
    """The book again. Raises BadInput for a refusal, and ValueError where the lines are no whole book."""
    parts = map(json.loads, lines)
    try:
        return _book(next(parts), parts)
    except (StopIteration, RuntimeError, LookupError, TypeError, AttributeError) as error:
        raise ValueError("the lines are no whole book") from error


def _line(part: object) -> bytes:
    return json.dumps(part, separators=(",", ":"), default=_day).encode() + b"\n"


def _day(value: object) -> list[int]:
    if not isinstance(value, date):
        raise TypeError(f"{type(value)} is no cell")
    return [value.toordinal()]


def _about(sheet: Sheet) -> dict[str, object]:
    return {
        "name": sheet.name,
        "rows": len(sheet.rows),
        "hidden": sheet.hidden,
        "merged": sheet.merged,
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "colours": _marked(sheet.colours),
        "ticked": _marked(sheet.ticked),
        "without_result": sorted(sheet.without_result),
        "from_formula": sorted(sheet.from_formula),
        "epoch_1904": sheet.epoch_1904,
    }


def _marked(marks: Mapping[Spot, str]) -> list[tuple[int, int, str]]:
    return [(*spot, mark) for spot, mark in marks.items()]


def _book(about: dict[str, Any], parts: Iterator[Any]) -> Book:
    if "refused" in about:
        raise BadInput(str(about["refused"]), EXAMPLE)
    sheets = tuple([_sheet(next(parts), parts) for _ in range(about["sheets"])])
    return Book(sheets, tuple(map(str, about["notes"])), str(about["kind"]))


def _sheet(about: dict[str, Any], parts: Iterator[Any]) -> Sheet:
    return Sheet(
        name=str(about["name"]),
        rows=[_row(next(parts)) for _ in range(about["rows"])],
        hidden=bool(about["hidden"]),
        merged=tuple(Area(*area) for area in about["merged"]),
        hidden_rows=frozenset(about["hidden_rows"]),
        hidden_columns=frozenset(about["hidden_columns"]),
        colours={Spot(row, column): colour for row, column, colour in about["colours"]},
        ticked={Spot(row, column): mark for row, column, mark in about["ticked"]},
        without_result=frozenset(Spot(*spot) for spot in about["without_result"]),
        from_formula=frozenset(Spot(*spot) for spot in about["from_formula"]),
        epoch_1904=bool(about["epoch_1904"]),
    )


def _row(cells: list[Any]) -> list[Cell | None]:
    return [date.fromordinal(cell[0]) if type(cell) is list else cell for cell in cells]
