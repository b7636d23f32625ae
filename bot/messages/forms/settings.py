"""The forms behind the settings: a person with a role, a partner, a pause of its messages, a source."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.pauses import Pause
from bot.messages import blocks as b
from bot.messages import pauses
from bot.messages.blocks import Block
from bot.messages.forms import fields
from bot.messages.forms.fields import Option
from bot.messages.text import clip, safe

About = Mapping[str, Any]
Row = Mapping[str, Any]
WITHOUT = "Leave it without a channel"
MEMBER = "Somebody in the partner's channel."
ROLES = {
    "business unit": "Business unit",
    "assurer": "Assurer",
    "observer": "Observer",
    "partner member": "Member of a partner",
}
"""What somebody can be named to, and what it is called."""


def back() -> Block:
    """The way from a form back to the settings."""
    return b.buttons(b.button("Back to the settings", "settings", ""))


def person_add(partners: Mapping[str, str], about: About, note: str = "") -> Block:
    """Naming somebody; `partners` are names by code, `note` is said first."""
    options = [Option(clip(name, 75), code) for code, name in partners.items()]
    whose = [fields.one_of("Partner", "partner", options, hint="For a member of a partner.", optional=True)]
    roles = [Option(words, role) for role, words in ROLES.items()]
    asked = [
        *([b.section(f"*{safe(note)}*")] if note else []),
        fields.person("Person", "person", hint="Somebody from another workspace counts by their own account."),
        fields.radio("Role", "role", roles if options else roles[:-1]),
        *(whose if options else []),
        b.context("Whoever is in a partner's channel is that partner's member, and need not be named."),
        back(),
    ]
    return b.form("person_add", "Name somebody", "Name", asked, {**about, "ref": ""})


def partner_add(kinds: Sequence[str], about: About) -> Block:
    """A new partner."""
    code = fields.text("Code", "code", hint="At most 12 letters, digits and hyphens: POLICE.", long=False, longest=12)
    asked = [code, *_about_partner(kinds, {}), back()]
    return b.form("partner_add", "Add a partner", "Add", asked, {**about, "ref": ""})


def partner_edit(row: Row, kinds: Sequence[str], about: About) -> Block:
    """A partner as it is, to be changed; its code stays."""
    pause = b.buttons(b.button("Pause or resume messages", "partner_pause", str(row["code"])))
    asked = [*_about_partner(kinds, row), pause, back()]
    return b.form("partner_edit", clip(f"Edit {row['code']}", 24), "Save", asked, {**about, "ref": row["code"]})


def partner_pause(ref: str, now: Pause | None, about: About) -> Block:
    """Pausing messages to the partner with the code `ref`, or "all"; `now`: the pause that holds."""
    told = f"Paused until {pauses.until(now)}" if now else "No digest and no nudges until then."
    asked = [
        b.context(told),
        fields.day("Messages begin again on", "due", chosen=now.until if now else None),
        fields.text("Why", "words", filled=now.reason if now else "", hint="Shown wherever it silences something."),
        *([b.buttons(b.button("Resume now", "partner_resume", ref))] if now else []),
        back(),
    ]
    title = "Pause everything" if ref == "all" else clip(f"Pause {ref}", 24)
    return b.form("partner_pause", title, "Pause", asked, {**about, "ref": ref})


def _about_partner(kinds: Sequence[str], row: Row) -> list[Block]:
    name, kind = str(row.get("name", "")), str(row.get("kind", ""))
    hint = "Whoever is in it is the partner's member. Invite Followthrough to it."
    return [
        fields.text("Name", "name", filled=name, long=False, longest=max(fields.ONE_LINE, len(name))),
        fields.one_of("Kind", "kind", [Option(one.capitalize(), one) for one in kinds], chosen=kind),
        fields.channel("Channel", "channel", hint=hint, chosen=row.get("channel_id"), optional=True),
        *([_without_a_channel()] if row.get("channel_id") else []),
        fields.person("Named lead", "lead", hint=MEMBER, chosen=row.get("lead"), optional=True),
        fields.person("Deputy", "deputy", hint=MEMBER, chosen=row.get("deputy"), optional=True),
    ]


def _without_a_channel() -> Block:
    option = {"text": b.plain(WITHOUT, 75), "value": "yes"}
    element = {"type": "checkboxes", "action_id": "value", "options": [option]}
    label = b.plain("If the channel is empty", 100)
    return {"type": "input", "block_id": "without", "label": label, "element": element, "optional": True}


def source_add(about: About) -> Block:
    """A new source."""
    asked = [
        fields.text("Ref", "ref", hint="Letters and a year, to ask for it by: JTAI-2022.", long=False, longest=40),
        fields.text("Title", "title", hint="Its full name.", long=False),
        fields.text("Kind", "kind", hint="An inspection, a review, a direction.", optional=True, long=False),
        fields.day("Published on", "published", optional=True),
        back(),
    ]
    return b.form("source_add", "Add a source", "Add", asked, {**about, "ref": ""})
