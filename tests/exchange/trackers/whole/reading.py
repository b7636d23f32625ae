"""After Reading's Implementation of Audit Recommendations Tracker, September 2022.

Recommendations with no action of their own, percentages that stand for a status beside a RAG, the original date
in a column of its own (which its committee asked for), people's roles as leads, links, a key below the table.
"""

from datetime import date

import openpyxl

from tests.exchange.trackers.whole.expected import Layout, Row, lettered
from tests.exchange.trackers.whole.making import AMBER, GREEN, RED, dressed, edited, fill, heading, put

SHEET = "Appendix 1"
HEADER = (
    *("Rec. No.", "Source", "Recommendation", "Priority", "Responsible Officer", "Original Implementation Date"),
    *("Revised Implementation Date", "% complete", "RAG", "Latest update (September 2022)", "Link to report"),
)
ROWS = (
    (
        *(1, "JTAI-2022", "Report monthly on how long contacts wait", "High", "Director of Children’s Services"),
        *(date(2022, 6, 30), date(2022, 10, 31), 0.6, "A", "Report designed; first run in October", "Report 4"),
    ),
    (
        *(2, "Joint Targeted Area Inspection", "Record the reason for each escalation", "Medium"),
        *("Detective Superintendent,\nPublic Protection", date(2022, 7, 31), None, 1, "G", "Field added to the form"),
    ),
    (
        *(3, "Section 11 audit 2021", "Share the training plan with all schools", "High", None),
        *("31/09/2022", None, 0, "R"),
    ),
    (
        *(4, None, "Test the out-of-hours number each quarter", "Low", "ICB / LA"),
        *(date(2022, 5, 31), "31st March 2032", "75%", "G", "Tested in June and in September"),
    ),
)


def write(path, edits):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    heading(sheet, 1, "Implementation of Audit Recommendations Tracker - September 2022", "K")
    put(sheet, 3, *HEADER)
    for number, row in enumerate(ROWS, start=4):
        put(sheet, number, *row)
        sheet.cell(number, 8).number_format = "0%"
        for column in (6, 7):
            sheet.cell(number, column).number_format = "mmm-yy"
    for place, colour in {"I4": AMBER, "I5": GREEN, "I6": RED, "I7": GREEN}.items():
        fill(sheet[place], colour)
    sheet["K4"].hyperlink = "https://council.example/report-4"
    heading(sheet, 9, "RAG: up to 25% complete red, 26% to 75% amber, over 75% green", "K")
    dressed(sheet, 3, "K", "I")
    edited(book, edits)
    book.save(path)


READING = Layout(
    file="reading.xlsx",
    write=write,
    today=date(2022, 9, 27),
    sheet=SHEET,
    choices={"leads": {"Director of Children’s Services": "LA"}},
    rows=(
        Row(
            at=4,
            ref="1",
            title="Report monthly on how long contacts wait",
            source="JTAI-2022",
            lead="LA",
            due=date(2022, 10, 31),
            original=date(2022, 6, 30),
            stage="in progress",
            says=("Report designed; first run in October",),
        ),
        Row(
            at=5,
            ref="2",
            title="Record the reason for each escalation",
            source="JTAI-2022",
            held_by="UNIT",
            due=date(2022, 7, 31),
            original=date(2022, 7, 31),
            stage="reported done",
            says=("The tracker names as lead: Detective Superintendent", "Field added to the form"),
            flags={"E": "is not a partner that is set up", "H": "reported done"},
        ),
        Row(
            at=6,
            ref="3",
            title="Share the training plan with all schools",
            finding="Source in the tracker: Section 11 audit 2021",
            held_by="UNIT",
            words="31/09/2022",
            flags={"B": "Section 11 audit 2021", "E": "no lead", "F": "31/09/2022"},
        ),
        Row(
            at=7,
            ref="4",
            title="Test the out-of-hours number each quarter",
            lead="ICB",
            contributors=("LA",),
            words="31st March 2032",
            original=date(2022, 5, 31),
            stage="in progress",
            says=("Tested in June and in September",),
            flags={"E": "ICB", "G": "check the year"},
        ),
    ),
    columns={
        SHEET: lettered(
            "ref", "source", "action", "", "lead partner", "original due", "due", "status", "", "progress", ""
        )
    },
    notes=("RAG: up to 25%", "the finding or recommendation is read as it"),
    edits={
        (SHEET, "C4"): "Report each month on how long contacts wait",
        (SHEET, "G5"): date(2022, 12, 31),
        (SHEET, "J7"): "Tested in December too",
    },
    changed={
        ("Report monthly", "title"): "Report each month on how long contacts wait",
        ("Record the reason", "due"): "2022-12-31",
        ("Test the out-of-hours", "update"): "Tested in December too",
    },
    decided="Report monthly",
)
