"""Keeping the dates that bind the partnership. The date that was set first stays, however often it is moved."""

import calendar
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.domain.dates import in_words
from bot.domain.errors import BadInput, MovedOn, NotFound
from bot.domain.events import By
from bot.domain.people import Person
from bot.domain.plan import Deadline, Precision
from bot.domain.refs import Kind, Ref
from bot.usecases import plan_changes
from bot.usecases.plan_changes import check_links, check_source, permit, there
from storage import audit, plan
from storage.database import Transaction


class Draft(BaseModel):
    """A deadline as somebody writes it. The source is a ref, remit items are numbers.

    Args:
        due: None where the source fixes no day; `phrase` then has its own words.
        met: when it was met; only for one that was, to put a mistake right.
    """

    model_config = ConfigDict(frozen=True)
    title: str
    due: date | None = None
    phrase: str = ""
    precision: Precision = Precision.DAY
    source: str | None = None
    basis: str = ""
    remit: frozenset[int] = frozenset()
    met: date | None = None


def find(tx: Transaction, number: int, person: Person) -> Deadline:
    """Deadline D`number`. Raises NotFound."""
    there(tx, Ref(Kind.DEADLINE, number), person)
    found = plan.deadline(tx, number)
    if found is None:
        raise NotFound(f"There is no deadline D{number}.", "/deadlines")
    return found


def why_moved(tx: Transaction, number: int) -> str:
    """The reason for which D`number` was moved last; "" where it was not, or that was taken back."""
    events = audit.history(tx, f"D{number}", 100)
    undone = {event.undoes for event in events}
    moves = [event for event in events if event.verb == "moved" and event.id not in undone]
    return str(moves[0].after[plan_changes.REASON]) if moves else ""


def add(tx: Transaction, draft: Draft, by: By) -> Deadline:
    """Add a deadline; its date is its original one for ever. Raises NotAllowed, BadInput, NotFound."""
    permit(by.person)
    fields = _fields(tx, draft, by.person, None) | {"due": _text(draft.due), "original_due": _text(draft.due)}
    return find(tx, plan_changes.add(tx, Kind.DEADLINE, fields, by).number, by.person)


def edit(tx: Transaction, number: int, draft: Draft, by: By, today: date) -> Deadline:
    """Change what a deadline says. Its date can be set here where it has none; afterwards it is only moved.

    Raises NotFound, NotAllowed, BadInput.
    """
    was = find(tx, number, by.person)
    permit(by.person)
    if was.due:
        draft = draft.model_copy(update={"due": was.due})
    fields = _fields(tx, draft, by.person, was)
    if draft.due and not was.due:
        fields |= {"due": _text(draft.due), "original_due": _text(was.original_due or draft.due)}
    if was.met:
        fields["met"] = _text(_met(tx, was, draft.met, today) if draft.met else None)
    plan_changes.change(tx, was.ref, "edited", fields, by)
    return find(tx, number, by.person)


def meet(tx: Transaction, number: int, on: date, by: By, today: date) -> Deadline:
    """Record that a deadline was met. Raises NotFound, NotAllowed, MovedOn, BadInput for a day that can't be."""
    was = find(tx, number, by.person)
    permit(by.person)
    if was.met:
        raise MovedOn(f"{was.ref} was met on {in_words(was.met)} already, so nothing was changed.")
    plan_changes.change(tx, was.ref, "met", {"met": _text(_met(tx, was, on, today))}, by)
    return find(tx, number, by.person)


def move(tx: Transaction, number: int, due: date, reason: str, by: By) -> Deadline:
    """Move a deadline, for a reason; its original date stays. Raises NotFound, NotAllowed, MovedOn, BadInput."""
    was = movable(tx, number, by)
    if due == was.due:
        raise BadInput(f"{was.ref} is due on {in_words(due)} already.", _example(number), "due")
    if not reason.strip():
        raise BadInput(f"Say why {was.ref} is moved.", _example(number), "reason")
    _after_source(tx, was.source, due, "due")
    fields = {"due": _text(due), "precision": str(Precision.DAY)}  # its source named another date
    plan_changes.change(tx, was.ref, "moved", fields, by, reason=reason.strip())
    return find(tx, number, by.person)


def movable(tx: Transaction, number: int, by: By) -> Deadline:
    """The deadline, where it can be moved now. Raises NotFound, NotAllowed, MovedOn."""
    was = find(tx, number, by.person)
    permit(by.person)
    if was.met:
        raise MovedOn(f"{was.ref} was met on {in_words(was.met)}, so it can't be moved.")
    if was.due is None:
        raise MovedOn(f"{was.ref} has no date yet: edit it to set one.")
    return was


def _fields(tx: Transaction, draft: Draft, person: Person, was: Deadline | None) -> dict[str, Any]:
    """The fields that are not dates, checked."""
    if not draft.title.strip():
        raise BadInput("A deadline needs a title.", "Commissioner reports to the Department for Education", "title")
    check_source(tx, draft.source)
    check_links(tx, Kind.REMIT, draft.remit, person, "remit")
    if draft.due is None:
        _check_words(draft)
    else:
        _check_date(tx, draft, draft.due, was)
    return {
        "title": draft.title.strip(),
        "phrase": draft.phrase.strip(),
        "precision": str(draft.precision),
        "source": draft.source,
        "basis": draft.basis.strip(),
        "remit": sorted(draft.remit),
    }


def _check_words(draft: Draft) -> None:
    if not draft.phrase.strip():
        raise BadInput("Give the date, or the source's own words where it fixes no day.", "early in 2023", "phrase")
    if draft.precision is not Precision.VAGUE:
        raise BadInput("There is no date, so choose that the source fixes no day.", field="precision")


def _check_date(tx: Transaction, draft: Draft, due: date, was: Deadline | None) -> None:
    """Check a date against what is said of it. A date that was set before is no longer a field of the form."""
    dated = was is not None and was.due is not None
    if draft.precision is Precision.VAGUE:
        raise BadInput("There is a date, so choose how exactly the source fixes it.", field="precision")
    if draft.precision is Precision.END_OF_MONTH and not (dated and was and was.precision is draft.precision):
        last = due.replace(day=calendar.monthrange(due.year, due.month)[1])
        if due != last:
            raise BadInput(
                f"The end of that month is {in_words(last)}.", in_words(last), "precision" if dated else "due"
            )
    if not (dated and was and was.source == draft.source):
        _after_source(tx, draft.source, due, "source" if dated else "due")


def _met(tx: Transaction, was: Deadline, on: date, today: date) -> date:
    if on > today:
        raise BadInput(
            f"{was.ref} can't have been met on a day that is still to come.",
            f"/deadlines met {was.ref} on {in_words(today)}",
            "met",
        )
    _after_source(tx, was.source, on, "met")
    return on


def _after_source(tx: Transaction, source: str | None, day: date, field: str) -> None:
    """Refuse a date from before its source was published: the year is wrong."""
    published = plan.published(tx, source) if source else None
    if published and day < published:
        raise BadInput(f"{in_words(day)} is before {source} was published, on {in_words(published)}.", field=field)


def _example(number: int) -> str:
    return f"/deadlines move D{number} 28 February 2023 because the department agreed to a later date"


def _text(day: date | None) -> str | None:
    return str(day) if day else None
