"""No cell takes long to read, whatever it is full of: a file is read in the bot, and nobody is to wait for it."""

import time

import pytest

from tests.exchange.trackers.conftest import one, tracker

LENGTH = 32_000
PIECES = (
    "\n",
    "- ",
    "-",
    "\u2013",
    "\t",
    "\u00a0",
    " \n",
    "1-",
    "1 jan ",
    "by ",
    "and ",
    "a, ",
    "(",
    "•\n",
    "1. a\n",
    "mon ",
)


@pytest.mark.parametrize(
    "header", ["Lead officer", "Due", "Status", "Date completed", "Progress", "Ref", "Contributors"]
)
def test_no_cell_takes_long(header):
    started = time.process_time()
    for piece in PIECES:
        one(header, f"a{piece * (LENGTH // len(piece))}b")
    assert time.process_time() - started < 0.1 * len(PIECES)


def test_no_action_and_no_lead_takes_long():
    started = time.process_time()
    for piece in PIECES:
        long = f"a{piece * (LENGTH // len(piece))}b"
        plan = tracker(["Action", "Lead", "Due"], [long, "LA", None], ["Agree the offer", long, None])
        assert len(plan.actions) == 2
    assert time.process_time() - started < 0.2 * len(PIECES)


def test_a_list_in_a_cell_is_still_seen():
    plan = tracker(["Action", "Lead"], ["Agree these:\n  - the offer\n\t2) the rota", "LA"])
    assert "the cell lists several actions, which stay one" in [flag.reason for flag in plan.flags]
