"""Which action a tracker's row is about: the one with its ref, or with its source and text where it has none."""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from bot.exchange.outcome import words_of
from bot.exchange.rows import ActionRow
from storage import importing
from storage.database import Transaction

Titles = Mapping[tuple[str, str], Sequence[int]]


def absent(tx: Transaction, numbers: AbstractSet[int]) -> list[int]:
    """Actions of the same tracker that the file has no more, where it has most of them; `numbers` are those it has.

    To be asked before anything is kept. A tracker is told by the source of its actions.
    """
    found: dict[str, set[int]] = {}
    for (source, _), there in importing.tracker_refs(tx).items():
        found.setdefault(source, set()).update(there)
    gone = [own - numbers for own in found.values() if len(own & numbers) > len(own - numbers)]
    return sorted(set().union(*gone))


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
        self._called: dict[int, list[str]] = {}
        self._known = {number for numbers in self._there.values() for number in numbers}

    def number(self, row: object, titles: Titles) -> int | None:
        """The number of the action that `row` is about; 0 where it is new, None where it has no ref of a tracker.

        `titles`: the numbers of actions by the ref of their source and their title, now or before it was changed.
        """
        if not isinstance(row, ActionRow) or not row.tracker_ref:
            return None
        source, ref = key = self._key(row)
        # A source that was chosen after the first import is a change, not a reason to have everything twice.
        there = self._there.get(key, [])
        if self._here[key] == 1 and (found := self._one(there, row, titles)):
            return found
        # Without its source a ref alone tells little: another tracker begins with 1 as well.
        there = there or self._there.get(("", ref), [])
        same = [*titles.get((source, row.title), ()), *titles.get(("", row.title), ())]
        # What came in without a ref, or was added in Slack, may have got one since.
        return next((number for number in same if number in there or number not in self._known), 0)

    def _one(self, there: Sequence[int], row: ActionRow, titles: Titles) -> int:
        """Which of the actions with its ref the only row with it is about; 0 for none.

        With a source, the ref tells. Without one it may be another tracker's: then a word has to be the same.
        """
        if row.source and len(there) == 1:
            return there[0]
        words = words_of(row.title)
        common = {
            number: max(len(words & words_of(title)) for title in self._titles(titles, number)) for number in there
        }
        best = max(there, key=lambda number: common[number], default=0)
        return best if best and common[best] else 0

    def _titles(self, titles: Titles, number: int) -> list[str]:
        """What an action is called, and what it was called before."""
        if not self._called:
            for (_, title), numbers in titles.items():
                for one in numbers:
                    self._called.setdefault(one, []).append(title)
        return self._called.get(number, [""])

    def _key(self, row: ActionRow) -> tuple[str, str]:
        return self._spelling.get(row.source.casefold(), row.source), row.tracker_ref.casefold()
