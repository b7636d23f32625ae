"""After the action plans that Birmingham's partnership publishes with its serious case reviews: a table for each
recommendation, each with its own header.

Headers repeated, one with other columns, recommendations as section rows, rich text, links, comments, texts that are
longer than a title and longer than an update, dates completed (one of them still to come), one ref on two actions.
"""

from datetime import date

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.exchange.trackers.whole.expected import Layout, Row, lettered
from tests.exchange.trackers.whole.making import dressed, edited, heading, put

SHEET = "SCR action plan"
HEADER = (
    *("Ref", "Action", "Lead agency / officer", "Timescale", "Progress", "RAG rating", "Evidence", "Impact"),
    "Date completed",
)
ONE = "Recommendation 1: The partnership should test how information is shared"
TWO = "Recommendation 2: Each agency should know who leads"
THREE = "Recommendation 3: The learning should reach all staff"
LONG = "Agree with all partners how " + "each team shares what it knows, when it shares it and with whom, " * 10
EVIDENCE = "Minutes of the board. " * 150


def write(path, edits):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    heading(sheet, 1, "Serious case review: multi-agency action plan", "I")
    put(sheet, 3, *HEADER)
    heading(sheet, 4, ONE, "I")
    bold = TextBlock(InlineFont(b=True), "Map ")
    put(sheet, 5, "1.1", CellRichText(bold, "how information is shared"), "LA", date(2022, 9, 30), "Map agreed")
    put(sheet, 5, *[None] * 5, "B", "https://partnership.example/map", "Teams ask sooner", date(2022, 9, 28))
    sheet["G5"].hyperlink = "https://partnership.example/map"
    put(sheet, 6, "1.2", LONG, "ICB", "ASAP", "Begun", "A")
    heading(sheet, 8, TWO, "I")
    put(sheet, 9, *HEADER)
    put(sheet, 10, "2", "Name a lead in each agency", "POLICE", date(2022, 12, 16), "Named", "G", EVIDENCE)
    put(sheet, 11, "2", "Name a deputy in each agency", "POLICE", date(2022, 12, 16), None, "A")
    sheet["I11"] = date(2023, 5, 1)
    heading(sheet, 13, THREE, "I")
    put(sheet, 14, "Ref", "Action", "Lead agency", "Contributing agencies", "By when", "Update")
    put(sheet, 15, "3.1", "Hold four learning events", "EDU", "LA; ICB; Fire Service", date(2023, 3, 31), "Two held")
    put(sheet, 17, "RAG: B = complete, G = on track, A = at risk, R = overdue")
    dressed(sheet, 3, "I", "F", "R,A,G,B")
    edited(book, edits)
    book.save(path)


BIRMINGHAM = Layout(
    file="birmingham.xlsx",
    write=write,
    today=date(2022, 11, 14),
    sheet=SHEET,
    rows=(
        Row(
            at=5,
            ref="1.1",
            title="Map how information is shared",
            finding=ONE,
            lead="LA",
            due=date(2022, 9, 30),
            stage="reported done",
            says=(
                *("Completed on 28 September 2022, as the tracker says.", "Map agreed"),
                *("Evidence: https://partnership.example/map", "Impact: Teams ask sooner"),
            ),
            flags={"F": "reported done"},
            may="I",
        ),
        Row(
            at=6,
            ref="1.2",
            title=LONG[:400] + "…",
            finding=ONE,
            lead="ICB",
            words="ASAP",
            says=(LONG.strip(), "Begun"),
            flags={"B": "", "D": "ASAP"},
        ),
        Row(
            at=10,
            ref="2",
            title="Name a lead in each agency",
            finding=TWO,
            lead="POLICE",
            due=date(2022, 12, 16),
            says=("Named", "Evidence: Minutes of the board.", "…"),
            flags={"|E|F|G|H|I": "3,000"},
        ),
        Row(
            at=11,
            ref="2",
            title="Name a deputy in each agency",
            finding=TWO,
            lead="POLICE",
            due=date(2022, 12, 16),
            says=("Date completed: 1 May 2023",),
            flags={"I": "1 May 2023"},
        ),
        Row(
            at=15,
            ref="3.1",
            title="Hold four learning events",
            finding=THREE,
            lead="EDU",
            contributors=("ICB", "LA"),
            due=date(2023, 3, 31),
            says=("Fire Service", "Two held"),
            flags={"D": "Fire Service"},
        ),
    ),
    columns={
        SHEET: lettered(
            "ref", "action", "lead partner", "contributors", "due", "progress", "evidence", "evidence", "completed"
        )
    },
    notes=(ONE[:50], TWO, THREE, "RAG: B = complete"),
    edits={
        (SHEET, "B15"): "Hold five learning events",
        (SHEET, "D10"): date(2022, 12, 21),
        (SHEET, "E11"): "Deputies asked for",
    },
    changed={
        ("Hold four", "title"): "Hold five learning events",
        ("Name a lead", "due"): "2022-12-21",
        ("Name a deputy", "update"): "Deputies asked for",
    },
    decided="Hold four",
)
