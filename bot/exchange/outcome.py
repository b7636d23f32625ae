"""What an import did, or would do."""

from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import JsonValue


class Count(NamedTuple):
    """How many rows of a sheet were added, changed, or were the same already."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


class Change(NamedTuple):
    """One field of one thing that was there: from what, to what."""

    sheet: str
    ref: str
    field: str
    before: JsonValue
    after: JsonValue


class Kept(NamedTuple):
    """A field where the file differs and the store keeps its own."""

    sheet: str
    ref: str
    field: str
    ours: JsonValue
    file: JsonValue
    why: str


@dataclass(frozen=True)
class Outcome:
    """What an import did. `added` holds refs and codes in the file's order; with `dry_run` nothing was stored."""

    dry_run: bool
    counts: dict[str, Count] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)

    @property
    def total(self) -> Count:
        """The counts of all sheets together."""
        return Count(*map(sum, zip(*self.counts.values(), strict=True))) if self.counts else Count()

    def count(self, sheet: str, *, added: int = 0, changed: int = 0, unchanged: int = 0) -> None:
        """Count rows of `sheet`."""
        old = self.counts.get(sheet, Count())
        self.counts[sheet] = Count(old.added + added, old.changed + changed, old.unchanged + unchanged)
