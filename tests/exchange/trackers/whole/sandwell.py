"""After Sandwell's improvement plan: a sheet for each priority, refs that begin again on each, several leads in a cell.

Names of partners in every spelling, names that only look like a partner's, several in a cell with every separator,
leads merged down, a sheet that is hidden, a source chosen for all of it.
"""

from datetime import date

import openpyxl

from tests.exchange.trackers.whole.expected import Layout, Row, lettered
from tests.exchange.trackers.whole.making import dressed, edited, heading, put

ONE, TWO = "Priority 1 - Leadership", "Priority 2 - Practice"
HEADER = ("No.", "What we will do", "Who?", "Target date", "Update September", "Update October", "RAG status")
DUE = date(2022, 12, 16)


def write(path, edits):
    book = openpyxl.Workbook()
    first = book.active
    first.title = ONE
    _first(first)
    _second(book.create_sheet(TWO))
    archive = book.create_sheet("Archive")
    put(archive, 1, *HEADER)
    put(archive, 2, 1, "An action of last year", "LA", date(2021, 12, 17))
    archive.sheet_state = "hidden"
    edited(book, edits)
    book.save(path)


def _first(sheet):
    heading(sheet, 1, "Priority 1: leadership and governance", "G")
    put(sheet, 2, *HEADER)
    put(sheet, 3, 1, "Agree what the board is told", "Police, Health and Education", DUE, "Agreed", "Tested", "G")
    put(sheet, 4, 2, "Publish who is who", "Birmingham and Solihull ICB", DUE, None, None, "Green")
    put(sheet, 5, 3, "Rehearse the inspection", "the West  Midlands Police", DUE, "Date set", None, "A")
    put(sheet, 6, 4, "Share one risk register", "Solihull Council & West Midlands Police", DUE)
    put(sheet, 7, 5, "Report on caseloads", "LA\nProbation Service", DUE)
    dressed(sheet, 2, "G", "G")


def _second(sheet):
    put(sheet, 1, *HEADER)
    put(sheet, 2, 1, "Observe practice each month", "Policing and Crime team", DUE, "Two seen", None, "Amber")
    put(sheet, 3, 2, "Find homes for practice hubs", "LA/Housing", DUE)
    put(sheet, 4, 3, "Write the practice guide", "Education", DUE, None, "Draft", "Blue")
    put(sheet, 5, 4, "Print the practice guide", None, DUE)
    put(sheet, 6, 5, "Test the practice guide", None, DUE)
    sheet.merge_cells("C4:C5")
    dressed(sheet, 1, "G", "G")


SANDWELL = Layout(
    file="sandwell.xlsx",
    write=write,
    today=date(2022, 11, 14),
    sheet=ONE,
    choices={"leads": {"Health": "ICB", "Education": "EDU"}, "source": "JTAI-2022"},
    rows=(
        Row(
            at=3,
            ref="1",
            title="Agree what the board is told",
            source="JTAI-2022",
            lead="POLICE",
            contributors=("EDU", "ICB"),
            due=DUE,
            says=("Update September: Agreed", "Update October: Tested"),
            flags={"C": "POLICE"},
        ),
        Row(at=4, ref="2", title="Publish who is who", source="JTAI-2022", lead="ICB", due=DUE),
        Row(
            at=5,
            ref="3",
            title="Rehearse the inspection",
            source="JTAI-2022",
            lead="POLICE",
            due=DUE,
            says=("Date set",),
        ),
        Row(
            at=6,
            ref="4",
            title="Share one risk register",
            source="JTAI-2022",
            lead="LA",
            contributors=("POLICE",),
            due=DUE,
            flags={"C": "LA"},
        ),
        Row(
            at=7,
            ref="5",
            title="Report on caseloads",
            source="JTAI-2022",
            lead="LA",
            contributors=("PROB",),
            due=DUE,
            flags={"C": "LA"},
        ),
        Row(
            sheet=TWO,
            at=2,
            ref="1",
            title="Observe practice each month",
            source="JTAI-2022",
            held_by="UNIT",
            due=DUE,
            says=("The tracker names as lead: Policing and Crime team.", "Two seen"),
            flags={"C": "Policing and Crime team"},
        ),
        Row(
            sheet=TWO,
            at=3,
            ref="2",
            title="Find homes for practice hubs",
            source="JTAI-2022",
            lead="LA",
            due=DUE,
            says=("Housing",),
            flags={"C": "Housing"},
        ),
        Row(
            sheet=TWO,
            at=4,
            ref="3",
            title="Write the practice guide",
            source="JTAI-2022",
            lead="EDU",
            due=DUE,
            stage="reported done",
            says=("Update October: Draft",),
            flags={"G": "reported done"},
        ),
        Row(
            sheet=TWO,
            at=5,
            ref="4",
            title="Print the practice guide",
            source="JTAI-2022",
            lead="EDU",
            due=DUE,
            says=("Education",),
        ),
        Row(
            sheet=TWO,
            at=6,
            ref="5",
            title="Test the practice guide",
            source="JTAI-2022",
            held_by="UNIT",
            due=DUE,
            flags={"C": "no lead"},
        ),
    ),
    columns={
        name: lettered("ref", "action", "lead partner", "due", "progress", "progress", "status")
        for name in (ONE, TWO)
    },
    notes=("Archive",),
    edits={(ONE, "D6"): date(2023, 1, 13), (TWO, "C3"): "ICB/Housing", (ONE, "F5"): "Rehearsed once"},
    changed={
        ("Share one", "due"): "2023-01-13",
        ("Find homes", "lead"): "ICB",
        ("Find homes", "update"): "ICB/Housing",
        ("Rehearse", "update"): "Rehearsed once",
    },
    decided="Find homes",
)
