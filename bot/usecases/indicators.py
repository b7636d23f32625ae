"""Keeping the measures and their readings."""

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.domain.errors import BadInput, NotFound
from bot.domain.events import By
from bot.domain.people import Person
from bot.domain.plan import Better, Indicator, Reading
from bot.domain.refs import Kind, Ref
from bot.usecases import plan_changes
from bot.usecases.plan_changes import check_links, permit, permit_reading, there
from storage import people, plan
from storage.database import Transaction
from storage.plan_fields import READING

LARGEST = Decimal(10) ** 12
DECIMALS = 4
LONGEST_BAND, MOST_BANDS = 60, 10


class Draft(BaseModel):
    """An indicator as somebody writes it. `owner` is a partner's code, remit items are numbers, `bands` in order."""

    model_config = ConfigDict(frozen=True)
    name: str
    unit: str = ""
    better: Better | None = None
    target: Decimal | None = None
    target_by: date | None = None
    bands: tuple[str, ...] = ()
    owner: str | None = None
    remit: frozenset[int] = frozenset()


def find(tx: Transaction, number: int, person: Person) -> Indicator:
    """Indicator I`number` with its last readings. Raises NotFound."""
    there(tx, Ref(Kind.INDICATOR, number), person)
    found = plan.indicator(tx, number)
    if found is None:
        raise NotFound(f"There is no indicator I{number}.", "/indicators")
    return found


def add(tx: Transaction, draft: Draft, by: By) -> Indicator:
    """Add an indicator. Raises NotAllowed, BadInput, NotFound."""
    permit(by.person)
    ref = plan_changes.add(tx, Kind.INDICATOR, _fields(tx, draft, by.person), by)
    return find(tx, ref.number, by.person)


def edit(tx: Transaction, number: int, draft: Draft, by: By) -> Indicator:
    """Change what an indicator says. Its bands can be renamed, but there are as many as its readings have.

    Raises NotFound, NotAllowed, BadInput.
    """
    was = find(tx, number, by.person)
    permit(by.person)
    parts = {len(one.bands) for one in plan.readings(tx, number) if one.bands}
    if parts and len(_bands(draft.bands)) not in parts:  # without blank lines
        raise BadInput(f"Readings are kept in {len(was.bands)} bands, so there must be as many.", field="bands")
    plan_changes.change(tx, was.ref, "edited", _fields(tx, draft, by.person), by)
    return find(tx, number, by.person)


def add_reading(tx: Transaction, number: int, reading: Reading, by: By, today: date) -> Indicator:
    """Keep a reading of indicator I`number`; the indicator with it.

    One on the same day takes the place of the earlier one, which stays in the audit trail.
    Raises NotFound, NotAllowed, BadInput for a value or a day that can't be.
    """
    indicator = readable(tx, number, by)
    _check_reading(indicator, reading, today)
    kept = reading.model_dump(mode="json", exclude={"on"})
    plan_changes.change(tx, indicator.ref, "reading", {f"{READING}{reading.on}": kept}, by, owner=indicator.owner)
    return find(tx, number, by.person)


def reading_on(tx: Transaction, number: int, day: date) -> Reading | None:
    """The reading of I`number` on a day, or None."""
    return next((one for one in plan.readings(tx, number) if one.on == day), None)


def readable(tx: Transaction, number: int, by: By) -> Indicator:
    """The indicator, where this person may add readings to it. Raises NotFound, NotAllowed."""
    indicator = find(tx, number, by.person)
    permit_reading(by.person, indicator.owner)
    return indicator


def _check_reading(indicator: Indicator, reading: Reading, today: date) -> None:
    example = f"/indicators reading {indicator.ref} 387 on 31 October 2022"
    if reading.on > today:
        raise BadInput("A reading can't be of a day that is still to come.", example, "on")
    check_number(reading.value, example, "amount")
    below = _goes_below_nought(indicator)
    if reading.value < 0 and not below:
        raise BadInput(f"{indicator.ref} can't be below 0.", example, "amount")
    if not reading.bands:
        return
    if len(reading.bands) != len(indicator.bands):
        raise BadInput(
            f"{indicator.ref} has {len(indicator.bands)} bands: give all of them, or none.", field="band_1"
        )
    for place, part in enumerate(reading.bands, 1):
        check_number(part, example, f"band_{place}")
        if part < 0 and not below:
            raise BadInput(f"No part of {indicator.ref} can be below 0.", field=f"band_{place}")
    if (total := sum(reading.bands)) != reading.value:
        last = f"band_{len(reading.bands)}"
        raise BadInput(f"The bands add up to {total:,f}, and the value is {reading.value:,f}.", field=last)


def check_number(value: Decimal, example: str, field: str) -> None:
    """Raise BadInput for a number that can't be kept as it is."""
    if abs(value) > LARGEST or value != round(value, DECIMALS):
        raise BadInput("That number is too large, or too fine, to be kept.", example, field)


def _goes_below_nought(indicator: Indicator) -> bool:
    return indicator.target is not None and indicator.target < 0


def _fields(tx: Transaction, draft: Draft, person: Person) -> dict[str, Any]:
    if not draft.name.strip():
        raise BadInput("An indicator needs a name.", "Unallocated cases", "name")
    if draft.better is None:
        raise BadInput("Say which way is better: a target means nothing without it.", field="better")
    if draft.target_by and draft.target is None:
        raise BadInput("There is a date for the target, but no target.", field="target")
    if draft.target is not None:
        check_number(draft.target, "100", "target")
    if draft.owner and draft.owner not in people.codes(tx):
        raise NotFound(f"There is no partner {draft.owner}.", field="owner")
    check_links(tx, Kind.REMIT, draft.remit, person, "remit")
    return {
        "name": draft.name.strip(),
        "unit": draft.unit.strip(),
        "better": str(draft.better),
        "target": None if draft.target is None else str(draft.target),
        "target_by": str(draft.target_by) if draft.target_by else None,
        "owner": draft.owner,
        "bands": _bands(draft.bands),
        "remit": sorted(draft.remit),
    }


def _bands(said: tuple[str, ...]) -> list[str]:
    bands = [band for one in said if (band := " ".join(one.split()))]
    if len(bands) == 1 or len(bands) > MOST_BANDS:
        raise BadInput(f"There are 2 to {MOST_BANDS} bands, or none: one a line.", "up to 5 days", "bands")
    if len({band.lower() for band in bands}) < len(bands):
        raise BadInput("Two of the bands have the same words.", "up to 5 days", "bands")
    if long := next((band for band in bands if len(band) > LONGEST_BAND), None):
        raise BadInput(f"“{long[:20]}…” is longer than {LONGEST_BAND} characters.", "up to 5 days", "bands")
    return bands
