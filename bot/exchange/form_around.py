"""The sheets of the form about what stands around the plan: partners, people, sources, funding."""

from bot.domain.people import PARTNER_KINDS, Role
from bot.exchange.columns import TITLE, Column, Form, Kind

ROLES = (*(str(role) for role in Role), "partner member")

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

FUNDING = Form(
    "Funding",
    "sum of money",
    "Money that came with the plan.",
    (
        Column(
            "Purpose",
            "purpose",
            Kind.TEXT,
            "What it is for.",
            "More social work capacity",
            required=True,
            longest=TITLE,
            sample="Example: More social work capacity",
        ),
        Column("Pounds", "amount", Kind.NUMBER, "The number alone.", "532000", required=True),
        Column("When", "phrase", Kind.TEXT, "When it came, in the source's words.", "January 2022", longest=TITLE),
        Column("Source", "source", Kind.SOURCE, "Ref of the source, from the sheet Sources.", "JTAI-2022"),
    ),
)
