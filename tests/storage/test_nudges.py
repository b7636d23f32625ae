"""What the day's nudges ask the store: of a large plan, only what is near."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.nudges import Span
from storage import ladder, nudges
from storage.database import Transaction
from tests.storage.plans import TODAY, add_action, nothing_kept, partnership

DAY, WEEK = datetime(2022, 11, 14, tzinfo=UTC), datetime(2022, 11, 7, tzinfo=UTC)
SPAN = Span(date(2022, 11, 21), date(2022, 11, 21))
ASKED = {
    "actions_by_due": [
        lambda tx: nudges.falling(tx, SPAN, TODAY, parts=False),
        lambda tx: nudges.falling(tx, SPAN, TODAY, parts=True),
        lambda tx: ladder.to_climb(tx, TODAY, ["POLICE"], everything=False),
    ],
    "actions_by_review": [lambda tx: nudges.tests(tx, SPAN, TODAY)],
    "outbox_own": [lambda tx: nudges.weekly(tx, DAY, WEEK)],
    "USING INDEX outbox_": [lambda tx: nudges.lost(tx, ["direct"], "late", DAY, WEEK)],
    "INTEGER PRIMARY KEY": [lambda tx: ladder.to_climb(tx, TODAY, [], [1, 2], everything=False)],
}
"""By the index that finds what is near: what is asked."""


class Planned(Transaction):
    """A unit of work that tells how SQLite would go about each question."""

    def __init__(self, tx):
        self.tx, self.plans = tx, []

    def rows(self, sql, params=()):
        self.plans += [row["detail"] for row in self.tx.rows(f"EXPLAIN QUERY PLAN {sql}", params)]
        return self.tx.rows(sql, params)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return partnership(tmp_path_factory.mktemp("nudges") / "plan.db")


@pytest.mark.parametrize(("index", "asked"), [(index, one) for index, some in ASKED.items() for one in some])
def test_an_index_finds_what_is_near(store, index, asked):
    with nothing_kept(store) as tx:
        for number in range(300):
            add_action(tx, due=date(2022, 10 + number % 3, 1 + number % 28), review=date(2023, 1 + number % 9, 1))
        tx.run("ANALYZE")
        planned = Planned(tx)
        asked(planned)
    assert any(index in one for one in planned.plans), planned.plans
    assert not any(one.startswith(("SCAN a", "SCAN o", "SCAN outbox")) for one in planned.plans), planned.plans
