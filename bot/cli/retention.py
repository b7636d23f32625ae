"""How long things are kept, on the command line: `followthrough retention` and `followthrough hold`."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.common import by, readable
from bot.clock import system_clock
from bot.services import Services
from bot.settings import Settings
from bot.usecases import retention as usecases
from storage import holds
from storage.database import Transaction
from storage.retention import Going

MOST = 50


def retention(
    *, dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would go, and change nothing.")] = False
) -> None:
    """Let go of words that were kept for as long as the settings say, as is done each morning. Holds win."""
    services = _services()
    with services.store.read() as tx:
        found = usecases.over(tx, *_periods(services.settings), services.clock())
        _show(tx, found)
    if dry_run or not found:
        sys.stdout.write("Nothing was changed.\n")
        return
    with services.store.write() as tx:
        usecases.let_go(tx, found, services.today(), by(services.clock()))
    services.store.wipe()
    sys.stdout.write(f"The words of {len(found):,} are gone.\n")


def hold(
    what: Annotated[str, typer.Argument(help="An action, a source, or all: A12, JTAI-2022, all.")],
    reason: Annotated[str, typer.Option(help="Why it must not go.")] = "",
    *,
    end: Annotated[bool, typer.Option("--end", help="End the hold instead.")] = False,
) -> None:
    """Keep something whatever its time, until the hold is ended."""
    services = _services()
    with services.store.write() as tx:
        who = by(services.clock())
        allowed = services.settings.allowed
        done = usecases.release(tx, what, who) if end else usecases.hold(tx, what, reason, who, allowed)
    sys.stdout.write(f"The hold on {done} {'has ended' if end else 'has begun'}.\n")


def _services() -> Services:
    return Services(Settings(), readable(), system_clock)


def _periods(settings: Settings) -> tuple[int, int]:
    return settings.keep_messages_days, settings.keep_ended_years


def _show(tx: Transaction, found: list[Going]) -> None:
    for one in holds.on(tx):
        sys.stdout.write(f"Held: {one.subject or 'everything'}, since {one.since[:10]}: {one.reason}\n")
    if not found:
        sys.stdout.write("Nothing has been kept for as long as the settings say.\n")
        return
    table = Table("What", "Which", "Since")
    for going in found[:MOST]:
        table.add_row(Text(going.kind), Text(going.subject), Text(going.since[:10]))
    Console().print(table)
    if len(found) > MOST:
        sys.stdout.write(f"And {len(found) - MOST:,} more.\n")


def register(cli: typer.Typer) -> None:
    """Add these commands."""
    for command in (retention, hold):
        cli.command()(command)
