"""Words in the record, on the command line: `followthrough find` and `followthrough correct`."""

import json
import re
import sys
from collections.abc import Iterable
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.common import AsJson, by, readable
from bot.clock import system_clock
from bot.settings import Settings
from bot.usecases import correcting
from storage import copies, persons
from storage.correcting import Place
from storage.persons import Kept

_USER = re.compile(r"[UW][A-Z0-9]{6,30}")
_REACH = (
    "Messages that Followthrough posted are brought up to date when it runs. It can't reach what people wrote in "
    "Slack themselves, what only one person was shown, files that were exported, and copies of the database made "
    "until now: delete those."
)
_CALLED = {"events": "audit trail", "outbox": "message", "found": "Slack", "runs": "job", "errands": "errand"}


def find(*, as_json: AsJson = False) -> None:
    """Say where words are kept, or what is kept about a person (their Slack user id). It asks for the words."""
    store = readable()
    words = _asked()
    with store.read() as tx:
        about = list(persons.kept(tx, words)) if _USER.fullmatch(words) else []
        found = correcting.find(tx, words)
    if as_json:
        told = {"places": [one._asdict() for one in found], "person": [one._asdict() for one in about]}
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        _show(found, about)


def correct(reason: Annotated[str, typer.Option(help="What stands in place of the words from now on.")] = "") -> None:
    """Take words out of the record, for good; the audit trail tells that it was done. It asks for the words."""
    store = readable()
    words = _asked()
    with store.read() as tx:
        found = correcting.find(tx, words)
    _show(found, [])
    if not found:
        store.wipe()  # an earlier try may have ended before this
        return
    if not typer.confirm(f"Take the words out of {len(found)} places, for good?", err=True):
        return
    with store.write() as tx:
        done = correcting.correct(tx, words, reason, by(system_clock()), Settings().allowed)
    store.wipe()
    sys.stdout.write(f"Taken out of {len(done)} places. {_REACH}\n")
    for copy in copies.kept(store.path, Settings().backup_folder):
        sys.stdout.write(f"It still has them: {copy}\n")


def _asked() -> str:
    # Asked for, and not a part of the command: a shell keeps what was typed after a command in its history.
    return " ".join(str(typer.prompt("Words", err=True)).split())


def _show(found: Iterable[Place], about: Iterable[Kept]) -> None:
    table = Table("What", "Where", "Number")
    for kept in about:
        table.add_row(Text(kept.what), Text(_called(kept.table)), f"{kept.number:,}")
    for place in found:
        where = f"{_called(place.table)}: {', '.join(place.columns).replace('_', ' ')}"
        table.add_row(Text(place.subject), Text(where), str(place.rowid))
    if table.row_count:
        Console().print(table)
    else:
        sys.stdout.write("Nothing was found.\n")


def _called(table: str) -> str:
    return _CALLED.get(table, table.replace("_", " "))


def register(cli: typer.Typer) -> None:
    """Add these commands."""
    for command in (find, correct):
        cli.command()(command)
