"""Files for people, on the command line: `followthrough template`, `export` and `report`."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.common import UNIT, by, readable
from bot.clock import system_clock
from bot.domain.errors import BadInput
from bot.services import Services
from bot.settings import Settings
from storage import copies

Force = Annotated[bool, typer.Option("--force", help="Overwrite a file that is there already.")]

_REPORT = "followthrough report board-pack.docx --as-at “31 January 2023”"


def template(file: Annotated[Path, typer.Argument(help="The workbook to write, ending in .xlsx.")]) -> None:
    """Write an empty workbook to fill in, with explanations, drop-downs and an example row."""
    from bot.exchange.template import write_template  # noqa: PLC0415 — workbooks are slow to load

    write_template(file)
    sys.stdout.write(f"Written: {file}. Fill it in, then try: followthrough import {file} --dry-run\n")


def export(
    file: Annotated[Path, typer.Argument(help="The file to write, ending in .xlsx, .csv, .json or .ics.")],
    *,
    sheet: Annotated[str, typer.Option(help="For .csv, which sheet: Actions where none is named.")] = "",
    force: Force = False,
) -> None:
    """Write the whole plan to a file: a workbook that can be imported again, one sheet, JSON, or a calendar."""
    from bot.exchange.exports.exported import exported, recorded  # noqa: PLC0415 — as above

    kind, store = _ending(file), readable()
    _check_free(file, "followthrough export plan-2.xlsx", force=force)
    with Console(stderr=True).status("Writing the plan…"), store.read() as tx:
        contents = exported(tx, kind, UNIT, sheet=sheet, people=True)
    with store.write() as tx:
        recorded(tx, by(system_clock()), kind)
    _write(file, contents, "followthrough export plan.xlsx")
    sys.stdout.write(f"Written: {file}. It is OFFICIAL: keep it as you keep the plan itself.\n")


def report(
    file: Annotated[Path, typer.Argument(help="The board pack to write, ending in .docx or .xlsx.")],
    *,
    as_at: Annotated[
        str, typer.Option(help="The last day it takes account of, as yesterday. Today if left out.")
    ] = "",
    since: Annotated[str, typer.Option(help="From when on it tells what changed. The last pack if left out.")] = "",
    force: Force = False,
) -> None:
    """Write the board pack as at a day, as Word or Excel. Made again from the same record, it is the same file."""
    from bot.exchange.pack import contents  # noqa: PLC0415 — as above

    writer, store = _pack_writer(file), readable()
    _check_free(file, "followthrough report board-pack-2.docx", force=force)
    services = Services(Settings(), store, system_clock)
    until = _day(as_at, services, services.today())
    with Console(stderr=True).status("Gathering what the board needs…") as status:
        with store.read() as tx:
            begun = _day(since, services, contents.last_pack(tx, until))
            pack = contents.gathered(tx, services.yardstick(), until, begun, UNIT)
        status.update("Drawing and writing…")
        written = writer(pack)
    with store.write() as tx:
        contents.recorded(tx, by(system_clock()), until, begun, _ending(file))
    _write(file, written, _REPORT)
    sys.stdout.write(f"Written: {file}, as at {_said(until)}, with what changed since {_said(begun)}.\n")


def _pack_writer(file: Path) -> Callable[..., bytes]:
    if _ending(file) == "docx":
        from bot.exchange.pack.word import as_word  # noqa: PLC0415 — as above

        return as_word
    if _ending(file) == "xlsx":
        from bot.exchange.pack.excel import as_excel  # noqa: PLC0415 — as above

        return as_excel
    raise BadInput("A board pack is a Word or an Excel file, so its name ends in .docx or .xlsx.", _REPORT)


def _day(text: str, services: Services, otherwise: date) -> date:
    from commands.dates import read_date  # noqa: PLC0415 — as above

    return read_date(text, services.today(), towards="past") if text else otherwise


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _ending(file: Path) -> str:
    return file.suffix.lower().removeprefix(".")


def _check_free(file: Path, example: str, *, force: bool) -> None:
    """Say what is in the way before anything is made and recorded."""
    if not file.parent.is_dir():
        raise BadInput(f"There is no folder {file.parent}.", example)
    if file.exists() and not (force and file.is_file()):
        raise BadInput(f"{file} is there already. Choose another name, or add --force to overwrite it.", example)


def _write(file: Path, contents: bytes, example: str) -> None:
    """Write the file whole and its owner's only, or leave what was there."""
    try:
        with copies.whole(file) as part:
            part.write_bytes(contents)
    except OSError as error:
        raise BadInput(f"{file} can't be written: {error.strerror}.", example) from error


def register(cli: typer.Typer) -> None:
    """Add these commands."""
    for command in (template, export, report):
        cli.command()(command)
