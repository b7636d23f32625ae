"""Files that the bot makes for people: what there is, what each is called, and what is said beside it."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from bot.messages.text import clip, full_day


class Kind(NamedTuple):
    """A kind of file: what a person chooses, how its name begins and ends, and whether it is as at a day."""

    words: str
    begins: str
    ends: str
    pack: bool = False


KINDS: Mapping[str, Kind] = {
    "word": Kind("Board pack in Word", "board-pack", "docx", pack=True),
    "excel": Kind("Board pack in Excel", "board-pack", "xlsx", pack=True),
    "xlsx": Kind("The plan as a workbook", "plan", "xlsx"),
    "csv": Kind("The actions as CSV", "actions", "csv"),
    "json": Kind("The plan as JSON", "plan", "json"),
    "ics": Kind("Dates for a calendar", "dates", "ics"),
}


def file_name(kind: str, day: date) -> str:
    """board-pack-2022-11-14.docx."""
    return f"{KINDS[kind].begins}-{day}.{KINDS[kind].ends}"


def beside(kind: str, day: date, since: date | None, whose: str) -> str:
    """What stands beside the file: `whose` is the partner whose actions alone are in it, "" for the whole plan."""
    of = f"{KINDS[kind].words}, as at {full_day(day)}"
    about = f": the actions of {clip(whose, 200)} alone" if whose else ""
    told = f" What changed is told since {full_day(since)}." if since else ""
    return f"{of}{about}.{told}"


def on_its_way(kind: str, where: str) -> str:
    """After it was asked for."""
    return f"{KINDS[kind].words}: being made. It comes {where} in a moment."


def not_sent(kind: str, why: str) -> str:
    """Where it can't be had."""
    return f"{KINDS[kind].words}: this could not be sent. {why}"
