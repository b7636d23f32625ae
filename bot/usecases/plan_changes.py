"""Changing remit items, deadlines and indicators: each change in one event, which holds the changed fields only.

A reason is said in the event with the change ("reason"), and is no field of the thing.
"""

from collections.abc import Collection, Mapping
from typing import Any

from bot.domain.errors import BadInput, MovedOn, NotAllowed, NotFound
from bot.domain.events import TOOK_BACK, By, Event
from bot.domain.people import Person, Verb, may
from bot.domain.refs import Kind, Ref
from bot.usecases.undoing import last_own
from storage import audit, homes, plan, plan_fields
from storage.database import Transaction
from storage.plan_fields import LINKS, READING, Fields

REASON = "reason"
_NOUNS = {
    Kind.REMIT: ("remit item", "/remit"),
    Kind.DEADLINE: ("deadline", "/deadlines"),
    Kind.INDICATOR: ("indicator", "/indicators"),
}
_NOT_KEPT = "The business unit and assurers keep remit items, deadlines and indicators, so nothing was changed."
_NOT_READ = "Only the business unit, or the partner that an indicator belongs to, can add its readings."


def may_keep(person: Person) -> bool:
    """Whether somebody may add and change remit items, deadlines and indicators."""
    return may(Verb.KEEP_REMIT, person.standings(None))


def may_read(person: Person, owner: str | None) -> bool:
    """Whether somebody may add readings to the indicator of the partner `owner` (its code)."""
    return may(Verb.ADD_READING, person.standings(owner))


def permit(person: Person) -> None:
    """Raise NotAllowed unless somebody may add and change remit items, deadlines and indicators."""
    if not may_keep(person):
        raise NotAllowed(_NOT_KEPT)


def permit_reading(person: Person, owner: str | None) -> None:
    """Raise NotAllowed unless somebody may add readings to the indicator of the partner `owner` (its code)."""
    if not may_read(person, owner):
        raise NotAllowed(_NOT_READ)


def there(tx: Transaction, ref: Ref, person: Person) -> Fields:
    """The fields of a thing, as everybody whom the partnership knows may see them. Raises NotFound."""
    found = plan_fields.find(tx, ref) if person.known else None
    if found is None or found["removed"]:
        noun, command = _NOUNS[ref.kind]
        raise NotFound(f"There is no {noun} {ref}.", command)
    return found


def add(tx: Transaction, kind: Kind, fields: Mapping[str, Any], by: By) -> Ref:
    """Add a thing by its fields, which have been checked; its ref."""
    ref = plan_fields.add(tx, kind, fields)
    audit.append(tx, by, "added", str(ref), after=plan_fields.find(tx, ref))
    homes.all_changed(tx)
    return ref


def change(  # noqa: PLR0913 — a change is these things
    tx: Transaction,
    ref: Ref,
    verb: str,
    fields: Mapping[str, Any],
    by: By,
    *,
    reason: str = "",
    owner: str | None = None,
) -> None:
    """Change fields of a thing, which have been checked. Raises BadInput where none of them is different.

    `owner` is the code of the partner for whom it is done.
    """
    was = plan_fields.find(tx, ref) or {}
    plan_fields.change(tx, ref, fields)
    before, after = audit.differing(was, plan_fields.find(tx, ref) or {})
    if not after:
        raise BadInput("Nothing is different, so nothing was changed.", field=_field(fields))
    said = {REASON: reason} if reason else {}
    audit.append(tx, by, verb, str(ref), before=before, after=after | said, partner=owner)
    homes.all_changed(tx)


def _field(fields: Mapping[str, Any]) -> str:
    first = next(iter(fields), "")
    return "amount" if first.startswith(READING) else first


def undo(tx: Transaction, ref: Ref, by: By) -> str:
    """Take back the last change to a thing: one's own, within 15 minutes, with nothing built on it; what it was.

    What was added is never deleted: it is removed from everything that people see.
    Raises NotFound, MovedOn, NotAllowed.
    """
    now = there(tx, ref, by.person)
    event = last_own(tx, ref, by)
    if event.verb == "reading":
        permit_reading(by.person, now["owner"])
    else:
        permit(by.person)
    _check_unchanged(tx, ref, event, now)
    fields: Fields = dict(event.before)
    if event.verb == "added":
        if ref.kind is Kind.REMIT and plan.is_served(tx, ref.number):
            raise MovedOn(f"Actions serve {ref} already, so it was not taken back.")
        fields = {"removed": by.at.isoformat(), **{name: [] for name in LINKS[ref.kind]}}
    plan_fields.change(tx, ref, fields)
    before, after = audit.differing(now, _all(plan_fields.find(tx, ref), now))
    verb = TOOK_BACK + event.verb
    audit.append(tx, by, verb, str(ref), before=before, after=after, partner=event.partner, undoes=event.id)
    homes.all_changed(tx)
    return event.verb


def _check_unchanged(tx: Transaction, ref: Ref, event: Event, now: Fields) -> None:
    if any(now.get(name) != value for name, value in event.after.items() if name != REASON):
        raise MovedOn(f"Something else has changed {ref} since, so nothing was taken back.")
    if _linked_since(tx, ref, event):
        raise MovedOn(f"Something that {ref} is linked to has changed since, so nothing was taken back.")


_BACK = {Kind.REMIT: {"deadlines": Kind.DEADLINE, "indicators": Kind.INDICATOR}}
_TO_REMIT = {"remit": Kind.REMIT}


def _linked_since(tx: Transaction, ref: Ref, event: Event) -> bool:
    """Whether a link that taking `event` back would change was spoken of since, from its other end."""
    for name, kind in _BACK.get(ref.kind, _TO_REMIT).items():
        if name not in event.after:
            continue
        back = next(link for link in LINKS[kind] if _BACK.get(kind, _TO_REMIT)[link] is ref.kind)
        for number in set(_numbers(event.before, name)) ^ set(_numbers(event.after, name)):
            later = audit.since(tx, str(Ref(kind, number)), event.id)
            undone = {one.undoes for one in later}
            if any(back in one.after and not one.undoes and one.id not in undone for one in later):
                return True
    return False


def _numbers(fields: Mapping[str, Any], name: str) -> list[int]:
    return list(fields.get(name) or ())


def _all(fields: Fields | None, also: Collection[str]) -> Fields:
    """The fields, with None for those that are no longer there: readings."""
    return dict.fromkeys(also) | (fields or {})


def check_source(tx: Transaction, source: str | None) -> None:
    """Raise NotFound for a source that is not in the plan; none at all is fine."""
    if source and source not in plan.sources(tx):
        raise NotFound(f"There is no source {source}.", field="source")


def check_links(tx: Transaction, kind: Kind, numbers: Collection[int], person: Person, field: str) -> None:
    """Raise NotFound for a number of which there is nothing of this kind."""
    for number in sorted(numbers):
        try:
            there(tx, Ref(kind, number), person)
        except NotFound as error:
            raise NotFound(error.sentence, error.example, field) from error


def merged(now: Collection[int], shown: Collection[int], chosen: Collection[int]) -> list[int]:
    """Links as somebody chose them in a form that had shown `shown`: what others linked since then stays."""
    return sorted((set(now) - (set(shown) - set(chosen))) | (set(chosen) - set(shown)))
