"""Whatever a file holds: a plan or a sentence, nothing dropped without a word, and the same again changes nothing."""

import re
from datetime import UTC, date, datetime
from shutil import copyfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.exchange.files.book import Area, Book, Sheet, Spot
from bot.exchange.importing import apply
from bot.exchange.rows import Plan
from bot.exchange.sheets import clean
from bot.exchange.trackers.choices import Choices
from bot.exchange.trackers.reader import is_form, read_tracker
from storage.database import Store
from tests.exchange.trackers.conftest import KNOWN, TODAY, refuse

HEADERS = (
    *("Ref", "Action", "Lead", "Recommendation", "By when", "Original date", "Revised date", "RAG", "Status"),
    *(
        "Progress",
        "Comments",
        "Evidence",
        "Date completed",
        "Source",
        "Partners",
        "Owner",
        "Success criteria",
        "Cost",
    ),
)
WORDS = (
    *(
        "1",
        "1.1",
        "2",
        "Agree the offer",
        "Train staff",
        "Agree the offer",
        "LA",
        "Police / LA",
        "Education",
        "ICB and UNIT",
    ),
    *(
        "31/12/2022",
        "31/12/2022 extended to 31/03/2023",
        "Q4",
        "Ongoing",
        "Red",
        "Complete",
        "✓",
        "Superseded",
        "JTAI-2022",
    ),
    *(
        "PRIORITY 1",
        "Key: R = red",
        "9990000018",
        "x" * 600,
        "1. Agree\n2. Train",
        "#REF!",
        "Action",
        "Lead",
        "Ref",
        "=1+1",
    ),
    *("word " * 700, "a\nb", "2030-01-01", "12", "embedded"),
)
cells = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.text(max_size=30).map(clean).map(lambda text: text or None),
    st.integers(-10, 10**6),
    st.floats(),
    st.booleans(),
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
)


@st.composite
def sheets(draw, name="Plan"):
    headers = draw(st.lists(st.sampled_from(HEADERS), min_size=1, max_size=9, unique=True))
    body = draw(st.lists(st.lists(cells, max_size=len(headers) + 1), max_size=9))
    if draw(st.integers(0, 9)):
        headers = ["Action", *(one for one in headers if one != "Action")]
    above = draw(st.lists(st.lists(cells, max_size=3), max_size=2))
    again = [headers] if draw(st.booleans()) and draw(st.booleans()) else []
    rows = [*above, headers, *body, *again, *draw(st.lists(st.lists(cells, max_size=4), max_size=2))]
    merged = draw(st.lists(st.tuples(*[st.integers(0, 9)] * 4), max_size=3))
    areas = tuple(Area(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in merged)
    spots = st.builds(Spot, st.integers(0, 9), st.integers(0, 9))
    colours = draw(st.dictionaries(spots, st.sampled_from(["red", "amber", "green", "blue"]), max_size=2))
    hidden = draw(st.frozensets(st.integers(0, 9), max_size=2))
    without = draw(st.frozensets(spots, max_size=1)) if draw(st.integers(0, 5)) == 0 else frozenset()
    about = {"merged": areas, "colours": colours, "hidden_rows": hidden, "without_result": without}
    return Sheet(name, [list(row) for row in rows], **about)


books = st.builds(lambda first, more: Book((first, *more)), sheets(), st.lists(sheets(name="Other"), max_size=1))


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A database with the partners."""
    path = tmp_path_factory.mktemp("any") / "empty.db"
    store = Store(path)
    store.migrate()
    store.close()  # what is still in its WAL would not be copied
    return path


@pytest.fixture
def again(empty, tmp_path, by, partners):
    """Apply a plan twice to a store that has the partners alone: what the second time did."""
    count = iter(range(10_000))

    def again(plan):
        path = tmp_path / f"{next(count)}.db"
        copyfile(empty, path)
        store = Store(path)
        apply(store, Plan(**partners), by)
        first = apply(store, plan, by)
        second = apply(store, plan, by.model_copy(update={"at": datetime(2022, 11, 15, 9, tzinfo=UTC)}))
        path.unlink()
        return first, second

    return again


def read(book):
    try:
        return read_tracker(book, KNOWN, Choices(), refuse, TODAY)
    except BadInput:
        return None


def told_rows(plan, sheet):
    """The rows that the plan says something about."""
    rows = {one.row for one in plan.rejected if one.sheet == sheet}
    for note in plan.notes:
        if note.startswith(f"{sheet}: "):
            for found in re.findall(r"rows? (\d+(?:(?:, | and )\d+)*)", note):
                rows |= {int(number) for number in re.findall(r"\d+", found)}
    return rows


@pytest.mark.fuzz
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books)
def test_nothing_is_dropped_without_a_word(book):
    is_form(book)
    if (plan := read(book)) is None:
        return
    read_sheets = {one.sheet for one in plan.columns}
    actions = {one.row for one in plan.actions}  # rows of two sheets may have one number: then both are told
    for sheet in book.sheets:
        if sheet.name in read_sheets:
            first = min(one.row for one in plan.columns if one.sheet == sheet.name)
            filled = {at + 1 for at, row in enumerate(sheet.rows) if any(cell not in {None, ""} for cell in row)}
            below = {row for row in filled if row > first}
            assert below <= actions | told_rows(plan, sheet.name)
    assert "9990000018" not in plan.model_dump_json()
    assert len(plan.actions) + len(plan.rejected) <= sum(len(sheet.rows) for sheet in book.sheets)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(books)
def test_the_same_again_changes_nothing(again, book):
    plan = read(book)
    if plan is None or not plan.actions:
        return
    first, second = again(plan)
    assert first.total.added == len(plan.actions)
    assert (second.total.added, second.changes, second.kept) == (0, [], [])
    assert second.total.unchanged == len(plan.actions)
