"""Puts a plan into the store: all of it in one unit of work, or none of it."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from bot.domain.errors import BadInput
from bot.domain.events import By, Origin
from bot.exchange.loose_rows import keep_funding, keep_people, keep_readings
from bot.exchange.merging import Fields, fresh, merge
from bot.exchange.names import (
    ACTIONS,
    DEADLINES,
    INDICATORS,
    PARTNERS,
    REMIT,
    SOURCES,
    Names,
    NumberedRow,
    Sheet,
    ThingRow,
)
from bot.exchange.outcome import Change, Kept, Outcome
from bot.exchange.rows import Known, Plan
from bot.exchange.tracked import absent
from storage import homes, importing
from storage.actions import partner_names
from storage.database import Store, Transaction
from storage.importing import Entry, Writer

BATCH = 500

Step = Callable[[int], None]
Last = Callable[[Transaction, Outcome], None]

_OTHER_ENDS = {"remit_items": {DEADLINES.table: DEADLINES.letter, INDICATORS.table: INDICATORS.letter}}


class _OnlyTrying(Exception):
    """Takes a dry run back."""


def known(store: Store) -> Known:
    """What a file may refer to without repeating it."""
    with store.read() as tx:
        return Known(
            partners=tuple(importing.names(tx, "partners")),
            sources=tuple(importing.names(tx, "sources")),
            remit=frozenset(importing.numbers(tx, "remit_items")),
            deadlines=frozenset(importing.numbers(tx, "deadlines")),
            indicators=frozenset(importing.numbers(tx, "indicators")),
            names=partner_names(tx),
            titles=importing.source_titles(tx),
            units=tuple(importing.unit_codes(tx)),
        )


def apply(  # noqa: PLR0913 — an import is these things
    store: Store,
    plan: Plan,
    by: By,
    *,
    home: str = "",
    dry_run: bool = False,
    step: Step | None = None,
    last: Last | None = None,
) -> Outcome:
    """Bring the store to what the plan says, in one unit of work; run again, it changes nothing.

    What is there is changed only where the file says something else: a blank cell says nothing. Whether `by` may
    import is for the caller to ask.

    Args:
        store: the partnership's store.
        plan: from `read_plan`, or built in memory.
        by: who, when; the origin is always the import.
        home: Slack's id of the bot's own workspace, for people without a team id.
        dry_run: find out what would happen, and store nothing.
        step: called with the number of rows that were just done, for a progress bar.
        last: done at the end of the same unit of work, which it takes back by raising; in no dry run.

    Raises BadInput where the plan has faults or contradicts the store, Busy. Nothing is stored then.
    """
    if plan.faults:
        raise BadInput(f"The file has {len(plan.faults)} faults, so nothing was stored. The first: {plan.faults[0]}")
    outcome = Outcome(dry_run=dry_run)
    try:
        with store.write() as tx:
            work = _Work(tx, by.model_copy(update={"origin": Origin.IMPORT}), outcome, step or (lambda _: None))
            work.keep(plan, home)
            homes.all_changed(tx)
            if dry_run:
                raise _OnlyTrying  # noqa: TRY301 — the way to have a unit of work taken back
            if last:
                last(tx, outcome)
    except _OnlyTrying:
        pass
    return outcome


class _Work:
    """One import under way."""

    def __init__(self, tx: Transaction, by: By, outcome: Outcome, step: Step) -> None:
        self._tx, self._by, self._outcome, self._step = tx, by, outcome, step
        self._at = by.at.isoformat()
        self._names = Names(tx)
        self._writer = Writer(tx, self._names.ids)

    def keep(self, plan: Plan, home: str) -> None:
        """Keep every sheet, in an order in which links lead to what is there."""
        self._keep(PARTNERS, list(self._names.of_named(PARTNERS, plan.partners)))
        self._keep(SOURCES, list(self._names.of_named(SOURCES, plan.sources)))
        keep_people(
            self._tx, plan.people, self._names.ids["partners"], home or self._by.person.team, self._by, self._outcome
        )
        self._numbered(DEADLINES, plan.deadlines)
        self._numbered(INDICATORS, plan.indicators)
        self._numbered(REMIT, plan.remit)
        keep_readings(self._tx, plan.readings, self._names.numbers["indicators"], self._by, self._outcome)
        keep_funding(self._tx, plan.funding, self._names, self._by, self._outcome)
        self._step(len(plan.people) + len(plan.readings) + len(plan.funding))
        if any(one.bands for one in plan.indicators) or any(one.bands for one in plan.readings):
            self._whole_bands()
        self._numbered(ACTIONS, plan.actions)

    def _whole_bands(self) -> None:
        if broken := importing.broken_bands(self._tx):
            first = broken[0]
            raise BadInput(
                f"The reading of I{first['number']} on {first['on']} has {first['parts']} bands, and the indicator "
                "has another number of them. Give both as many."
            )

    def _numbered(self, sheet: Sheet, rows: Sequence[NumberedRow]) -> None:
        targets = list(self._names.of_numbered(sheet, rows))
        if sheet is ACTIONS and not any(row.number for row in rows):
            gone = absent(self._tx, {number for number, _ in targets})
            self._outcome.absent.extend(f"{sheet.letter}{number}" for number in gone)
        if sheet.table in self._names.numbers:
            self._names.numbers[sheet.table].update(number for number, _ in targets)
        self._keep(sheet, targets)

    def _keep(self, sheet: Sheet, targets: Sequence[tuple[int, ThingRow]]) -> None:
        self._once_each(sheet, targets)
        remaining = iter(targets)
        while batch := list(islice(remaining, BATCH)):
            self._keep_batch(sheet, batch)
            self._step(len(batch))

    def _once_each(self, sheet: Sheet, targets: Sequence[tuple[int, ThingRow]]) -> None:
        rows: dict[int, int] = {}
        for number, row in targets:
            if number in rows:
                raise BadInput(
                    f"{sheet.name}: rows {rows[number]} and {row.row} are about the same one. Keep one row."
                )
            rows[number] = row.row

    def _keep_batch(self, sheet: Sheet, batch: Sequence[tuple[int, ThingRow]]) -> None:
        there = importing.stored(self._tx, sheet.table, [number for number, _ in batch])
        new: list[tuple[int, Fields, str]] = []
        old: list[tuple[int, Fields, str]] = []
        for number, row in batch:
            said, ref = self._names.linked(sheet, row), self._names.subject(sheet, number, row)
            if number in there:
                old.append((number, said, ref))
            else:
                new.append((number, fresh(sheet.table, self._names.held(row, said), self._at), ref))
        self._add(sheet, new)
        changed = sum(self._edits(sheet, old, there))
        self._outcome.count(sheet.name, added=len(new), changed=changed, unchanged=len(old) - changed)

    def _add(self, sheet: Sheet, new: Sequence[tuple[int, Fields, str]]) -> None:
        if not new:
            return
        self._once_per_channel(sheet, [(number, fields) for number, fields, _ in new])
        rows = [(number, {key: value for key, value in row.items() if key != "update"}) for number, row, _ in new]
        self._writer.add(sheet.table, rows)
        self._writer.say(
            self._by, [(number, row["update"], row["lead"]) for number, row, _ in new if "update" in row]
        )
        importing.trail(self._tx, self._by, [Entry("added", ref, {}, row) for _, row, ref in new])
        self._outcome.added.extend(ref for _, _, ref in new)

    def _edits(
        self, sheet: Sheet, old: Sequence[tuple[int, Fields, str]], there: dict[int, Fields]
    ) -> Iterator[bool]:
        decided = self._decided(sheet, old, there)
        merged = [
            (number, ref, merge(sheet.table, row, there[number], self._at, decided.get(ref, set())), row)
            for number, row, ref in old
        ]
        self._once_per_channel(sheet, [(number, one.after) for number, _, one, _ in merged])
        entries = []
        for number, ref, one, row in merged:
            for name, why in one.kept.items():
                self._outcome.kept.append(Kept(sheet.name, ref, name, there[number].get(name), row.get(name), why))
            if one.after:
                self._edit(sheet, number, one.after, there[number])
                entries.append(Entry("edited", ref, one.before, one.after))
                self._outcome.changes.extend(
                    Change(sheet.name, ref, name, one.before[name], value)
                    for name, value in one.after.items()
                    if name != "updated"
                )
            yield bool(one.after)
        importing.trail(self._tx, self._by, entries)

    def _decided(
        self, sheet: Sheet, old: Sequence[tuple[int, Fields, str]], there: dict[int, Fields]
    ) -> dict[str, set[str]]:
        """By ref, the fields that were last changed in Slack; a link may have been changed at its other end."""
        ends = {
            (ref, field): {f"{letter}{other}" for other in set(row[field]) ^ set(there[number][field])}
            for number, row, ref in old
            for field, letter in _OTHER_ENDS.get(sheet.table, {}).items()
            if field in row
        }
        found = importing.decided(self._tx, {ref for _, _, ref in old}.union(*ends.values()))
        for (ref, field), others in ends.items():
            if any("remit" in found.get(other, ()) for other in others):
                found.setdefault(ref, set()).add(field)
        return found

    def _edit(self, sheet: Sheet, number: int, after: Fields, stored: Fields) -> None:
        self._writer.change(sheet.table, number, {name: value for name, value in after.items() if name != "update"})
        if "update" in after:
            self._writer.say(self._by, [(number, after["update"], after.get("lead") or stored["lead"])])

    def _once_per_channel(self, sheet: Sheet, changes: Sequence[tuple[int, Fields]]) -> None:
        """A Slack channel is one partner's: say so, rather than let the database refuse."""
        if sheet is not PARTNERS:
            return
        moved = {number: fields["channel_id"] for number, fields in changes if fields.get("channel_id")}
        taken = {row["channel_id"]: row for row in importing.channels(self._tx)}
        for number, channel in moved.items():
            if channel in taken and taken[channel]["id"] not in {number, *moved}:
                raise BadInput(f"The channel {channel} is already the one of {taken[channel]['code']}.")
        self._writer.free_channels(moved)
