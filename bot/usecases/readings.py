"""Readings of indicators."""

from datetime import date

from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.events import By
from bot.domain.people import Verb, may
from bot.domain.plan import Indicator, Reading
from storage import audit, plan
from storage.database import Transaction


def add_reading(tx: Transaction, number: int, reading: Reading, by: By, today: date) -> Indicator:
    """Keep a reading of indicator I`number`; the indicator with it.

    One on the same day takes the place of the earlier one, which stays in the audit trail.
    Raises NotFound, NotAllowed, BadInput for a day that is still to come.
    """
    indicator = plan.indicator(tx, number)
    if indicator is None or not by.person.known:
        raise NotFound(f"There is no indicator I{number}.", "/indicators")
    if not may(Verb.ADD_READING, by.person.standings(indicator.owner)):
        raise NotAllowed("Only the business unit, or the partner that an indicator belongs to, can add its readings.")
    if reading.on > today:
        raise BadInput(
            "A reading can't be of a day that is still to come.",
            f"/indicators reading I{number} 387 on 31 October 2022",
        )
    before = next((one for one in indicator.readings if one.on == reading.on), None)
    plan.keep_reading(tx, number, reading)
    audit.append(
        tx,
        by,
        "reading",
        str(indicator.ref),
        before=before.model_dump(mode="json") if before else None,
        after=reading.model_dump(mode="json"),
        partner=indicator.owner,
    )
    kept = plan.indicator(tx, number)
    assert kept is not None  # noqa: S101 — it was there a moment ago, in this transaction
    return kept
