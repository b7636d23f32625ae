"""Rows that are not things with a ref: people's roles, and readings of indicators."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal

from bot.domain.errors import BadInput
from bot.domain.events import By
from bot.domain.plan import Reading
from bot.exchange.outcome import Change, Outcome
from bot.exchange.rows import PersonRow, ReadingRow, plain
from storage import importing
from storage.database import Row, Transaction
from storage.importing import Entry
from storage.plan import keep_reading


def keep_people(  # noqa: PLR0913, PLR0917 — what an import has at hand
    tx: Transaction, people: Sequence[PersonRow], partners: Mapping[str, int], home: str, by: By, outcome: Outcome
) -> None:
    """Give people the roles that they don't have yet. Raises BadInput where their workspace is not known."""
    there = importing.roles(tx)
    by_lower = {code.casefold(): code for code in partners}
    for row in people:
        code = by_lower.get(row.partner.casefold(), "")
        if not (row.team or home):
            raise BadInput("The sheet People needs a Slack team id in each row: the bot's own is not known yet.")
        if row.partner and not code:
            raise BadInput(f"People, row {row.row}: there is no partner {row.partner}.")
        role = (row.user, row.team or home, row.role, code)
        if role not in there:
            importing.give_role(tx, *role[:3], partners.get(code))
            _added(tx, row.user, {"role": row.role, "team": role[1], "partner": code or None}, by, outcome)
        outcome.count("People", added=role not in there, unchanged=role in there)
        there.add(role)


def _added(tx: Transaction, subject: str, after: Row, by: By, outcome: Outcome) -> None:
    importing.trail(tx, by, [Entry("added", subject, {}, after)])
    outcome.added.append(subject)


def keep_readings(
    tx: Transaction, rows: Sequence[ReadingRow], indicators: AbstractSet[int], by: By, outcome: Outcome
) -> None:
    """Keep readings. One takes the place of another of the same day as a whole: value and words belong together."""
    there: dict[int, dict[str, Row]] = {}
    for row in rows:
        if row.indicator not in indicators:
            raise BadInput(f"Readings, row {row.row}: there is no indicator I{row.indicator}.")
        days = there.setdefault(row.indicator, importing.readings(tx, row.indicator))
        _keep_reading(tx, row, days.get(str(row.on)), by, outcome)


def _keep_reading(tx: Transaction, row: ReadingRow, old: Row | None, by: By, outcome: Outcome) -> None:
    new = {name: plain(getattr(row, name)) for name in ("on", "value", "qualifier", "phrase")}
    if old and _comparable(old) == _comparable(new):
        outcome.count("Readings", unchanged=1)
        return
    subject = f"I{row.indicator}"
    keep_reading(tx, row.indicator, Reading.model_validate(new))
    importing.trail(tx, by, [Entry("reading", subject, old or {}, new)])
    outcome.count("Readings", added=old is None, changed=old is not None)
    if old is None:
        outcome.added.append(f"{subject} on {row.on}")
    else:
        differing = [name for name in new if _comparable(old)[name] != _comparable(new)[name]]
        changes = [Change("Readings", f"{subject} on {row.on}", name, old[name], new[name]) for name in differing]
        outcome.changes.extend(changes)


def _comparable(reading: Row) -> Row:
    return {**reading, "value": Decimal(reading["value"])}
