"""Killed at any moment: nothing is lost, nothing is sent twice."""

import signal
import sqlite3
import time
from collections import Counter

import pytest
from sqlite_utils import Database

from storage.migrations import migrations
from tests.faults.crowd import Crowd
from tests.faults.holds import breaches
from tests.faults.process import MORNING
from tests.faults.report import note
from tests.faults.trouble import Trouble, wait_for_members

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]

OLD_MESSAGES = 30_000
"""As many as a partnership has after years, so that making the table anew takes a while."""


def test_killed_again_and_again_everything_is_there_once(bench, long, seed, chance):
    """While starting, sending, recording a reply, updating a card: whatever it is at, and every day anew."""
    kills = 180 if long else 10
    wait_for_members(bench)
    bench.kill()
    bench.slack.clock.move_to(MORNING)
    trouble, at = Trouble(bench, chance), Counter()
    bench.start()
    with Crowd(bench, seed, hands=5, pause=0.1) as crowd:
        for number in range(kills):
            if chance.random() < 0.3:
                time.sleep(chance.uniform(0, 1.2))  # while it starts
            else:
                trouble.start()
                time.sleep(chance.uniform(0, 2))
            at[doing(bench, crowd)] += 1
            bench.kill()
            if number % 9 == 8:
                bench.next_morning()
            bench.start()
    bench.settle()
    found = breaches(bench, crowd.deeds)
    note("kills", [{"Killed while it was": what, "Times": times} for what, times in sorted(at.items())])
    held = {
        **{what: len(which) for what, which in found.items()},
        "deeds of people": len(crowd.deeds),
        "seed": str(seed),
    }
    note("kills: what held", [{"What": what, "Number": number} for what, number in held.items()])
    assert crowd.strange == []
    assert {what: which for what, which in found.items() if which} == {}


def doing(bench, crowd):
    """What the bot is at, as far as it can be seen from outside."""
    if not bench.connected:
        return "starting"
    if crowd.under_way:
        return "answering somebody"
    if bench.rows("SELECT 1 FROM outbox WHERE state = 'claimed' LIMIT 1"):
        return "sending"
    return "updating cards" if bench.rows("SELECT 1 FROM outbox WHERE refresh > 0 LIMIT 1") else "between two deeds"


def test_killed_while_it_makes_or_renews_its_tables_it_begins_again_and_loses_nothing(
    process, tmp_path, long, chance
):
    kills, hit = 20 if long else 2, 0
    for number in range(kills):
        old = number % 2 == 0
        database = tmp_path / f"{number}.db"
        if old:
            make_old(database)
        process.start(database)
        wait_for_the_log(database)
        time.sleep(chance.uniform(0, 0.4 if old else 0.1))
        process.kill()
        hit += not is_new(database)
        process.start(database)
        process.slack.wait_for(lambda: process.connected, 60)
        process.kill()
        assert schema(database) == schema(process.database)
        assert whole(database, OLD_MESSAGES if old else 0)
    note("kills", [{"Killed while it was": "making or renewing its tables", "Times": kills}])
    note("kills", [{"Killed while it was": "of these, not through with it", "Times": hit}])


def make_old(database):
    """A database as an older version left it."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        migrations.apply(Database(connection), stop_before="m007_nudges")
        connection.executemany(
            """INSERT INTO outbox (key, channel, shows, text, blocks, state, queued)
                VALUES (?, 'C1', 'line', 'x', '[]', 'sent', '2022-01-03T09:00:00+00:00')""",
            [(f"line:{number}",) for number in range(OLD_MESSAGES)],
        )
    connection.close()


def wait_for_the_log(database):
    """Until SQLite's write-ahead log shows that the bot has begun to write."""
    end = time.monotonic() + 30
    while not database.with_name(f"{database.name}-wal").exists() and time.monotonic() < end:
        time.sleep(0.001)


def is_new(database):
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'pauses'").fetchone()
    connection.close()
    return found is not None


def schema(database):
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
    connection.close()
    return found


def whole(database, messages):
    with sqlite3.connect(database) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        there = connection.execute("SELECT count(*) FROM outbox WHERE key LIKE 'line:%'").fetchone() == (messages,)
    connection.close()
    return sound and there


def test_told_to_stop_it_ends_well_with_nothing_half_sent(process):
    with process.running() as running:
        process.slack.wait_for(lambda: process.posted() >= 5, 60)
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0
    assert process.states().keys() <= {"sent", "waiting"}
    assert process.posted() == process.states()["sent"]
