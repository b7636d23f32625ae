"""After Herefordshire's children's improvement plan, December 2022: a header of two rows, progress month by month.

Group headings merged above the columns, findings merged down, dates that were moved within the cell, wrong years and
days, several actions in a cell, a weekday that contradicts its date, a status that no one knows, a footer.
"""

from datetime import date

import openpyxl

from tests.exchange.trackers.whole.expected import Layout, Row, lettered
from tests.exchange.trackers.whole.making import dressed, edited, heading, put

SHEET = "Improvement plan 22-23"
WORKSHOP, CHALLENGE = "Plans are not written with partners", "Partners do not challenge each other"
ROWS = {
    6: (
        *("A1", WORKSHOP, "Hold a planning workshop with all partners", "Solihull Council"),
        *("Head of Service, Early Help", date(2022, 10, 31), date(2022, 12, 16), "Date set", "Workshop held", None),
        "In progress",
    ),
    7: (
        *("A2", None, "Publish the workshop’s outcome\n1. for staff\n2. for schools", "The Probation Service", None),
        *("31/12/2022 extended to 31/03/2023", None, None, None, None, "On track"),
    ),
    8: (
        *("A3", None, "Set up a forum of practitioners", "Schools & Early Years", None, None),
        *("revised 31/03/2023 (was 30/11/2022)", None, None, "Forum met", "Delayed"),
    ),
    9: ("A4", CHALLENGE, "Commission a peer review", "ICB", None, "Q4", None, None, None, None, "Not started"),
    10: (
        *("A5", None, "Review the escalation policy", "Safeguarding Lead", None, "31 June 2022", None),
        *(None, None, None, "Superseded"),
    ),
    11: (
        *("A6", None, "Test the new front sheet", "LA", None, "Friday 16 January 2023", None),
        *(None, None, None, "Paused for now"),
    ),
}


def write(path, edits):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    heading(sheet, 1, "Children’s services improvement plan", "K")
    put(sheet, 2, "Improvement board, 5 December 2022")
    put(sheet, 4, "No", "Finding", "Action", "Ownership", None, "Timescale", None, "Progress", None, None, "Status")
    put(sheet, 5, *[None] * 3, "Lead partner", "Responsible officer", "Original", "Revised")
    put(sheet, 5, *[None] * 7, "September 2022", "October 2022", "November 2022")
    for merged in ("A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:G4", "H4:J4", "K4:K5"):
        sheet.merge_cells(merged)
    for number, row in ROWS.items():
        put(sheet, number, *row)
    sheet.merge_cells("B6:B8")
    sheet.merge_cells("B9:B11")
    put(sheet, 13, "Prepared for Cabinet, December 2022")
    dressed(sheet, 5, "K", "K", "Not started,In progress,Complete")
    edited(book, edits)
    book.save(path)


HEREFORDSHIRE = Layout(
    file="herefordshire.xlsx",
    write=write,
    today=date(2022, 12, 5),
    sheet=SHEET,
    rows=(
        Row(
            at=6,
            ref="A1",
            title="Hold a planning workshop with all partners",
            finding=WORKSHOP,
            lead="LA",
            due=date(2022, 12, 16),
            original=date(2022, 10, 31),
            stage="in progress",
            says=("Head of Service, Early Help", "September 2022: Date set", "October 2022: Workshop held"),
        ),
        Row(
            at=7,
            ref="A2",
            title="Publish the workshop’s outcome 1. for staff 2. for schools",
            finding=WORKSHOP,
            lead="PROB",
            due=date(2023, 3, 31),
            original=date(2022, 12, 31),
            stage="in progress",
            flags={"C": ""},
            may="F",
        ),
        Row(
            at=8,
            ref="A3",
            title="Set up a forum of practitioners",
            finding=WORKSHOP,
            lead="EDU",
            due=date(2023, 3, 31),
            original=date(2022, 11, 30),
            stage="in progress",
            says=("November 2022: Forum met",),
            may="G",
        ),
        Row(
            at=9,
            ref="A4",
            title="Commission a peer review",
            finding=CHALLENGE,
            lead="ICB",
            words="Q4",
            flags={"F": "Q4"},
        ),
        Row(
            at=10,
            ref="A5",
            title="Review the escalation policy",
            finding=CHALLENGE,
            held_by="UNIT",
            words="31 June 2022",
            stage="withdrawn",
            says=("The tracker names as lead: Safeguarding Lead.",),
            flags={"D": "Safeguarding Lead", "F": "31 June 2022", "K": "Superseded"},
        ),
        Row(
            at=11,
            ref="A6",
            title="Test the new front sheet",
            finding=CHALLENGE,
            lead="LA",
            words="Friday 16 January 2023",
            says=("Paused for now",),
            flags={"F": "Friday", "K": "Paused for now"},
        ),
    ),
    columns={
        SHEET: lettered(
            "ref",
            "finding",
            "action",
            "lead partner",
            "lead officer",
            "original due",
            "due",
            "progress",
            "progress",
            "progress",
            "status",
        )
    },
    notes=("Prepared for Cabinet",),
    edits={
        (SHEET, "C6"): "Hold two planning workshops with all partners",
        (SHEET, "G8"): date(2023, 4, 28),
        (SHEET, "J6"): "Notes sent to all partners",
    },
    changed={
        ("Hold a planning", "title"): "Hold two planning workshops with all partners",
        ("Set up", "due"): "2023-04-28",
        ("Hold a planning", "update"): "Notes sent to all partners",
    },
    decided="Hold a planning",
)
