"""After Solihull's improvement plan for the direction of 2022: BRAG by priority, with a summary in front.

Title rows, section rows, findings merged down, a cover sheet, a hidden row, column and sheet, colour as the only
status, non-breaking spaces, a serial number for a date, numbering as text and as numbers, a key below the table.
"""

from datetime import date

import openpyxl
from openpyxl.comments import Comment

from tests.exchange.trackers.whole.expected import Layout, Row, lettered
from tests.exchange.trackers.whole.making import AMBER, GREEN, dressed, edited, fill, heading, put

PLAN = "Improvement plan"
HEADER = (
    *("Ref", "Area for\nimprovement", "What will we do?", "Lead\u00a0agency", "Supporting agencies", "By when"),
    *("Progress update", "BRAG", "Evidence & impact", "Cost (£)"),
)


def write(path, edits):
    book = openpyxl.Workbook()
    _summary(book.active)
    sheet = book.create_sheet(PLAN)
    heading(sheet, 1, "Safeguarding Children Partnership: improvement plan", "J")
    put(sheet, 2, "Version 7, OFFICIAL")
    put(sheet, 4, *HEADER)
    heading(sheet, 5, "PRIORITY 1a: The front door", "J")
    _first(sheet)
    heading(sheet, 9, "PRIORITY 1b: Planning", "J")
    _second(sheet)
    put(sheet, 14, "Key: Blue = complete, Green = on track, Amber = at risk, Red = off track")
    put(sheet, 15, "Last updated 11 November 2022 by the business unit")
    dressed(sheet, 4, "J", "H")
    sheet.column_dimensions["J"].hidden = True
    lists = book.create_sheet("Lists")
    put(lists, 1, "BRAG", "Action")
    put(lists, 2, "Blue", "Choose one")
    lists.sheet_state = "hidden"
    edited(book, edits)
    book.save(path)


def _summary(sheet):
    sheet.title = "Summary"
    heading(sheet, 1, "Improvement Board, 16 November 2022", "E")
    put(sheet, 3, "Row Labels", "Count of Ref", "Blue", "Green", "Grand Total")
    put(sheet, 4, "PRIORITY 1a", 3, 1, 1, 3)
    put(sheet, 5, "PRIORITY 1b", 3, 0, 1, 3)


def _first(sheet):
    found = "Decisions at the front door\u00a0are not consistent"
    put(sheet, 6, "1.1", found, "Publish one threshold document for all partners", "LA", "ICB, West Midlands Police")
    put(sheet, 7, "1.2", None, "Audit 40 contacts each month, and report to the board", "West Midlands\u00a0Police")
    put(sheet, 8, 1.3, None, "Agree the escalation route\nbetween the front door and the hospital", "ICB", "LA")
    sheet.merge_cells("B6:B8")
    sheet["F6"], sheet["F7"], sheet["F8"] = date(2022, 12, 16), " 31 January 2023\u00a0", "end of January 2023"
    sheet["F6"].number_format = "dd/mm/yyyy"
    sheet["F6"].comment = Comment("Moved once already", "Coordinator")
    sheet["G6"], sheet["H6"], sheet["J6"] = "Draft agreed", "G", 1200
    sheet["I7"] = "Audit report of October 2022"
    sheet["G8"], sheet["H8"] = "Met on 3 November; route drafted", "Amber"
    fill(sheet["H6"], GREEN)
    fill(sheet["H7"], theme=4)
    fill(sheet["H8"], AMBER)


def _second(sheet):
    put(sheet, 10, "1.10", None, "Train chairs of strategy meetings", "Probation Service", None, "Ongoing", None, "R")
    put(sheet, 11, "1.11", None, "Publish the rota of chairs", "police", None, 44926)
    put(sheet, 13, "1.12", None, None, "LA", None, "TBC")
    fill(sheet["H10"], indexed=10)
    fill(sheet["H11"], GREEN)
    sheet.row_dimensions[11].hidden = True


FOUND = "Decisions at the front door are not consistent"
SOLIHULL = Layout(
    file="solihull.xlsx",
    write=write,
    today=date(2022, 11, 14),
    sheet=PLAN,
    rows=(
        Row(
            at=6,
            ref="1.1",
            title="Publish one threshold document for all partners",
            finding=FOUND,
            lead="LA",
            contributors=("ICB", "POLICE"),
            due=date(2022, 12, 16),
            says=("Draft agreed",),
        ),
        Row(
            at=7,
            ref="1.2",
            title="Audit 40 contacts each month, and report to the board",
            finding=FOUND,
            lead="POLICE",
            due=date(2023, 1, 31),
            stage="reported done",
            says=("Audit report of October 2022",),
            flags={"H": "reported done"},
        ),
        Row(
            at=8,
            ref="1.3",
            title="Agree the escalation route between the front door and the hospital",
            finding=FOUND,
            lead="ICB",
            contributors=("LA",),
            due=date(2023, 1, 31),
            words="end of January 2023",
            says=("Met on 3 November; route drafted",),
        ),
        Row(
            at=10,
            ref="1.10",
            title="Train chairs of strategy meetings",
            finding="PRIORITY 1b: Planning",
            lead="PROB",
            words="Ongoing",
            flags={"F": "Ongoing"},
        ),
        Row(
            at=11,
            ref="1.11",
            title="Publish the rota of chairs",
            finding="PRIORITY 1b: Planning",
            lead="POLICE",
            due=date(2022, 12, 31),
            flags={"": "hidden", "F": "44926"},
        ),
    ),
    columns={
        PLAN: lettered(
            "ref", "finding", "action", "lead partner", "contributors", "due", "progress", "status", "evidence", ""
        )
    },
    rejected=((PLAN, 13, "no action in column C"),),
    notes=("Summary", "Lists", "PRIORITY 1a: The front door", "PRIORITY 1b: Planning", "Key: Blue"),
    edits={
        (PLAN, "C6"): "Publish one threshold document for every partner",
        (PLAN, "F7"): "28 February 2023",
        (PLAN, "G8"): "Route agreed on 10 November",
    },
    changed={
        ("Publish one threshold", "title"): "Publish one threshold document for every partner",
        ("Audit 40", "due"): "2023-02-28",
        ("Agree the escalation", "update"): "Route agreed on 10 November",
    },
    decided="Publish one threshold",
)
