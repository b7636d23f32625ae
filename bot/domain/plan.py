"""What stands around the actions: sources, remit items, deadlines, indicators."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.domain.refs import Kind, Ref


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True)


class Precision(StrEnum):
    """How exactly the source fixes a deadline."""

    DAY = "day"
    END_OF_MONTH = "end of month"
    VAGUE = "vague"


class Deadline(_Kept):
    """A date that binds the partnership. `due` is None where the words (`phrase`) fix no day."""

    number: int
    title: str
    due: date | None = None
    original_due: date | None = None
    phrase: str = ""
    precision: Precision = Precision.DAY
    source: str | None = None
    basis: str = ""
    met: date | None = None
    remit: tuple[int, ...] = ()

    @property
    def ref(self) -> Ref:
        """D1."""
        return Ref(kind=Kind.DEADLINE, number=self.number)


class Better(StrEnum):
    """Which way an indicator should move."""

    LOWER = "lower"
    HIGHER = "higher"


class Reading(_Kept):
    """An indicator's value on a day; `qualifier` is the source's ("over"), `phrase` its own words.

    `bands` are the parts of the value, in the order of the indicator's own bands; empty where it was not broken down.
    """

    on: date
    value: Decimal
    qualifier: str = ""
    phrase: str = ""
    bands: tuple[Decimal, ...] = ()


class Indicator(_Kept):
    """A measure with dated readings, oldest first. `owner`: code of the partner whose members may add readings.

    `bands` name how the measure is broken down ("up to 5 days", "over 5 days"), where it is: an average hides who
    waits longest. `earlier`: how many readings there are before those that are given.
    """

    number: int
    name: str
    unit: str = ""
    better: Better
    target: Decimal | None = None
    target_by: date | None = None
    owner: str | None = None
    bands: tuple[str, ...] = ()
    remit: tuple[int, ...] = ()
    readings: tuple[Reading, ...] = ()
    earlier: int = 0

    @property
    def ref(self) -> Ref:
        """I1."""
        return Ref(kind=Kind.INDICATOR, number=self.number)


class RemitItem(_Kept):
    """What a commissioner or board has been told to secure.

    `stages` counts the actions that serve it by stage, for the person who asks: only those they may see.
    """

    number: int
    text: str
    source: str | None = None
    met: date | None = None
    stages: dict[str, int] = {}
    deadlines: tuple[Deadline, ...] = ()
    indicators: tuple[Indicator, ...] = ()

    @property
    def ref(self) -> Ref:
        """R4."""
        return Ref(kind=Kind.REMIT, number=self.number)
