"""The command line: `followthrough`, which is `python -m bot`. Exit status 0: well, 1: found faults, 2: bad use."""

import sqlite3
import sys

import typer
from pydantic import ValidationError

from bot.cli import files, importing, keeping, looking, retention, words
from bot.domain.errors import FollowthroughError
from bot.words import why_not

cli = typer.Typer(
    help="Followthrough: follows a safeguarding partnership's improvement plan through, in Slack.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for part in (looking, importing, files, keeping, words, retention):
    part.register(cli)


def main() -> None:
    """Run a command. What can't be done is one sentence on standard error, and exit status 2."""
    try:
        cli(prog_name="followthrough")  # however it was started
    except (FollowthroughError, ValidationError, sqlite3.DatabaseError) as error:
        status, why = why_not(error)
        sys.stderr.write(f"{why}\n")
        sys.exit(status)
