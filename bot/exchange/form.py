"""The form that a plan is filled in on, as data: the reader, the template and the documentation use this table."""

from bot.domain.actions import Stage
from bot.domain.people import Role
from bot.domain.plan import Better, Precision
from bot.exchange.columns import TITLE, Column, Form, Kind

PARTNER_KINDS = ("safeguarding partner", "relevant agency", "business unit", "other")
ROLES = (*(str(role) for role in Role), "partner member")
DEMONSTRATION = "yes"

PARTNERS = Form(
    "Partners",
    "partner",
    "The organisations of the partnership.",
    (
        Column(
            "Code",
            "code",
            Kind.CODE,
            "A short name without spaces, used on the other sheets.",
            "POLICE",
            required=True,
            longest=20,
        ),
        Column(
            "Name",
            "name",
            Kind.TEXT,
            "The organisation's name.",
            "West Midlands Police",
            required=True,
            longest=TITLE,
            sample="Example: West Midlands Police",
        ),
        Column(
            "Kind",
            "kind",
            Kind.CHOICE,
            "What kind of partner it is.",
            PARTNER_KINDS[0],
            required=True,
            options=PARTNER_KINDS,
        ),
        Column(
            "Channel",
            "channel",
            Kind.CHANNEL,
            "Its Slack channel, by name or by id.",
            "west-midlands-police",
            longest=80,
        ),
        Column("Lead", "lead", Kind.USER, "Slack user id of its named lead.", "U012AB3CD", sample=""),
        Column("Deputy", "deputy", Kind.USER, "Slack user id of the lead's deputy.", "U045EF6GH", sample=""),
    ),
)

PEOPLE = Form(
    "People",
    "person",
    "People with a role. Whoever is in a partner's channel is its member without being listed.",
    (
        Column(
            "Slack user id",
            "user",
            Kind.USER,
            "In Slack: profile, More, Copy member ID.",
            "U012AB3CD",
            required=True,
            sample="Example: U012AB3CD",
        ),
        Column(
            "Slack team id",
            "team",
            Kind.TEAM,
            "Only for people from another workspace: its id.",
            "T012AB3CD",
        ),
        Column("Role", "role", Kind.CHOICE, "What they may do.", "partner member", required=True, options=ROLES),
        Column("Partner", "partner", Kind.PARTNER, "For a partner member: the partner.", "POLICE"),
    ),
)

SOURCES = Form(
    "Sources",
    "source",
    "Where actions come from: an inspection, a notice, a direction.",
    (
        Column("Ref", "ref", Kind.CODE, "A short name without spaces.", "JTAI-2022", required=True, longest=40),
        Column(
            "Title",
            "title",
            Kind.TEXT,
            "Its full name.",
            "Joint targeted area inspection",
            required=True,
            longest=TITLE,
            sample="Example: Joint targeted area inspection",
        ),
        Column("Kind", "kind", Kind.TEXT, "What kind of document it is.", "JTAI", longest=TITLE),
        Column("Published", "published", Kind.DATE, "The day on which it was published.", "21 February 2022"),
        Column("Source's words", "phrase", Kind.TEXT, "How the source itself gives the date.", "February 2022"),
    ),
)

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
    ),
)

ACTIONS = Form(
    "Actions",
    "action",
    "What the partners will do. Never anything about a child or a family.",
    (
        Column("Ref", "number", Kind.REF, "A and a number. Leave it blank to get the next one.", "A12", letter="A"),
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

FORM = (PARTNERS, PEOPLE, SOURCES, REMIT, DEADLINES, INDICATORS, READINGS, ACTIONS)
"""Every sheet, in the order of the workbook."""


def form(sheet: str) -> Form | None:
    """The form of the sheet with this name, in any case."""
    return next((one for one in FORM if one.sheet.casefold() == sheet.strip().casefold()), None)
