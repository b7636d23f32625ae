"""What keeps the record safe, on the command line: `followthrough verify`, `backup` and `restore`."""

import sqlite3
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.common import AsJson, readable
from bot.cli.findings import tell
from bot.domain.errors import BadInput
from bot.messages.text import count, moment
from bot.settings import Settings
from storage import checks, troubles
from storage.database import Row, Store

ASIDE = "What was there before is now {}, and goes after {} days, as a backup does."
BROKEN = (
    "Its audit trail is not as it was recorded: event {:,}, {}. If there is an older backup, look at that one with: "
    "followthrough verify --file backup.db"
)
NOTHING_BEFORE = "There was no database in its place."


def verify(
    *,
    head: Annotated[str, typer.Option(help="A head that was kept elsewhere, as 4512:3f9a51c2d0e1aa77.")] = "",
    file: Annotated[Path | None, typer.Option(help="Another file, as a backup, instead of the database.")] = None,
    as_json: AsJson = False,
) -> None:
    """Look whether the audit trail and the database are as they were recorded. Nothing is changed."""
    from bot.checking import store, trail  # noqa: PLC0415 — looked at by this command only

    signed = trail.read_head(head) if head else None
    if file:
        checks.check_given(file, "followthrough verify --file backup.db")
    settings = Settings()
    looked = Store(file or settings.database)
    findings = [store.database(looked, settings.backup_folder)]
    if findings[0].well:
        with looked.read() as tx:
            findings += [trail.trail(tx, signed), trail.plan(tx)]
    tell(findings, as_json=as_json)


def backup(file: Annotated[Path, typer.Argument(help="The file to write, as backup.db.")]) -> None:
    """Copy the database to a file, as it is at one moment, while Followthrough runs. The copy is looked at."""
    store = readable()
    if file.exists():
        raise BadInput(f"{file} is there already, and would be overwritten.", "followthrough backup another.db")
    try:
        last = checks.copied(store, file)
    except (OSError, sqlite3.OperationalError) as error:
        why = error.strerror if isinstance(error, OSError) else (troubles.of(error) or troubles.DAMAGED).said
        raise BadInput(f"{file} can't be written: {why}.", "followthrough backup backup.db") from error
    sys.stdout.write(f"Written: {file}, whole, with {last.id:,} events. Its head: {last.short}\n")


def restore(file: Annotated[Path, typer.Argument(help="The backup, as backup.db. It stays where it is.")]) -> None:
    """Put a backup in the database's place, after looking whether it is whole. What was there is put aside."""
    from storage import restoring  # noqa: PLC0415 — used by this command only

    settings = Settings()
    try:
        done = restoring.restore(Store(settings.database), file)
    except OSError as error:
        said = f"{file} can't be put at {settings.database}: {error.strerror}."
        raise BadInput(said, "followthrough restore backup.db") from error
    sys.stdout.write(f"Restored: {settings.database}, with {done.head.id:,} events. Its head: {done.head.short}\n")
    if done.broken:
        sys.stdout.write(f"{BROKEN.format(*done.broken)}\n")
    before = ASIDE.format(done.aside, settings.backup_days) if done.aside else NOTHING_BEFORE
    sys.stdout.write(f"{before}\n")
    _tell_lost(done.lost, ZoneInfo(settings.timezone))


def _tell_lost(lost: list[Row] | None, zone: ZoneInfo) -> None:
    if lost is None:
        sys.stdout.write("Nothing else tells what was recorded since this backup: look in Slack.\n")
    elif not lost:
        sys.stdout.write("Nothing is missing.\n")
    else:
        table = Table("Event", "When", "What", "Of", "By")
        for row in lost:
            at = moment(datetime.fromisoformat(row["at"]), zone)
            table.add_row(
                *(Text(str(one or "")) for one in (row["id"], at, row["verb"], row["subject"], row["partner"]))
            )
        Console().print(table)
        sys.stdout.write(f"{count(len(lost), 'change')} made since this backup, to be made again.\n")


def register(cli: typer.Typer) -> None:
    """Add these commands."""
    for command in (verify, backup, restore):
        cli.command()(command)
