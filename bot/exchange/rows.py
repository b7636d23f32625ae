"""A plan as it stands in a file: its rows, checked, with links still as refs and codes."""

from datetime import date
from decimal import Decimal
from typing import Annotated, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic.dataclasses import dataclass

from bot.domain.actions import Stage
from bot.domain.dates import end_of_month
from bot.domain.plan import Better, Precision
from bot.domain.refs import LARGEST
from bot.exchange.columns import TEXT, TITLE, TRACKER_REF
from bot.exchange.faults import Fault, Flag
from bot.exchange.plain import plain

Number = Annotated[int, Field(ge=1, le=LARGEST)]
Title = Annotated[str, Field(min_length=1, max_length=TITLE)]
Text = Annotated[str, Field(max_length=TEXT)]
_NOT_FIELDS = frozenset({"row", "number", "held_by"})


# Slots, not models: a file may hold 100,000 actions, and a model of each would take ten times the memory.


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When something is due: a day, the words for it, or both. `day` is None where the words fix no day."""

    day: date | None
    words: Text = ""

    @property
    def precision(self) -> Precision:
        """How exactly the day is fixed."""
        if self.day is None:
            return Precision.VAGUE
        return Precision.END_OF_MONTH if end_of_month(self.words) else Precision.DAY


def _due(value: object) -> object:
    return Due(day=value) if isinstance(value, date) else value


DueCell = Annotated[Due | None, BeforeValidator(_due)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row; `row` is its number in the file. A blank cell says nothing, and so changes nothing."""

    row: int = 0

    def said(self) -> dict[str, JsonValue]:
        """What the row says, as JSON values by the store's own names; what is blank is left out."""
        filled = ((name, getattr(self, name)) for name in self.__dataclass_fields__ if name not in _NOT_FIELDS)
        return {name: plain(value) for name, value in filled if value not in (None, "", ())}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow(_Row):
    """A partner. `channel` is a name, or an id such as C012AB3CD; `lead` and `deputy` are Slack user ids."""

    code: Annotated[str, Field(min_length=1, max_length=20)]
    name: Title
    kind: str
    channel: str = ""
    lead: str = ""
    deputy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow(_Row):
    """A person's role. `team` is blank for the bot's own workspace; `partner` is for partner members only."""

    user: str
    team: str = ""
    role: str
    partner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow(_Row):
    """Where actions come from."""

    ref: Annotated[str, Field(min_length=1, max_length=40)]
    title: Title
    kind: Text = ""
    published: date | None = None
    phrase: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemitRow(_Row):
    """A remit item; deadlines and indicators by number."""

    number: Number | None = None
    text: Annotated[str, Field(min_length=1, max_length=TEXT)]
    source: str = ""
    deadlines: tuple[int, ...] = ()
    indicators: tuple[int, ...] = ()
    met: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRow(_Row):
    """A date that binds the partnership."""

    number: Number | None = None
    title: Title
    due: DueCell = None
    original_due: date | None = None
    phrase: Text = ""
    precision: Precision | None = None
    source: str = ""
    basis: Text = ""
    met: date | None = None

    def said(self) -> dict[str, JsonValue]:
        """As for every row; words for the due date are the source's words, unless it has others."""
        said = _Row.said(self)  # a class with slots is made twice, and super() knows the first only
        if self.due:
            said |= {"due": plain(self.due.day), "precision": str(self.precision or self.due.precision)}
            said |= {"phrase": self.phrase or self.due.words} if self.phrase or self.due.words else {}
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow(_Row):
    """A measure; `owner` is a partner's code, `bands` name the parts that it is broken down into, in order."""

    number: Number | None = None
    name: Title
    unit: Text = ""
    better: Better
    target: Decimal | None = None
    target_by: date | None = None
    owner: str = ""
    bands: tuple[str, ...] = ()

    def said(self) -> dict[str, JsonValue]:
        """As for every row; bands stay in their order."""
        said = _Row.said(self)
        return said | {"bands": list(self.bands)} if self.bands else said


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow(_Row):
    """An indicator's value on a day; the indicator by number, `bands` the value's parts in the indicator's order."""

    indicator: Number
    on: date
    value: Decimal
    qualifier: Text = ""
    phrase: Text = ""
    bands: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingRow(_Row):
    """Money that came with the plan: `amount` in pounds, `phrase` the source's words for when."""

    purpose: Title
    amount: Decimal
    phrase: Text = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow(_Row):
    """An action; remit items by number, partners by code, `named_lead` a Slack user id.

    `tracker_ref` is the ref that it has in its own tracker; the partnership's number is `number`. Where `lead` is
    "", the row says nothing about who leads: a new action is led by `held_by`, and one that is there keeps its lead.
    """

    number: Number | None = None
    tracker_ref: Annotated[str, Field(max_length=TRACKER_REF)] = ""
    title: Title
    success_measure: Text = ""
    source: str = ""
    finding: Text = ""
    remit: tuple[int, ...] = ()
    lead: str
    held_by: str = ""
    contributors: tuple[str, ...] = ()
    named_lead: str = ""
    due: DueCell = None
    due_phrase: Text = ""
    original_due: date | None = None
    stage: Stage | None = None
    update: Text = ""
    demonstration: bool | None = None

    def said(self) -> dict[str, JsonValue]:
        """As for every row; a due date and its words are one thing, so that old words never stay with a new date."""
        said = _Row.said(self)
        return (
            said | {"due": plain(self.due.day), "due_phrase": self.due_phrase or self.due.words} if self.due else said
        )


class Matched(NamedTuple):
    """How a column of a tracker is understood.

    Args:
        sheet: the sheet's name.
        row: the header's row, as a person counts it.
        column: the column's letter.
        header: the words in the header, on one line.
        meaning: one of the meanings that columns can have; "" where the column is left out.
        chosen: whether somebody chose it, rather than its words alone.
        filled: how many cells below it hold something.
    """

    sheet: str
    row: int
    column: str
    header: str
    meaning: str
    chosen: bool = False
    filled: int = 0


class Plan(BaseModel):
    """Everything that a file holds. With `faults` it can't be imported; `flags` are for a person to look at.

    Of a tracker, `rejected` are the rows that are left out, `columns` says how each column is understood, `notes`
    are sentences about whole sheets, and `leads` has the words for leads that are not set up, with how many rows have
    them; each is shown to who imports it.
    """

    model_config = ConfigDict(frozen=True)
    partners: tuple[PartnerRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    remit: tuple[RemitRow, ...] = ()
    deadlines: tuple[DeadlineRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    readings: tuple[ReadingRow, ...] = ()
    funding: tuple[FundingRow, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    rejected: tuple[Fault, ...] = ()
    columns: tuple[Matched, ...] = ()
    notes: tuple[str, ...] = ()
    leads: dict[str, int] = {}
    faults: tuple[Fault, ...] = ()
    flags: tuple[Flag, ...] = ()


class Known(BaseModel):
    """What the store has already, which a file may refer to without repeating it.

    Args:
        partners: their codes.
        sources: their refs.
        remit: numbers; as `deadlines` and `indicators`.
        names: partners' names by code.
        titles: sources' titles by ref.
        units: codes of the partners that are the business unit.
    """

    model_config = ConfigDict(frozen=True)
    partners: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    remit: frozenset[int] = frozenset()
    deadlines: frozenset[int] = frozenset()
    indicators: frozenset[int] = frozenset()
    names: dict[str, str] = {}
    titles: dict[str, str] = {}
    units: tuple[str, ...] = ()
