"""Keeping what a commissioner or board has told the partnership to secure, and which actions serve it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.domain.actions import Action
from bot.domain.dates import in_words
from bot.domain.errors import BadInput, MovedOn, NotFound
from bot.domain.events import By
from bot.domain.people import Person
from bot.domain.plan import RemitItem
from bot.domain.refs import Kind, Ref
from bot.usecases import plan_changes
from bot.usecases.access import visible
from bot.usecases.plan_changes import check_links, check_source, permit, there
from storage import actions, audit, homes, outbox, plan
from storage.database import Transaction


class Draft(BaseModel):
    """A remit item as somebody writes it. The source is a ref, deadlines and indicators are numbers.

    `met` is when it was met; only for one that was, to put a mistake right.
    """

    model_config = ConfigDict(frozen=True)
    text: str
    source: str | None = None
    deadlines: frozenset[int] = frozenset()
    indicators: frozenset[int] = frozenset()
    met: date | None = None


def find(tx: Transaction, number: int, person: Person) -> RemitItem:
    """Remit item R`number`, with its actions counted as `person` may see them. Raises NotFound."""
    there(tx, Ref(Kind.REMIT, number), person)
    found = plan.remit(tx, person, [number])
    if not found:
        raise NotFound(f"There is no remit item R{number}.", "/remit")
    return found[0]


def add(tx: Transaction, draft: Draft, by: By) -> RemitItem:
    """Add a remit item. Raises NotAllowed, BadInput, NotFound."""
    permit(by.person)
    ref = plan_changes.add(tx, Kind.REMIT, _fields(tx, draft, by.person), by)
    return find(tx, ref.number, by.person)


def edit(tx: Transaction, number: int, draft: Draft, by: By, today: date) -> RemitItem:
    """Change what a remit item says. Raises NotFound, NotAllowed, BadInput."""
    was = find(tx, number, by.person)
    permit(by.person)
    fields = _fields(tx, draft, by.person)
    if was.met:
        fields["met"] = str(_met(number, draft.met, today)) if draft.met else None
    plan_changes.change(tx, was.ref, "edited", fields, by)
    return find(tx, number, by.person)


def meet(tx: Transaction, number: int, on: date, by: By, today: date) -> RemitItem:
    """Record that a remit item was met. Raises NotFound, NotAllowed, MovedOn, BadInput for a day to come."""
    was = find(tx, number, by.person)
    permit(by.person)
    if was.met:
        raise MovedOn(f"{was.ref} was met on {in_words(was.met)} already, so nothing was changed.")
    plan_changes.change(tx, was.ref, "met", {"met": str(_met(number, on, today))}, by)
    return find(tx, number, by.person)


def link(tx: Transaction, number: int, wanted: Sequence[int], by: By) -> list[Action]:
    """Link actions to a remit item, and say which were not linked before: all of them, or none.

    Each is an event of the action. Raises NotFound, NotAllowed, MovedOn where every one serves it already.
    """
    found = _linking(tx, number, wanted, by)
    new = [action for action in found if number not in action.remit]
    if not new:
        raise MovedOn(f"{_these(found)} R{number} already, so nothing was changed.")
    for action in new:
        _relink(tx, action, {*action.remit, number}, "linked", by)
    return new


def unlink(tx: Transaction, number: int, wanted: Sequence[int], by: By) -> list[Action]:
    """Take actions away from a remit item: all of them, or none. Raises NotFound, NotAllowed, MovedOn."""
    found = _linking(tx, number, wanted, by)
    if strange := [action for action in found if number not in action.remit]:
        raise MovedOn(f"{strange[0].ref} does not serve R{number}, so nothing was changed.")
    for action in found:
        _relink(tx, action, {*action.remit} - {number}, "unlinked", by)
    return found


def _linking(tx: Transaction, number: int, wanted: Sequence[int], by: By) -> list[Action]:
    there(tx, Ref(Kind.REMIT, number), by.person)
    permit(by.person)
    return [visible(tx, one, by.person) for one in dict.fromkeys(wanted)]


def _relink(tx: Transaction, action: Action, remit: set[int], verb: str, by: By) -> None:
    now = tuple(sorted(remit))
    actions.save(tx, action.changed(remit=now))
    before, after = {"remit": list(action.remit)}, {"remit": list(now)}
    audit.append(tx, by, verb, str(action.ref), before=before, after=after)
    outbox.refresh_cards(tx, action.number, by.at)
    homes.all_changed(tx)


def _fields(tx: Transaction, draft: Draft, person: Person) -> dict[str, Any]:
    if not draft.text.strip():
        raise BadInput("A remit item needs its words.", "Improve recording systems", "text")
    check_source(tx, draft.source)
    check_links(tx, Kind.DEADLINE, draft.deadlines, person, "deadlines")
    check_links(tx, Kind.INDICATOR, draft.indicators, person, "indicators")
    return {
        "text": draft.text.strip(),
        "source": draft.source,
        "deadlines": sorted(draft.deadlines),
        "indicators": sorted(draft.indicators),
    }


def _met(number: int, on: date, today: date) -> date:
    if on > today:
        raise BadInput(
            f"R{number} can't have been met on a day that is still to come.",
            f"/remit met R{number} on {in_words(today)}",
            "met",
        )
    return on


def _these(found: Sequence[Action]) -> str:
    return f"{found[0].ref} serves" if len(found) == 1 else "All of these serve"
