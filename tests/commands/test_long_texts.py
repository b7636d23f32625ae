"""No text takes long to read, however it is made: whatever is said in a thread is looked at."""

import time
from contextlib import suppress

import pytest

from bot.domain.errors import BadInput
from bot.listeners.hearing import HEARD
from commands.grammar import near_verb, read_verb

LENGTH = 40_000  # as long as Slack lets a message be
PIECES = ("\n", " \n", " ", ", ", "-", "a1/", "A1 ", "and ", "1, ", "*_", "done ", "A1 done\n")


@pytest.mark.parametrize("start", ["", "done A1 ", "extend A1 ", "A1 ", "x "])
def test_no_text_takes_long_to_read(start):
    """It took up to 39 seconds where spaces had no bound."""
    began = time.process_time()
    for piece in PIECES:
        text = f"{start}{piece * (LENGTH // len(piece))}x"
        with suppress(BadInput):
            read_verb(text, HEARD, bare=lambda _: False)
        near_verb(text)
    assert time.process_time() - began < 0.3 * len(PIECES)
