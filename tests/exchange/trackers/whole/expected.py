"""What must come out of a whole tracker, cell by cell, and what it came out as."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.exchange.columns import TITLE
from bot.exchange.rows import Plan

_LETTER = re.compile(r"^(?:.* \()?([A-Z]{1,2})\)?$")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row that becomes an action: what is not named here must be blank.

    Args:
        at: its row in the sheet.
        title: the action's title; where it ends with "…", its beginning.
        due: the day that is read; `words` are the cell's own words, looked at where they are named or no day is read.
        held_by: who holds it while its lead is not known.
        says: what the update holds, in this order; () for no update.
        flags: words of the flag by the letter of its column, "" for the whole row; "G|H": in one of these.
        may: letters of columns that may be flagged besides.
    """

    at: int
    title: str
    sheet: str = ""
    ref: str = ""
    finding: str = ""
    lead: str = ""
    held_by: str = ""
    contributors: tuple[str, ...] = ()
    due: date | None = None
    words: str = ""
    original: date | None = None
    stage: str = "not started"
    measure: str = ""
    source: str = ""
    says: tuple[str, ...] = ()
    flags: Mapping[str, str] = field(default_factory=dict)
    may: str = ""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A tracker and what must be read in it.

    Args:
        file: its name.
        write: writes it; given the path and cells to change, by sheet and place.
        sheet: the sheet of rows that name none.
        choices: what whoever imports it has chosen.
        columns: meanings by letter, for each sheet in which something is read; "" for a column that is left out.
        rejected: by sheet, row and words of the reason.
        notes: words of notes; each has to be there.
        edits: cells of a changed copy.
        changed: what that changes, by the beginning of the title and the field: the value, or words of an update.
        decided: beginning of the title of the action whose title or due date is decided in Slack, among `changed`.
    """

    file: str
    write: Callable[[Path, Mapping[tuple[str, str], object]], None]
    today: date
    sheet: str
    rows: tuple[Row, ...]
    columns: Mapping[str, Mapping[str, str]]
    edits: Mapping[tuple[str, str], object]
    changed: Mapping[tuple[str, str], str]
    decided: str
    choices: Mapping[str, object] = field(default_factory=dict)
    rejected: tuple[tuple[str, int, str], ...] = ()
    notes: tuple[str, ...] = ()


def lettered(*meanings: str) -> dict[str, str]:
    """Meanings of the columns from A on."""
    return dict(zip("ABCDEFGHIJKL", meanings, strict=False))


def fields(layout: Layout, plan: Plan) -> tuple[list[dict], list[dict]]:
    """The rows' fields as they came out, and as they must; an update is what it holds of the words looked for."""
    got = [
        {
            "at": one.row,
            "title": one.title,
            "ref": one.tracker_ref,
            "finding": one.finding,
            "lead": one.lead,
            "held_by": "" if one.lead else one.held_by,
            "contributors": tuple(sorted(one.contributors)),
            "due": one.due.day if one.due else None,
            "words": one.due.words if one.due else "",
            "original": one.original_due,
            "stage": str(one.stage or "not started"),
            "measure": one.success_measure,
            "source": one.source,
            "says": one.update,
        }
        for one in plan.actions
    ]
    want = [
        {name: getattr(row, name) for name in (got[0] if got else {})}
        | {"contributors": tuple(sorted(row.contributors))}
        for row in layout.rows
    ]
    for one, must in zip(got, want, strict=False):
        if must["due"] and not must["words"]:
            one["words"] = ""
        if must["title"].endswith("…") and len(one["title"]) <= TITLE and one["title"].endswith("…"):
            one["title"] = one["title"][: len(must["title"]) - 1] + "…"
        if must["says"] and _in_order(must["says"], one["says"]):
            one["says"] = must["says"]
        must["says"] = must["says"] or ""
    return got, want


def _in_order(wanted: tuple[str, ...], text: str) -> bool:
    """Whether the text holds all of these, one after the other."""
    at = 0
    for words in wanted:
        if (found := text.find(words, at)) < 0:
            return False
        at = found + len(words)
    return True


def wrong_flags(layout: Layout, plan: Plan) -> list[str]:
    """Flags that are missing, and flags that nobody expects."""
    letters = {(one.sheet, one.header.casefold()): one.column for one in plan.columns}
    there = {}
    for flag in plan.flags:
        letter = letters.get((flag.sheet, flag.column.casefold()), flag.column)
        letter = found[1] if (found := _LETTER.search(flag.column)) else letter
        there.setdefault((flag.sheet, flag.row), {}).setdefault(letter, []).append(flag.reason)
    wrong = []
    for row in layout.rows:
        found = there.pop((row.sheet or layout.sheet, row.at), {})
        for wanted, words in row.flags.items():
            reasons = [reason for one in wanted.split("|") for reason in found.get(one, [])]
            if not any(words in reason for reason in reasons):
                wrong.append(f"row {row.at}, {wanted or 'the row'}: no flag with “{words}” among {found}")
        expected = {one for wanted in row.flags for one in wanted.split("|")} | set(row.may)
        wrong += [f"row {row.at}, {one}: {reasons}" for one, reasons in found.items() if one not in expected]
    return wrong + [f"{place}: {found}" for place, found in there.items()]


def columns(plan: Plan) -> dict[str, dict[str, str]]:
    """Meanings by letter, by sheet; a column that is left out by choice is left out."""
    found: dict[str, dict[str, str]] = {}
    for one in plan.columns:
        if one.meaning or one.filled:
            meaning = "" if one.meaning == "leave out" else str(one.meaning)
            found.setdefault(one.sheet, {})[one.column] = meaning
    return found
