"""Many at once: no update is lost, and nobody sees an error."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.domain.events import Origin
from bot.services import Asked
from commands.answering import answer
from commands.registry import COMMANDS
from tests.faults.report import note

pytestmark = pytest.mark.faults

THREADS = 16


def test_sixteen_threads_read_and_write_and_nobody_sees_an_error(world, long):
    seconds = 60 if long else 10
    until = time.monotonic() + seconds
    home = world.services.home

    def hammer(thread):
        answers = []
        turn = 0
        while time.monotonic() < until:
            turn += 1
            number = turn % 12 + 1
            text = (
                f"update A{number} word {thread}.{turn}" if turn % 3 == 0 else ("" if turn % 3 == 1 else f"A{number}")
            )
            asked = Asked("U0MANAGER", home, "", Origin.COMMAND, f"{thread}.{turn}")
            answers.append((text, answer(world.services, asked, COMMANDS["/actions"], text).text))
        return answers

    with ThreadPoolExecutor(THREADS) as pool:
        answers = [one for done in pool.map(hammer, range(THREADS)) for one in done]
    said = [text for text, _ in answers if text.startswith("update")]
    assert len(said) > THREADS
    wrong = [reply for text, reply in answers if not reply.startswith(("Update on A", "12 open", "A"))]
    assert wrong == []
    assert len(world.rows("SELECT * FROM updates")) == len(said)
    assert sum(row["version"] - 1 for row in world.rows("SELECT version FROM actions")) == len(said)
    assert len(world.rows("SELECT * FROM events WHERE verb = 'update'")) == len(said)
    figures = {
        "seconds": seconds,
        "threads": THREADS,
        "commands answered": len(answers),
        "updates recorded": len(said),
    }
    figures |= {"updates lost or double": 0, "errors shown": 0}
    note("hammer", [{"What": name, "Number": number} for name, number in figures.items()])
