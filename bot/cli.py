"""The command line: `followthrough`, or `python -m bot`. Exit status 0: well, 1: found faults, 2: bad use."""

import json
import sqlite3
import sys
from typing import Annotated, Never

import typer
from pydantic import ValidationError
from rich.console import Console

from bot import cli_files, cli_importing, cli_keeping, cli_retention, cli_words
from bot.clock import system_clock
from bot.domain.errors import BadInput, FollowthroughError
from bot.services import Services
from bot.settings import Settings
from bot.words import why_not
from storage import checks
from storage.database import Store

cli = typer.Typer(
    help="Followthrough: follows a safeguarding partnership's improvement plan through, in Slack.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Port = Annotated[int, typer.Option(help="Where the page is, on this machine only.", min=0, max=65535)]
AsJson = Annotated[bool, typer.Option("--json", help="For machines instead of people.")]


for part in (cli_files, cli_importing, cli_keeping, cli_words, cli_retention):
    part.register(cli)


def main() -> None:
    """Run a command. What can't be done is one sentence on standard error, and exit status 2."""
    try:
        cli()
    except (FollowthroughError, ValidationError, sqlite3.DatabaseError) as error:
        status, why = why_not(error)
        sys.stderr.write(f"{why}\n")
        sys.exit(status)


def _refuse(sentence: str) -> Never:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(2)


@cli.command()
def playground(port: Port = 8300) -> None:
    """Try the bot without Slack: a stand-in with the example partnership, in a browser."""
    from bot.log import write_log  # noqa: PLC0415 — only the playground runs the whole bot
    from bot.playground.demo import announce, running  # noqa: PLC0415
    from bot.signals import listen_for_signals  # noqa: PLC0415

    write_log()
    told = listen_for_signals()
    try:
        with running(port) as url:
            announce(url)
            told.wait()
    except OSError as error:
        _refuse(f"The page can't be served on port {port}: {error.strerror}. Choose another, as --port 8400.")


@cli.command()
def digest(
    *,
    partner: Annotated[str, typer.Option(help="Only what goes to the partner with this code and to its leads.")] = "",
    on: Annotated[str, typer.Option(help="This day or a later one, as tomorrow; the plan is as it is now.")] = "",
    as_json: AsJson = False,
) -> None:
    """Print what would go out on a day: each digest with its thread, the heartbeat, nudges. Nothing is sent."""
    from bot import printing  # noqa: PLC0415 — what is posted is built by this command only
    from commands.dates import read_date  # noqa: PLC0415

    settings = Settings()
    services = Services(settings, Store(settings.database), system_clock)
    try:
        day = read_date(on, services.today(), towards="future") if on else services.today()
    except BadInput as error:  # its own example may be a day that is over
        raise BadInput(error.sentence, printing.EXAMPLE) from error
    checks.check_readable(services.store)
    with services.store.read() as tx:
        found = printing.of_day(tx, services, day, partner)
    if as_json:
        sys.stdout.write(json.dumps(printing.as_dict(found), indent=2) + "\n")
    else:
        printing.show(Console(), found)


@cli.command()
def check(*, as_json: AsJson = False) -> None:
    """Look whether all is in order: settings, database, holiday data, Slack, messages. Nothing is changed."""
    from bot.checking import everything  # noqa: PLC0415 — Slack is asked by this command only

    with Console(stderr=True).status("Looking…"):
        findings = list(everything.look(system_clock))
    if as_json:
        sys.stdout.write(json.dumps(everything.as_dict(findings), indent=2) + "\n")
    else:
        everything.show(Console(), findings)
    sys.exit(0 if all(one.well for one in findings) else 1)


def _store() -> Store:
    store = Store(Settings().database)
    store.migrate()
    return store
