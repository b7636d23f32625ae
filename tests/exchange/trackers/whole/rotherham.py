"""After Rotherham's post-inspection action plan: refs, deadlines and days left that are worked out by formulas.

Formulas with the results that Excel saved, an error in a column that nobody needs, hidden columns, statuses in many
words, a row whose action stands nowhere, formulas that were never worked out (`without` leaves a result out).
"""

from datetime import date

import openpyxl

from tests.exchange.trackers.whole.expected import Layout, Row, lettered
from tests.exchange.trackers.whole.making import dressed, edited, heading, put, with_results

SHEET = "Action plan"
HISTORY = "History is not considered"
RESULTS = {f"A{row}": f"R{row - 3}" for row in range(4, 10)} | {
    "E5": 44957,
    "C9": "Repeat the audit of files",
    "G4": "#NAME?",
    "G5": "#NAME?",
    "G6": "#REF!",
}


def write(path, edits, without=(), errors=()):
    """`without`: cells whose formula has no result; `errors`: cells that show #REF!."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    heading(sheet, 1, "Post-inspection action plan, July 2022", "H")
    put(sheet, 3, "Ref", "Finding", "Action", "Lead partner", "Deadline", "Status", "Working days left", "Links")
    put(sheet, 4, None, HISTORY, "Add a history page to each file", "LA", date(2022, 12, 31), "Partially complete")
    put(sheet, 5, None, HISTORY, "Train managers to look for it", "LA", None, "Closed")
    put(sheet, 6, None, "Plans are late", "Agree one timetable", "POLICE", date(2023, 1, 31), "Embedded")
    put(sheet, 7, None, "Plans are late", "Buy a planning tool", "ICB", "TBC", "No longer required")
    put(sheet, 8, None, "Visits are not seen", None, "EDU", date(2023, 2, 28), "Underway")
    put(sheet, 9, None, "Visits are not seen", None, "PROB", date(2023, 3, 31), "Signed off")
    for row in range(4, 10):
        sheet[f"A{row}"] = f'="R"&(ROW()-3)'  # noqa: F541 — a formula
    sheet["E5"], sheet["C9"] = "=EDATE(E4,1)", '="Repeat the "&"audit of files"'
    sheet["E5"].number_format = sheet["E4"].number_format
    for row in (4, 5, 6):
        sheet[f"G{row}"] = f"=WORKDAYS(E{row},TODAY())"
        sheet[f"H{row}"] = f'=HYPERLINK("https://partnership.example/{row}","File")'
    for place in errors:
        sheet[place] = "=Gone!A1"
    dressed(sheet, 3, "H", "F", "Underway,Closed")
    sheet.column_dimensions["G"].hidden = sheet.column_dimensions["B"].hidden = True
    edited(book, edits)
    links = {f"H{row}": "File" for row in (4, 5, 6)}
    results = {**RESULTS, **links, **dict.fromkeys(errors, "#REF!")}
    with_results(book, path, {place: result for place, result in results.items() if place not in without})


ROTHERHAM = Layout(
    file="rotherham.xlsx",
    write=write,
    today=date(2022, 11, 14),
    sheet=SHEET,
    rows=(
        Row(
            at=4,
            ref="R1",
            title="Add a history page to each file",
            finding=HISTORY,
            lead="LA",
            due=date(2022, 12, 31),
            stage="in progress",
        ),
        Row(
            at=5,
            ref="R2",
            title="Train managers to look for it",
            finding=HISTORY,
            lead="LA",
            due=date(2023, 1, 31),
            stage="reported done",
            flags={"F": "Closed"},
        ),
        Row(
            at=6,
            ref="R3",
            title="Agree one timetable",
            finding="Plans are late",
            lead="POLICE",
            due=date(2023, 1, 31),
            stage="embedded",
        ),
        Row(
            at=7,
            ref="R4",
            title="Buy a planning tool",
            finding="Plans are late",
            lead="ICB",
            words="TBC",
            stage="withdrawn",
            flags={"E": "TBC", "F": "No longer required"},
        ),
        Row(
            at=9,
            ref="R6",
            title="Repeat the audit of files",
            finding="Visits are not seen",
            lead="PROB",
            due=date(2023, 3, 31),
            stage="reported done",
            flags={"F": "Signed off"},
        ),
    ),
    columns={SHEET: lettered("ref", "finding", "action", "lead partner", "due", "status", "", "")},
    rejected=((SHEET, 8, "no action in column C"),),
    edits={
        (SHEET, "C4"): "Add a history page to every file",
        (SHEET, "E7"): "31 May 2023",
        (SHEET, "B6"): "Plans are late, and short",
    },
    changed={
        ("Add a history", "title"): "Add a history page to every file",
        ("Buy a planning", "due"): "2023-05-31",
        ("Agree one", "finding"): "Plans are late, and short",
    },
    decided="Add a history",
)
