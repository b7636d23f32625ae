import shutil
from datetime import UTC, datetime

import pytest

from bot.domain.events import By, Origin
from bot.domain.identifiers import refusal
from bot.domain.people import Person, Role
from bot.exchange.files.reading import read_path
from bot.exchange.importing import apply, known
from bot.exchange.rows import PartnerRow, Plan, SourceRow
from bot.exchange.trackers.choices import Choices
from bot.exchange.trackers.reader import read_tracker
from storage.database import Store

STATUTORY, AGENCY = "safeguarding partner", "relevant agency"
PARTNERS = (
    ("LA", "Solihull Council", STATUTORY),
    ("ICB", "Birmingham and Solihull ICB", STATUTORY),
    ("POLICE", "West Midlands Police", STATUTORY),
    ("PROB", "Probation Service", AGENCY),
    ("EDU", "Schools and Early Years", AGENCY),
    ("UNIT", "Partnership business unit", "business unit"),
)


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """The file of a store with partners and a source, and nothing else; what a tracker may refer to in it."""
    made = Store(path := tmp_path_factory.mktemp("founded") / "plan.db")
    made.migrate()
    partners = tuple(PartnerRow(code=code, name=name, kind=kind) for code, name, kind in PARTNERS)
    sources = (SourceRow(ref="JTAI-2022", title="Joint targeted area inspection"),)
    unit = Person(user="U0UNIT", team="T0HOME", roles=frozenset({Role.BUSINESS_UNIT}))
    by = By(person=unit, at=datetime(2022, 11, 14, 9, tzinfo=UTC), origin=Origin.COMMAND)
    apply(made, Plan(partners=partners, sources=sources), by)
    made.backup(copy := path.with_name("copy.db"))
    return copy, known(made)


@pytest.fixture
def partnership(founded, tmp_path):
    """A store of one's own with partners and a source, and nothing else."""
    shutil.copy(founded[0], tmp_path / "partnership.db")
    return Store(tmp_path / "partnership.db")


@pytest.fixture
def read(founded):
    """Read a tracker's sheets with what its layout chooses, or with other choices."""

    def read(layout, book, **choices):
        chosen = Choices(**(choices or dict(layout.choices)))
        return read_tracker(book, founded[1], chosen, refusal, layout.today)

    return read


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """Write a layout's file and read its sheets, once in a session: that takes a process of its own."""
    kept = {}

    def book(layout, edits):
        key = layout.file, bool(edits)
        if key not in kept:
            path = tmp_path_factory.mktemp("tracker") / layout.file
            layout.write(path, edits or {})
            kept[key] = read_path(path)
        return kept[key]

    return book


@pytest.fixture
def plan(read, book):
    """What is read in a layout's file, or in its changed copy; with other choices than the layout's."""

    def plan(layout, edits=None, **choices):
        return read(layout, book(layout, edits), **choices)

    return plan
