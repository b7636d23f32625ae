"""One file with the plan in it, of the kind that somebody asks for: Slack and the command line both come here."""

from bot.domain.errors import BadInput
from bot.domain.events import By
from bot.domain.people import Person
from bot.exchange.exports.scope import Scope, scope_of
from storage import audit, exporting
from storage.database import Transaction

KINDS = {"xlsx": "Excel", "csv": "text with commas", "json": "JSON", "ics": "calendar"}
"""What can be made, by the file's ending, and what it is called."""
SUBJECT, VERB = "PLAN", "exported"


def exported(tx: Transaction, kind: str, person: Person, *, sheet: str = "", people: bool = False) -> bytes:
    """A file with what `person` may take out: everything, or what their own partners lead.

    Args:
        tx: a unit of work.
        kind: one of KINDS.
        person: who asks.
        sheet: for csv, the name of the one sheet in it; "" for Actions.
        people: whether people's roles are in it: for the command line only, and never for one partner.

    Raises NotAllowed, and BadInput for another kind, for a sheet that there isn't, or that is not theirs.
    """
    scope = scope_of(person, people=people)
    if kind not in KINDS:
        raise BadInput(f"A plan can be exported as .{', .'.join(KINDS)}.", "followthrough export plan.xlsx")
    if sheet and kind != "csv":
        raise BadInput("Only a .csv file holds one sheet alone.", "followthrough export remit.csv --sheet Remit")
    # The libraries are slow to load, and of each call one is needed.
    if kind == "ics":
        from bot.exchange.exports.ics_file import as_calendar  # noqa: PLC0415

        return as_calendar(tx, scope)
    if kind == "json":
        from bot.exchange.exports.json_file import as_json  # noqa: PLC0415

        return as_json(tx, scope)
    return _separated(tx, scope, sheet) if kind == "csv" else _workbook(tx, scope)


def _workbook(tx: Transaction, scope: Scope) -> bytes:
    from bot.exchange.exports.rows import sheets  # noqa: PLC0415
    from bot.exchange.exports.workbook import as_workbook  # noqa: PLC0415

    return as_workbook(sheets(tx, scope), exporting.last_change(tx), whole=scope.whole)


def _separated(tx: Transaction, scope: Scope, sheet: str) -> bytes:
    from bot.exchange.exports.rows import sheets  # noqa: PLC0415
    from bot.exchange.exports.separated import as_separated, sheet_named  # noqa: PLC0415

    form, found = sheet_named(sheet), sheets(tx, scope)
    if form.sheet not in found:
        raise BadInput(f"The sheet {form.sheet} is not in this export.", "followthrough export plan.csv")
    return as_separated(form, found[form.sheet])


def recorded(tx: Transaction, by: By, kind: str) -> None:
    """Record who took the plan out, and as what kind of file."""
    whose = None if by.person.sees_everything else ", ".join(sorted(by.person.partners))
    audit.append(tx, by, VERB, SUBJECT, after={"kind": kind}, partner=whose)
