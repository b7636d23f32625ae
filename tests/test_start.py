"""Starting: what is said when something is missing or wrong."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from pydantic import ValidationError

import app
from bot import cli
from bot.domain.errors import BadInput
from bot.listeners import channels, membership
from bot.settings import Settings
from bot.words import why_not

ROOT = Path(__file__).parents[1]


def process(*command, cwd, **env):
    """Run it as a process of its own, which takes a second."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "FOLLOWTHROUGH_"))}
    path = {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *command], cwd=cwd, env=clean | path | env, capture_output=True, text=True, check=False
    )


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run the bot's or the command line's `main` in a folder of its own: exit status, what was printed, what was wrong."""
    monkeypatch.setattr(app, "write_log", lambda: None)  # the log of all tests stays as it is, and so does Ctrl+C
    monkeypatch.setattr(app, "listen_for_signals", Event)
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("SLACK_", "FOLLOWTHROUGH_"))]:
        monkeypatch.delenv(name)

    def run(main, *arguments, **env):
        monkeypatch.setattr(sys, "argv", ["followthrough", *arguments])
        with monkeypatch.context() as told:
            for name, value in env.items():
                told.setenv(name, value)
            try:
                status = main()
            except SystemExit as ended:
                status = ended.code
        return status or 0, *capsys.readouterr()

    return run


def test_without_tokens_it_says_what_is_missing_and_how_to_try_it_without_slack(tmp_path):
    done = process(str(ROOT / "app.py"), cwd=tmp_path)
    assert done.returncode == 2
    assert "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set" in done.stderr
    assert "run: .venv/bin/followthrough playground" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_with_one_token_the_other_is_missing(run, tmp_path):
    status, _, said = run(app.main, SLACK_BOT_TOKEN="xoxb-1")
    assert (status, "SLACK_APP_TOKEN is not set" in said) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_dot_env_file_is_read(run, tmp_path):
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-1\n")
    assert "SLACK_APP_TOKEN is not set" in run(app.main)[2]


WRONG = {
    "FOLLOWTHROUGH_TIMEZONE": ("London", "write a zone's name, as Europe/London"),
    "FOLLOWTHROUGH_DIGEST_AT": ("01:30", "write a local time from 07:00 to before 20:00, as 09:00"),
    "FOLLOWTHROUGH_LADDER": (
        "20,10,30",
        "write three numbers of working days, each larger than the one before, as 10,20,30",
    ),
    "FOLLOWTHROUGH_HEALTH_PORT": ("70000", "Input should be less than or equal to 65535"),
    "FOLLOWTHROUGH_SLACK_API_URL": ("slack", "Input should be a valid URL"),
    "FOLLOWTHROUGH_DUE_SOON_WORKING_DAYS": ("ten", "Input should be a valid integer"),
}


def test_all_wrong_settings_are_named_at_once_with_what_they_may_be(run):
    values = {name: value for name, (value, _) in WRONG.items()}
    status, _, told = run(app.main, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", **values)
    assert status == 2
    said = told.splitlines()
    assert len(said) == len(WRONG)
    for name, (_, sentence) in WRONG.items():
        assert any(line.startswith(f"{name}: {sentence}") for line in said), name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LADDER", "10,20"),
        ("LADDER", "0,10,20"),
        ("LADDER", "10,10,20"),
        ("LADDER", "soon"),
        ("DIGEST_AT", "20:00"),
        ("DIGEST_AT", "06:59"),
        ("DIGEST_AT", "09:00+01:00"),
        ("TIMEZONE", "../etc"),
        ("HEALTH_PORT", "-1"),
    ],
)
def test_other_values_that_can_not_be_are_refused_too(monkeypatch, tmp_path, name, value):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"FOLLOWTHROUGH_{name}", value)
    with pytest.raises(ValidationError) as wrong:
        Settings()
    status, said = why_not(wrong.value)
    assert (status, said.startswith(f"FOLLOWTHROUGH_{name}: ")) == (2, True)


def test_the_command_line_imports_the_example_and_again_changes_nothing(run, tmp_path):
    database = {"FOLLOWTHROUGH_DATABASE": str(tmp_path / "plan.db")}
    status, _, said = run(cli.main, "import", "--example", **database)
    assert status == 0, said
    status, printed, _ = run(cli.main, "import", "--example", "--json", **database)
    assert status == 0
    assert json.loads(printed)["total"] == {"added": 0, "changed": 0, "unchanged": 33}
    assert (tmp_path / "plan.db").stat().st_mode & 0o777 == 0o600


def test_the_template_imports_as_it_is(tmp_path):
    assert process("-m", "bot", "template", "plan.xlsx", cwd=tmp_path).returncode == 0
    done = process("-m", "bot", "import", "plan.xlsx", "--dry-run", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments", [("import",), ("import", "missing.xlsx"), ("template", "plan.doc"), ("frobnicate",)]
)
def test_bad_use_is_a_sentence_and_exit_status_2(run, arguments):
    status, _, said = run(cli.main, *arguments)
    assert status == 2
    assert "Traceback" not in said
    assert said.strip()


def test_a_slack_that_is_not_there_is_a_sentence(tmp_path):
    nowhere = {
        "FOLLOWTHROUGH_SLACK_API_URL": "http://127.0.0.1:9/api/",
        "FOLLOWTHROUGH_DATABASE": str(tmp_path / "x.db"),
    }
    done = process(str(ROOT / "app.py"), cwd=tmp_path, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", **nowhere)
    assert done.returncode == 1
    assert "Slack can't be reached at http://127.0.0.1:9/api/" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_channel_in_the_settings_that_the_bot_is_not_in_is_refused_at_the_start(world, tmp_path):
    settings = world.services.settings
    world.slack.add_channel("board", ["U0MANAGER"])
    done = process(
        str(ROOT / "app.py"),
        cwd=tmp_path,
        SLACK_BOT_TOKEN=settings.slack_bot_token.get_secret_value(),
        SLACK_APP_TOKEN=settings.slack_app_token.get_secret_value(),
        FOLLOWTHROUGH_SLACK_API_URL=settings.api_url,
        FOLLOWTHROUGH_DATABASE=str(tmp_path / "x.db"),
        FOLLOWTHROUGH_HEALTH_PORT="0",
        FOLLOWTHROUGH_UNIT_CHANNEL="board",
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "FOLLOWTHROUGH_UNIT_CHANNEL: “board” is no channel that Followthrough can post in: write a channel's name or "
        "id, as business-unit or C012AB3CD, and invite Followthrough to it with /invite @Followthrough."
    )
    assert "Traceback" not in done.stderr


def checked(world, **changed):
    """Check the channels of the settings, after looking them up as at the start."""
    services = replace(world.services, settings=world.services.settings.model_copy(update=changed))
    membership.find_channels(world.bot.app.client, services)
    channels.check_settings(world.bot.app.client, services)


@pytest.mark.parametrize("setting", ["unit_channel", "executive_channel"])
def test_a_channel_in_the_settings_is_found_by_name_or_id(world, setting):
    private = world.slack.add_channel("board", ["U0BOT"], private=True)
    general = world.slack.add_channel("open-board", ["U0MANAGER", "U0BOT"])
    for given in ("board", "#Board", private.id, "open-board", general.id):
        checked(world, **{setting: given})


@pytest.mark.parametrize("setting", ["unit_channel", "executive_channel"])
def test_a_channel_in_the_settings_that_is_none_or_is_closed_to_the_bot_is_named(world, setting):
    world.slack.add_channel("private-board", ["U0MANAGER"], private=True)
    closed = world.slack.add_channel("closed-board", ["U0BOT"])
    closed.is_archived = True
    everybodys = world.slack.channel("general").id  # the bot sees it and is not in it
    for given in ("nowhere", "private-board", "closed-board", closed.id, "general", everybodys, "C0NOWHERE"):
        with pytest.raises(BadInput, match=f"^FOLLOWTHROUGH_{setting.upper()}: “{given}” is no channel"):
            checked(world, **{setting: given})


def test_a_channel_that_was_renamed_since_is_still_known(world):
    board = world.slack.add_channel("board", ["U0BOT"])
    checked(world, unit_channel="board")
    board.name = "improvement-board"
    checked(world, unit_channel="board")


@pytest.mark.parametrize("fault", ["ratelimited", "internal_error"])
def test_what_slack_does_not_tell_of_a_channel_stops_nobody(world, fault):
    for method in ("users.conversations", "conversations.info"):
        world.slack.faults.fail(method, fault, times=9, retry_after=0)
    checked(world, unit_channel="nowhere", executive_channel="C0NOWHERE")


def test_a_database_that_is_damaged_or_no_file_is_a_sentence(tmp_path):
    damaged = tmp_path / "x.db"
    damaged.write_bytes(b"no database at all" * 500)
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    done = process(str(ROOT / "app.py"), cwd=tmp_path, FOLLOWTHROUGH_DATABASE=str(damaged), **tokens)
    assert (done.returncode, "left as it was" in done.stderr) == (1, True)
    assert damaged.read_bytes() == b"no database at all" * 500


def test_a_database_that_can_be_none_is_a_sentence(run, tmp_path):
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "FOLLOWTHROUGH_HEALTH_PORT": "0"}
    status, _, said = run(app.main, FOLLOWTHROUGH_DATABASE=str(tmp_path), **tokens)
    assert (status, "is not a file" in said) == (2, True)
    (tmp_path / "x.db").touch()
    status, _, said = run(app.main, FOLLOWTHROUGH_DATABASE=str(tmp_path / "x.db" / "plan.db"), **tokens)
    assert (status, said) == (1, f"{tmp_path}/x.db can't be used: File exists.\n")
