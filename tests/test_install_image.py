"""What the Dockerfile does, without an engine: its very commands in an empty folder, and the bot in there as nobody."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.clock import system_clock
from bot.playground import demo
from bot.playground.server import Server

ROOT = Path(__file__).parents[1]
OURS = [
    (name, rest.strip())
    for name, rest in re.findall(
        r"^([A-Z]+) (.*?)$", re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text()), re.MULTILINE
    )
]
NOBODY = 10001


def told(instruction):
    return [rest for name, rest in OURS if name == instruction]


def environment():
    """What the image sets, without the path: that begins with its own environment."""
    return dict(
        shlex.split(told("ENV")[0])[number].split("=", 1) for number in range(len(shlex.split(told("ENV")[0])))
    )


def copied():
    """What is copied, and to where below the image's folder."""
    for rest in told("COPY"):
        *sources, target = rest.split()
        yield from ((source, target if target != "./" else source) for source in sources)


def test_what_the_image_is_made_of_is_there_and_the_build_is_given_nothing_else():
    ignored = [
        line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")
    ]
    assert ignored[0] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == {source for source, _ in copied()}
    for source, _ in copied():
        assert (ROOT / source).exists(), source


def test_the_image_runs_as_nobody_in_particular_and_keeps_its_data_in_a_volume():
    (user,) = told("USER")
    assert re.fullmatch(r"([1-9]\d{4}):\1", user)
    (volume,) = told("VOLUME")
    assert Path(environment()["FOLLOWTHROUGH_DATABASE"]).parent == Path(volume)
    assert environment()["PYTHONUNBUFFERED"] == "1"
    assert told("STOPSIGNAL") == ["SIGTERM"]
    assert json.loads(told("CMD")[-1]) == ["python", "app.py"]
    assert all("--require-hashes" in line for line in told("RUN") if " pip " in line or "-m pip" in line)


@pytest.fixture(scope="module")
def folder():
    """Where nobody can read, and where only what the image holds is; made by the image's own commands."""
    place = Path(tempfile.mkdtemp(prefix="followthrough-image-"))
    place.chmod(0o755)
    (place / "app").mkdir(mode=0o755)
    env = builder(place)
    for name, rest in OURS:
        if name == "COPY":
            *sources, target = rest.split()
            for source in sources:
                copy(ROOT / source, place / "app" / (source if target == "./" else target))
        elif name == "RUN":
            command = elsewhere(rest, place)
            subprocess.run(["sh", "-c", command], cwd=place / "app", env=env, check=True, timeout=600)
    yield place
    shutil.rmtree(place)


def copy(source, target):
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(source, target, ignore=ignored) if source.is_dir() else shutil.copy(source, target)


def elsewhere(text, place):
    """The image's places in this folder, and its user where this one can't be another."""
    text = re.sub(r"(?<![\w.])/(app|data|tmp)\b", rf"{place}/\1", text)
    return text if os.getuid() == 0 else re.sub(r"&& chown \S+ \S+ ", "", text)


def as_nobody(*command):
    """With the rights of nobody, where this process may give its own away."""
    nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs"]
    return [*(nobody if os.getuid() == 0 else []), *command]


def done_by_nobody(*command):
    return subprocess.run(as_nobody(*command), capture_output=True, check=False).returncode == 0


def builder(place):
    """Where `python` is one that nobody can run too, which root's own may not be; its pip may be another's."""
    found = (sys._base_executable, *map("/usr/bin/python3.{}".format, range(11, 20)))  # noqa: SLF001 — of an environment
    runs = (one for one in found if done_by_nobody("sh", "-c", f"exec {one} -c ''"))
    python = place / "bin" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\ncase "$2" in pip) exec {sys.executable} "$@";; *) exec {next(runs)} "$@";; esac\n')
    python.chmod(0o755)
    return os.environ | {"PATH": f"{python.parent}:{os.environ['PATH']}"}


@contextmanager
def running(folder, *command, **settings):
    """A process as in a container: nothing of this environment, nobody's rights, nothing to write but its volume."""
    env = {name: elsewhere(value, folder) for name, value in environment().items()} | settings
    env["PATH"] = f"{folder}/app/.venv/bin:/usr/bin:/bin"
    with subprocess.Popen(
        as_nobody(*command),
        cwd=folder / "app",
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def done(folder, *command, **settings):
    with running(folder, *command, **settings) as process:
        said, wrong = process.communicate(timeout=120)
        return process.returncode, said, wrong


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


def files(folder):
    return {path: path.stat().st_mtime_ns for path in (folder / "app").rglob("*") if path.is_file()}


@pytest.mark.install
@pytest.mark.timeout(900)
def test_the_bot_of_the_image_runs_as_nobody_on_what_it_can_only_read(folder):
    (folder / "tmp").mkdir(mode=0o777)
    (folder / "tmp").chmod(0o1777)
    if os.getuid() == 0:
        os.chown(folder / "data", NOBODY, NOBODY)
    before = files(folder)
    slack = demo.workspace(system_clock)
    health = json.loads(told("HEALTHCHECK")[0].partition(" CMD ")[2])
    with Server(slack) as server:
        settings = {
            "SLACK_BOT_TOKEN": slack.app.bot_token,
            "SLACK_APP_TOKEN": slack.app.app_token,
            "FOLLOWTHROUGH_SLACK_API_URL": server.api_url,
            "FOLLOWTHROUGH_COORDINATORS": demo.MANAGER,
            "FOLLOWTHROUGH_BACKUP_FOLDER": f"{folder}/data",  # the page has a folder of its own for them
            "FOLLOWTHROUGH_HEALTH_PORT": free_port(),
        }
        status, said, wrong = done(folder, "followthrough", "import", "--example", **settings)
        assert (status, wrong) == (0, ""), said
        assert done(folder, *health, **settings)[0] == 1
        with running(folder, *json.loads(told("CMD")[-1]), **settings) as bot:
            slack.wait_for(lambda: slack.socket.connections == 1, 60)
            until(lambda: done(folder, *health, **settings)[0] == 0)
            assert (folder / "data" / "plan.db").stat().st_mode & 0o777 == 0o600
            status, said, wrong = done(folder, "followthrough", "report", f"{folder}/tmp/pack.docx", **settings)
            assert (status, wrong) == (0, ""), said
            assert json.loads(done(folder, "followthrough", "check", "--json", **settings)[1])["well"]
            bot.send_signal(signal.SIGTERM)
            assert bot.wait(60) == 0
    assert files(folder) == before


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.2)
