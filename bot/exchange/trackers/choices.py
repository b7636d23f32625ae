"""What a person says about a tracker: which column means what, and which partner leads where it says so and so."""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict

from bot.domain.errors import BadInput
from bot.exchange.faults import shortened
from bot.exchange.trackers.meanings import Meaning
from bot.exchange.trackers.words import alike

COLUMN_EXAMPLE = '--map "Owner=lead partner"'
LEAD_EXAMPLE = '--lead "Head of Service=LA"'


class Choices(BaseModel):
    """What was chosen; keys compare without case and extra spaces.

    Args:
        columns: meanings by header as written, or by "Sheet!F" for a column's letter.
        leads: partners' codes by the words that the tracker has for the lead.
        source: ref of the source of every row that names none.
        sheets: only these are read; without any, all that can be seen.
        earlier: which of the keys were chosen for an earlier import: those are told about where they count, and
            no fault where nothing in the file has them.
    """

    model_config = ConfigDict(frozen=True)
    columns: dict[str, str] = {}
    leads: dict[str, str] = {}
    source: str = ""
    sheets: tuple[str, ...] = ()
    earlier: frozenset[str] = frozenset()

    @property
    def given(self) -> bool:
        """Whether anything was chosen for this file."""
        keys = {alike(key) for key in (*self.columns, *self.leads)}
        return bool(keys - self.earlier or self.source or self.sheets)

    def over(self, others: "Choices") -> "Choices":
        """These choices, and of an earlier import's, the `others`, what these leave open."""
        columns, leads = _left(others.columns, self.columns), _left(others.leads, self.leads)
        return Choices(
            columns=columns | self.columns,
            leads=leads | self.leads,
            source=self.source,
            sheets=self.sheets,
            earlier=frozenset(map(alike, (*columns, *leads))),
        )

    @classmethod
    def written(
        cls, columns: Iterable[str] = (), leads: Iterable[str] = (), source: str = "", sheets: Iterable[str] = ()
    ) -> "Choices":
        """From "Owner=lead partner" and "Head of Service=LA". Raises BadInput where that can't be read."""
        read = dict(read_pair(one, COLUMN_EXAMPLE) for one in columns)
        return cls(
            columns={header: str(meaning_named(words)) for header, words in read.items()},
            leads=dict(read_pair(one, LEAD_EXAMPLE) for one in leads),
            source=source.strip(),
            sheets=tuple(sheets),
        )


def read_pair(text: str, example: str) -> tuple[str, str]:
    """("Owner", "lead partner") for "Owner=lead partner"; the last = divides. Raises BadInput."""
    words, _, value = text.rpartition("=")
    if not words.strip() or not value.strip():
        raise BadInput(f'"{shortened(text)}" should be two things with = between them.', example)
    return words.strip(), value.strip()


def meaning_named(words: str) -> Meaning:
    """The meaning that people call so. Raises BadInput."""
    for one in Meaning:
        if alike(one) == alike(words):
            return one
    known = ", ".join(Meaning)
    raise BadInput(f'"{shortened(words)}" is not something that a column can mean: {known}.', COLUMN_EXAMPLE)


def _left(others: Mapping[str, str], mine: Mapping[str, str]) -> dict[str, str]:
    taken = {alike(key) for key in mine}
    return {key: value for key, value in others.items() if alike(key) not in taken}
