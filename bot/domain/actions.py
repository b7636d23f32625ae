"""An action, its stages, and what may happen to it next."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from bot.domain.errors import MovedOn
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

WHY_NOT: Mapping[Stage, str] = {
    Stage.REPORTED_DONE: "is already reported done and waits for acceptance",
    Stage.ADDRESSED: "is already accepted as addressed",
    Stage.EMBEDDED: "is already embedded",
    Stage.SUSTAINED: "is already sustained",
    Stage.WITHDRAWN: "was withdrawn",
}


class Partner(BaseModel):
    """An organisation of the partnership, by its code and its name."""

    model_config = ConfigDict(frozen=True)
    code: str
    name: str


class Contribution(BaseModel):
    """A contributing partner's part in an action; `reported` is when it said that its part is done."""

    model_config = ConfigDict(frozen=True)
    partner: Partner
    reported: AwareDatetime | None = None


class Action(BaseModel):
    """One line of the plan. Dates are calendar dates in the partnership's zone; `original_due` never changes.

    `due` is None where the source fixes no day; `due_phrase` then has the source's own words.
    `stage_since` and `updated` are aware moments; `updated` is the last word from a partner, or None.
    """

    model_config = ConfigDict(frozen=True)
    number: int
    title: str
    success_measure: str = ""
    source: str | None = None
    finding: str | None = None
    remit: tuple[int, ...] = ()
    lead: Partner
    contributions: tuple[Contribution, ...] = ()
    named_lead: str | None = None
    original_due: date | None = None
    due: date | None = None
    due_phrase: str = ""
    stage: Stage = Stage.NOT_STARTED
    stage_since: AwareDatetime
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

    def with_update(self, at: datetime) -> Self:
        """The action after a word of progress: work has started. Raises MovedOn where it was withdrawn."""
        if self.stage is Stage.WITHDRAWN:
            raise MovedOn(f"{self.ref} {WHY_NOT[self.stage]}, so nothing was changed.")
        stage = Stage.IN_PROGRESS if self.stage in TO_DO else self.stage
        return self._changed(stage=stage, stage_since=self._since(stage, at), updated=self._heard(at))

    def with_block(self, reason: str | None, at: datetime) -> Self:
        """The action held up for `reason`, or freed (None). Raises MovedOn unless there is still work to do."""
        self._still_to_do()
        return self.with_update(at)._changed(blocked=reason or None)  # noqa: SLF001 — the same object, a moment on

    def reported_done(self, at: datetime) -> Self:
        """The action reported done by its lead: never more than that. Raises MovedOn where it is past that.

        Nothing else changes, so that its colour stays as it was while the report waits for acceptance.
        """
        self._still_to_do()
        return self._changed(stage=Stage.REPORTED_DONE, stage_since=at)

    def part_reported(self, partner: str, at: datetime) -> Self:
        """The action after a contributing partner (its code) reported its own part done.

        Raises MovedOn where the part was reported before, or the action is past reporting.
        """
        if self.stage not in OPEN:
            raise MovedOn(f"{self.ref} {WHY_NOT[self.stage]}, so nothing was changed.")
        mine = next(part for part in self.contributions if part.partner.code == partner)
        if mine.reported:
            raise MovedOn(f"{mine.partner.name} has already reported its part of {self.ref} done.")
        done = Contribution(partner=mine.partner, reported=at)
        parts = tuple(done if part is mine else part for part in self.contributions)
        stage = Stage.IN_PROGRESS if self.stage is Stage.NOT_STARTED else self.stage
        since = self._since(stage, at)
        return self._changed(contributions=parts, stage=stage, stage_since=since, updated=self._heard(at))

    def _heard(self, at: datetime) -> datetime | None:
        # What is said after a report must not change the colour that the report left as it was.
        return self.updated if self.stage is Stage.REPORTED_DONE else at

    def _since(self, stage: Stage, at: datetime) -> datetime:
        return self.stage_since if stage is self.stage else at

    def _still_to_do(self) -> None:
        if self.stage not in TO_DO:
            raise MovedOn(f"{self.ref} {WHY_NOT[self.stage]}, so nothing was changed.")

    def _changed(self, **fields: object) -> Self:
        # model_copy would skip validation; the version moves once per saved change, in storage.
        return type(self).model_validate({**self.__dict__, **fields})


class Recorded(NamedTuple):
    """What was recorded: "done", "part done", "update", "blocked" or "unblocked", about what, and for whom.

    `action` is as it is now; `on_behalf`: by the business unit for the partner; `bare`: without a word of what was
    done.
    """

    verb: str
    action: Action
    partner: Partner
    on_behalf: bool
    bare: bool
