"""The plan as a workbook, which is the form itself filled in: what was changed in it can be imported again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

from bot.exchange.exports.rows import Shown
from bot.exchange.form import FORM
from bot.exchange.made_sheets import MARKING, add_guide, add_sheet, new_book
from bot.exchange.packed import repacked

_INTRODUCTION = (
    "{marking}. {whole} Last change in it: {when}.",
    "It is the form that a plan is imported from: change it, and import it again to bring the changes in.",
    "A blank cell says nothing: what is stored stays. A row that you delete here is not deleted there.",
    "The stage of an action moves in Slack, not by this file. What was changed in Slack since is not overwritten.",
    "Not in it: the audit trail, evidence, what waits to be decided, pauses. The JSON export has all but the trail.",
    "Never write anything about a child or a family.",
)


def as_workbook(sheets: Mapping[str, list[dict[str, Shown]]], changed: datetime | None, *, whole: bool) -> bytes:
    """An .xlsx file; the same sheets and the same moment give the same bytes.

    Args:
        sheets: from `rows.sheets`.
        changed: when the plan last changed, aware; None for an empty one.
        whole: whether it is the whole plan, or one partner's part of it.
    """
    book = new_book()
    book.properties.creator = "Followthrough"
    book.properties.title = f"{MARKING}: action plan"
    book.properties.created = (changed or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)
    forms = [form for form in FORM if form.sheet in sheets]
    what = "The whole plan." if whole else "The actions that your organisation leads, and what they refer to."
    when = f"{changed.day} {changed:%B %Y}" if changed else "none"
    add_guide(book, [line.format(marking=MARKING, whole=what, when=when) for line in _INTRODUCTION], forms)
    for form in forms:
        add_sheet(book, form, sheets[form.sheet], first=2)
    file = BytesIO()
    book.save(file)
    return repacked(file.getvalue())
