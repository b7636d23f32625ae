import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.domain.plan import Better, Reading
from bot.domain.refs import Kind, Ref
from bot.exchange.importing import apply, known
from bot.exchange.incoming import plan_of
from bot.exchange.rows import ActionRow, Due, PersonRow, Plan, SourceRow
from bot.exchange.trackers.choices import Choices
from bot.usecases import indicators, plan_changes, remit
from storage.database import Store
from tests.world import partnership

HOME = "T0SOLIHULL"
UNIT = Person(user="U0MANAGER", team=HOME, roles=frozenset({Role.BUSINESS_UNIT}))
POLICE = Person(user="U0POLICE", team=HOME, partners=frozenset({"POLICE"}))
LATER = By(person=UNIT, at=datetime(2023, 2, 1, 9, tzinfo=UTC), origin=Origin.TERMINAL)

SAID = (
    ("police", "done A6 duplicates merged"),
    ("manager", "accept A6"),
    ("commissioner", "embedded A6 audit of 20 records"),
    ("police", "extend A7 12 January 2023 because the rota is late"),
    ("manager", "agree A7"),
    ("manager", "withdraw A1 merged with A2"),
    ("council", "blocked A2 no agreement yet"),
    ("council", "update A3 =half of it: -1+1"),
    ("nhs", "done A8 agreed"),
)
BROUGHT = Plan(
    sources=(SourceRow(ref="2022", title="+ A plan = ours", published=date(2022, 5, 1)),),
    people=(PersonRow(user="U0OTHER", team="T0OTHER", role="observer"),),
    actions=(
        ActionRow(number=20, tracker_ref="1.3", title="=SUM(A1:A9)", lead="LA", due=Due(day=None, words="ongoing")),
        ActionRow(number=21, title="@home “visits”, 🙂", lead="LA", due=Due(day=None, words="31/01/2023")),
        ActionRow(
            number=22,
            title="-1",
            lead="ICB",
            contributors=("LA", "PROB"),
            source="2022",
            due=Due(day=date(2023, 1, 31), words="by the end of January 2023"),
            original_due=date(2022, 12, 16),
            success_measure="first line\n\nsecond, “line”; 'quoted'",
        ),
    ),
)


@pytest.fixture(scope="session")
def lived(tmp_path_factory):
    """The example partnership after some weeks: done, extended, withdrawn, moved, removed, broken down into bands."""
    path = tmp_path_factory.mktemp("lived") / "plan.db"
    path.write_bytes(_lived())
    return path


@cache
def _lived():
    """Its database; made once, though several rooms of tests ask for it."""
    with tempfile.TemporaryDirectory() as folder, partnership(Path(folder)) as world:
        for who, text in SAID:
            world.ask(getattr(world, who), text)
        world.ask(world.manager, "move D1 28 February 2023 because the department agreed", "/deadlines")
        world.ask(world.commissioner, "met R5", "/remit")
        by = By(person=UNIT, at=world.clock(), origin=Origin.FORM)
        _changed(world.store, by)
        apply(world.store, BROUGHT, by, home=HOME)
        assert world.slack.team_id == HOME
        world.store.backup(path := Path(folder, "kept.db"))
        return path.read_bytes()


def _changed(store, by):
    with store.write() as tx:
        item = remit.add(tx, remit.Draft(text="Added by mistake"), by)
        plan_changes.undo(tx, Ref(Kind.REMIT, item.number), by)
        draft = indicators.Draft(name="Waiting", better=Better.LOWER, bands=("up to 5 days", "5 days; or more"))
        number = indicators.add(tx, draft, by).number
        parts = (Decimal("0.1"), Decimal(12))
        reading = Reading(on=date(2022, 10, 31), value=Decimal("12.1"), bands=parts, phrase="  two\n lines ")
        indicators.add_reading(tx, number, reading, by, date(2022, 11, 14))


@pytest.fixture
def plan(lived, tmp_path):
    """That partnership's store, for this test alone."""
    store = Store(tmp_path / "lived.db")
    Store(lived).backup(store.path)
    store.migrate()
    yield store
    store.close()


@pytest.fixture
def again():
    """Import a file into a store; the plan that was read, and the outcome."""

    def again(store, path):
        found = plan_of(path.name, path.read_bytes(), known(store), Choices(), lambda _: "", LATER.at.date())
        assert found.faults == ()
        return found, apply(store, found, LATER, home=HOME)

    return again
