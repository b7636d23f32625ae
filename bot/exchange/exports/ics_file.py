"""Deadlines, due dates and tests as an iCalendar file.

A calendar knows an entry by its UID, which never changes here, and takes the one with the highest SEQUENCE. So a date
that moved moves its entry, and what is met, done or withdrawn is written as CANCELLED: left out, it would stay for
ever in every calendar into which an earlier file was imported. What was settled from the beginning is left out, and
so is a date that only has words. Nothing here is of the clock: the same trail gives the same bytes.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from bot.domain.actions import OPEN, Stage
from bot.exchange.cells import as_read, as_text
from bot.exchange.columns import TEXT, TITLE
from bot.exchange.exports.scope import Scope
from bot.exchange.exports.things import Things, read
from bot.exchange.made_sheets import MARKING
from storage import exporting
from storage.database import Row, Transaction

NAME = "Action plan"
_TESTED = frozenset({Stage.ADDRESSED, Stage.EMBEDDED})
_SETTLES = {"stage", "title", "lead"}
_CATEGORIES = {"deadline": "Deadline", "due": "Action due", "test": "Test due"}
_ENGLISH = {"LANGUAGE": "en-GB"}
_NO_EVENT: Row = {"at": "2000-01-01T00:00:00+00:00", "times": 0}


@dataclass(frozen=True, slots=True)
class Entry:
    """One day in the calendar.

    Args:
        ref: of the deadline or the action; with `kind` it says which entry this is.
        kind: "deadline", "due" or "test".
        day: on which it is, or was last.
        stands: whether it is still to come about; else it is cancelled.
        summary: its one line.
        about: the lines below.
        trail: what the audit trail says, as `exporting.changes` has it.
    """

    ref: str
    kind: str
    day: date
    stands: bool
    summary: str
    about: tuple[str, ...]
    trail: Row

    @property
    def shown(self) -> bool:
        """Whether it is written: what never was in a calendar needs no cancelling."""
        return self.stands or self.trail["times"] > 0


def as_calendar(tx: Transaction, scope: Scope) -> bytes:
    """An .ics file, as much as the scope holds; in it a day is the whole day, wherever it is read."""
    things = read(tx, scope)
    calendar = Calendar()
    for name, value in _about(scope).items():
        calendar.add(name, value)
    own = _own_id(tx)
    entries = (one for one in _entries(tx, things) if one.shown)
    for entry in sorted(entries, key=lambda one: (one.day, one.ref, one.kind)):
        calendar.add_component(_event(entry, own))
    return bytes(calendar.to_ical())


def _about(scope: Scope) -> dict[str, str]:
    whose = "The whole plan" if scope.partners is None else f"Actions that {', '.join(sorted(scope.partners))} leads"
    return {
        "prodid": "-//Followthrough//Action plan//EN",
        "version": "2.0",
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "x-wr-calname": NAME,
        "x-wr-caldesc": f"{MARKING}. {whose}: deadlines, due dates and tests.",
    }


def _own_id(tx: Transaction) -> str:
    """What tells this partnership from others for ever: the beginning of its audit trail, which nobody can change.

    Slack's id of the workspace would not do: it becomes known only when the bot first connects.
    """
    return hashlib.sha256("\n".join(map(str, exporting.first_event(tx))).encode()).hexdigest()[:16]


def _entries(tx: Transaction, things: Things) -> Iterator[Entry]:
    yield from _deadlines(tx, things)
    names = {one["code"]: one["name"] for one in things.partners}
    yield from _due(tx, things, names)
    yield from _tests(tx, things, names)


def _due(tx: Transaction, things: Things, names: Mapping[str, str]) -> Iterator[Entry]:
    trail, before = exporting.changes(tx, "A", {"due", *_SETTLES}), exporting.last_days(tx, "A", "due")
    for one in things.actions:
        ref = f"A{one['id']}"
        if day := one["due"] or before.get(ref):
            stands, said = bool(one["due"]) and Stage(one["stage"]) in OPEN, trail.get(ref, _NO_EVENT)
            summary = f"{ref} due: {one['title']} ({_whose(one, names)})"
            yield Entry(ref, "due", _day(day), stands, summary, _of_action(one), said)


def _tests(tx: Transaction, things: Things, names: Mapping[str, str]) -> Iterator[Entry]:
    trail, before = exporting.changes(tx, "A", {"review", *_SETTLES}), exporting.last_days(tx, "A", "review")
    for one in things.actions:
        ref, stage = f"A{one['id']}", Stage(one["stage"])
        if day := one["review"] or before.get(ref):
            stands, said = bool(one["review"]) and stage in _TESTED, trail.get(ref, _NO_EVENT)
            asked = "is it embedded?" if stage is Stage.ADDRESSED else "is it sustained?"
            summary = f"{ref} test, {asked} {one['title']} ({_whose(one, names)})"
            yield Entry(ref, "test", _day(day), stands, summary, (), said)


def _deadlines(tx: Transaction, things: Things) -> Iterator[Entry]:
    trail, before = exporting.changes(tx, "D", {"due", "met", "title"}), exporting.last_days(tx, "D", "due")
    for one in things.deadlines:
        ref = f"D{one['id']}"
        if day := one["due"] or before.get(ref):
            stands, said = bool(one["due"]) and not one["met"], trail.get(ref, _NO_EVENT)
            about = (*_words("The source's words", one["phrase"]), *_words("Basis", one["basis"]), *_moved(one))
            yield Entry(ref, "deadline", _day(day), stands, f"{ref} deadline: {one['title']}", about, said)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _whose(one: Row, names: Mapping[str, str]) -> str:
    return names.get(one["lead"], one["lead"]) + (", demonstration" if one["demonstration"] else "")


def _of_action(one: Row) -> tuple[str, ...]:
    words = _words("The source's words", one["due_phrase"])
    return (*_words("Success measure", one["success_measure"]), *words, *_moved(one))


def _words(what: str, said: str) -> tuple[str, ...]:
    return (f"{what}: {said}",) if said else ()


def _moved(one: Row) -> tuple[str, ...]:
    first = one["original_due"]
    return _words("Originally due", as_text(_day(first)) if first and first != one["due"] else "")


def _event(entry: Entry, own: str) -> Event:
    event = Event()
    at = datetime.fromisoformat(entry.trail["at"]).astimezone(UTC)
    event.add("uid", f"{entry.ref}-{entry.kind}-{own}@followthrough")
    event.add("sequence", int(entry.trail["times"]))
    event.add("dtstamp", at)
    event.add("last-modified", at)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", as_read(TITLE, entry.summary), parameters=_ENGLISH)
    if entry.about:
        event.add("description", as_read(TEXT, "\n".join(entry.about)), parameters=_ENGLISH)
    event.add("categories", [_CATEGORIES[entry.kind]])
    event.add("status", "CONFIRMED" if entry.stands else "CANCELLED")
    event.add("transp", "TRANSPARENT")
    return event
