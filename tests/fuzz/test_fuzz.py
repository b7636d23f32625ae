"""The short form of `make fuzz`: some thousand odd inputs, other ones each time; the seed is printed."""

from random import SystemRandom

import pytest

from tests.fuzz.__main__ import shares
from tests.fuzz.kinds import KINDS
from tests.fuzz.running import SLOW, close, run, tried
from tests.fuzz.texts import LONGEST

SHORT = 5_000


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_makes_anything_fail_or_takes_long(kind):
    seed = SystemRandom().randrange(10**6)
    assert (seed, run(kind, seed, range(shares(SHORT)[kind])).faults) == (seed, [])


@pytest.mark.fuzz
def test_no_payload_makes_a_listener_fail_or_takes_long():
    seed = SystemRandom().randrange(10**6)
    try:
        assert (seed, run("payloads", seed, range(shares(SHORT)["payloads"])).faults) == (seed, [])
    finally:
        close()


HARD = ("a1/", "1", "\n", " ", "A1 done\n", "<", "1-", "@", "\ufdfa", "&amp;", "0 7 ", "end of ", "due ")
"""Pieces of which a text was made that once took long to read, or could have."""


@pytest.mark.parametrize("piece", HARD)
def test_texts_that_are_the_same_short_piece_again_and_again_take_no_time(piece):
    text = piece * (LONGEST // len(piece))
    for kind in ("grammar", "guard", "cells"):
        for step in KINDS[kind].steps:
            took, why = tried(step, text, lambda: None)
            assert (took <= SLOW, why) == (True, ""), (kind, took)
