"""Which parts an .xlsx workbook has: where its sheets are, and what they share."""

import posixpath
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.exchange.files import markup
from bot.exchange.files.colours import theme_colours
from bot.exchange.files.looks import Look, looks
from bot.exchange.files.packed import WORKBOOK


@dataclass(slots=True)
class Workbook:
    """The parts that a workbook's sheets are in, in their order ("" for one without), and what they share."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    epoch_1904: bool = False
    looks: Sequence[Look] = ()


def workbook(archive: zipfile.ZipFile) -> Workbook:
    """What the sheets share, and where they are."""
    parts, book = _related(archive), Workbook()

    def start(name: str, attributes: dict[str, str]) -> None:
        if (name := markup.local(name)) == "sheet":
            book.sheets.append((attributes.get("name", ""), parts.get(markup.attribute(attributes, "id"), "")))
        elif name == "workbookPr":
            book.epoch_1904 = markup.yes(attributes.get("date1904"))

    with archive.open(WORKBOOK) as stream:
        markup.walk(stream, start)
    book.looks = _looks(archive, list(parts.values()))
    return book


def _related(archive: zipfile.ZipFile) -> dict[str, str]:
    """The workbook's parts by the ids it gives them."""
    parts: dict[str, str] = {}

    def start(_: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") != "External" and (target := attributes.get("Target")):
            path = posixpath.normpath(posixpath.join("/xl", target.replace("\\", "/"))).lstrip("/")
            parts[attributes.get("Id", "")] = path

    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        markup.walk(stream, start)
    return parts


def _looks(archive: zipfile.ZipFile, parts: Sequence[str]) -> list[Look]:
    there = set(archive.namelist())
    theme = next((part for part in parts if part in there and "theme" in part.rpartition("/")[2]), None)
    styles = next((part for part in parts if part in there and "styles" in part.rpartition("/")[2]), None)
    if styles is None:
        return []
    colours: list[str] = []
    if theme:
        with archive.open(theme) as stream:
            colours = theme_colours(stream)
    with archive.open(styles) as stream:
        return looks(stream, colours)
