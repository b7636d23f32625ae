"""Which action a tracker's row is about: the one with its ref, or with its source and text where it has none."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.exchange.rows import ActionRow
from storage import importing
from storage.database import Transaction

Titles = Mapping[tuple[str, str], Sequence[int]]


class TrackerRefs:
    """The actions that the store knows by the refs of trackers.

    A tracker may have one ref for several actions, since it is the recommendation's: those are told apart by their
    text, and what has neither the ref nor the text of one that is there is new.
    """

    def __init__(self, tx: Transaction, rows: Sequence[object], spelling: Mapping[str, str]) -> None:
        tracked = [row for row in rows if isinstance(row, ActionRow) and row.tracker_ref and not row.number]
        self._spelling = spelling
        self._here = Counter(self._key(row) for row in tracked)
        self._there = importing.tracker_refs(tx) if tracked else {}
        self._known = {number for numbers in self._there.values() for number in numbers}

    def number(self, row: object, titles: Titles) -> int | None:
        """The number of the action that `row` is about; 0 where it is new, None where it has no ref of a tracker.

        `titles`: the numbers of actions by the ref of their source and their title, now or before it was changed.
        """
        if not isinstance(row, ActionRow) or not row.tracker_ref:
            return None
        source, ref = key = self._key(row)
        # A source that was chosen after the first import is a change, not a reason to have everything twice.
        there = self._there.get(key) or self._there.get(("", ref), [])
        if len(there) == 1 and self._here[key] == 1:
            return there[0]
        same = [*titles.get((source, row.title), ()), *titles.get(("", row.title), ())]
        # What came in without a ref, or was added in Slack, may have got one since.
        return next((number for number in same if number in there or number not in self._known), 0)

    def _key(self, row: ActionRow) -> tuple[str, str]:
        return self._spelling.get(row.source.casefold(), row.source), row.tracker_ref
