"""Where nothing can be recorded, whoever tries and whoever looks after the bot is told, wherever they are."""

import json
import resource
import socket
from contextlib import closing

import pytest
from structlog.testing import capture_logs

from tests.faults.files import UNIT, read_only, small_disk
from tests.started import example
from tests.test_health import get
from tests.world import partnership

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]

POLICE = "west-midlands-police"
NOT = "Something went wrong and nothing was changed."


@pytest.fixture
def own(folder):
    with partnership(folder) as made:
        made.ask(made.police, "post A6", channel=POLICE)
        made.deliver()
        made.bot.watch.look()
        yield made


def test_in_a_thread_on_a_button_and_in_a_form(own):
    [card] = own.messages(POLICE)
    own.police.press(own.ask(own.police, "A6"), "done")
    form = own.slack.modal("U0POLICE")
    with read_only(own.store.path), capture_logs() as logs:
        own.police.say(POLICE, "done rota agreed", thread_ts=card.ts)
        assert own.slack.ephemerals("U0POLICE")[-1].text.startswith(NOT)
        [said] = own.police.submit(form, {"words": "merged"}).values()
        assert said.startswith(NOT)
        own.police.react(POLICE, card.ts)
        told = [one.text for one in own.slack.ephemerals("U0POLICE") if one.text.startswith(NOT)]
        assert len(told) == 2
    references = {one["reference"] for one in logs if one["event"] == "listener_failed"}
    assert {text.split()[-1].strip(".") for text in [*told, said]} == references
    assert own.stage(6) == "not started"
    assert own.police.submit(form, {"words": "merged"}) == {}
    assert own.stage(6) == "reported done"


def alarms(messages):
    return [one.text for one in messages if "database is in trouble" in one.text]


def test_once_for_one_trouble_and_again_after_an_hour(own):
    now = [0.0]
    own.bot.watch._monotonic = lambda: now[0]  # noqa: SLF001 — an hour is long
    with read_only(own.store.path):
        for minute in range(0, 7200, 60):
            now[0] = minute
            own.bot.watch.look()
    assert len(alarms(own.messages(UNIT))) == 2
    assert str(own.store.path.parent) not in json.dumps([one.blocks for one in own.messages(UNIT)])


def test_where_slack_does_not_take_it_it_is_tried_again(own):
    own.slack.faults.fail("chat.postMessage", "internal_error", times=2)
    with read_only(own.store.path), capture_logs() as logs:
        for _ in range(5):
            own.bot.watch.look()
    assert len(alarms(own.messages(UNIT))) == 1
    assert [one["event"] for one in logs] == ["store_unwell", "store_not_told", "store_not_told"]


def test_without_a_channel_of_the_unit_the_coordinators_are_told(own):
    with own.store.write() as tx:
        tx.run("UPDATE partners SET channel_id = NULL WHERE kind = 'business unit'")
        tx.run("DELETE FROM found WHERE name = 'unit channel'")
    own.bot.watch.look()
    with read_only(own.store.path):
        own.bot.watch.look()
    assert len(alarms(own.slack.direct_messages("U0MANAGER"))) == 1
    assert alarms(own.messages(UNIT)) == []


def test_a_folder_with_no_room_for_what_is_saved_is_passed_over_for_the_backups(tmp_path):
    with small_disk(tmp_path / "disk") as disk, partnership(tmp_path / "disk") as world:
        kept = tmp_path / "backups"
        kept.mkdir()
        changed = world.services.settings.model_copy(update={"backup_folder": kept})
        object.__setattr__(world.services, "settings", changed)
        world.bot.watch.look()
        world.store.path.unlink()
        disk.fill(0)
        world.bot.watch.look()
        assert world.store.condition.saved == kept / "playground.db.saved-1"
        assert [one.name for one in kept.iterdir()] == ["playground.db.saved-1"]
        disk.empty(0)


def test_a_running_bot_whose_files_may_not_grow_says_so_and_goes_on_when_they_may(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with example(tmp_path) as world, world.running(FOLLOWTHROUGH_HEALTH_PORT=str(port)) as process:
        world.connected()
        world.slack.wait_for(lambda: world.slack.messages("probation"), 20)
        unlimited = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, unlimited[1]))
        assert world.police.command("/actions", "update A6 lost", channel="general").text.startswith(NOT)
        status, said = get(port, "/health")
        assert (status, "the disk is full, or fails" in said) == (503, True)
        assert world.police.command("/actions", "A6", channel="general").text.startswith("A6 ")
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, unlimited)
        assert get(port, "/health") == (200, '{"status": "well", "reasons": []}\n')
        assert "recorded" in world.police.command("/actions", "update A6 kept", channel="general").text
