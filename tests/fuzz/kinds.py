"""What is tried: for each kind of input how it is made, and what reads it. Only a refusal may come out of that."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from random import Random
from typing import Any, NamedTuple

from bot.domain.errors import FollowthroughError
from bot.domain.identifiers import Allowed, found
from bot.domain.refs import Kind as RefKind
from bot.domain.refs import read_ref
from bot.exchange.cells import read_cell
from bot.exchange.faults import CellFault
from bot.exchange.files.book import Book, Cell, Sheet
from bot.exchange.form import FORM
from bot.exchange.rows import Known
from bot.exchange.trackers.choices import Choices
from bot.exchange.trackers.dates import Around, read_when
from bot.exchange.trackers.leads import Leads
from bot.exchange.trackers.meanings import sense_of
from bot.exchange.trackers.reader import is_form, read_tracker
from bot.exchange.trackers.statuses import read_status, status_text
from bot.listeners.hearing import EVERY
from commands.dates import read_date, read_horizon
from commands.filters import Vocabulary, read_card, read_filters
from commands.grammar import near_verb, read_verb
from commands.plan_words import swapped
from commands.registry import COMMANDS
from commands.wording import read_words
from tests.fuzz.texts import made, real

TODAY = date(2022, 11, 14)
REFUSALS = (FollowthroughError, CellFault)
VERBS = frozenset(word for command in COMMANDS.values() for word in command.words)
KNOWN = Vocabulary(partners=("LA", "ICB", "POLICE", "PROB", "UNIT"), sources=("JTAI-2022", "NOTICE-2022"))
ALLOWED = Allowed(
    postcodes=("B91 3QB",), mailboxes=("mash@solihull.gov.uk",), case_prefixes=("LCS", "EHM-", "A1", "\\d(")
)


class Kind(NamedTuple):
    """One kind of input: its share of a thousand, how one is made, and what is done with it, step by step."""

    share: int
    make: Callable[[Random], Any]
    steps: tuple[Callable[[Any], object], ...]


def _heard(random: Random) -> str:
    """As bot/listeners/origins.py hands a text on: without halves of characters."""
    return made(random).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _typed(text: str) -> None:
    said = read_verb(text, VERBS)
    if said:
        read_words(said.verb, "A12", said.words, TODAY)


def _in_thread(text: str) -> None:
    said = read_verb(text, EVERY, bare=False, here=(1, 6, 12))
    if said:
        read_words(said.verb, "A12", said.words, TODAY)


def _as_ref(text: str) -> None:
    read_card(text)
    read_ref(text, bare=RefKind.ACTION)
    swapped(text, RefKind.DEADLINE, ["met", "move"])


def _cell(random: Random) -> Cell:
    """What a spreadsheet's cell may hold."""
    return random.choice(
        (
            _heard,
            _heard,
            _heard,
            lambda _: random.choice(
                (0, 1, -1, 0.6, 45000, 44927.5, 1e308, -1e308, float("nan"), float("inf"), 10**30)
            ),
            lambda _: random.choice((True, False)),
            lambda _: date.fromordinal(random.randint(1, date.max.toordinal())),
        )
    )(random)


def _row(random: Random) -> list[Cell | None]:
    return [None if random.random() < 0.2 else _cell(random) for _ in range(random.randint(1, 8))]


HEADERS = (
    "Ref",
    "Action",
    "Lead",
    "Due",
    "Status",
    "Owner",
    "RAG",
    "Original due date",
    "Update",
    "Completed",
    "Finding",
)


def _sheet(random: Random) -> list[list[Cell | None]]:
    """A small table, mostly with a header that is known."""
    header: list[Cell | None] = [*random.sample(HEADERS, random.randint(2, 8))]
    if random.random() < 0.3:
        header[random.randrange(len(header))] = made(random)
    return [
        *([_row(random)] if random.random() < 0.2 else []),
        header,
        *(_row(random) for _ in range(random.randint(1, 4))),
    ]


NAMES = {
    "LA": "Solihull Council",
    "ICB": "Birmingham and Solihull ICB",
    "POLICE": "West Midlands Police",
    "UNIT": "Business unit",
}
PLAN = Known(partners=tuple(NAMES), sources=KNOWN.sources, names=NAMES, units=("UNIT",))


def _table(rows: list[list[Cell | None]]) -> None:
    book = Book((Sheet("Plan", rows),))
    is_form(book)
    read_tracker(book, PLAN, Choices(), lambda _: "", TODAY)


@cache
def _columns() -> tuple[Any, ...]:
    return tuple(column for form in FORM for column in form.columns)


def _of_form(cell: Cell) -> None:
    for column in _columns()[hash(str(cell)[:3]) % 7 :: 7]:
        with suppress(CellFault):
            read_cell(column, cell)


def _of_status(cell: Cell) -> None:
    read_status(status_text(cell, "Status"), "Status")
    read_status(status_text(cell, "% complete"), "% complete")


def _named(cell: Cell) -> None:
    text = str(cell)
    sense_of(text)
    Leads(NAMES, {"Head of Service": "LA", text[:20]: "ICB"}).read(text)


GRAMMAR = (
    _typed,
    _in_thread,
    near_verb,
    _as_ref,
    lambda text: read_date(text, TODAY, towards="past"),
    lambda text: read_horizon(text, TODAY),
    lambda text: read_filters(text, TODAY, KNOWN),
)
CELLS = (
    _of_form,
    lambda cell: read_when(cell, Around(TODAY, "today")),
    lambda cell: read_when(cell, None, epoch_1904=True),
    _of_status,
    _named,
)
KINDS = {
    "grammar": Kind(420, _heard, GRAMMAR),
    "guard": Kind(440, made, (lambda text: found(text, ALLOWED),)),
    "cells": Kind(115, _cell, CELLS),
    "tables": Kind(4, _sheet, (_table,)),
}
"""By name; "payloads" is the kind that needs a bot: see payloads.py. Its share is what is left of a thousand."""


def ready() -> None:
    """Read the real texts, so that the first input is not charged for it."""
    real()
