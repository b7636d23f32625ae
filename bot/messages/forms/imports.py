"""The forms of an import: which file, and how it is read."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bot.messages import blocks as b
from bot.messages.blocks import Block
from bot.messages.forms import fields
from bot.messages.forms.fields import Option
from bot.messages.text import clip

ENDINGS = ("xlsx", "xls", "ods", "csv", "tsv")
"""How the names of files end that can be imported."""
MOST_LEADS = 30
MOST_COLUMNS = 60  # with the leads and the notes still under the 100 blocks of a form
LEFT_OUT = "leave out"
"""The meaning of a column that is not read."""
FIRST = "You get a check first, as a direct message. Nothing is imported before you say so."
CHILD = "A row that holds something about a child is left out, such as an NHS number or a date of birth."


class Column(NamedTuple):
    """A column of a tracker: what it is called in choices, what a person calls it, and how it was read ("": not)."""

    key: str
    words: str
    meaning: str


class Readable(NamedTuple):
    """What can be chosen about a tracker: its columns, the leads in it that no partner is called, the meanings."""

    columns: Sequence[Column]
    leads: Sequence[str]
    meanings: Sequence[str]


def ask(uploaded: str, sources: Mapping[str, str], about: dict[str, Any]) -> Block:
    """Which file; `uploaded` says when one was uploaded lately ("9:12am"), `sources` are titles by ref."""
    which = [
        Option(f"The file that you uploaded at {uploaded}", "uploaded"),
        Option("A file that I add below", "added"),
    ]
    options = [Option(clip(f"{ref}: {title}", 75), ref) for ref, title in sources.items()]
    whose = "For actions that name no source of their own."
    asked = [
        b.section(FIRST),
        *([fields.radio("Which file", "which", which, chosen="uploaded")] if uploaded else []),
        fields.file("Tracker", "file", ENDINGS, hint="Excel, ODS or CSV, at most 20 MB.", optional=bool(uploaded)),
        *([fields.one_of("Source", "source", options, hint=whose, optional=True)] if options else []),
        b.context(CHILD),
    ]
    return b.form("import", "Import a tracker", "Check it", asked, {"ref": "", **about})


def choices(found: Readable, partners: Mapping[str, str], about: dict[str, Any]) -> Block:
    """How each column is read, and which partner each unknown lead is; `partners` are names by code."""
    named = [Option(clip(name, 75), code) for code, name in partners.items()]
    meanings = [Option(one[:1].upper() + one[1:], one) for one in found.meanings]
    leads = [
        fields.one_of(clip(f"Lead “{words}”", 150), f"lead{at}", named, optional=True)
        for at, words in enumerate(found.leads[:MOST_LEADS] if named else ())
    ]
    columns = [
        fields.one_of(clip(one.words, 150), f"column{at}", meanings, chosen=one.meaning or LEFT_OUT)
        for at, one in enumerate(found.columns[:MOST_COLUMNS])
    ]
    left = [
        *_left(len(found.leads) - MOST_LEADS, "leads"),
        *_left(len(found.columns) - MOST_COLUMNS, "columns"),
    ]
    head = [b.section("Choose what each column means, and who the leads are. You get a new check of the same file.")]
    return b.form("import_choices", "How it is read", "Check again", [*head, *leads, *columns, *left], about)


def _left(number: int, what: str) -> list[Block]:
    if number <= 0:
        return []
    return [b.context(f"And {number:,} more {what}: a form has no room for them. The command line has.")]
