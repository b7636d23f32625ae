"""Killed at any moment: nothing is lost, nothing is sent twice."""

import random
import signal
from collections import Counter

import pytest

from storage.database import Store

pytestmark = pytest.mark.faults


def keys(process, channel):
    return Counter(one.metadata["event_payload"]["key"] for one in process.everything(channel))


def queued(process):
    store = Store(process.database)
    with store.read() as tx:
        return tx.rows("SELECT key, state FROM outbox ORDER BY id")


def test_killed_twenty_times_while_digests_are_sent_each_partner_has_one(process):
    for _ in range(20):
        # pytest-randomly seeds this, and prints the seed
        wanted = process.posted() + random.randint(1, 3)
        with process.running():
            process.slack.wait_for(lambda seen=wanted: process.posted() >= seen, 60)
    with process.running():
        process.slack.wait_for(lambda: process.posted() >= len(queued(process)) > 0, 60)
    for channel in process.channels:
        counted = keys(process, channel)
        assert set(counted.values()) == {1}, channel
        assert len([key for key in counted if key.startswith("digest:2022-W46:") and key.count(":") == 2]) == 1, (
            channel
        )
    assert set(keys(process, "unit").values()) == {1}
    assert {row["state"] for row in queued(process)} <= {"sent", "claimed"}


def test_told_to_stop_it_ends_well_with_nothing_half_sent(process):
    with process.running() as running:
        process.slack.wait_for(lambda: process.posted() >= 5, 60)
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0
    assert {row["state"] for row in queued(process)} <= {"sent", "waiting"}
    assert process.posted() == len([row for row in queued(process) if row["state"] == "sent"])


def test_two_processes_on_one_store_still_send_once(process):
    with process.running(), process.running():
        process.slack.wait_for(lambda: process.posted() >= len(queued(process)) > 0, 60)
    for channel in [*process.channels, "unit"]:
        assert set(keys(process, channel).values()) == {1}, channel
