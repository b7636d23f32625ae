"""What somebody needs who installs the bot: the page, systemd's unit, the hooks of Slack's own command-line tool."""

import configparser
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from sqlite_utils import Database
from structlog.testing import capture_logs

from app import build
from bot.cli import cli
from bot.clock import system_clock
from bot.playground import demo
from bot.playground.server import Server
from bot.settings import Settings
from bot.words import BAD_USE
from storage.migrations import migrations

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "install.md").read_text()
UNIT = ROOT / "docs" / "running" / "followthrough.service"
HOOKS = json.loads((ROOT / ".slack" / "hooks.json").read_text())
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text())
SENDING = 30  # seconds for which Slack's answer to one message is waited for


def blocks(language, page=PAGE):
    """What the page says to type or to write into a file."""
    return re.findall(rf"^ *```{language}\n(.*?)^ *```$", page, re.DOTALL | re.MULTILINE)


def step(number):
    """What one step of the page says to type."""
    return "".join(blocks("sh", PAGE.partition(f"\n## {number}. ")[2].partition("\n## ")[0]))


@contextmanager
def slack():
    """A stand-in, and what tells the bot of it besides the page's own settings."""
    made = demo.workspace(system_clock)
    with Server(made) as server:
        yield made, {"FOLLOWTHROUGH_SLACK_API_URL": server.api_url, "FOLLOWTHROUGH_HEALTH_PORT": "0"}


@contextmanager
def running(made, command, **started):
    """The bot, told to end on leaving: it has to end well."""
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, **started) as bot:
        try:
            made.wait_for(lambda: made.socket.connections == 1, 60)
            yield bot
            bot.send_signal(signal.SIGTERM)
            assert bot.wait(60) == 0
        finally:
            bot.kill()


@pytest.mark.install
def test_what_the_page_says_to_type_works_as_written_from_an_empty_home(tmp_path):
    home, folder = tmp_path / "home", tmp_path / "followthrough"
    home.mkdir()
    folder.mkdir()
    for name in ("app.py", "manifest.yml", "bot", "commands", "storage", ".venv"):
        (folder / name).symlink_to(ROOT / name)
    with slack() as (made, env):
        env |= {"HOME": str(home), "PATH": "/usr/bin:/bin"}

        def typed(line):
            done = subprocess.run(
                ["sh", "-c", line], cwd=folder, env=env, capture_output=True, text=True, check=False
            )
            assert "Traceback" not in done.stderr, line
            return done.returncode, done.stdout + done.stderr

        own = {"xoxb-your-bot-token": made.app.bot_token, "xapp-your-app-level-token": made.app.app_token}
        written = re.sub("|".join(own), lambda found: own[found[0]], step(3)).replace("U012ABCDEF", demo.MANAGER)
        assert typed(written) == (0, "")
        assert (folder / ".env").stat().st_mode & 0o777 == 0o600
        start, check = step(4).splitlines()
        with running(made, start.split(), cwd=folder, env=env):
            assert re.search(r"SLACK_BOT_TOKEN.*well.*Slack takes it", typed(check)[1])
            assert made.wait_for(lambda: made.direct_messages(demo.MANAGER), 30) is None
            for line in step(5).splitlines():
                assert typed(line)[0] == 0, line
            assert typed(".venv/bin/followthrough backup move.db")[0] == 0
        assert typed(".venv/bin/followthrough restore move.db")[0] == 0
    assert list(home.iterdir()) == []


def test_every_command_that_the_page_says_to_type_is_there():
    commands = {one.name or one.callback.__name__ for one in cli.registered_commands}
    prose = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    text = "\n".join([*blocks("sh"), *re.findall(r"`([^`]+)`", prose)])
    told = set(re.findall(r"\bfollowthrough (?=([a-z]+))", text))
    found = told & commands
    assert found >= {"check", "backup", "restore", "import", "template", "digest", "export"}
    # What stands between is the user, the container and the folder of that name.
    assert told - found == {"followthrough", "sh", "pull"}


def test_every_variable_and_file_that_the_page_names_is_there():
    known = {f"FOLLOWTHROUGH_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"FOLLOWTHROUGH_[A-Z_]+", PAGE)) <= known
    for name in re.findall(r"/opt/followthrough/([\w./-]+[\w])", PAGE):
        assert (ROOT / name).exists() or name == ".venv", name
    targets = re.findall(r"^([^\s:]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    for target in re.findall(r"make (?:-B )?(?:-C \S+ )?(\.?[a-z/]+)", PAGE):
        assert target in targets or target.replace(".venv", "$(VENV)") in targets, target


def test_what_slack_refuses_on_its_free_plan_is_told_in_the_words_of_the_manifest():
    told = PAGE.partition("### On Slack's free plan")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z_:\- ]+)`", told))
    assert named == {"functions:", "- function_executed", "settings:", "function_runtime:", "org_deploy_enabled:"}
    assert {"functions", "settings"} <= set(MANIFEST)
    assert {"function_runtime", "org_deploy_enabled"} <= set(MANIFEST["settings"])
    assert "function_executed" in MANIFEST["settings"]["event_subscriptions"]["bot_events"]


def unit():
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.optionxform = str
    read.read(UNIT)
    return read


def test_the_unit_starts_what_is_here_and_leaves_alone_what_must_be_put_right_first():
    service = unit()["Service"]
    python, program = service["ExecStart"].split()
    assert (python, (ROOT / Path(program).relative_to("/opt/followthrough")).name) == (
        "/opt/followthrough/.venv/bin/python",
        "app.py",
    )
    assert service["Restart"] == "on-failure"
    assert int(service["RestartPreventExitStatus"]) == BAD_USE
    assert int(service["TimeoutStopSec"]) > SENDING
    assert service["WorkingDirectory"] == f"/var/lib/{service['StateDirectory']}"
    assert (service["StateDirectoryMode"], service["UMask"]) == ("0700", "0077")
    # Reading a tracker is limited with setrlimit, and sends over the network: both have to be allowed.
    assert service["SystemCallFilter"] == "@system-service"
    assert set(service["RestrictAddressFamilies"].split()) == {"AF_INET", "AF_INET6", "AF_UNIX"}


def test_the_command_beside_the_unit_finds_the_same_settings():
    command = (UNIT.parent / "followthrough").read_text()
    assert os.access(UNIT.parent / "followthrough", os.X_OK)
    assert f"cd {unit()['Service']['WorkingDirectory']} " in command
    assert "/opt/followthrough/.venv/bin/followthrough" in command


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_can_read_the_unit_and_finds_little_that_it_leaves_open(tmp_path):
    here = (
        UNIT.read_text()
        .replace("/opt/followthrough/.venv/bin/python", sys.executable)
        .replace("/opt/followthrough", str(ROOT))
    )
    (tmp_path / UNIT.name).write_text(here.replace("User=followthrough", "User=root"))
    looked = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / UNIT.name)], capture_output=True, text=True, check=False
    )
    assert (looked.returncode, looked.stdout) == (0, ""), looked.stderr
    looked = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(UNIT)],
        capture_output=True,
        check=False,
    )
    assert looked.returncode == 0, looked.stdout.decode()


def hook(name, *arguments, **env):
    """What Slack's tool gets where it runs a hook: it takes the words apart at their spaces."""
    command = HOOKS["hooks"][name].split()
    assert command[0] == ".venv/bin/python"
    return subprocess.run(
        [sys.executable, *command[1:], *arguments],
        cwd=ROOT,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_slacks_tool_is_told_its_hooks_and_that_the_bot_connects_by_itself():
    told = json.loads(hook("get-hooks").stdout)
    assert told["config"]["sdk-managed-connection-enabled"] is True
    assert set(HOOKS["hooks"]) - {"get-hooks"} <= set(told["hooks"])
    assert (ROOT / HOOKS["config"]["watch"]["manifest"]["paths"][0]).is_file()


def test_slacks_tool_gets_the_manifest_as_json():
    boundary = "01HF"
    said = hook("get-manifest", "--protocol=message-boundaries", f"--boundary={boundary}").stdout.strip()
    assert json.loads(said.removeprefix(boundary).removesuffix(boundary)) == MANIFEST
    assert json.loads(hook("get-manifest").stdout) == MANIFEST


def test_slacks_tool_starts_the_bot_with_its_own_tokens_only():
    without = dict.fromkeys(("SLACK_CLI_XOXB", "SLACK_CLI_XAPP"), "")
    done = hook("start", **without, SLACK_BOT_TOKEN="xoxb-of-another", SLACK_APP_TOKEN="xapp-of-another")
    assert done.returncode == 1
    assert "slack run" in done.stderr


@pytest.mark.install
def test_slacks_tool_starts_the_bot(tmp_path):
    with slack() as (made, env):
        env |= {"SLACK_CLI_XOXB": made.app.bot_token, "SLACK_CLI_XAPP": made.app.app_token}
        env |= {"SLACK_BOT_TOKEN": "xoxb-of-another", "SLACK_APP_TOKEN": "xapp-of-another"}
        env |= {"FOLLOWTHROUGH_DATABASE": str(tmp_path / "plan.db")}
        command = [sys.executable, *HOOKS["hooks"]["start"].split()[1:]]
        with running(made, command, cwd=ROOT, env=os.environ | env):
            pass


def test_what_slacks_tool_keeps_for_one_developer_is_not_put_under_version_control():
    assert "apps.dev.json" in (ROOT / ".slack" / ".gitignore").read_text().split()
    assert json.loads((ROOT / ".slack" / "config.json").read_text()) == {"manifest": {"source": "local"}}


def test_a_new_version_says_at_its_start_where_it_keeps_the_database_as_it_was(world, tmp_path):
    path = tmp_path / "older" / "plan.db"
    path.parent.mkdir()
    older = Database(path)
    migrations.apply(older, stop_before="m011_links")
    older.close()
    with capture_logs() as said:
        bot = build(world.services.settings.model_copy(update={"database": path}), world.clock)
    bot.services.store.close()
    (told,) = (line for line in said if line["event"] == "upgraded")
    assert Path(told["kept"]) == path.with_name("plan.db.before-m011")
    assert Path(told["kept"]).is_file()
