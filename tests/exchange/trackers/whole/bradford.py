"""After Bradford's draft Statement of Action of February 2019: recommendations, areas for improvement, task groups.

Text with tabs in UTF-16, as Excel saves "Unicode text". No refs, two columns for the finding, two that both say
when it is due (so that whoever imports it has to choose), RAG letters, months for dates.
"""

from datetime import date

from tests.exchange.trackers.whole.expected import Layout, Row, lettered
from tests.exchange.trackers.whole.making import edited_rows

SHEET = "bradford"
FRONT, LATE = "Improve the front door", "Decisions are late"
ROWS = (
    ("Statement of Action (draft)", *[""] * 9),
    ("",) * 10,
    (
        *("Task Group", "Recommendation", "Area for improvement", "Action", "Measures of success", "Who", "By when"),
        *("Progress", "RAG", "Deadline"),
    ),
    (
        *("1", FRONT, LATE, "Set a daily decision meeting", "All decisions within a day", "LA", "28 February 2019"),
        *("Meeting runs daily", "G", "Spring"),
    ),
    (
        "1",
        FRONT,
        LATE,
        "Move duty staff into one team",
        "",
        "LA / West Midlands Police",
        "March 2019",
        "",
        "A",
        "Spring",
    ),
    ("2", "Improve supervision", "", "Write a joint supervision policy", "", "To be agreed", "TBC", "", "R", ""),
    (
        *("2", "Improve supervision", "Supervision is not recorded", "Commission training", ""),
        *("Birmingham and Solihull ICB", "31/1/19", "Commissioned", "B", ""),
    ),
)


def write(path, edits):
    lines = ["\t".join(row) for row in edited_rows(ROWS, edits, SHEET)]
    path.write_bytes("\r\n".join(lines).encode("utf-16"))


BRADFORD = Layout(
    file="bradford.csv",
    write=write,
    today=date(2019, 2, 4),
    sheet=SHEET,
    choices={"columns": {f"{SHEET}!J": "leave out"}},
    rows=(
        Row(
            at=4,
            title="Set a daily decision meeting",
            finding=f"Recommendation: {FRONT}\nArea for improvement: {LATE}",
            lead="LA",
            due=date(2019, 2, 28),
            measure="All decisions within a day",
            says=("Meeting runs daily",),
        ),
        Row(
            at=5,
            title="Move duty staff into one team",
            finding=f"Recommendation: {FRONT}\nArea for improvement: {LATE}",
            lead="LA",
            contributors=("POLICE",),
            words="March 2019",
            flags={"F": "LA", "G": "March 2019"},
        ),
        Row(
            at=6,
            title="Write a joint supervision policy",
            finding="Recommendation: Improve supervision",
            held_by="UNIT",
            words="TBC",
            says=("The tracker names as lead: To be agreed.",),
            flags={"F": "To be agreed", "G": "TBC"},
        ),
        Row(
            at=7,
            title="Commission training",
            finding="Recommendation: Improve supervision\nArea for improvement: Supervision is not recorded",
            lead="ICB",
            due=date(2019, 1, 31),
            stage="reported done",
            says=("Commissioned",),
            flags={"I": "reported done"},
            may="G",
        ),
    ),
    columns={
        SHEET: lettered(
            *("", "finding", "finding", "action", "success measure", "lead partner", "due", "progress", "status", "")
        )
    },
    edits={
        (SHEET, "G4"): "29 March 2019",
        (SHEET, "E7"): "All staff trained",
        (SHEET, "H7"): "Commissioned; first day held",
    },
    changed={
        ("Set a daily", "due"): "2019-03-29",
        ("Commission", "success_measure"): "All staff trained",
        ("Commission", "update"): "Commissioned; first day held",
    },
    decided="Commission",
)
