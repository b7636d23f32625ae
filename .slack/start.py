#!/usr/bin/env python3
"""What `slack run` starts: the bot with the tokens of the tool's own app, also where `.env` has those of another."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOKENS = {"SLACK_BOT_TOKEN": "SLACK_CLI_XOXB", "SLACK_APP_TOKEN": "SLACK_CLI_XAPP"}

if __name__ == "__main__":
    missing = [name for name in TOKENS.values() if not os.environ.get(name)]
    if missing:
        sys.exit(f"Start this with Slack's command-line tool, `slack run`: {' and '.join(missing)} would be set.")
    tokens = {ours: os.environ[name] for ours, name in TOKENS.items()}
    # In the place of this process, so that the tool's signals reach the bot.
    os.execve(sys.executable, [sys.executable, str(ROOT / "app.py")], os.environ | tokens)  # noqa: S606 — ours
