"""From a file to a plan: the template's form and YAML as they are, everything else as a tracker."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import PurePath

from bot.domain.errors import BadInput
from bot.domain.identifiers import refusal
from bot.exchange.files.reading import read
from bot.exchange.plan import read_plan
from bot.exchange.rows import Known, Plan
from bot.exchange.sheets import SheetRow
from bot.exchange.trackers.choices import Choices
from bot.exchange.trackers.reader import is_form, read_tracker
from bot.exchange.workbook import form_sheets
from bot.exchange.yaml_file import read_yaml
from storage import people
from storage.database import Transaction

_REMEMBERED = "import choices"


def plan_of(  # noqa: PLR0913, PLR0917 — a plan is read with these things
    name: str,
    contents: bytes,
    known: Known,
    choices: Choices,
    refuse: Callable[[str], str],
    today: date,
    *,
    then: Callable[[], object] = lambda: None,
) -> Plan:
    """The plan that a file holds.

    Args:
        name: what the file is called; its ending helps to tell text of one kind from another.
        contents: its bytes.
        known: what the store has.
        choices: what a person says about a tracker; those of an earlier import are of no account for a form.
        refuse: is given every text, and returns why it may not be kept, as "it holds an NHS number", or "".
        today: in the partnership's zone.
        then: called when the file was read, before its rows are checked.

    Raises BadInput where the file as a whole can't be read. A form with faults is a plan that has them.
    """
    if PurePath(name).suffix.lower() in {".yml", ".yaml"}:
        return _of_form(read_yaml(name, contents), known, choices, refuse)
    book = read(name, contents)
    then()
    if is_form(book):
        return _of_form(form_sheets(book), known, choices, refuse)
    return read_tracker(book, known, choices, refuse, today)


def _of_form(
    sheets: Mapping[str, list[SheetRow]], known: Known, choices: Choices, refuse: Callable[[str], str]
) -> Plan:
    if choices.given:
        raise BadInput("This file is in the template's form, so there is nothing to choose about how it is read.")
    return read_plan(sheets, known, refuse)


def remembered(tx: Transaction) -> Choices:
    """The columns and leads that were chosen for earlier imports."""
    kept = people.remembered(tx, _REMEMBERED)
    return Choices.model_validate_json(kept) if kept else Choices()


def remember(tx: Transaction, choices: Choices) -> None:
    """Keep the columns and leads that were chosen for an import that was done, besides the earlier ones.

    What may not be kept, a header perhaps, counts for the one import only.
    """
    if choices.columns or choices.leads:
        both = choices.over(remembered(tx))
        columns, leads = _keepable(both.columns), _keepable(both.leads)
        all_of_them = both.model_copy(update={"columns": columns, "leads": leads})
        people.remember(tx, _REMEMBERED, all_of_them.model_dump_json(include={"columns", "leads"}))


def _keepable(chosen: Mapping[str, str]) -> dict[str, str]:
    return {words: value for words, value in chosen.items() if not refusal(words)}
