"""The log: one JSON object a line, every event in docs/logs.md, and never a word that somebody wrote."""

import json
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

from tests.started import example
from tests.test_house import ROOT, SOURCES

CANARY = "Kestrel"
EVENT = r'\blog\.(?:info|warning|error|exception|critical)\(\s*"(\w+)"|\b(?:say|Told)\(\s*"(\w+)"'


def break_store(world, *statements):
    """Change the database behind the bot's back."""
    with closing(sqlite3.connect(world.database, timeout=10)) as broken, broken:
        for one in statements:
            broken.execute(one)


def until(condition, seconds=20):
    """Wait for what another process does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_no_word_that_was_typed_is_in_the_log_of_a_process_also_when_things_break(tmp_path):
    with example(tmp_path) as world, world.running():
        world.connected()
        world.manager.command("/actions", f"update A6 {CANARY} in words", channel="general")
        world.manager.command("/actions", f"{CANARY} {CANARY}?", channel="general")
        until(lambda: "digest:2022-W46:POLICE" in {line.get("key") for line in world.said()})
        thread = world.slack.messages("west-midlands-police")[0].ts
        world.police.say("west-midlands-police", f"done A7 {CANARY}", thread_ts=thread)
        world.manager.command("/actions", "add", channel="general")
        form = {"title": CANARY, "lead": "POLICE"}
        break_store(
            world,
            "ALTER TABLE updates RENAME TO elsewhere",
            "ALTER TABLE sources RENAME TO gone",
            f"INSERT INTO errands (kind, about, carries, not_before) VALUES ('members', 'C1', '\"{CANARY}\"', '')",
            f"""INSERT INTO outbox (key, channel, shows, text, blocks, carries, queued)
                VALUES ('nudge:2022-11-14', 'C1', 'nudge', '{CANARY}', '[]', '{CANARY}', '2022-11-14T09:00:00+00:00')""",
        )
        world.manager.submit(values={key: value for key, value in form.items() if key in fields(world)})
        assert world.manager.command("/actions", f"update A6 {CANARY}", channel="general").text
        world.police.say("west-midlands-police", f"done A6 {CANARY}", thread_ts=thread)
        unheard = {"type": "pin_added", "event_ts": "1.000100", "item": {"message": {"text": CANARY}}}
        team = {"team_id": world.slack.team_id, "event_id": "Ev1"}
        world.slack.socket.send("events_api", {"type": "event_callback", "event": unheard, **team})
        until(lambda: {"listener_failed", "library", "delivery_failed"} <= set(world.events()))
        until(lambda: "ValidationError" in {line.get("kind") for line in world.said()})
        log = (tmp_path / "log").read_text()
    assert CANARY.lower() not in log.lower()
    assert all({"event", "level", "timestamp"} <= line.keys() for line in world.said())
    assert "slack_bolt.App" in {line["logger"] for line in world.said() if line["event"] == "library"}


def fields(world):
    return {block["block_id"] for block in world.slack.modal("U0MANAGER").blocks if block["type"] == "input"}


CRASHES = """
import logging, sys, threading, warnings
from bot.log import write_log
write_log()
logging.getLogger("slack_sdk").error("Kestrel %s", "Kestrel")
logging.getLogger("slack_sdk").info("Kestrel")
warnings.warn("Kestrel")
class Leaving:
    def __del__(self):
        raise OSError("Kestrel")
def work():
    try:
        raise KeyError("Kestrel")
    except KeyError as error:
        logging.getLogger("apscheduler").error("Kestrel %s", error)
        raise ValueError("Kestrel")  from error
Leaving()
thread = threading.Thread(target=work, name="worker")
thread.start()
thread.join()
work()
"""


def test_what_libraries_say_and_what_crashes_is_a_line_with_its_place_and_without_its_words():
    done = subprocess.run([sys.executable, "-c", CRASHES], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert CANARY not in done.stderr
    seen = [(line["event"], line.get("logger", line.get("thread")), line.get("kind")) for line in lines]
    assert seen == [
        ("library", "slack_sdk", None),
        ("library", "py.warnings", None),
        ("crashed", "at the end of an object", "OSError"),
        ("library", "apscheduler", "KeyError"),
        ("crashed", "worker", "ValueError"),
        ("library", "apscheduler", "KeyError"),
        ("crashed", "main", "ValueError"),
    ]
    assert lines[0]["where"] == "<string>:5"
    assert lines[-1]["causes"] == ["KeyError"]
    assert lines[-1]["trace"][-1].endswith("<string>:16 work")


def test_where_a_person_reads_along_only_what_is_wrong_is_said():
    code = """
import logging, structlog
from bot.log import write_log
write_log(brief=True)
structlog.get_logger().info("sent")
structlog.get_logger().warning("send_again")
logging.getLogger("slack_bolt.App").warning("Kestrel")
logging.getLogger("apscheduler").error("Kestrel")
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["event"], line["level"]) for line in lines] == [("send_again", "warning"), ("library", "error")]


def test_a_log_that_can_not_be_written_costs_the_line_and_nothing_else():
    code = (
        "import os, structlog\nfrom bot.log import write_log\nwrite_log()\nstructlog.get_logger().info('x')\nprint(1)"
    )
    with open("/dev/full", "w") as full:  # noqa: PTH123 — a disk that is always full
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, stderr=full, stdout=subprocess.PIPE, text=True, check=False
        )
    assert done.stdout == "1\n"


def test_every_event_is_in_the_reference():
    told = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/logs.md").read_text(), re.MULTILINE))
    logged = {name for path in SOURCES for found in re.findall(EVENT, path.read_text()) for name in found if name}
    assert told == logged
