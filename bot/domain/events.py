"""The audit trail's unit: one change, by whom, from what to what, when, from where."""

from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue

from bot.domain.people import Person


class Origin(StrEnum):
    """Where a change came from."""

    COMMAND = "command"
    THREAD = "thread"
    REACTION = "reaction"
    BUTTON = "button"
    FORM = "form"
    IMPORT = "import"
    CLOCK = "clock"
    TERMINAL = "command line"


ESCALATED = "escalated"
"""The verb of the event that a step of the ladder was taken. Nothing of the action changes with it: what was said
last can still be taken back, and a form that was open is still good."""
TOOK_BACK = "took back: "
"""What the verb of an event that takes another one back begins with."""


class By(BaseModel):
    """Who does something now, and from where. A person with no user id is the bot itself."""

    model_config = ConfigDict(frozen=True)
    person: Person
    at: AwareDatetime
    origin: Origin


class Event(BaseModel):
    """One change to one thing. `before` and `after` hold only the fields that changed, as JSON values."""

    model_config = ConfigDict(frozen=True)
    id: int = 0
    at: AwareDatetime
    user: str
    team: str
    role: str
    partner: str | None = None
    origin: Origin
    verb: str
    subject: str
    before: dict[str, JsonValue] = {}
    after: dict[str, JsonValue] = {}
    undoes: int | None = None


class Update(BaseModel):
    """One word about an action; `partner` is the name of the partner for whom it was said."""

    model_config = ConfigDict(frozen=True)
    id: int
    kind: str
    text: str
    user: str
    partner: str | None
    on_behalf: bool
    at: AwareDatetime
    proof: str = ""
    difference: str = ""
