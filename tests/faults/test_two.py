"""Two processes on one store, by mistake: one works, the other says so and stands by until that one has ended."""

import json
import signal
import socket
import time
from collections import Counter
from contextlib import closing

import pytest

from tests.started import example
from tests.test_health import get

pytestmark = pytest.mark.faults

CHANNELS = ["solihull-council", "bsol-icb", "west-midlands-police", "probation", "partnership-business-unit"]


@pytest.fixture
def world(tmp_path):
    with example(tmp_path) as made:
        yield made


@pytest.fixture
def port():
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        return str(free.getsockname()[1])


def until(condition, seconds=20):
    """Wait for what another process does; how long it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() < began + seconds
        time.sleep(0.05)
    return time.monotonic() - began


def keys(world):
    """How often each message stands in Slack."""
    messages = [one for channel in CHANNELS for one in world.slack.everything(channel)]
    return Counter(one.metadata["event_payload"]["key"] for one in messages if one.user == world.slack.app.user_id)


def digests(world):
    return [key for key in keys(world) if key.startswith("digest:") and key.count(":") == 2]


def written(world):
    """When each of the database's files was last written to."""
    files = [path for path in world.folder.glob("plan.db*") if path.suffix != ".lock"]
    return {path.name: path.stat().st_mtime_ns for path in files}


def test_the_second_says_so_and_does_nothing_until_the_first_is_killed_and_then_goes_on_within_5_seconds(world, port):
    with world.running("first") as first:
        world.connected()
        until(lambda: len(digests(world)) == 5)
        with world.running("second", FOLLOWTHROUGH_HEALTH_PORT=port):
            until(lambda: "standing_by" in world.events("second"))
            [line] = world.said("second")
            assert line["why"] == (
                f"Another Followthrough (process {first.pid}) works with this database. "
                "This one does nothing until that ends."
            )
            assert json.loads(get(port, "/health")[1]) == {"status": "standing by", "reasons": []}
            assert get(port, "/health")[0] == 200
            assert "followthrough_standing_by 1.0" in get(port, "/metrics")[1]
            assert world.slack.socket.connections == 1
            first.kill()
            took = until(lambda: "started" in world.events("second"))
            assert took < 5
            assert world.police.command("/actions", "update A6 half of it", channel="general").text
            assert json.loads(get(port, "/health")[1])["status"] == "well"
            assert "followthrough_standing_by 0.0" in get(port, "/metrics")[1]
    assert set(keys(world).values()) == {1}
    assert world.events("second").count("standing_by") == world.events("second").count("took_over") == 1


def test_one_that_stands_by_can_take_the_port_of_the_one_that_ended(world, port):
    with world.running("first", FOLLOWTHROUGH_HEALTH_PORT=port) as first:
        world.connected()
        with world.running("second", FOLLOWTHROUGH_HEALTH_PORT=port):
            until(lambda: "standing_by" in world.events("second"))
            first.send_signal(signal.SIGTERM)
            until(lambda: "started" in world.events("second"))
            assert json.loads(get(port, "/health")[1])["status"] == "well"
            assert "health_not_served" not in world.events("second")
            assert first.wait(10) == 0


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_while_it_stands_by_it_ends_at_once(world, told):
    with world.running("first"):
        world.connected()
        with world.running("second") as second:
            until(lambda: "standing_by" in world.events("second"))
            second.send_signal(told)
            assert second.wait(1) == 0
        assert world.events("second") == ["standing_by"]
        assert world.police.command("/actions", "", channel="general").text


def test_one_that_stands_by_does_not_touch_the_database(world):
    with world.running("first") as first:
        world.connected()
        first.send_signal(signal.SIGSTOP)  # it holds the lock and writes nothing
        before = written(world)
        with world.running("second"):
            until(lambda: "standing_by" in world.events("second"))
            time.sleep(0.5)
            assert written(world) == before
        first.send_signal(signal.SIGCONT)
