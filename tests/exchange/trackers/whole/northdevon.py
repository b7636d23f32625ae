"""After North Devon's Audit Recommendation Tracker, 2019: tables A to D, each on a sheet with columns of its own.

An old .xls workbook: live, completed and extended recommendations, a serial number for a date, an empty table with
a sentence in it, a row that is there twice, a contents page.
"""

from datetime import date

import xlwt

from tests.exchange.trackers.whole.expected import Layout, Row, lettered
from tests.exchange.trackers.whole.making import edited_rows

LIVE, COMPLETED, EXTENDED = "Table A Live", "Table B Completed", "Table C Extensions"
BLANK = (None,) * 7
SHEETS = {
    "Contents": (("Audit Recommendation Tracker",), ("Table A", "Live recommendations"), ("Table B", "Completed")),
    LIVE: (
        ("Table A: live recommendations at 22 July 2019", *BLANK),
        BLANK,
        ("Ref", "Recommendation", "Management action", "Owner", "Target date", "Status", "Comments"),
        (
            *("19-01", "Governance of the board is not written down", "Write the board’s terms of reference", "LA"),
            *(date(2019, 9, 30), "75%", "Draft with partners"),
        ),
        ("19-02", "Deputies are not named", "Agree who deputises", "ICB/Police", 43738, "Not started", None),
        (
            *("19-03", "Minutes are late", "Publish minutes within 10 working days", "Probation Service"),
            *("Sept 19", "In progress", "First minutes published"),
        ),
    ),
    COMPLETED: (
        ("Table B: completed since the last meeting", *BLANK),
        BLANK,
        ("Ref", "Action", "Lead partner", "Completed on", "Evidence"),
        ("19-04", "Share the risk register", "EDU", date(2019, 6, 11), "Register on the board’s pages"),
        ("19-05", "Agree a calendar of meetings", "LA", "14 June 2019", "Calendar sent"),
        ("19-05", "Agree a calendar of meetings", "LA", "14 June 2019", "Calendar sent"),
    ),
    EXTENDED: (
        ("Table C: extensions that are asked for", *BLANK),
        BLANK,
        ("Ref", "Action", "Owner", "Original due date", "New due date", "Reason for extension"),
        (
            *("19-06", "Replace the referral form", "POLICE", date(2019, 3, 31), date(2019, 12, 31)),
            "The supplier is late",
        ),
    ),
    "Table D": (("Table D: outstanding",), BLANK, ("There are no outstanding recommendations.",)),
}


def write(path, edits):
    book = xlwt.Workbook()
    as_date = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for name, rows in SHEETS.items():
        sheet = book.add_sheet(name)
        for at, row in enumerate(edited_rows(rows, edits, name)):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(at, column, value, *([as_date] if isinstance(value, date) else []))
    book.save(str(path))


NORTH_DEVON = Layout(
    file="north-devon.xls",
    write=write,
    today=date(2019, 7, 22),
    sheet=LIVE,
    rows=(
        Row(
            at=4,
            ref="19-01",
            title="Write the board’s terms of reference",
            finding="Governance of the board is not written down",
            lead="LA",
            due=date(2019, 9, 30),
            stage="in progress",
            says=("Draft with partners",),
        ),
        Row(
            at=5,
            ref="19-02",
            title="Agree who deputises",
            finding="Deputies are not named",
            lead="ICB",
            contributors=("POLICE",),
            due=date(2019, 9, 30),
            flags={"D": "ICB", "E": "43738"},
        ),
        Row(
            at=6,
            ref="19-03",
            title="Publish minutes within 10 working days",
            finding="Minutes are late",
            lead="PROB",
            words="Sept 19",
            stage="in progress",
            says=("First minutes published",),
            flags={"E": "Sept 19"},
        ),
        Row(
            sheet=COMPLETED,
            at=4,
            ref="19-04",
            title="Share the risk register",
            lead="EDU",
            stage="reported done",
            says=("Completed on 11 June 2019, as the tracker says.", "Evidence: Register on the board’s pages"),
            may="D",
        ),
        Row(
            sheet=COMPLETED,
            at=5,
            ref="19-05",
            title="Agree a calendar of meetings",
            lead="LA",
            stage="reported done",
            says=("Completed on 14 June 2019, as the tracker says.", "Evidence: Calendar sent"),
            may="D",
        ),
        Row(
            sheet=EXTENDED,
            at=4,
            ref="19-06",
            title="Replace the referral form",
            lead="POLICE",
            due=date(2019, 12, 31),
            original=date(2019, 3, 31),
        ),
    ),
    columns={
        LIVE: lettered("ref", "finding", "action", "lead partner", "due", "status", "progress"),
        COMPLETED: lettered("ref", "action", "lead partner", "completed", "evidence"),
        EXTENDED: lettered("ref", "action", "lead partner", "original due", "due", ""),
    },
    rejected=((COMPLETED, 6, "the same as row 5"),),
    notes=("Contents", "Table D"),
    edits={
        (LIVE, "C4"): "Write and publish the board’s terms of reference",
        (EXTENDED, "E4"): date(2020, 1, 31),
        (LIVE, "G5"): "Names asked for",
    },
    changed={
        ("Write the board", "title"): "Write and publish the board’s terms of reference",
        ("Replace the referral", "due"): "2020-01-31",
        ("Agree who", "update"): "Names asked for",
    },
    decided="Write the board",
)
