"""Reads one sheet of a tracker, table by table and row by row."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.errors import BadInput
from bot.exchange.faults import Fault, Flag, shortened
from bot.exchange.files.book import Sheet, Spot, place
from bot.exchange.rows import ActionRow, Matched, Plan
from bot.exchange.trackers.choices import Choices
from bot.exchange.trackers.dates import Around, middle, read_when
from bot.exchange.trackers.desk import Desk, Draft, Place
from bot.exchange.trackers.headers import Chosen, Column, columns, matched, meanings
from bot.exchange.trackers.layout import Table, tables
from bot.exchange.trackers.lines import Line, lines
from bot.exchange.trackers.meanings import Meaning
from bot.exchange.trackers.rows import read_row
from bot.exchange.trackers.sections import Sections, heading_above
from bot.exchange.trackers.words import count, is_error, left_out, letter, on_line, rows_of


@dataclass(slots=True)
class Gathered:
    """What was read so far; `first` tells where each source, text and ref stood first: nothing comes twice.

    `heading` is the last one of the sheet that is being read: one may stand above the header of its own table.
    """

    actions: list[ActionRow] = field(default_factory=list)
    rejected: list[Fault] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    columns: list[Matched] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    leads: Counter[str] = field(default_factory=Counter)
    first: dict[tuple[str, str], dict[str, tuple[str, int]]] = field(default_factory=dict)
    heading: str = ""

    def plan(self) -> Plan:
        """All of it."""
        return Plan(
            actions=tuple(self.actions),
            rejected=tuple(self.rejected),
            flags=tuple(self.flags),
            columns=tuple(self.columns),
            notes=tuple(self.notes),
            leads=dict(self.leads.most_common()),
        )

    def take(self, sheet: str, draft: Draft) -> None:
        """Keep the action, or the reasons why it can't be kept."""
        if not draft.reasons:
            self._once(sheet, draft)
        row = draft.line.number + 1
        if draft.reasons:
            named = {column for column, _ in draft.reasons}
            column = next(iter(named)) if len(named) == 1 else ""
            reasons = [why if column or not name else f"{name}: {why}" for name, why in draft.reasons]
            self.rejected.append(Fault(sheet, row, column, "; ".join(reasons)))
            return
        self.actions.append(ActionRow(row=row, **draft.fields))
        self.flags.extend(Flag(sheet, row, column, why) for column, why in draft.flags)
        self.leads.update(draft.unknown)

    def _once(self, sheet: str, draft: Draft) -> None:
        ref = draft.fields["tracker_ref"]
        there = self.first.setdefault((draft.fields["source"], draft.fields["title"].casefold()), {})
        if ref in there:
            draft.refuse(None, f"the same as {_row(*there[ref], sheet)}")
        elif there and not (ref and "" not in there):
            other = next(iter(there.values()))
            draft.refuse(
                None, f"the same text as {_row(*other, sheet)}, and without a ref each they can't be told apart"
            )
        else:
            there[ref] = (sheet, draft.line.number + 1)


def _row(sheet: str, row: int, here: str) -> str:
    return f"row {row}" if sheet == here else f'row {row} of the sheet "{sheet}"'


def read_sheet(desk: Desk, sheet: Sheet, choices: Choices, gathered: Gathered) -> None:
    """Read a sheet; one without a header is left out with a note. Raises BadInput as `read_tracker` does."""
    name = desk.guard.told(sheet.name)
    filled = lines(sheet)
    found, above, as_action, chosen = _tables(sheet, filled, choices)
    if not found:
        if filled:
            gathered.notes.append(
                f'The sheet "{name}" has no header that can be read, so its {left_out(len(filled))}.'
            )
        return
    heading = heading_above(above, found[0].top)
    if above := above[:-1] if heading else above:
        where = rows_of([line.number for line in above])
        gathered.notes.append(f"{name}: {where} above the header in row {found[0].header + 1} {_is(above)} left out.")
    if as_action:
        gathered.notes.append(f"{name}: no column is for the action, so the finding or recommendation is read as it.")
    gathered.heading = heading
    for table in found:
        if table is not found[0]:
            where = rows_of(list(range(table.top, table.header + 1)))
            gathered.notes.append(f"{name}: another table begins, with its own header in {where}.")
        _read_table(desk, sheet, table, chosen, gathered)


def _is(many: list[Line]) -> str:
    return "is" if len(many) == 1 else "are"


def _tables(sheet: Sheet, filled: list[Line], choices: Choices) -> tuple[list[Table], list[Line], bool, Chosen]:
    """A sheet's tables: by headers alone if there are any, else with columns that were chosen by their letter."""
    for as_action in (False, True):
        chosen = Chosen(choices, sheet.name, as_action=as_action)
        found, above = tables(filled, chosen.by_words)
        if not found and chosen.has_letters:
            found, above = tables(filled, chosen.by_letter, chosen.by_words)
        if found:
            return found, above, as_action, chosen
    return [], filled, False, Chosen(choices, sheet.name)


def _around(desk: Desk, sheet: Sheet, table: Table, found: Mapping[Meaning, list[Column]]) -> Around:
    due = [column.at for meaning in (Meaning.DUE, Meaning.ORIGINAL_DUE) for column in found.get(meaning, ())]
    cells = (line.cells[at] for line in table.lines for at in due if at in line.cells)
    return middle(cells, desk.today, epoch_1904=sheet.epoch_1904)


def _read_table(desk: Desk, sheet: Sheet, table: Table, chosen: Chosen, gathered: Gathered) -> None:
    name = desk.guard.told(sheet.name)
    found = meanings(name, table, chosen, desk.guard.told)
    read = columns(found, table, desk.guard.told)
    by_meaning: dict[Meaning, list[Column]] = {}
    for column in read:
        by_meaning.setdefault(column.meaning, []).append(column)
    gathered.columns.extend(matched(name, found, table, desk.guard.told))
    if Meaning.ACTION not in by_meaning:
        raise BadInput(
            f"{name}: with these choices no column is for the action (the header is in row {table.header + 1}).",
            '--map "What we will do=action"',
        )
    here = Place(sheet, name, by_meaning, _around(desk, sheet, table, by_meaning))
    _results(here, table, read)
    headings = list(_read_lines(desk, here, table, gathered, read))
    gathered.notes.extend(_notes(here, table, headings, read))
    if Meaning.DUE not in by_meaning:
        gathered.notes.extend(_dates_left_out(desk, here, table, found.keys()))


def _read_lines(
    desk: Desk, here: Place, table: Table, gathered: Gathered, read: list[Column]
) -> Iterator[tuple[int, str]]:
    """Read the rows; of headings the row's number and text."""
    ends = min(table.headings), max(table.headings)
    sections = Sections(here.columns[Meaning.ACTION][0].at, *ends, gathered.heading)
    heading = kept = ""
    for line in table.lines:
        if sections.is_heading(line):
            gathered.heading = sections.heading
            yield line.number, desk.guard.told(" ".join(dict.fromkeys(map(on_line, line.own.values()))))
            continue
        if sections.heading != heading:
            heading = sections.heading
            kept = "" if desk.guard.why(heading) else heading
        _errors(here, line, read)
        gathered.take(here.name, read_row(desk, here, line, kept))


def _errors(here: Place, line: Line, read: list[Column]) -> None:
    for column in read:
        if is_error(cell := line.own.get(column.at)):
            where = place(Spot(line.number, column.at))
            raise BadInput(
                f"{here.name}, {where}: the cell shows the spreadsheet's error {cell}, so nothing was imported.",
                f"put {where} right, or write the value into it",
            )


def _results(here: Place, table: Table, read: list[Column]) -> None:
    """A formula that was never worked out may stand for anything."""
    used = {column.at for column in read}
    last = table.lines[-1].number if table.lines else table.header
    for spot in sorted(here.sheet.without_result):
        if table.header < spot.row <= last and spot.column in used:
            raise BadInput(
                f"{here.name}, {place(spot)}: a formula without a saved result is there, so nothing was imported.",
                "open the file in Excel, save it and try again",
            )


def _dates_left_out(desk: Desk, here: Place, table: Table, known: Collection[int]) -> Iterator[str]:
    """Whether dates stand in a column that nobody knows, where none is read as the due date."""
    for at, heading in table.headings.items():
        cells = [cell for line in table.lines if isinstance(cell := line.own.get(at), str | date)]
        if at not in known and any(read_when(cell, None, epoch_1904=here.sheet.epoch_1904).day for cell in cells):
            words = shortened(desk.guard.told(heading.text))
            yield f'{here.name}: no column is read as due, though dates stand in column {letter(at)} "{words}".'


def _notes(here: Place, table: Table, headings: list[tuple[int, str]], read: list[Column]) -> Iterator[str]:
    name = here.name
    if table.repeated:
        yield f"{name}: {rows_of(table.repeated)} {'repeats' if len(table.repeated) == 1 else 'repeat'} the header."
    if headings:
        rows = ", ".join(f'row {number + 1} "{shortened(text)}"' for number, text in headings)
        one = "is a heading and no action" if len(headings) == 1 else "are headings and no actions"
        yield f"{name}: {rows} {one}."
    if unseen := [f'{letter(one.at)} "{one.label}"' for one in read if one.at in here.sheet.hidden_columns]:
        are = "is hidden and is" if len(unseen) == 1 else "are hidden and are"
        yield f"{name}: column {', '.join(unseen)} {are} read all the same."
    if here.colours:
        yield (
            f"{name}: red, amber and green in column {', '.join(sorted(here.colours))} are not taken over: "
            "the colour is worked out here from dates and updates."
        )
    for column, (first, *others) in sorted(here.short_years.items()):
        more = f", and {count(len(others), 'other cell')} with a year of two digits likewise" if others else ""
        yield f"{name}: in column {column}, {first}{more}."
