"""Starting: what is said when something is missing or wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*command, cwd, **env):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "FOLLOWTHROUGH_"))}
    path = {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *command], cwd=cwd, env=clean | path | env, capture_output=True, text=True, check=False
    )


def test_without_tokens_it_says_what_is_missing_and_how_to_try_it_without_slack(tmp_path):
    done = run(str(ROOT / "app.py"), cwd=tmp_path)
    assert done.returncode == 2
    assert "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set" in done.stderr
    assert "python -m bot playground" in done.stderr
    done = run(str(ROOT / "app.py"), cwd=tmp_path, SLACK_BOT_TOKEN="xoxb-1")
    assert "SLACK_APP_TOKEN is not set" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_dot_env_file_is_read(tmp_path):
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-1\n")
    assert "SLACK_APP_TOKEN is not set" in run(str(ROOT / "app.py"), cwd=tmp_path).stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("FOLLOWTHROUGH_TIMEZONE", "London", "FOLLOWTHROUGH_TIMEZONE: "),
        ("FOLLOWTHROUGH_SLACK_API_URL", "slack", "FOLLOWTHROUGH_SLACK_API_URL: "),
        ("FOLLOWTHROUGH_DUE_SOON_WORKING_DAYS", "ten", "FOLLOWTHROUGH_DUE_SOON_WORKING_DAYS: "),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, name, value, sentence):
    done = run(
        str(ROOT / "app.py"), cwd=tmp_path, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", **{name: value}
    )
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_line_imports_the_example_and_again_changes_nothing(tmp_path):
    database = {"FOLLOWTHROUGH_DATABASE": str(tmp_path / "plan.db")}
    first = run("-m", "bot", "import", "--example", cwd=tmp_path, **database)
    assert first.returncode == 0, first.stderr
    again = run("-m", "bot", "import", "--example", "--json", cwd=tmp_path, **database)
    assert again.returncode == 0
    assert json.loads(again.stdout)["total"] == {"added": 0, "changed": 0, "unchanged": 31}
    assert (tmp_path / "plan.db").stat().st_mode & 0o777 == 0o600


def test_the_template_imports_as_it_is(tmp_path):
    assert run("-m", "bot", "template", "plan.xlsx", cwd=tmp_path).returncode == 0
    done = run("-m", "bot", "import", "plan.xlsx", "--dry-run", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments", [("import",), ("import", "missing.xlsx"), ("template", "plan.doc"), ("frobnicate",)]
)
def test_bad_use_is_a_sentence_and_exit_status_2(tmp_path, arguments):
    done = run("-m", "bot", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_a_slack_that_is_not_there_is_a_sentence(tmp_path):
    nowhere = {
        "FOLLOWTHROUGH_SLACK_API_URL": "http://127.0.0.1:9/api/",
        "FOLLOWTHROUGH_DATABASE": str(tmp_path / "x.db"),
    }
    done = run(str(ROOT / "app.py"), cwd=tmp_path, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", **nowhere)
    assert done.returncode == 1
    assert "Slack can't be reached at http://127.0.0.1:9/api/" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_damaged_or_no_file_is_a_sentence(tmp_path):
    damaged = tmp_path / "x.db"
    damaged.write_bytes(b"no database at all" * 500)
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    done = run(str(ROOT / "app.py"), cwd=tmp_path, FOLLOWTHROUGH_DATABASE=str(damaged), **tokens)
    assert (done.returncode, "left as it was" in done.stderr) == (1, True)
    assert damaged.read_bytes() == b"no database at all" * 500
    done = run(str(ROOT / "app.py"), cwd=tmp_path, FOLLOWTHROUGH_DATABASE=str(tmp_path), **tokens)
    assert (done.returncode, "is not a file" in done.stderr) == (2, True)
