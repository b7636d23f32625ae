"""Puts a plan into the store: all of it in one unit of work, or none of it."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from bot.domain.errors import BadInput
from bot.domain.events import By, Origin
from bot.exchange.faults import listed
from bot.exchange.loose_rows import keep_people, keep_readings
from bot.exchange.merging import Fields, fresh, merge
from bot.exchange.outcome import Change, Kept, Outcome
from bot.exchange.rows import ActionRow, DeadlineRow, IndicatorRow, Known, PartnerRow, Plan, RemitRow, SourceRow
from storage import importing
from storage.database import Store, Transaction
from storage.importing import Entry, Writer

BATCH = 500

Step = Callable[[int], None]
ThingRow = PartnerRow | SourceRow | RemitRow | DeadlineRow | IndicatorRow | ActionRow


class _Sheet(NamedTuple):
    """Where a sheet's rows go: its table, the letter of its refs, what a row without a ref is known by."""

    name: str
    table: str
    letter: str = ""
    title: str = ""


PARTNERS, SOURCES = _Sheet("Partners", "partners"), _Sheet("Sources", "sources")
DEADLINES = _Sheet("Deadlines", "deadlines", "D", "title")
INDICATORS = _Sheet("Indicators", "indicators", "I", "name")
REMIT, ACTIONS = _Sheet("Remit", "remit_items", "R", "text"), _Sheet("Actions", "actions", "A", "title")

_TABLES_LINKED = {"deadlines": "deadlines", "indicators": "indicators", "remit": "remit_items"}
_NAMES_LINKED = {"source": "sources", "lead": "partners", "owner": "partners", "contributors": "partners"}


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
        )


def apply(  # noqa: PLR0913 — an import is these things
    store: Store, plan: Plan, by: By, *, home: str = "", dry_run: bool = False, step: Step | None = None
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

    Raises BadInput where the plan has faults or contradicts the store, Busy. Nothing is stored then.
    """
    if plan.faults:
        raise BadInput(f"The file has {len(plan.faults)} faults, so nothing was stored. The first: {plan.faults[0]}")
    outcome = Outcome(dry_run=dry_run)
    try:
        with store.write() as tx:
            work = _Work(tx, by.model_copy(update={"origin": Origin.IMPORT}), outcome, step or (lambda _: None))
            work.keep(plan, home)
            if dry_run:
                raise _OnlyTrying  # noqa: TRY301 — the way to have a unit of work taken back
    except _OnlyTrying:
        pass
    return outcome


class _Work:
    """One import under way."""

    def __init__(self, tx: Transaction, by: By, outcome: Outcome, step: Step) -> None:
        self._tx, self._by, self._outcome, self._step = tx, by, outcome, step
        self._at = by.at.isoformat()
        self._ids = {table: importing.names(tx, table) for table in ("partners", "sources")}
        self._spelling = {table: {name.casefold(): name for name in names} for table, names in self._ids.items()}
        self._numbers = {table: importing.numbers(tx, table) for table in ("deadlines", "indicators", "remit_items")}
        self._writer = Writer(tx, self._ids)

    def keep(self, plan: Plan, home: str) -> None:
        """Keep every sheet, in an order in which links lead to what is there."""
        self._named(PARTNERS, plan.partners)
        self._named(SOURCES, plan.sources)
        keep_people(
            self._tx, plan.people, self._ids["partners"], home or self._by.person.team, self._by, self._outcome
        )
        self._numbered(DEADLINES, plan.deadlines)
        self._numbered(INDICATORS, plan.indicators)
        self._numbered(REMIT, plan.remit)
        keep_readings(self._tx, plan.readings, self._numbers["indicators"], self._by, self._outcome)
        self._numbered(ACTIONS, plan.actions)

    def _named(self, sheet: _Sheet, rows: Sequence[PartnerRow | SourceRow]) -> None:
        ids, spelling = self._ids[sheet.table], self._spelling[sheet.table]
        targets: list[tuple[int, ThingRow]] = []
        for row in rows:
            name = row.code if isinstance(row, PartnerRow) else row.ref
            name = spelling.setdefault(name.casefold(), name)
            number = ids.setdefault(name, max(ids.values(), default=0) + 1)
            targets.append((number, row))
        self._keep(sheet, targets)

    def _numbered(self, sheet: _Sheet, rows: Sequence[RemitRow | DeadlineRow | IndicatorRow | ActionRow]) -> None:
        targets = list(self._with_numbers(sheet, rows))
        if sheet.table in self._numbers:
            self._numbers[sheet.table].update(number for number, _ in targets)
        self._keep(sheet, targets)

    def _with_numbers(
        self, sheet: _Sheet, rows: Sequence[RemitRow | DeadlineRow | IndicatorRow | ActionRow]
    ) -> Iterator[tuple[int, ThingRow]]:
        if all(row.number for row in rows):
            yield from ((row.number, row) for row in rows if row.number)
            return
        last = max([importing.last_number(self._tx, sheet.table), *(row.number or 0 for row in rows)])
        titles = importing.by_title(self._tx, sheet.table)
        for row in rows:
            number = row.number or self._same_title(sheet, row, titles)
            last += not number
            yield number or last, row

    def _same_title(self, sheet: _Sheet, row: ThingRow, titles: dict[tuple[str, str], list[int]]) -> int:
        title = getattr(row, sheet.title)
        source = getattr(row, "source", "")
        found = titles.get((self._spelling["sources"].get(source.casefold(), source), title), [])
        if len(found) > 1:
            refs = listed([f"{sheet.letter}{number}" for number in found])
            raise BadInput(f"{sheet.name}, row {row.row}: {refs} have this title. Write in Ref which one it is.")
        return found[0] if found else 0

    def _keep(self, sheet: _Sheet, targets: Sequence[tuple[int, ThingRow]]) -> None:
        self._once_each(sheet, targets)
        remaining = iter(targets)
        while batch := list(islice(remaining, BATCH)):
            self._keep_batch(sheet, batch)
            self._step(len(batch))

    def _once_each(self, sheet: _Sheet, targets: Sequence[tuple[int, ThingRow]]) -> None:
        rows: dict[int, int] = {}
        for number, row in targets:
            if number in rows:
                raise BadInput(
                    f"{sheet.name}: rows {rows[number]} and {row.row} are about the same one. Keep one row."
                )
            rows[number] = row.row

    def _keep_batch(self, sheet: _Sheet, batch: Sequence[tuple[int, ThingRow]]) -> None:
        there = importing.stored(self._tx, sheet.table, [number for number, _ in batch])
        said = [(number, self._linked(sheet, row), self._subject(sheet, number, row)) for number, row in batch]
        new = [
            (number, fresh(sheet.table, fields, self._at), ref) for number, fields, ref in said if number not in there
        ]
        self._add(sheet, new)
        old = [(number, fields, ref) for number, fields, ref in said if number in there]
        changed = sum(self._edits(sheet, old, there))
        self._outcome.count(sheet.name, added=len(new), changed=changed, unchanged=len(old) - changed)

    def _add(self, sheet: _Sheet, new: Sequence[tuple[int, Fields, str]]) -> None:
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
        self, sheet: _Sheet, old: Sequence[tuple[int, Fields, str]], there: dict[int, Fields]
    ) -> Iterator[bool]:
        merged = [(number, ref, merge(sheet.table, row, there[number], self._at), row) for number, row, ref in old]
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

    def _edit(self, sheet: _Sheet, number: int, after: Fields, stored: Fields) -> None:
        self._writer.change(sheet.table, number, {name: value for name, value in after.items() if name != "update"})
        if "update" in after:
            self._writer.say(self._by, [(number, after["update"], after.get("lead") or stored["lead"])])

    def _once_per_channel(self, sheet: _Sheet, changes: Sequence[tuple[int, Fields]]) -> None:
        """A Slack channel is one partner's: say so, rather than let the database refuse."""
        if sheet is not PARTNERS:
            return
        moved = {number: fields["channel_id"] for number, fields in changes if fields.get("channel_id")}
        taken = {row["channel_id"]: row for row in importing.channels(self._tx)}
        for number, channel in moved.items():
            if channel in taken and taken[channel]["id"] not in {number, *moved}:
                raise BadInput(f"The channel {channel} is already the one of {taken[channel]['code']}.")
        self._writer.free_channels(moved)

    def _subject(self, sheet: _Sheet, number: int, row: ThingRow) -> str:
        if isinstance(row, PartnerRow | SourceRow):
            name = row.code if isinstance(row, PartnerRow) else row.ref
            return self._spelling[sheet.table][name.casefold()]
        return f"{sheet.letter}{number}"

    def _linked(self, sheet: _Sheet, row: ThingRow) -> Fields:
        """What the row says, with names as the store writes them. Raises BadInput where there is no such thing."""
        said: Fields = dict(row.said())
        if isinstance(row, PartnerRow | SourceRow):
            name = "code" if isinstance(row, PartnerRow) else "ref"
            return said | {name: self._spelling[sheet.table][said[name].casefold()]}
        for field in said.keys() & _NAMES_LINKED.keys():
            said[field] = self._written(sheet, row, field, said[field])
        for field in said.keys() & _TABLES_LINKED.keys():
            if missing := set(said[field]) - self._numbers[_TABLES_LINKED[field]]:
                raise BadInput(
                    f"{sheet.name}, row {row.row}: there is nothing with the number {min(missing)} ({field})."
                )
        return said

    def _written(self, sheet: _Sheet, row: ThingRow, field: str, said: Any) -> Any:  # noqa: ANN401 — a name, or several
        if isinstance(said, list):
            return sorted(self._written(sheet, row, field, one) for one in said)
        found = self._spelling[_NAMES_LINKED[field]].get(said.casefold())
        if found is None:
            raise BadInput(f"{sheet.name}, row {row.row}: there is no {said} for the {field}.")
        return found
