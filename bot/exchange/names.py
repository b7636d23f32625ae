"""Who is meant: which thing a row is about, and what its links lead to, as the store writes them."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from bot.domain.errors import BadInput
from bot.exchange.faults import listed
from bot.exchange.merging import Fields
from bot.exchange.rows import ActionRow, DeadlineRow, IndicatorRow, PartnerRow, RemitRow, SourceRow
from bot.exchange.tracked import TrackerRefs
from storage import importing
from storage.database import Transaction
from storage.importing import Title

NumberedRow = RemitRow | DeadlineRow | IndicatorRow | ActionRow
ThingRow = PartnerRow | SourceRow | NumberedRow


class Sheet(NamedTuple):
    """Where a sheet's rows go: its table, the letter of its refs, what a row without a ref is known by."""

    name: str
    table: str
    letter: str = ""
    title: str = ""


PARTNERS, SOURCES = Sheet("Partners", "partners"), Sheet("Sources", "sources")
DEADLINES = Sheet("Deadlines", "deadlines", "D", "title")
INDICATORS = Sheet("Indicators", "indicators", "I", "name")
REMIT, ACTIONS = Sheet("Remit", "remit_items", "R", "text"), Sheet("Actions", "actions", "A", "title")

_TABLES_LINKED = {"deadlines": "deadlines", "indicators": "indicators", "remit": "remit_items"}
_NAMES_LINKED = {"source": "sources", "lead": "partners", "owner": "partners", "contributors": "partners"}


class Names:
    """What things are called, in the store and in the file.

    `ids` holds the ids of partners and sources by name, `numbers` those of remit items, deadlines and indicators.
    """

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.ids = {table: importing.names(tx, table) for table in ("partners", "sources")}
        self.numbers = {table: importing.numbers(tx, table) for table in ("deadlines", "indicators", "remit_items")}
        self._spelling = {table: {name.casefold(): name for name in names} for table, names in self.ids.items()}

    def of_named(self, sheet: Sheet, rows: Sequence[PartnerRow | SourceRow]) -> Iterator[tuple[int, ThingRow]]:
        """Rows of partners or sources with their ids; new ones get the next id."""
        ids = self.ids[sheet.table]
        for row in rows:
            name = self._spelling[sheet.table].setdefault(_name(row).casefold(), _name(row))
            yield ids.setdefault(name, max(ids.values(), default=0) + 1), row

    def of_numbered(self, sheet: Sheet, rows: Sequence[NumberedRow]) -> Iterator[tuple[int, ThingRow]]:
        """Rows with their numbers: the row's own, that of the same title in the store, or the next."""
        last, titles = 0, dict[Title, list[int]]()
        if not all(row.number for row in rows):
            last = max([importing.last_number(self._tx, sheet.table), *(row.number or 0 for row in rows)])
            titles = importing.by_title(self._tx, sheet.table, sheet.letter, sheet.title)
        tracked = TrackerRefs(self._tx, rows, self._spelling["sources"])
        here = {self._title(sheet, row) for row in rows}
        for row in rows:
            number = row.number or tracked.number(row, titles)
            number = self._same_title(sheet, row, titles, here) if number is None else number
            last += not number
            yield number or last, row

    def _title(self, sheet: Sheet, row: ThingRow) -> Title:
        source = getattr(row, "source", "")
        return self._spelling["sources"].get(source.casefold(), source), getattr(row, sheet.title)

    def _same_title(
        self, sheet: Sheet, row: ThingRow, titles: Mapping[Title, list[int]], here: AbstractSet[Title]
    ) -> int:
        source, title = self._title(sheet, row)
        found = titles.get((source, title), [])
        if not found and ("", title) not in here:  # a source that was chosen later is a change
            found = titles.get(("", title), [])
        if len(found) > 1:
            refs = listed([f"{sheet.letter}{number}" for number in found])
            raise BadInput(f"{sheet.name}, row {row.row}: {refs} have this title. Write in Ref which one it is.")
        return found[0] if found else 0

    def source(self, ref: str) -> str:
        """A source's ref as the store writes it; "" for none. Raises BadInput where there is no such source."""
        found = self._spelling["sources"].get(ref.casefold(), "")
        if ref and not found:
            raise BadInput(f"There is no source {ref}.")
        return found

    def subject(self, sheet: Sheet, number: int, row: ThingRow) -> str:
        """What the audit trail calls the thing: POLICE, JTAI-2022, A12."""
        if isinstance(row, PartnerRow | SourceRow):
            return self._spelling[sheet.table][_name(row).casefold()]
        return f"{sheet.letter}{number}"

    def linked(self, sheet: Sheet, row: ThingRow) -> Fields:
        """What the row says, with names as the store writes them. Raises BadInput where there is no such thing."""
        said: Fields = dict(row.said())
        if isinstance(row, PartnerRow | SourceRow):
            name = "code" if isinstance(row, PartnerRow) else "ref"
            return said | {name: self._spelling[sheet.table][said[name].casefold()]}
        for field in said.keys() & _NAMES_LINKED.keys():
            said[field] = self._written(sheet, row, field, said[field])
        for field in said.keys() & _TABLES_LINKED.keys():
            if missing := set(said[field]) - self.numbers[_TABLES_LINKED[field]]:
                raise BadInput(
                    f"{sheet.name}, row {row.row}: there is nothing with the number {min(missing)} ({field})."
                )
        return said

    def held(self, row: ThingRow, said: Fields) -> Fields:
        """What a row says of something new: an action whose lead is open is led by who holds it meanwhile."""
        if not isinstance(row, ActionRow) or row.lead:
            return said
        holder = self._written(ACTIONS, row, "lead", row.held_by)
        others = [code for code in said.get("contributors", ()) if code != holder]
        return said | {"lead": holder} | ({"contributors": others} if "contributors" in said else {})

    def _written(self, sheet: Sheet, row: ThingRow, field: str, said: Any) -> Any:  # noqa: ANN401 — a name, or several
        if isinstance(said, list):
            return sorted(self._written(sheet, row, field, one) for one in said)
        found = self._spelling[_NAMES_LINKED[field]].get(said.casefold())
        if found is None:
            raise BadInput(f"{sheet.name}, row {row.row}: there is no {said} for the {field}.")
        return found


def _name(row: PartnerRow | SourceRow) -> str:
    return row.code if isinstance(row, PartnerRow) else row.ref
