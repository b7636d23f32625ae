"""What is said on the command line when something can't be done."""

import sqlite3
from collections.abc import Sequence

from pydantic import ValidationError
from slack_sdk.errors import SlackApiError

from bot.domain.errors import FollowthroughError
from storage import troubles

BAD_USE, FAULT = 2, 1
MISSING = """Followthrough can't start: {} not set.

To run it in Slack, create an app from manifest.yml and set the two tokens (docs/install.md says how).
To try it without Slack, run: .venv/bin/followthrough playground
"""


def why_not(error: ValidationError | FollowthroughError | sqlite3.DatabaseError) -> tuple[int, str]:
    """The exit status, and in plain words what is wrong with the settings, the request or the database."""
    if isinstance(error, ValidationError):
        return BAD_USE, "\n".join(
            f"FOLLOWTHROUGH_{str(one['loc'][0]).upper()}: {one['msg'].removeprefix('Value error, ')}"
            for one in error.errors()
        )
    if isinstance(error, FollowthroughError):
        return BAD_USE, error.sentence + (f" For example: {error.example}" if error.example else "")
    trouble = troubles.of(error)
    said = f"{trouble.said}. What to do: {trouble.do}" if trouble else error
    return FAULT, f"The database can't be used, and was left as it was: {said}."


def why_not_started(error: Exception, api_url: str) -> tuple[int, str]:
    """The exit status, and in plain words why the bot can't start; `api_url` is where Slack was looked for."""
    if isinstance(error, (ValidationError, FollowthroughError, sqlite3.DatabaseError)):
        return why_not(error)
    if isinstance(error, SlackApiError) and _out_of_order(error):
        return FAULT, f"Slack at {api_url} is out of order, so Followthrough has ended. Start it again."
    if isinstance(error, SlackApiError):
        token = "SLACK_APP_TOKEN" if "apps.connections.open" in str(error.response.api_url) else "SLACK_BOT_TOKEN"
        return BAD_USE, f"Slack refuses {token}: {error.response['error']}."
    if isinstance(error, OSError) and error.filename:
        return FAULT, f"{error.filename} can't be used: {error.strerror}."
    return FAULT, f"Slack can't be reached at {api_url}: {error}."


def _out_of_order(error: SlackApiError) -> bool:
    """Whether it is Slack that failed: in a word of its own, or with a page where an answer belongs."""
    word = str(error.response["error"])
    return " " in word or word in {"internal_error", "fatal_error", "service_unavailable", "ratelimited"}


def missing(names: Sequence[str]) -> str:
    """What is said where variables are not set, and how to try the bot without them."""
    return MISSING.format(f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'}")
