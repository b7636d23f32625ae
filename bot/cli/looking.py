"""What only looks, on the command line: `followthrough playground`, `digest` and `check`."""

import json
import sys
from typing import Annotated, Never

import typer
from rich.console import Console

from bot.cli.common import AsJson, readable
from bot.cli.findings import tell
from bot.clock import system_clock
from bot.domain.errors import BadInput
from bot.services import Services
from bot.settings import Settings

Port = Annotated[int, typer.Option(help="Where the page is, on this machine only.", min=0, max=65535)]


def playground(
    port: Port = 8300,
    *,
    empty: Annotated[
        bool, typer.Option("--empty", help="With people and channels only, to practise the set-up.")
    ] = False,
) -> None:
    """Try the bot without Slack: a stand-in with the example partnership, in a browser."""
    from bot.log import write_log  # noqa: PLC0415 — only the playground runs the whole bot
    from bot.playground.demo import announce, running  # noqa: PLC0415
    from bot.signals import listen_for_signals  # noqa: PLC0415

    write_log(brief=True)
    told = listen_for_signals()
    try:
        with running(port, empty=empty) as url:
            announce(url)
            told.wait()
    except OSError as error:
        _refuse(f"The page can't be served on port {port}: {error.strerror}. Choose another, as --port 8400.")


def digest(
    *,
    partner: Annotated[str, typer.Option(help="Only what goes to the partner with this code and to its leads.")] = "",
    on: Annotated[str, typer.Option(help="This day or a later one, as tomorrow; the plan is as it is now.")] = "",
    as_json: AsJson = False,
) -> None:
    """Print what would go out on a day: each digest with its thread, the heartbeat, nudges. Nothing is sent."""
    from bot.cli import printing  # noqa: PLC0415 — what is posted is built by this command only
    from commands.dates import read_date  # noqa: PLC0415

    store = readable()
    services = Services(Settings(), store, system_clock)
    try:
        day = read_date(on, services.today(), towards="future") if on else services.today()
    except BadInput as error:  # its own example may be a day that is over
        raise BadInput(error.sentence, printing.EXAMPLE) from error
    with store.read() as tx:
        found = printing.of_day(tx, services, day, partner)
    if as_json:
        sys.stdout.write(json.dumps(printing.as_dict(found), indent=2) + "\n")
    else:
        printing.show(Console(), found)


def check(*, as_json: AsJson = False) -> None:
    """Look whether all is in order: settings, database, holiday data, Slack, messages. Nothing is changed."""
    from bot.checking import everything  # noqa: PLC0415 — Slack is asked by this command only

    with Console(stderr=True).status("Looking…"):
        findings = list(everything.look(system_clock))
    tell(findings, as_json=as_json)


def _refuse(sentence: str) -> Never:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(2)


def register(cli: typer.Typer) -> None:
    """Add these commands."""
    for command in (playground, digest, check):
        cli.command()(command)
