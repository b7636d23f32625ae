"""Headers of two rows, with headings that are merged across and downwards."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from bot.exchange.incoming import plan_of
from bot.exchange.trackers.choices import Choices
from tests.exchange.trackers.conftest import KNOWN, TODAY, refuse


def under_groups(groups, *below, down):
    """The plan of a workbook whose header is two rows: groups in row 4, "What" over three columns, and row 5."""
    made = Workbook()
    sheet = made.active
    for at, (group, own) in enumerate(zip(groups, below, strict=True), start=1):
        sheet.cell(4, at, group)
        sheet.cell(5, at, own)
    sheet.merge_cells("B4:D4")
    for column in down:
        sheet.merge_cells(f"{column}4:{column}5")
    for row, action in enumerate(("Agree the offer", "Train staff"), start=6):
        for at, cell in enumerate(("Front door", row, action, "It works", "LA", "31.3.23"), start=1):
            sheet.cell(row, at, cell)
    made.save(contents := BytesIO())
    return plan_of("plan.xlsx", contents.getvalue(), KNOWN, Choices(), refuse, TODAY)


LOWER = ("No.", "Action required", "What good looks like")
WHAT = ("What", None, None)


@pytest.mark.parametrize(
    ("groups", "below", "down"),
    [
        (("Area", *WHAT, "Who", "When"), (None, *LOWER, None, None), "AEF"),
        (("Area", *WHAT, "Who", "When"), (None, *LOWER, "Lead", "Due date"), "A"),
        (("Area", *WHAT, "Who", None), (None, *LOWER, "Lead", "Due date"), "A"),
        (("Area", *WHAT, None, None), (None, *LOWER, "Lead", "Due date"), "A"),
        (("Area", "Plan", None, None, "People", None), (None, *LOWER, "Lead", "Due date"), "A"),
    ],
)
def test_a_heading_that_is_merged_downwards_keeps_its_column(groups, below, down):
    plan = under_groups(groups, *below, down=down)
    read = [column.meaning for column in plan.columns]
    assert read == ["finding", "ref", "action", "success measure", "lead partner", "due"]
    assert [(one.title, one.lead, one.finding) for one in plan.actions] == [
        ("Agree the offer", "LA", "Front door"),
        ("Train staff", "LA", "Front door"),
    ]
    assert not any("another table" in note for note in plan.notes)
