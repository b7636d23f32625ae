"""Rows that are not things with a ref: people's roles, readings of indicators, sums of money."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal

from bot.domain.errors import BadInput
from bot.domain.events import By
from bot.domain.plan import Reading
from bot.exchange.cells import as_read
from bot.exchange.columns import TEXT, TITLE
from bot.exchange.merging import DECIDED_KEPT
from bot.exchange.names import Names
from bot.exchange.outcome import Change, Kept, Outcome
from bot.exchange.plain import decimal_text, plain
from bot.exchange.rows import FundingRow, PersonRow, ReadingRow
from storage import importing, loose
from storage.database import Row, Transaction
from storage.importing import Entry
from storage.plan import keep_reading
from storage.plan_fields import READING

REMOVED_KEPT = "this role was removed in Slack"


def keep_people(  # noqa: PLR0913, PLR0917 — what an import has at hand
    tx: Transaction, people: Sequence[PersonRow], partners: Mapping[str, int], home: str, by: By, outcome: Outcome
) -> None:
    """Give people the roles that they don't have yet, but for those that were taken from them in Slack.

    Raises BadInput where their workspace is not known.
    """
    there, removed = loose.roles(tx), loose.removed_roles(tx, {row.user for row in people})
    by_lower = {code.casefold(): code for code in partners}
    for row in people:
        code = by_lower.get(row.partner.casefold(), "")
        if not (row.team or home):
            raise BadInput("The sheet People needs a Slack team id in each row: the bot's own is not known yet.")
        if row.partner and not code:
            raise BadInput(f"People, row {row.row}: there is no partner {row.partner}.")
        role = (row.user, row.team or home, row.role, code)
        new = role not in there | removed
        if new:
            loose.give_role(tx, *role[:3], partners.get(code))
            _added(tx, row.user, {"role": row.role, "team": role[1], "partner": code or None}, by, outcome)
        elif role not in there:
            outcome.kept.append(Kept("People", row.user, "role", None, row.role, REMOVED_KEPT))
        outcome.count("People", added=new, unchanged=not new)
        there.add(role)


def _added(tx: Transaction, subject: str, after: Row, by: By, outcome: Outcome) -> None:
    importing.trail(tx, by, [Entry("added", subject, {}, after)])
    outcome.added.append(subject)


def keep_readings(
    tx: Transaction, rows: Sequence[ReadingRow], indicators: AbstractSet[int], by: By, outcome: Outcome
) -> None:
    """Keep readings. One takes the place of another of the same day as a whole: value and words belong together."""
    there: dict[int, dict[str, Row]] = {}
    decided = importing.decided(tx, {f"I{row.indicator}" for row in rows})
    for row in rows:
        if row.indicator not in indicators:
            raise BadInput(f"Readings, row {row.row}: there is no indicator I{row.indicator}.")
        days = there.setdefault(row.indicator, loose.readings(tx, row.indicator))
        _keep_reading(tx, row, days.get(str(row.on)), decided.get(f"I{row.indicator}", set()), by, outcome)


def _keep_reading(  # noqa: PLR0913, PLR0917 — as above
    tx: Transaction, row: ReadingRow, old: Row | None, decided: AbstractSet[str], by: By, outcome: Outcome
) -> None:
    subject, field = f"I{row.indicator}", f"{READING}{row.on}"
    new: Row = {name: plain(getattr(row, name)) for name in ("value", "qualifier", "phrase")}
    # Where the file has no bands, those of another value are not those of this one.
    said = [decimal_text(part) for part in row.bands]
    new["bands"] = said or (old["bands"] if old and Decimal(old["value"]) == row.value else [])
    there = f"{subject} on {row.on}"
    differing = [name for name in new if old and _comparable(old)[name] != _comparable(new)[name]]
    if old and (not differing or field in decided):
        kept = [Kept("Readings", there, name, old[name], new[name], DECIDED_KEPT) for name in differing]
        outcome.kept.extend(kept)
        outcome.count("Readings", unchanged=1)
        return
    keep_reading(tx, row.indicator, Reading.model_validate(new | {"on": row.on}))
    importing.trail(tx, by, [Entry("reading", subject, {field: old}, {field: new})])
    outcome.count("Readings", added=old is None, changed=old is not None)
    if old is None:
        outcome.added.append(there)
    else:
        outcome.changes.extend(Change("Readings", there, name, old[name], new[name]) for name in differing)


def _comparable(reading: Row) -> Row:
    words = {name: as_read(most, reading[name]) for name, most in (("qualifier", TITLE), ("phrase", TEXT))}
    parts = [Decimal(part) for part in reading["bands"]]
    return {"value": Decimal(reading["value"]), "bands": parts, **words}


def keep_funding(tx: Transaction, rows: Sequence[FundingRow], names: Names, by: By, outcome: Outcome) -> None:
    """Keep sums of money; each is known by its purpose and its source."""
    there = loose.funding(tx) if rows else {}
    for row in rows:
        source = names.source(row.source)
        old = there.get((row.purpose, source))
        new: Row = {"purpose": row.purpose, "amount": plain(row.amount), "phrase": row.phrase}
        if old and not row.phrase:
            new["phrase"] = old["phrase"]
        differing = [name for name in new if old is None or old[name] != new[name]]
        if differing:
            number = loose.keep_sum(tx, old["id"] if old else None, new, names.ids["sources"].get(source))
            before = {name: old[name] for name in differing} if old else {}
            after = {name: new[name] for name in differing} | ({} if old else {"source": source or None})
            importing.trail(tx, by, [Entry("edited" if old else "added", f"\N{POUND SIGN}{number}", before, after)])
        if old is None:
            outcome.added.append(row.purpose)
        else:
            outcome.changes.extend(Change("Funding", row.purpose, name, old[name], new[name]) for name in differing)
        outcome.count(
            "Funding", added=old is None, changed=bool(old and differing), unchanged=bool(old and not differing)
        )
