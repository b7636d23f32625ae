"""What an import did, or would do."""

from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import JsonValue

REPLACED = (
    "the new title has no word of the old one, though both have the same ref in their tracker. "
    "If this is another tracker, choose another source for it, so that its actions are added."
)
"""What is said of `Outcome.replaced`, after the refs."""


ABSENT = "no longer in the file, and left as it is here. Withdraw what was given up."
"""What is said of `Outcome.absent`, after the refs."""


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
    """What an import did. `added` holds refs and codes in the file's order; with `dry_run` nothing was stored.

    `absent` holds the refs of actions that an earlier file of this tracker had, and this one has no more.
    """

    dry_run: bool
    counts: dict[str, Count] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    @property
    def total(self) -> Count:
        """The counts of all sheets together."""
        return Count(*map(sum, zip(*self.counts.values(), strict=True))) if self.counts else Count()

    @property
    def replaced(self) -> list[str]:
        """Refs of actions whose titles change to one with no word in common: perhaps those of another tracker."""
        titles = [one for one in self.changes if (one.sheet, one.field) == ("Actions", "title")]
        return [one.ref for one in titles if not words_of(one.before) & words_of(one.after)]

    def count(self, sheet: str, *, added: int = 0, changed: int = 0, unchanged: int = 0) -> None:
        """Count rows of `sheet`."""
        old = self.counts.get(sheet, Count())
        self.counts[sheet] = Count(old.added + added, old.changed + changed, old.unchanged + unchanged)


def words_of(title: JsonValue) -> set[str]:
    """The words of a title by which it is known again: not "the", "for", "of"."""
    return {word for word in str(title).casefold().split() if len(word) > 3}  # noqa: PLR2004
