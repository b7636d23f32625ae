"""After Northamptonshire's children's improvement plan: status only in colour, quick wins ticked off on a second sheet.

Days counted from 1904, as an old Macintosh workbook does, one of them a bare number; colours of the theme, of the
old palette and plain ones, white that is no colour; ticks and crosses in Wingdings; 2.10 as text and 2.2 as a number.
"""

from datetime import date

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.exchange.trackers.whole.expected import Layout, Row, lettered
from tests.exchange.trackers.whole.making import AMBER, WHITE, dressed, edited, fill, heading, put

PLAN, WINS = "Plan", "Quick wins"


def write(path, edits):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = PLAN
    heading(sheet, 1, "Improvement plan: status is shown by colour", "F")
    put(sheet, 2, "Ref", "Action", "Lead", "Target date", "Status", "Progress")
    put(sheet, 3, "2.1", "Open a single point of contact", "LA", 43464)
    put(sheet, 4, "2.10", "Sign the data sharing contract", "ICB", date(2023, 1, 31), None, "Contract signed")
    put(sheet, 5, 2.2, "Agree the night rota", "POLICE", date(2023, 2, 28))
    put(sheet, 6, 3.0, "Publish the offer for leavers", "PROB", date(2023, 3, 31), None, "Slipped a month")
    put(sheet, 7, 3.1, "Visit each school once", "EDU", date(2023, 4, 28))
    fill(sheet["E3"], theme=4)
    fill(sheet["E4"], indexed=17)
    fill(sheet["E5"], theme=5)
    fill(sheet["E6"], AMBER)
    fill(sheet["E7"], WHITE)
    dressed(sheet, 2, "F", "E")
    _quick_wins(book.create_sheet(WINS))
    edited(book, edits)
    book.save(path)


def _quick_wins(sheet):
    put(sheet, 1, "Ref", "Task", "By whom", "Due", "Complete?")
    put(sheet, 2, "Q1", "Put up the poster", "LA", date(2022, 10, 3), "ü")
    put(sheet, 3, "Q2", "Order the leaflets", "EDU", date(2022, 11, 30), "û")
    put(sheet, 4, "Q3", "Update the out-of-hours message", "ICB", date(2022, 10, 14), "Y")
    put(sheet, 5, "Q4", "Book the rooms", "Business Support", date(2022, 12, 1), "✔")
    put(sheet, 6, "Q5", "Invite the scrutineer", "LA", date(2022, 12, 2), "N")
    for row in (2, 3):
        sheet.cell(row, 5).font = Font(name="Wingdings")


NORTHAMPTONSHIRE = Layout(
    file="northamptonshire.xlsx",
    write=write,
    today=date(2022, 11, 14),
    sheet=PLAN,
    rows=(
        Row(
            at=3,
            ref="2.1",
            title="Open a single point of contact",
            lead="LA",
            due=date(2022, 12, 31),
            stage="reported done",
            flags={"D": "43464", "E": "reported done"},
        ),
        Row(
            at=4,
            ref="2.10",
            title="Sign the data sharing contract",
            lead="ICB",
            due=date(2023, 1, 31),
            says=("Contract signed",),
        ),
        Row(at=5, ref="2.2", title="Agree the night rota", lead="POLICE", due=date(2023, 2, 28)),
        Row(
            at=6,
            ref="3",
            title="Publish the offer for leavers",
            lead="PROB",
            due=date(2023, 3, 31),
            says=("Slipped a month",),
        ),
        Row(at=7, ref="3.1", title="Visit each school once", lead="EDU", due=date(2023, 4, 28)),
        Row(
            sheet=WINS,
            at=2,
            ref="Q1",
            title="Put up the poster",
            lead="LA",
            due=date(2022, 10, 3),
            stage="reported done",
            flags={"E": "reported done"},
        ),
        Row(sheet=WINS, at=3, ref="Q2", title="Order the leaflets", lead="EDU", due=date(2022, 11, 30)),
        Row(
            sheet=WINS,
            at=4,
            ref="Q3",
            title="Update the out-of-hours message",
            lead="ICB",
            due=date(2022, 10, 14),
            stage="reported done",
            flags={"E": "reported done"},
        ),
        Row(
            sheet=WINS,
            at=5,
            ref="Q4",
            title="Book the rooms",
            held_by="UNIT",
            due=date(2022, 12, 1),
            stage="reported done",
            says=("The tracker names as lead: Business Support.",),
            flags={"C": "Business Support", "E": "reported done"},
        ),
        Row(sheet=WINS, at=6, ref="Q5", title="Invite the scrutineer", lead="LA", due=date(2022, 12, 2)),
    ),
    columns={
        PLAN: lettered("ref", "action", "lead partner", "due", "status", "progress"),
        WINS: lettered("ref", "action", "lead partner", "due", "status"),
    },
    edits={
        (PLAN, "B5"): "Agree the night and weekend rota",
        (WINS, "D3"): date(2022, 12, 9),
        (PLAN, "F6"): "Slipped two months",
    },
    changed={
        ("Agree the night", "title"): "Agree the night and weekend rota",
        ("Order the", "due"): "2022-12-09",
        ("Publish the offer", "update"): "Slipped two months",
    },
    decided="Agree the night",
)
