"""What the JSON export holds: the published schema in docs/export.schema.json is made from these models.

They are made from fields as the store has them: what it calls `id` and `phrase` is `ref` and `words` here.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from bot.domain.actions import Stage
from bot.domain.people import PARTNER_KINDS
from bot.domain.plan import Better, Precision
from bot.exchange.form_around import ROLES
from bot.exchange.plain import decimal_text


def _ref(letter: str) -> BeforeValidator:
    return BeforeValidator(lambda number: f"{letter}{number}")


def _pattern(letter: str) -> str:
    return f"^{letter}[1-9][0-9]{{0,6}}$"


ActionRef = Annotated[str, Field(pattern=_pattern("A"), examples=["A12"]), _ref("A")]
RemitRef = Annotated[str, Field(pattern=_pattern("R"), examples=["R4"]), _ref("R")]
DeadlineRef = Annotated[str, Field(pattern=_pattern("D"), examples=["D1"]), _ref("D")]
IndicatorRef = Annotated[str, Field(pattern=_pattern("I"), examples=["I1"]), _ref("I")]
Number = Annotated[
    str,
    Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", examples=["72.5"]),
    BeforeValidator(lambda text: decimal_text(Decimal(text))),
]
Blank = Annotated[str, BeforeValidator(lambda text: text or "")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


class Partner(_Part):
    """An organisation of the partnership."""

    code: str = Field(description="Its short name, which the other parts refer to.", examples=["POLICE"])
    name: str = Field(description="The organisation's name.")
    kind: Literal[PARTNER_KINDS] = Field(description="What kind of partner it is.")  # type: ignore[valid-type]
    channel: Blank = Field(description="Its Slack channel, by name or by id; empty where there is none.")
    lead: Blank = Field(description="Slack user id of its named lead; empty where there is none.")
    deputy: Blank = Field(description="Slack user id of the lead's deputy; empty where there is none.")


class RoleOf(_Part):
    """Somebody's role. Only the command line writes these, and never for one partner."""

    user: str = Field(description="Slack user id.")
    team: str = Field(description="Slack team id for people from another workspace; empty for the bot's own.")
    role: Literal[ROLES] = Field(description="What they may do.")  # type: ignore[valid-type]
    partner: str = Field(description="Code of the partner, for a partner member; else empty.")


class Source(_Part):
    """Where actions come from."""

    ref: str = Field(description="Its short name, which the other parts refer to.", examples=["JTAI-2022"])
    title: str = Field(description="Its full name.")
    kind: str = Field(description="What kind of document it is.")
    published: date | None = Field(description="The day on which it was published, where that is known.")
    words: str = Field(validation_alias="phrase", description="How the source itself gives the date.")


class RemitItem(_Part):
    """What a commissioner or a board has told the partnership to secure."""

    ref: RemitRef = Field(validation_alias="id", description="Its ref, which is never used for anything else.")
    text: str = Field(description="The item in the source's words.")
    source: str | None = Field(description="Ref of the source, if there is one.")
    deadlines: tuple[DeadlineRef, ...] = Field(description="Refs of the deadlines that bind it.")
    indicators: tuple[IndicatorRef, ...] = Field(description="Refs of the indicators that measure it.")
    met: date | None = Field(description="The day on which it was met; null while it is not.")


class Deadline(_Part):
    """A date that binds the partnership."""

    ref: DeadlineRef = Field(validation_alias="id", description="Its ref, which is never used for anything else.")
    title: str = Field(description="What has to be done by then.")
    due: date | None = Field(description="The day; null where the source fixes none.")
    original_due: date | None = Field(description="The day that was given first. It never changes.")
    words: str = Field(validation_alias="phrase", description="How the source gives the date.")
    precision: Precision = Field(description="How exactly the source fixes the day.")
    source: str | None = Field(description="Ref of the source, if there is one.")
    basis: str = Field(description="The rule that the day was computed by.")
    met: date | None = Field(description="The day on which it was met; null while it is not.")


class Reading(_Part):
    """The value of an indicator on a day."""

    on: date = Field(description="The day that the value is of.")
    value: Number = Field(description="The value, as decimal text so that nothing is rounded.")
    qualifier: str = Field(description="How exact it is, as “over”; empty for an exact value.")
    words: str = Field(validation_alias="phrase", description="How the source gives it.")
    bands: tuple[Number, ...] = Field(description="The parts of the value, in the order of the indicator's bands.")


class Indicator(_Part):
    """A measure with its readings."""

    ref: IndicatorRef = Field(validation_alias="id", description="Its ref, which is never used for anything else.")
    name: str = Field(description="What is measured.")
    unit: str = Field(description="What is counted.")
    better: Better = Field(description="Which way it should move.")
    target: Number | None = Field(description="The number to reach, as decimal text; null where there is none.")
    target_by: date | None = Field(description="The day to reach it by.")
    owner: str | None = Field(description="Code of the partner that adds readings, if there is one.")
    bands: tuple[str, ...] = Field(description="How the measure is broken down, where it is.")
    readings: tuple[Reading, ...] = Field(description="Its readings, oldest first.")


class Funding(_Part):
    """Money that came with the plan."""

    purpose: str = Field(description="What it is for.")
    pounds: Number = Field(validation_alias="amount", description="The amount in pounds, as decimal text.")
    words: str = Field(validation_alias="phrase", description="When it came, in the source's words.")
    source: str | None = Field(description="Ref of the source, if there is one.")


class Contribution(_Part):
    """The part of another partner in an action."""

    partner: str = Field(description="Code of the partner.")
    reported: AwareDatetime | None = Field(description="When it reported its part done; null while it has not.")


class Request(_Part):
    """A request for more time that waits to be decided."""

    due: date = Field(description="The day that is asked for.")
    reason: str = Field(description="Why more time is needed.")
    partner: str = Field(description="Code of the partner that asks.")
    at: AwareDatetime = Field(description="When it was asked for.")


class Word(_Part):
    """Something that was said about an action, without what was taken back."""

    kind: str = Field(description="What it was said with.", examples=["update", "done", "blocked"])
    text: str = Field(description="The words.")
    partner: str | None = Field(description="Code of the partner for which it was said, if for one.")
    at: AwareDatetime = Field(description="When it was said.")
    proof: str = Field(description="Link to where the proof is kept; empty where none was given.")
    difference: str = Field(description="What is different for children; empty where nothing was said of it.")


class Action(_Part):
    """One line of the plan."""

    ref: ActionRef = Field(validation_alias="id", description="Its ref, which is never used for anything else.")
    tracker_ref: str = Field(description="The ref that it has in the tracker it came from.")
    title: str = Field(description="What will be done.")
    success_measure: str = Field(description="How it will be seen that it worked.")
    source: str | None = Field(description="Ref of the source, if there is one.")
    finding: str = Field(description="The finding or recommendation that it answers.")
    remit: tuple[RemitRef, ...] = Field(description="Refs of the remit items that it serves.")
    lead: str = Field(description="Code of the partner that leads.")
    contributors: tuple[Contribution, ...] = Field(description="The other partners that take part.")
    named_lead: str | None = Field(description="Slack user id of who leads, where somebody is named.")
    due: date | None = Field(description="The day it is due; null where none is fixed.")
    original_due: date | None = Field(description="The day that was given first. It never changes.")
    due_words: str = Field(validation_alias="due_phrase", description="How the source gives the date.")
    stage: Stage = Field(description="Where it is: done is not one step.")
    stage_since: AwareDatetime = Field(description="When it came into its stage.")
    review: date | None = Field(description="The day on which it is due to be tested, if there is one.")
    blocked: str | None = Field(description="What blocks it; null while nothing does.")
    extension: Request | None = Field(description="The request for more time that waits, if one does.")
    paused_until: date | None = Field(
        description="The day on which reminders of it begin again, if they were paused."
    )
    added: AwareDatetime = Field(description="When it was added.")
    updated: AwareDatetime | None = Field(description="When a partner last said something about it.")
    demonstration: bool = Field(description="Whether it is invented, to show the bot.")
    words: tuple[Word, ...] = Field(description="What was said about it, oldest first.")


class PlanExport(_Part):
    """A partnership's action plan as it is at one moment, without its history."""

    format: Literal["followthrough-plan"] = Field("followthrough-plan", description="What this file is.")
    version: Literal[1] = Field(1, description="Of this format. It rises when a field changes its meaning.")
    marking: Literal["OFFICIAL"] = Field("OFFICIAL", description="How the file is to be handled.")
    last_change: AwareDatetime | None = Field(description="When the plan last changed; null for an empty one.")
    led_by: tuple[str, ...] | None = Field(
        description="Null for the whole plan; else the codes of the partners whose own actions alone are in it."
    )
    partners: tuple[Partner, ...] = Field(description="The organisations of the partnership.")
    people: tuple[RoleOf, ...] = Field(description="People's roles; empty unless the command line wrote the file.")
    sources: tuple[Source, ...] = Field(description="Where actions come from.")
    remit: tuple[RemitItem, ...] = Field(description="What the partnership was told to secure.")
    deadlines: tuple[Deadline, ...] = Field(description="Dates that bind the partnership.")
    indicators: tuple[Indicator, ...] = Field(description="Measures with their readings.")
    funding: tuple[Funding, ...] = Field(description="Money that came with the plan.")
    actions: tuple[Action, ...] = Field(description="What the partners do, by ref; withdrawn ones too.")
