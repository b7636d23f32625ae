"""Random plans: importing one again is the identity, and so is its dry run."""

import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.actions import Stage
from bot.domain.events import By, Origin
from bot.domain.people import Person
from bot.domain.plan import Better
from bot.exchange.importing import apply
from bot.exchange.rows import (
    ActionRow,
    DeadlineRow,
    Due,
    IndicatorRow,
    PartnerRow,
    Plan,
    ReadingRow,
    RemitRow,
    SourceRow,
)
from storage.database import Store
from tests.exchange.conftest import everything

BY = By(person=Person(user="U0UNIT", team="T0HOME"), at=datetime(2022, 11, 14, 9, tzinfo=UTC), origin=Origin.IMPORT)
CODES, REFS = ("LA", "ICB", "POLICE"), ("S1X", "S2X")

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20)
blank_or_words = st.just("") | words
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
dues = st.none() | st.builds(Due, day=days | st.none(), words=words)
sources = st.sampled_from(("", *REFS))
amounts = st.decimals(-1000, 1000, places=2)


def numbered(kind, title, **fields):
    """Rows of which each has a number or a title of its own."""
    made = st.builds(kind, number=st.none() | st.integers(1, 30), **{title: words}, **fields)
    rows = st.lists(made, max_size=6, unique_by=(lambda row: row.number or id(row), lambda row: getattr(row, title)))
    return rows.map(tuple)


@st.composite
def plans(draw):
    deadlines = draw(numbered(DeadlineRow, "title", due=dues, phrase=blank_or_words, source=sources))
    indicators = draw(numbered(IndicatorRow, "name", better=st.sampled_from(Better), target=st.none() | amounts))
    deadline_refs = [row.number for row in deadlines if row.number]
    indicator_refs = [row.number for row in indicators if row.number]
    links = {"deadlines": _some(deadline_refs), "indicators": _some(indicator_refs)}
    remit = draw(numbered(RemitRow, "text", source=sources, met=st.none() | days, **links))
    readings = st.builds(ReadingRow, indicator=st.sampled_from(indicator_refs or [1]), on=days, value=amounts)
    actions = numbered(
        ActionRow,
        "title",
        lead=st.sampled_from(CODES[:2]),
        contributors=st.sampled_from(((), ("POLICE",))),
        source=sources,
        remit=_some([row.number for row in remit if row.number]),
        due=dues,
        original_due=st.none() | days,
        stage=st.none() | st.sampled_from(Stage),
        update=blank_or_words,
        demonstration=st.none() | st.booleans(),
    )
    return Plan(
        partners=tuple(PartnerRow(code=code, name=code, kind="other") for code in CODES),
        sources=tuple(SourceRow(ref=ref, title=ref) for ref in REFS),
        deadlines=deadlines,
        indicators=indicators,
        remit=remit,
        readings=tuple(draw(st.lists(readings, max_size=4, unique_by=lambda row: (row.indicator, row.on))))
        if indicator_refs
        else (),
        actions=draw(actions),
    )


def _some(numbers):
    return st.lists(st.sampled_from(numbers), unique=True, max_size=3).map(tuple) if numbers else st.just(())


@pytest.mark.fuzz
@given(plans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_again_is_the_identity(plan):
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder, "plan.db"))
        store.migrate()
        tried = apply(store, plan, BY, dry_run=True)
        done = apply(store, plan, BY)
        assert (tried.counts, tried.added) == (done.counts, done.added)
        before = everything(store, but=())
        again = apply(store, plan, BY)
        assert again.total == (0, 0, done.total.added)
        assert (again.changes, again.kept) == ([], [])
        assert everything(store, but=()) == before


def test_numbers_that_are_written_differently_are_the_same(store):
    for value in ("387", "387.0", "3.87E+2"):
        row = ReadingRow(indicator=1, on=date(2022, 8, 31), value=Decimal(value))
        indicator = IndicatorRow(number=1, name="x", better=Better.LOWER, target=Decimal(value))
        outcome = apply(store, Plan(indicators=(indicator,), readings=(row,)), BY)
    assert outcome.total == (0, 0, 2)
