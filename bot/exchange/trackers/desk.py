"""What a tracker's rows are read with: what the store knows, what was chosen, and the columns of a table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.errors import BadInput
from bot.exchange.faults import listed
from bot.exchange.files.book import Cell, Sheet
from bot.exchange.rows import Known
from bot.exchange.trackers.choices import LEAD_EXAMPLE, Choices
from bot.exchange.trackers.dates import Around
from bot.exchange.trackers.headers import Column
from bot.exchange.trackers.leads import Leads
from bot.exchange.trackers.lines import Line
from bot.exchange.trackers.meanings import Meaning
from bot.exchange.trackers.words import alike

UNTOLD = "(not repeated here"
"""How what stands in the place of words begins that may not be repeated."""
_SHORT, _MOST = 80, 20_000


class Guard:
    """Asks why a text may not be kept: "" or "it holds an NHS number". Short texts are asked about once."""

    def __init__(self, refuse: Callable[[str], str]) -> None:
        self._refuse = refuse
        self._asked: dict[str, str] = {}

    def why(self, text: str) -> str:
        """Why `text` may not be kept; "" where it may."""
        if len(text) > _SHORT or len(self._asked) >= _MOST:
            return self._refuse(text)
        if text not in self._asked:
            self._asked[text] = self._refuse(text)
        return self._asked[text]

    def told(self, text: str) -> str:
        """`text` where it may be repeated, else why it may not."""
        why = self.why(text) if text else ""
        return f"{UNTOLD}: {why})" if why else text


class Desk:
    """What every row is read with.

    Args:
        known: what the store has.
        choices: what a person says. Raises BadInput where they name a partner or a source that is not there.
        refuse: why a text may not be kept.
        today: in the partnership's zone.
    """

    def __init__(self, known: Known, choices: Choices, refuse: Callable[[str], str], today: date) -> None:
        self.today, self.guard = today, Guard(refuse)
        self.nobody = not known.partners
        self.unit = known.units[0] if len(known.units) == 1 else ""
        names = {code: known.names.get(code, code) for code in known.partners}
        self.leads = Leads(names, dict(_leads(choices, known)))
        self.sources = {alike(title): ref for ref, title in known.titles.items()} | {
            alike(ref): ref for ref in known.sources
        }
        self.source = self._source(choices.source, known)

    def _source(self, ref: str, known: Known) -> str:
        found = self.sources.get(alike(ref), "")
        if ref and not known.sources:
            raise BadInput(
                f"There is no source {ref}, since none is set up: the template has a sheet for them.",
                "followthrough template plan.xlsx",
            )
        if ref and not found:
            raise BadInput(f"There is no source {ref}. Known: {listed(list(known.sources))}.", "--source JTAI-2022")
        return found


def _leads(choices: Choices, known: Known) -> Iterator[tuple[str, str]]:
    codes = {alike(code): code for code in known.partners}
    for words, code in choices.leads.items():
        if alike(code) in codes:
            yield words, codes[alike(code)]
        elif alike(words) not in choices.earlier:
            raise BadInput(f"There is no partner {code}. Known: {listed(list(known.partners))}.", LEAD_EXAMPLE)


@dataclass(slots=True)
class Place:
    """A table that is being read, and what is noted on the way for all of it.

    Args:
        sheet: the sheet as it is.
        name: its name as it may be repeated.
        columns: those that are read, from left to right, by meaning.
        colours: letters of columns that hold red, amber or green.
        around: near which its due dates are.
        short_years: letters of columns with years of two digits, and how each of those dates is read.
    """

    sheet: Sheet
    name: str
    columns: Mapping[Meaning, list[Column]]
    around: Around
    colours: set[str] = field(default_factory=set)
    short_years: dict[str, list[str]] = field(default_factory=dict)

    def one(self, meaning: Meaning) -> Column | None:
        """The column with this meaning; the first, where several may have it."""
        return next(iter(self.columns.get(meaning, ())), None)


@dataclass(slots=True)
class Draft:
    """A row on its way to an action.

    Args:
        line: the row.
        fields: of the action.
        told: sentences for its update.
        flags: columns, and what somebody should look at in them.
        reasons: columns, and why the row can't be kept.
        unknown: words for leads that are not set up.
    """

    line: Line
    fields: dict[str, Any] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    flags: list[tuple[str, str]] = field(default_factory=list)
    reasons: list[tuple[str, str]] = field(default_factory=list)
    unknown: tuple[str, ...] = ()

    def cell(self, column: Column | None) -> Cell | None:
        """What stands in this column, its own or from a merged cell; None for nothing."""
        return self.line.cells.get(column.at) if column else None

    def flag(self, column: Column | None, reason: str) -> None:
        """Note what somebody should look at."""
        self.flags.append((column.named if column else "", reason))

    def refuse(self, column: Column | None, reason: str) -> None:
        """Note why the row can't be kept."""
        self.reasons.append((column.named if column else "", reason))
