"""Reads a tracker as it is: nothing in it is guessed, and nothing is dropped without a word."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.domain.errors import BadInput
from bot.exchange.columns import GUIDE
from bot.exchange.faults import listed, shortened
from bot.exchange.files.book import Book, Sheet
from bot.exchange.form import form
from bot.exchange.rows import Known, Plan
from bot.exchange.trackers.choices import COLUMN_EXAMPLE, Choices
from bot.exchange.trackers.desk import Desk
from bot.exchange.trackers.layout import WINDOW
from bot.exchange.trackers.lines import filled
from bot.exchange.trackers.sheets import Gathered, read_sheet
from bot.exchange.trackers.words import alike, left_out, on_line
from bot.exchange.workbook import form_name

EXAMPLE = "a row with Ref, Action, Lead, Due and Status above the first action"


def is_form(book: Book) -> bool:
    """Whether the file is in the form that `followthrough template` makes, and no tracker."""
    if any(alike(sheet.name) == alike(GUIDE) for sheet in book.sheets):
        return True
    there = [sheet for sheet in book.sheets if not sheet.hidden and filled(sheet)]
    return bool(there) and all(_of_form(book, sheet) for sheet in there)


def _of_form(book: Book, sheet: Sheet) -> bool:
    found = form(form_name(book, sheet))
    headers = [on_line(cell) for cell in sheet.rows[0] if cell is not None]
    return bool(found and headers and all(found.column(header) for header in headers))


NO_PARTNERS = (
    "No partner is set up yet, and each action needs one. Set them up first: on the sheet Partners of the workbook "
    "that followthrough template plan.xlsx makes, or in Slack with /actions settings."
)


def read_tracker(book: Book, known: Known, choices: Choices, refuse: Callable[[str], str], today: date) -> Plan:
    """The plan that a tracker holds: its actions, the rows that are left out, and what deserves a second look.

    Args:
        book: the file's sheets.
        known: what the store has.
        choices: what a person says about columns and leads.
        refuse: is given every text that would be kept, and returns why it may not be, or "".
        today: in the partnership's zone: due dates years away from it are looked at.

    Raises BadInput where the file as a whole can't be read: no header, two columns that claim the same meaning, a
    spreadsheet's error in a cell that counts, a choice that leads nowhere.
    """
    desk = Desk(known, choices, refuse, today)
    gathered = Gathered(notes=list(book.notes))
    wanted = _wanted(book, choices, desk, gathered)
    for sheet in wanted:
        read_sheet(desk, sheet, choices, gathered)
    if not gathered.columns:
        raise _no_header(wanted, desk)
    gathered.notes[:0] = _earlier(desk, choices, _counted(choices, gathered))
    if known.partners:
        gathered.notes += _unused(desk, choices)
    else:
        gathered.notes.insert(0, NO_PARTNERS)
    return gathered.plan()


def _counted(choices: Choices, gathered: Gathered) -> dict[str, str]:
    """The meanings that were chosen for columns of this file. Raises BadInput for one that no column has."""
    chosen = [one for one in gathered.columns if one.chosen]
    there = {alike(one.header) for one in chosen} | {alike(f"{one.sheet}!{one.column}") for one in chosen}
    for key in choices.columns:
        if alike(key) not in there | choices.earlier:
            headers = list(dict.fromkeys(one.header for one in gathered.columns if one.header))
            raise BadInput(
                f'There is no column "{shortened(key)}". The file has: {listed(headers, most=20)}.', COLUMN_EXAMPLE
            )
    return {key: meaning for key, meaning in choices.columns.items() if alike(key) in there}


def _earlier(desk: Desk, choices: Choices, columns: Mapping[str, str]) -> list[str]:
    """What counts that was chosen for an earlier import."""
    told = [f'the column "{key}" is {meaning}' for key, meaning in columns.items() if alike(key) in choices.earlier]
    told += [
        f'the lead "{words}" is {code}'
        for words, code in choices.leads.items()
        if alike(words) in choices.earlier & desk.leads.used.keys()
    ]
    return [f"Remembered from an earlier import: {'; '.join(told)}."] if told else []


def _unused(desk: Desk, choices: Choices) -> list[str]:
    """Leads that were chosen for this file, and that nothing in it has."""
    known = choices.earlier | desk.leads.used.keys()
    return [
        f'No lead in the file is called "{shortened(words)}".' for words in choices.leads if alike(words) not in known
    ]


def _wanted(book: Book, choices: Choices, desk: Desk, gathered: Gathered) -> list[Sheet]:
    names = {alike(sheet.name) for sheet in book.sheets}
    for name in choices.sheets:
        if alike(name) not in names:
            there = listed([desk.guard.told(sheet.name) for sheet in book.sheets])
            example = f'--sheet "{_first(book, desk)}"'
            raise BadInput(f"There is no sheet {name} in the file. Its sheets: {there}.", example)
    chosen = {alike(name) for name in choices.sheets}
    found = [sheet for sheet in book.sheets if (alike(sheet.name) in chosen if chosen else not sheet.hidden)]
    for sheet in book.sheets:
        if not any(sheet is one for one in found) and (rows := filled(sheet)):
            why = "is hidden" if sheet.hidden else "was not chosen"
            gathered.notes.append(f'The sheet "{desk.guard.told(sheet.name)}" {why}, so its {left_out(rows)}.')
    return found


def _first(book: Book, desk: Desk) -> str:
    return desk.guard.told(book.sheets[0].name) if book.sheets else "Action plan"


def _no_header(wanted: Sequence[Sheet], desk: Desk) -> BadInput:
    there = [desk.guard.told(sheet.name) for sheet in wanted if filled(sheet)]
    if not there:
        return BadInput("The file holds no filled cell that can be seen, so there is nothing to import.", EXAMPLE)
    return BadInput(
        f"There is no header in the first {WINDOW} filled rows of {listed(there)}: one row that names a column for "
        "the action and one for something else.",
        EXAMPLE,
    )
