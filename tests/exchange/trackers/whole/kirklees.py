"""After the action log of a partnership in Kirklees: exported from a form, as CSV from Excel on Windows.

Windows-1252 with semicolons, title lines, quoted line breaks, dates with two-digit years and the American way
round, an update pasted from an e-mail with a telephone number and an address line, rows twice or without an action.
"""

import csv
from datetime import date

from tests.exchange.trackers.whole.expected import Layout, Row, lettered
from tests.exchange.trackers.whole.making import edited_rows

SHEET = "kirklees"
PASTED = "From: coordinator\nRing me on 07700 900123 about it.\n1 High Street, Solihull B91 3QB"
ROWS = (
    ("Safeguarding Children Partnership – action log", "", "", "", "", "", ""),
    ("Exported 11/11/2022", "", "", "", "", "", ""),
    ("",) * 7,
    ("Ref", "Action", "Owner", "Deadline", "Status", "Comments", "Budget £"),
    ("K1", "Publish the “front door” guide", "LA", "31/01/2023", "Started", "Draft with the web team", "£1,500"),
    ("K2", "Agree the rota – weekends too", "Police", "31.1.23", "Started", "Rota agreed\nwith two teams", ""),
    ("K3", "Brief; then train, all chairs", "ICB", "12/31/2022", "Not started", "", "£300"),
    ("K4", "Share the monthly data", "Probation Service", "ASAP", "Overdue", PASTED, ""),
    ("K5", "", "EDU", "28/02/2023", "Done", "", ""),
    ("K2", "Agree the rota – weekends too", "Police", "31.1.23", "Started", "Rota agreed\nwith two teams", ""),
    ("K6", "Update the partnership’s pages", "Web team", "immediate", "Parked", "", ""),
    ("",) * 7,
    ("Key: Started = work has begun", "", "", "", "", "", ""),
)


def write(path, edits):
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(edited_rows(ROWS, edits, SHEET))


KIRKLEES = Layout(
    file="kirklees.csv",
    write=write,
    today=date(2022, 11, 14),
    sheet=SHEET,
    rows=(
        Row(
            at=5,
            ref="K1",
            title="Publish the “front door” guide",
            lead="LA",
            due=date(2023, 1, 31),
            stage="in progress",
            says=("Draft with the web team",),
        ),
        Row(
            at=6,
            ref="K2",
            title="Agree the rota – weekends too",
            lead="POLICE",
            due=date(2023, 1, 31),
            stage="in progress",
            says=("Rota agreed", "with two teams"),
            may="D",
        ),
        Row(
            at=7,
            ref="K3",
            title="Brief; then train, all chairs",
            lead="ICB",
            words="12/31/2022",
            flags={"D": "12/31/2022"},
        ),
        Row(
            at=11,
            ref="K6",
            title="Update the partnership’s pages",
            held_by="UNIT",
            words="immediate",
            says=("The tracker names as lead: Web team.", "Parked"),
            flags={"C": "Web team", "D": "immediate", "E": "Parked"},
        ),
    ),
    columns={SHEET: lettered("ref", "action", "lead partner", "due", "status", "progress", "")},
    rejected=(
        (SHEET, 8, "phone number"),
        (SHEET, 9, "no action in column B"),
        (SHEET, 10, "the same as row 6"),
    ),
    notes=("Key: Started",),
    edits={
        (SHEET, "B5"): "Publish and print the “front door” guide",
        (SHEET, "D7"): "30/12/2022",
        (SHEET, "F6"): "Rota agreed with all teams",
    },
    changed={
        ("Publish the", "title"): "Publish and print the “front door” guide",
        ("Brief", "due"): "2022-12-30",
        ("Agree the rota", "update"): "Rota agreed with all teams",
    },
    decided="Publish the",
)
