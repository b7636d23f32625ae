"""Plans and trackers on their way in, on the command line: `followthrough import`."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.cli.common import AsJson, by
from bot.clock import system_clock
from bot.domain.errors import BadInput
from bot.domain.events import Origin
from bot.domain.identifiers import refusal
from bot.services import Services
from bot.settings import Settings
from storage import people
from storage.database import Store

if TYPE_CHECKING:
    from rich.progress import Progress

    from bot.exchange.outcome import Outcome
    from bot.exchange.rows import Plan
    from bot.exchange.trackers.choices import Choices

_TRY = "followthrough import tracker.xlsx --dry-run"
Several = list[str] | None

File = Annotated[
    Path | None, typer.Argument(help="A tracker or a filled-in template: .xlsx, .xls, .ods, .csv, .yml.")
]
Example = Annotated[bool, typer.Option("--example", help="Load the example partnership instead.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")]
Columns = Annotated[
    Several,
    typer.Option("--map", help='What a column means, as "Owner=lead partner" or "Owner=leave out". Repeatable.'),
]
Leads = Annotated[
    Several, typer.Option("--lead", help='Who leads where the tracker says so, as "Health=ICB". Repeatable.')
]
Source = Annotated[str, typer.Option(help="The source of rows that name none, as JTAI-2022.")]
Sheets = Annotated[Several, typer.Option("--sheet", help="Read this sheet, and no other one. Repeatable.")]


def import_plan(  # noqa: PLR0913 — each is something that a person may say
    file: File = None,
    *,
    example: Example = False,
    dry_run: DryRun = False,
    columns: Columns = None,
    leads: Leads = None,
    source: Source = "",
    sheets: Sheets = None,
    as_json: AsJson = False,
) -> None:
    """Read a tracker or a plan into the store: all of it, or nothing. The same file again changes nothing.

    Exit status: 0 where every row was read, 1 where some were left out or have faults, 2 for bad use.
    """
    from bot.cli import import_report as report  # noqa: PLC0415 — workbooks are read by this command only
    from bot.exchange.example import EXAMPLE  # noqa: PLC0415
    from bot.exchange.trackers.choices import Choices  # noqa: PLC0415

    if (file is None) == (not example):
        raise BadInput("Name one file to import, or --example.", _TRY)
    chosen = Choices.written(columns or (), leads or (), source, sheets or ())
    with _progress() as progress:
        plan, outcome = _imported(file or EXAMPLE, chosen, progress, dry_run=dry_run)
    if as_json:
        sys.stdout.write(json.dumps(report.as_dict(plan, outcome), indent=2) + "\n")
    else:
        report.show(Console(), plan, outcome)
    sys.exit(1 if plan.faults or plan.rejected else 0)


def _imported(file: Path, chosen: "Choices", progress: "Progress", *, dry_run: bool) -> "tuple[Plan, Outcome | None]":
    from bot.exchange import importing, incoming  # noqa: PLC0415 — as above
    from bot.exchange.files.reading import contents_of  # noqa: PLC0415

    services = _services()
    store, refuse = services.store, partial(refusal, allowed=services.settings.allowed)
    with store.read() as tx:
        home, choices = people.remembered(tx, "home"), chosen.over(incoming.remembered(tx))
    work = progress.add_task("Reading", total=None)
    plan = incoming.plan_of(
        *(file.name, contents_of(file), importing.known(store), choices, refuse, services.today()),
        then=lambda: progress.update(work, description="Checking"),
    )
    if plan.faults:
        return plan, None
    progress.update(work, description="Comparing" if dry_run else "Storing", total=_size(plan))
    outcome = importing.apply(
        store,
        plan,
        by(system_clock(), Origin.IMPORT),
        home=home,
        dry_run=dry_run,
        step=lambda rows: progress.advance(work, rows),
        last=lambda tx, _: incoming.remember(tx, choices),
    )
    return plan, outcome


def _size(plan: "Plan") -> int:
    around = (plan.partners, plan.people, plan.sources, plan.remit, plan.deadlines, plan.indicators)
    return sum(map(len, (*around, plan.readings, plan.funding, plan.actions)))


def _services() -> Services:
    settings = Settings()
    store = Store(settings.database)
    if kept := store.migrate():
        sys.stderr.write(f"The database was of an earlier version. As it was, it is kept in {kept}\n")
    return Services(settings, store, system_clock)


@contextmanager
def _progress() -> "Iterator[Progress]":
    from rich.progress import Progress  # noqa: PLC0415 — as above

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        yield progress


def register(cli: typer.Typer) -> None:
    """Add this command."""
    cli.command("import")(import_plan)
