"""What keeps the record safe, on the command line: `followthrough verify` and `followthrough backup`."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.common import AsJson, readable
from bot.domain.errors import BadInput
from bot.settings import Settings
from storage import checks
from storage.database import Store


def verify(
    *,
    head: Annotated[str, typer.Option(help="A head that was kept elsewhere, as 4512:3f9a51c2d0e1aa77.")] = "",
    file: Annotated[Path | None, typer.Option(help="Another file, as a backup, instead of the database.")] = None,
    as_json: AsJson = False,
) -> None:
    """Look whether the audit trail and the database are as they were recorded. Nothing is changed."""
    from bot.checking import everything, store, trail  # noqa: PLC0415 — looked at by this command only

    signed = trail.read_head(head) if head else None
    looked = Store(file or Settings().database)
    findings = [store.database(looked)]
    if findings[0].well:
        with looked.read() as tx:
            findings += [trail.trail(tx, signed), trail.plan(tx)]
    if as_json:
        sys.stdout.write(json.dumps(everything.as_dict(findings), indent=2) + "\n")
    else:
        everything.show(Console(), findings)
    sys.exit(0 if all(one.well for one in findings) else 1)


def backup(file: Annotated[Path, typer.Argument(help="The file to write, as backup.db.")]) -> None:
    """Copy the database to a file, as it is at one moment, while Followthrough runs. The copy is looked at."""
    store = readable()
    if file.exists():
        raise BadInput(f"{file} is there already, and would be overwritten.", "followthrough backup another.db")
    try:
        last = checks.copied(store, file)
    except OSError as error:
        raise BadInput(f"{file} can't be written: {error.strerror}.", "followthrough backup backup.db") from error
    sys.stdout.write(f"Written: {file}, whole, with {last.id:,} events. Its head: {last.short}\n")


def register(cli: typer.Typer) -> None:
    """Add these commands."""
    for command in (verify, backup):
        cli.command()(command)
