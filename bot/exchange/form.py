"""The form that a plan is filled in on, as data: the reader, the template and the documentation use this table."""

from bot.domain.actions import Stage
from bot.domain.plan import Better, Precision
from bot.exchange.columns import TITLE, TRACKER_REF, Column, Form, Kind
from bot.exchange.form_around import FUNDING, PARTNERS, PEOPLE, SOURCES

DEMONSTRATION = "yes"

REMIT = Form(
    "Remit",
    "remit item",
    "What a commissioner or a board has been told to secure.",
    (
        Column("Ref", "number", Kind.REF, "R and a number. Leave it blank to get the next one.", "R4", letter="R"),
        Column(
            "Text",
            "text",
            Kind.TEXT,
            "The item in the source's words.",
            "Improve recording systems",
            required=True,
            sample="Example: Improve recording systems",
        ),
        Column("Source", "source", Kind.SOURCE, "Ref of the source, from the sheet Sources.", "JTAI-2022"),
        Column("Deadlines", "deadlines", Kind.MANY, "Refs of the deadlines that bind it.", "D1", letter="D"),
        Column("Indicators", "indicators", Kind.MANY, "Refs of the indicators that measure it.", "I1", letter="I"),
        Column("Met", "met", Kind.DATE, "The day on which it was met.", "31 March 2023", sample=""),
    ),
)

DEADLINES = Form(
    "Deadlines",
    "deadline",
    "Dates that bind the partnership.",
    (
        Column("Ref", "number", Kind.REF, "D and a number. Leave it blank to get the next one.", "D1", letter="D"),
        Column(
            "Title",
            "title",
            Kind.TEXT,
            "What has to be done by then.",
            "Send the statement of action",
            required=True,
            longest=TITLE,
            sample="Example: Send the statement of action",
        ),
        Column("Due", "due", Kind.DUE, "The date, or the words where they fix no day.", "31 January 2023"),
        Column(
            "Original due",
            "original_due",
            Kind.DATE,
            "The first due date, if it was moved.",
            "16 December 2022",
            sample="",
        ),
        Column("Source's words", "phrase", Kind.TEXT, "How the source gives it.", "by the end of January 2023"),
        Column(
            "Precision",
            "precision",
            Kind.CHOICE,
            "How exactly the source fixes it.",
            str(Precision.END_OF_MONTH),
            options=tuple(str(one) for one in Precision),
        ),
        Column("Source", "source", Kind.SOURCE, "Ref of the source, from the sheet Sources.", "JTAI-2022"),
        Column(
            "Basis", "basis", Kind.TEXT, "The rule that it was computed by.", "Statement of action: 70 working days"
        ),
        Column("Met", "met", Kind.DATE, "The day on which it was met.", "30 January 2023", sample=""),
    ),
)

INDICATORS = Form(
    "Indicators",
    "indicator",
    "Measures with dated readings.",
    (
        Column("Ref", "number", Kind.REF, "I and a number. Leave it blank to get the next one.", "I1", letter="I"),
        Column(
            "Name",
            "name",
            Kind.TEXT,
            "What is measured.",
            "Assessments finished in time",
            required=True,
            longest=TITLE,
            sample="Example: Assessments finished in time",
        ),
        Column("Unit", "unit", Kind.TEXT, "What is counted.", "per cent", longest=TITLE),
        Column(
            "Better",
            "better",
            Kind.CHOICE,
            "Which way it should move.",
            str(Better.HIGHER),
            required=True,
            options=tuple(str(one) for one in Better),
        ),
        Column("Target", "target", Kind.NUMBER, "The number to reach.", "90"),
        Column("Target by", "target_by", Kind.DATE, "The day to reach it by.", "31 March 2023"),
        Column("Owner", "owner", Kind.PARTNER, "Code of the partner that adds readings.", "POLICE"),
        Column(
            "Bands",
            "bands",
            Kind.LINES,
            "How the measure is broken down, where it is.",
            "up to 5 days\nover 5 days",
            sample="",
        ),
    ),
)

READINGS = Form(
    "Readings",
    "reading",
    "The values of the indicators, one row for each day.",
    (
        Column(
            "Indicator",
            "indicator",
            Kind.ONE,
            "Ref of the indicator.",
            "I1",
            required=True,
            letter="I",
            sample="Example: I1",
        ),
        Column("On", "on", Kind.DATE, "The day that the value is of.", "31 August 2022", required=True),
        Column("Value", "value", Kind.NUMBER, "The number alone.", "72.5", required=True),
        Column("Qualifier", "qualifier", Kind.TEXT, "How exact it is.", "over", longest=TITLE, sample=""),
        Column("Source's words", "phrase", Kind.TEXT, "How the source gives it.", "at the end of August"),
        Column(
            "Bands",
            "bands",
            Kind.NUMBERS,
            "The parts of the value, in the order of the indicator's bands.",
            "70\n2.5",
            sample="",
        ),
    ),
)

ACTIONS = Form(
    "Actions",
    "action",
    "What the partners will do. Never anything about a child or a family.",
    (
        Column("Ref", "number", Kind.REF, "A and a number. Leave it blank to get the next one.", "A12", letter="A"),
        Column(
            "Tracker ref",
            "tracker_ref",
            Kind.TEXT,
            "The ref that it has in the tracker it came from.",
            "1.3",
            longest=TRACKER_REF,
            sample="",
        ),
        Column(
            "Title",
            "title",
            Kind.TEXT,
            "What will be done.",
            "Audit recording and report the themes",
            required=True,
            longest=TITLE,
            sample="Example: Audit recording and report the themes",
        ),
        Column(
            "Success measure",
            "success_measure",
            Kind.TEXT,
            "How it will be seen that it worked.",
            "9 of 10 audited records are complete",
        ),
        Column("Source", "source", Kind.SOURCE, "Ref of the source, from the sheet Sources.", "JTAI-2022"),
        Column(
            "Finding", "finding", Kind.TEXT, "The finding or recommendation it answers.", "Recording is unreliable"
        ),
        Column("Remit items", "remit", Kind.MANY, "Refs of the remit items it serves.", "R4", letter="R"),
        Column("Lead", "lead", Kind.PARTNER, "Code of the partner that leads.", "POLICE", required=True),
        Column(
            "Contributors", "contributors", Kind.PARTNERS, "Codes of others that take part.", "LA, ICB", sample=""
        ),
        Column("Named lead", "named_lead", Kind.USER, "Slack user id of who leads.", "U012AB3CD", sample=""),
        Column(
            "Due",
            "due",
            Kind.DUE,
            "A date. Words that fix no day are kept and flagged.",
            "end of January 2023",
        ),
        Column(
            "Source's words", "due_phrase", Kind.TEXT, "How the source gives the date.", "by the end of January 2023"
        ),
        Column("Original due", "original_due", Kind.DATE, "The first due date, if it was moved.", "16 December 2022"),
        Column(
            "Stage",
            "stage",
            Kind.CHOICE,
            "Where it is. Taken for new actions only.",
            str(Stage.NOT_STARTED),
            options=tuple(str(one) for one in Stage),
        ),
        Column("Update", "update", Kind.TEXT, "The last word about it.", "The audit tool is agreed"),
        Column(
            "Demonstration",
            "demonstration",
            Kind.YES_NO,
            "Whether it is invented to show the bot.",
            DEMONSTRATION,
        ),
    ),
)

FORM = (PARTNERS, PEOPLE, SOURCES, REMIT, DEADLINES, INDICATORS, READINGS, FUNDING, ACTIONS)
"""Every sheet, in the order of the workbook."""


def form(sheet: str) -> Form | None:
    """The form of the sheet with this name, in any case."""
    return next((one for one in FORM if one.sheet.casefold() == sheet.strip().casefold()), None)
