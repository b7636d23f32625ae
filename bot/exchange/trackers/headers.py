"""Which column of a table means what: by choice, else by its words; two that claim the same are asked about."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.domain.errors import BadInput
from bot.exchange.faults import SHOWN, shortened
from bot.exchange.files.book import Spot, place
from bot.exchange.rows import Matched
from bot.exchange.trackers.choices import Choices, meaning_named
from bot.exchange.trackers.layout import Table
from bot.exchange.trackers.meanings import CHOSEN, JOINED, STRONGEST, WEAK, Meaning, Sense, sense_of
from bot.exchange.trackers.words import alike, cut, letter


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: its place, its header as it may be repeated, its meaning and how sure that is."""

    at: int
    header: str
    meaning: Meaning
    rank: int

    @property
    def named(self) -> str:
        """Owner (F)."""
        return f"{shortened(self.header)} ({letter(self.at)})" if self.header else letter(self.at)

    @property
    def label(self) -> str:
        """What stands before its words where they are kept among others."""
        return cut(self.header, SHOWN).rstrip(" :?") if self.header else f"Column {letter(self.at)}"


class Chosen:
    """The meanings of a sheet's columns, chosen ones first.

    Args:
        choices: what a person says.
        sheet: its name as it stands on its tab.
        as_action: whether a finding is read as the action, since no column is for that.

    `has_letters` says whether a column of this sheet was chosen by its letter.
    """

    def __init__(self, choices: Choices, sheet: str, *, as_action: bool = False) -> None:
        self._by_words = {alike(key): meaning_named(meaning) for key, meaning in choices.columns.items()}
        self._sheet = alike(sheet)
        self._as_action = as_action
        self.has_letters = any(key.startswith(f"{self._sheet}!") for key in self._by_words)

    def by_letter(self, at: int, text: str = "") -> Sense | None:
        """By the column's letter, or else as `by_words`."""
        meaning = self._by_words.get(f"{self._sheet}!{letter(at).casefold()}") if self.has_letters else None
        return Sense(meaning, CHOSEN) if meaning else self.by_words(at, text)

    def by_words(self, _: int, text: str) -> Sense | None:
        """What the header means, by choice or else by its words."""
        if self._by_words and (meaning := self._by_words.get(alike(text))):
            return Sense(meaning, CHOSEN)
        sense = sense_of(text)
        if self._as_action and sense and sense.meaning is Meaning.FINDING:
            return sense._replace(meaning=Meaning.ACTION)
        return sense


def meanings(sheet: str, table: Table, chosen: Chosen, told: Callable[[str], str]) -> dict[int, Sense]:
    """What each column means beside the others; `told` gives a header as it may be repeated.

    Raises BadInput where two claim the same with the same right.
    """
    left = {at: sense for at, one in table.headings.items() if (sense := chosen.by_letter(at) or one.sense)}
    if chosen.has_letters:  # one may be chosen for a column that has no heading
        filled = {at for line in table.lines for at in line.own} - table.headings.keys()
        left |= {at: sense for at in sorted(filled) if (sense := chosen.by_letter(at))}
    found: dict[int, Sense] = {at: sense for at, sense in left.items() if sense.meaning in JOINED}
    left = {at: sense for at, sense in left.items() if at not in found}
    while left:
        for meaning in dict.fromkeys(sense.meaning for sense in left.values()):
            claims = {at: sense for at, sense in left.items() if sense.meaning is meaning}
            for at in claims:
                del left[at]
            best = max(sense.rank for sense in claims.values())
            holder = next((sense for sense in found.values() if sense.meaning is meaning), None)
            first = [at for at, sense in claims.items() if sense.rank == best]
            if len(first) > 1 and holder is None:
                raise _clash(sheet, table, first, meaning, told)
            for at, sense in claims.items():
                if holder is None and at == first[0]:
                    found[at] = sense
                elif other := _otherwise(sense, holder.rank if holder else best):
                    (found if other in JOINED else left)[at] = Sense(other, WEAK)
    return found


def _otherwise(sense: Sense, winner: int) -> Meaning | None:
    # "Due date" is the original one beside a revised one; beside one that somebody chose, that would be a guess.
    if sense.otherwise is Meaning.ORIGINAL_DUE and winner != STRONGEST:
        return None
    return sense.otherwise


def _clash(sheet: str, table: Table, columns: list[int], meaning: Meaning, told: Callable[[str], str]) -> BadInput:
    one, other = columns[:2]
    headers = [table.headings[at].text if at in table.headings else "" for at in (one, other)]
    texts = [shortened(told(header)) for header in headers]
    cells = [f'{place(Spot(table.header, at))} "{text}"' for at, text in zip((one, other), texts, strict=True)]
    by_letter = alike(texts[0]) in {alike(texts[1]), ""} or told(headers[0]) != headers[0]
    key = f"{sheet}!{letter(one)}" if by_letter else headers[0]
    return BadInput(
        f"{sheet}: {cells[0]} and {cells[1]} can both be the {meaning}. Say which one it is.",
        f'--map "{key}={meaning}"',
    )


def columns(found: Mapping[int, Sense], table: Table, told: Callable[[str], str]) -> list[Column]:
    """The columns that are read, from left to right; `told` gives a header as it may be repeated."""
    return [
        Column(at, told(table.headings[at].text) if at in table.headings else "", sense.meaning, sense.rank)
        for at, sense in sorted(found.items())
        if sense.meaning is not Meaning.LEAVE_OUT
    ]


def matched(sheet: str, found: Mapping[int, Sense], table: Table, told: Callable[[str], str]) -> Iterator[Matched]:
    """How each column is understood that has a meaning, was chosen, or holds something."""
    filled: dict[int, int] = {}
    for line in table.lines:
        for at in line.own:
            filled[at] = filled.get(at, 0) + 1
    for at in sorted({*found, *filled}):
        sense = found.get(at)
        meaning = "" if sense is None or sense.meaning is Meaning.LEAVE_OUT else str(sense.meaning)
        header = told(table.headings[at].text) if at in table.headings else ""
        chosen = bool(sense and sense.rank == CHOSEN)
        yield Matched(sheet, table.header + 1, letter(at), header, meaning, chosen, filled.get(at, 0))
