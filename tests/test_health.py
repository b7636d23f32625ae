"""Health in words and metrics in numbers, for this machine only."""

import json
import re
import socket
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.health import Health
from bot.loopback import Loopback
from bot.metrics import Metrics
from bot.playground import demo
from storage import outbox
from storage.outbox import Message
from tests.started import example


def get(port, path, host="127.0.0.1"):
    """HTTP's status and the text of a page."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


@contextmanager
def served(health):
    server = Loopback(0, health.pages)
    try:
        yield server.port
    finally:
        server.stop()


def watching(world, **parts):
    """Health of the world's bot, whose messages the test sends itself."""
    health = Health()
    health.watch(replace(world.bot.signs, **{"sending": lambda: True} | parts))
    return health


def told(health):
    page = health.health()
    return page.status, json.loads(page.content)


def numbers(health):
    """Each metric's samples: {(name, labels...): value}."""
    families = text_string_to_metric_families(health.metrics().content.decode())
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def queue(world, **fields):
    with world.store.write() as tx:
        outbox.queue(tx, Message(channel="C0000001", text="x", **fields), world.clock())


def test_a_bot_that_is_well_says_so_and_has_no_reasons(world):
    health = watching(world)
    with served(health) as port:
        assert get(port, "/health") == (200, '{"status": "well", "reasons": []}\n')
        assert get(port, "/metrics")[0] == 200
        assert get(port, "/")[0] == 404


def test_each_reason_for_being_unwell_is_said_in_words(world):
    assert reasons(watch_again(world, connected=lambda: False)) == ["not connected to Slack"]
    assert reasons(watch_again(world, sending=lambda: False)) == ["nothing is sent: the thread that sends has ended"]


def watch_again(world, **parts):
    """Health of the same bot under metrics of their own: one registry takes one."""
    return watching(world, services=replace(world.services, metrics=Metrics()), **parts)


def reasons(health):
    status, said = told(health)
    assert (status, said["status"]) == ((503, "unwell") if said["reasons"] else (200, "well"))
    return said["reasons"]


def test_a_message_that_waits_for_an_hour_is_a_reason(world):
    health = watching(world)
    queue(world, key="a")
    world.clock.advance(minutes=59)
    assert reasons(health) == []
    world.clock.advance(hours=2)
    assert reasons(health) == ["a message has been waiting for 3 hours"]
    assert numbers(health)[("followthrough_oldest_unsent_seconds",)] == 2 * 3600 + 59 * 60
    world.deliver()
    assert reasons(health) == []


def test_what_waits_for_working_hours_is_not_late(world):
    health = watching(world)
    world.clock.advance(hours=12)
    queue(world, key="a", scheduled=True)
    world.clock.advance(hours=8)
    assert reasons(health) == []
    assert numbers(health)[("followthrough_queue_depth",)] == 1


def test_a_scheduler_that_does_not_tick_is_a_reason(world):
    now = [0.0]
    services = replace(world.services, metrics=Metrics(monotonic=lambda: now[0]))
    health = watching(world, services=services)
    now[0] = 179
    assert reasons(health) == []
    now[0] = 600
    assert reasons(health) == ["nothing has looked at what is due for 10 minutes"]
    services.metrics.ticked()
    assert reasons(health) == []


def test_a_database_that_can_not_be_read_is_a_reason_and_no_crash(world):
    health = watching(world)
    moved = world.store.path.rename(world.store.path.with_suffix(".away"))
    assert reasons(health) == [
        (
            f"the database is in trouble: {world.store.path} was taken away while Followthrough runs. What to do: leave "
            "Followthrough running, and put back what was there: it goes on by itself"
        )
    ]
    assert numbers(health)[("followthrough_store_readable",)] == 0
    assert ("followthrough_queue_depth",) not in numbers(health)
    moved.rename(world.store.path)
    assert reasons(health) == []


def test_a_process_that_stands_by_is_not_unwell():
    health = Health()
    assert told(health) == (200, {"status": "standing by", "reasons": []})
    assert numbers(health) == {("followthrough_standing_by",): 1}


def test_metrics_count_what_was_done_and_name_nobody(world):
    health = watching(world)
    before = numbers(health)
    assert before[("followthrough_last_digest_timestamp_seconds",)] == 0
    world.ask(world.manager, "overdue")
    world.tick()
    now = numbers(health)
    assert now[("followthrough_acknowledgement_seconds_count", "command")] == 1
    assert now[("followthrough_last_digest_timestamp_seconds",)] == world.clock().timestamp()
    assert now[("followthrough_connected",)] == 1
    assert now[("followthrough_standing_by",)] == 0
    text = health.metrics().content.decode()
    assert not re.search(r"\b[CUDTW]0[A-Z0-9]+|\bA\d+\b|[Pp]olice|digest:", text)


def test_metrics_tell_what_became_of_messages(world):
    health = watching(world)
    world.slack.faults.fail("chat.postMessage", "ratelimited", retry_after=1)
    world.slack.channel("probation").is_archived = True
    world.tick()
    world.clock.advance(seconds=30)
    world.deliver()
    now, states = numbers(health), world.rows("SELECT state, count(*) AS n FROM outbox GROUP BY state")
    by_state = {row["state"]: row["n"] for row in states}
    assert now[("followthrough_messages_total", "sent")] == by_state["sent"]
    assert now[("followthrough_send_seconds_count",)] == by_state["sent"]
    assert now[("followthrough_messages_total", "again")] == 1
    assert now[("followthrough_messages_total", "failed")] == 1


def test_two_bots_in_one_process_count_apart(world):
    services = replace(world.services, metrics=Metrics())
    one, other = watching(world, services=services), watch_again(world)
    services.metrics.dropped()
    assert numbers(one)[("followthrough_messages_total", "dropped")] == 1
    assert numbers(other)[("followthrough_messages_total", "dropped")] == 0


@pytest.mark.parametrize(
    ("host", "status"), [("127.0.0.1:8310", 200), ("localhost", 200), ("rebound.example", 403), ("[", 403), ("", 403)]
)
def test_only_requests_to_this_machine_by_its_own_name_are_answered(host, status):
    with served(Health()) as port:
        assert get(port, "/health", host)[0] == status


def test_a_page_that_fails_is_an_event_and_the_next_one_is_answered(capfd):
    def broken():
        raise ValueError("Kestrel")

    server = Loopback(0, {"/broken": broken, **Health().pages})
    try:
        with pytest.raises(OSError):  # noqa: PT011 — the connection is closed unanswered
            get(server.port, "/broken")
        assert get(server.port, "/health")[0] == 200
    finally:
        server.stop()
    assert "page_failed" in "".join(capfd.readouterr())


def test_a_port_that_is_taken_costs_the_pages_and_nothing_else(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken, example(tmp_path) as world:
        port = str(taken.getsockname()[1])
        with world.running(FOLLOWTHROUGH_HEALTH_PORT=port):
            world.connected()
            assert world.police.command("/actions", "", channel="general").text
        assert world.events().count("health_not_served") == 1


def test_the_bot_itself_serves_both_pages(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with example(tmp_path) as world, world.running(FOLLOWTHROUGH_HEALTH_PORT=str(port)):
        world.connected()
        world.slack.wait_for(lambda: world.slack.messages("probation"), 20)
        world.police.command("/actions", "", channel="general")
        assert get(port, "/health") == (200, '{"status": "well", "reasons": []}\n')
        assert 'followthrough_acknowledgement_seconds_count{kind="command"} 1.0' in get(port, "/metrics")[1]


def test_the_playground_serves_no_health_beside_a_real_bot(tmp_path):
    with example(tmp_path) as world:
        assert demo.settings(world.slack, world.server.api_url, tmp_path).health_port == 0
