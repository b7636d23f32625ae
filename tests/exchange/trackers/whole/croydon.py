"""After Croydon's children's improvement plan of 2018: priorities with a number of their own, officers beside agencies.

Section rows of two cells (a number, and a name merged over the rest), a text merged across two columns, start dates
that nobody needs, ticks beside colours, a total below the table that is no action, blank rows where a logo was.
"""

from datetime import date

import openpyxl

from tests.exchange.trackers.whole.expected import Layout, Row, lettered
from tests.exchange.trackers.whole.making import dressed, edited, fill, put

SHEET = "BRAG report"
ROWS = {
    9: (
        *("1.1", "Publish the board’s plan", "Director, Early Help", "LA", date(2018, 1, 8), date(2018, 3, 30)),
        *("Green ✓", "Plan agreed", "Partners quote it"),
    ),
    10: ("1.2", "Say on one page who decides", None, "ICB", None, "by the end of June 2018", "Amber"),
    12: (
        *("2.1", "• Train supervisors\n• Train their managers", "Principal Social Worker", "LA + ICB", None),
        *("30/04/2018 (extended from 28/02/2018)", "Overdue", "First group trained"),
    ),
    13: ("2.2", "Close the old forms", None, "Probation Service", None, "30/04/1018", "Complete", "Forms withdrawn"),
}


def write(path, edits):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    put(sheet, 5, "Children’s improvement plan: BRAG report to the board, 7 February 2018")
    put(sheet, 7, "Ref", "Action", "Accountable officer", "Lead agency", "Start date", "End date", "Delivery RAG")
    sheet["H7"], sheet["I7"] = "Latest position", "What difference has it made?"
    for row, name in ((8, "Leadership and governance"), (11, "Practice")):
        put(sheet, row, 1 if row == 8 else 2, name)
        sheet.merge_cells(f"B{row}:I{row}")
        fill(sheet[f"B{row}"], theme=3, tint=0.6)
    for number, row in ROWS.items():
        put(sheet, number, *row)
    sheet.merge_cells("H13:I13")
    put(sheet, 15, "Total", 4)
    dressed(sheet, 7, "I", "G")
    edited(book, edits)
    book.save(path)


LEADERSHIP, PRACTICE = "1 Leadership and governance", "2 Practice"
CROYDON = Layout(
    file="croydon.xlsx",
    write=write,
    today=date(2018, 2, 7),
    sheet=SHEET,
    rows=(
        Row(
            at=9,
            ref="1.1",
            title="Publish the board’s plan",
            finding=LEADERSHIP,
            lead="LA",
            due=date(2018, 3, 30),
            says=("Green ✓", "Director, Early Help", "Plan agreed", "Partners quote it"),
            flags={"G": "Green ✓"},
        ),
        Row(
            at=10,
            ref="1.2",
            title="Say on one page who decides",
            finding=LEADERSHIP,
            lead="ICB",
            due=date(2018, 6, 30),
            words="by the end of June 2018",
        ),
        Row(
            at=12,
            ref="2.1",
            title="• Train supervisors • Train their managers",
            finding=PRACTICE,
            lead="LA",
            contributors=("ICB",),
            due=date(2018, 4, 30),
            original=date(2018, 2, 28),
            stage="in progress",
            says=("Principal Social Worker", "First group trained"),
            flags={"B": "several actions", "D": "LA"},
            may="F",
        ),
        Row(
            at=13,
            ref="2.2",
            title="Close the old forms",
            finding=PRACTICE,
            lead="PROB",
            words="30/04/1018",
            stage="reported done",
            says=("Latest position: Forms withdrawn",),
            flags={"F": "check the year", "G": "reported done"},
        ),
    ),
    columns={
        SHEET: lettered(
            *("ref", "action", "lead officer", "lead partner", "", "due", "status", "progress", "evidence")
        )
    },
    rejected=((SHEET, 15, "no words for an action in column B"),),
    notes=(LEADERSHIP, PRACTICE),
    edits={
        (SHEET, "B10"): "Say on one page who decides what",
        (SHEET, "F13"): "30/04/2018",
        (SHEET, "H12"): "Two groups trained",
    },
    changed={
        ("Say on one page", "title"): "Say on one page who decides what",
        ("Close the old", "due"): "2018-04-30",
        ("• Train", "update"): "Two groups trained",
    },
    decided="Say on one page",
)
