"""An action and its stages, as it is at one moment."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from bot.domain.refs import Kind, Ref


class Stage(StrEnum):
    """Where an action is in its life; "done" is not one step."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    REPORTED_DONE = "reported done"
    ADDRESSED = "addressed"
    EMBEDDED = "embedded"
    SUSTAINED = "sustained"
    WITHDRAWN = "withdrawn"


TO_DO = frozenset({Stage.NOT_STARTED, Stage.IN_PROGRESS})
OPEN = TO_DO | {Stage.REPORTED_DONE}
COMPLETE = frozenset({Stage.ADDRESSED, Stage.EMBEDDED, Stage.SUSTAINED})
NUDGED = OPEN | {Stage.ADDRESSED, Stage.EMBEDDED}
"""Stages in which somebody is still waited for, to act, to decide or to test."""


class Partner(BaseModel):
    """An organisation of the partnership, by its code and its name."""

    model_config = ConfigDict(frozen=True)
    code: str
    name: str


class Account(BaseModel):
    """Somebody in Slack: user id and the id of their own workspace."""

    model_config = ConfigDict(frozen=True)
    user: str
    team: str


class Contribution(BaseModel):
    """A contributing partner's part in an action; `reported` is when its part was said to be done, `by` whom."""

    model_config = ConfigDict(frozen=True)
    partner: Partner
    reported: AwareDatetime | None = None
    by: Account | None = None


class Extension(BaseModel):
    """A request for more time that waits to be decided: until when, why, by whom, for which partner."""

    model_config = ConfigDict(frozen=True)
    due: date
    reason: str
    partner: Partner
    by: Account
    at: AwareDatetime


class Action(BaseModel):
    """One line of the plan. Dates are calendar dates in the partnership's zone; `original_due` never changes.

    Args:
        due: None where the source fixes no day; `due_phrase` then has the source's own words.
        stage_since: when it came into its stage.
        updated: the last word from a partner, or None.
        reported_by: who reported it done, while that waits for acceptance and after.
        extension: a request for more time that waits to be decided.
        review: when somebody should test whether it is embedded, or sustained.
        link: the message in Slack that it was made from.
        tracker_ref: the ref that it has in the tracker it was imported from.
        paused_until: the day on which nudges about it begin again, where they were paused; they may have begun.
        paused_why: the reason for that.
    """

    model_config = ConfigDict(frozen=True)
    number: int
    title: str
    success_measure: str = ""
    source: str | None = None
    finding: str = ""
    link: str = ""
    tracker_ref: str = ""
    remit: tuple[int, ...] = ()
    lead: Partner
    contributions: tuple[Contribution, ...] = ()
    named_lead: str | None = None
    original_due: date | None = None
    due: date | None = None
    due_phrase: str = ""
    stage: Stage = Stage.NOT_STARTED
    stage_since: AwareDatetime
    reported_by: Account | None = None
    extension: Extension | None = None
    review: date | None = None
    paused_until: date | None = None
    paused_why: str | None = None
    blocked: str | None = None
    updated: AwareDatetime | None = None
    added: AwareDatetime
    demonstration: bool = False
    version: int = 1

    @property
    def ref(self) -> Ref:
        """A12."""
        return Ref(kind=Kind.ACTION, number=self.number)

    @property
    def contributors(self) -> frozenset[str]:
        """Codes of the contributing partners."""
        return frozenset(part.partner.code for part in self.contributions)

    @property
    def outstanding(self) -> tuple[Partner, ...]:
        """Contributing partners that have not reported their part done."""
        return tuple(part.partner for part in self.contributions if not part.reported)

    @property
    def reporters(self) -> frozenset[Account]:
        """Who reported it, or a part of it, done."""
        parts = {part.by for part in self.contributions if part.by}
        return frozenset(parts | {self.reported_by} if self.reported_by else parts)

    def pause_on(self, today: date) -> date | None:
        """The day on which nudges about it begin again, where they are paused on `today` by a pause of its own."""
        return self.paused_until if self.paused_until and self.paused_until > today else None

    def changed(self, **fields: object) -> Self:
        """The same action with other values: all of it is validated anew (`model_copy` would not)."""
        return type(self).model_validate({**self.__dict__, **fields})

    def recorded(self) -> dict[str, Any]:
        """The action as the audit trail has it: JSON values, partners by code; without its version.

        Partners' names are theirs to change, so that a trail that held them could not be replayed.
        """
        fields = self.model_dump(mode="json", exclude={"number", "lead", "contributions", "extension", "version"})
        parts = sorted(self.contributions, key=lambda part: part.partner.code)
        reported = {part.partner.code: part.model_dump(mode="json", exclude={"partner"}) for part in parts}
        asked = self.extension
        return fields | {
            "lead": self.lead.code,
            "contributors": [part.partner.code for part in parts],
            "reported": {code: part for code, part in reported.items() if part["reported"]},
            "extension": asked.model_dump(mode="json") | {"partner": asked.partner.code} if asked else None,
        }

    @classmethod
    def from_recorded(
        cls, number: int, fields: Mapping[str, Any], names: Mapping[str, str], version: int = 1
    ) -> Self:
        """The action that `recorded` gave; `names` has the partners' names by code."""

        def partner(code: str) -> dict[str, str]:
            return {"code": code, "name": names[code]}

        reported, asked = fields.get("reported", {}), fields.get("extension")
        own = {name: value for name, value in fields.items() if name in cls.model_fields}
        parts = [{"partner": partner(code), **reported.get(code, {})} for code in fields.get("contributors", ())]
        extension = asked | {"partner": partner(asked["partner"])} if asked else None
        about = {"number": number, "lead": partner(fields["lead"]), "contributions": parts, "version": version}
        return cls.model_validate({**own, **about, "extension": extension})


class Recorded(NamedTuple):
    """What was recorded about an action, and for whom.

    Args:
        verb: "done", "part done", "accept" and so on.
        action: as it is now.
        partner: for which it was said.
        on_behalf: by the business unit for the partner.
        bare: without a word of what was done.
        was: the action as it was before.
        words: what was said.
        quiet: after a pause or its end, the day until which all messages to the lead partner are paused.
    """

    verb: str
    action: Action
    partner: Partner
    on_behalf: bool = False
    bare: bool = False
    was: Action | None = None
    words: str = ""
    quiet: date | None = None
