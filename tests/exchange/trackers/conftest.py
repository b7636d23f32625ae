from datetime import date

import pytest

from bot.exchange.files.book import Book, Sheet
from bot.exchange.rows import Known, PartnerRow, SourceRow
from bot.exchange.trackers.choices import Choices
from bot.exchange.trackers.reader import read_tracker

TODAY = date(2022, 11, 14)
NAMES = {
    "LA": "Solihull Council",
    "ICB": "Birmingham and Solihull ICB",
    "POLICE": "West Midlands Police",
    "UNIT": "Partnership business unit",
}
KNOWN = Known(
    partners=tuple(NAMES),
    names=NAMES,
    units=("UNIT",),
    sources=("JTAI-2022",),
    titles={"JTAI-2022": "Joint targeted area inspection"},
)


def refuse(text):
    return "it holds an NHS number" if "9990000018" in text else ""


def book(*rows, name="Plan", **about):
    """A file of one sheet; a row is its cells, None for blank ones."""
    return Book((Sheet(name, [list(row) for row in rows], **about),))


def tracker(*rows, choices=None, known=KNOWN, **about):
    """The plan that these rows hold."""
    return read_tracker(book(*rows, **about), known, choices or Choices(), refuse, TODAY)


def told(plan):
    """Rejected rows and flags as (row, reason)."""
    return [(one.row, one.reason) for one in plan.rejected], [(one.row, one.reason) for one in plan.flags]


def one(header, cell, **choices):
    """The only action of a tracker that has one more column with this header and cell, led by the council."""
    plan = tracker(["Action", "Lead", header], ["Agree the offer", "LA", cell], choices=Choices(**choices))
    assert plan.rejected == ()
    return plan.actions[0], [flag.reason for flag in plan.flags]


@pytest.fixture
def partners():
    """Rows of the partners that `KNOWN` has."""

    kinds = {"UNIT": "business unit"}
    return {
        "partners": tuple(
            PartnerRow(code=code, name=name, kind=kinds.get(code, "safeguarding partner"))
            for code, name in NAMES.items()
        ),
        "sources": (SourceRow(ref="JTAI-2022", title="Joint targeted area inspection"),),
    }
