"""What a status cell says about an action's stage. Colours say nothing but "complete": the rest is computed here."""

import re
from typing import NamedTuple

from bot.domain.actions import COMPLETE, Stage
from bot.exchange.files.book import Cell
from bot.exchange.trackers.words import on_line, plain


class Status(NamedTuple):
    """What a status says.

    Args:
        stage: None where it says none.
        known: whether all of its words are known.
        complete: whether it says that the action is complete, which is no more than reported here.
        ended: whether it says in other words that the action is withdrawn.
        colour: whether it is red, amber or green, with words or without.
    """

    stage: Stage | None = None
    known: bool = False
    complete: bool = False
    ended: bool = False
    colour: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(" ".join(one.split()) for one in text.split(",") if one.strip())


_TAKEN = {str(stage): stage for stage in Stage}
_COMPLETE = _words(
    """complete, completed, done, closed, signed off, finished, achieved, implemented, delivered, fully complete,
    fully completed, fully implemented, action complete, action completed, action closed, complete and closed,
    completed and closed, fully achieved, blue, b, 100%, 100 %, fully met, met, concluded"""
)
_IN_PROGRESS = _words(
    """on track, ongoing, on going, underway, under way, started, partially complete, partially completed, partly
    complete, partly completed, part complete, part completed, nearly complete, almost complete, delayed,
    overdue, behind schedule, behind, slipped, at risk, off track, off target, progressing, in hand, active,
    work in progress, wip, some progress, in development, on schedule, on target, commenced, begun, partially
    met, partly met, part met, in train, being progressed, progress made, some delay, some slippage, off
    schedule, in process, inprogress, partially achieved, partially implemented, partly achieved, continuing,
    ongoing action, in progress on track"""
)
_NOT_STARTED = _words(
    """not yet started, not begun, not yet begun, not commenced, not yet commenced, to do, todo, to be started,
    planned, not complete, not completed, incomplete, outstanding, open, no progress, 0%, 0 %, not due, not yet
    due, no action yet, future, new, notstarted, not achieved, not met"""
)
_ENDED = _words(
    """superseded, no longer required, no longer needed, no longer applicable, abandoned, cancelled, canceled, not
    required, no longer relevant, discontinued, dropped, removed"""
)
_COLOURS = _words(
    "red, amber, green, yellow, r, a, g, r a, a g, a r, g a, red amber, amber green, amber red, green amber"
)
_COMPLETION = re.compile(r"\b(?:complete|completed|done|closed|finished|achieved|implemented)\b")
_TICKS, _CROSSES = frozenset("✓✔☑√✅"), frozenset("✗✘☒❌")
_YES, _NO = frozenset({"y", "yes", "true"}), frozenset({"n", "no", "false"})
_PARTS = re.compile(r"[/()\[\],;:\n.]|\s*[-–—]+\s+|\s+[-–—]+\s*")  # noqa: RUF001
_SHARES = re.compile(r"%|\bper ?cent", re.IGNORECASE)
_LONGEST = 500  # characters: what is longer says more than a status
_PERCENT = re.compile(r"(\d{1,3})(?:\.\d+)? ?%")


def read_status(text: str, header: str = "") -> Status:
    """What `text` says under this header: "Complete?" asks for yes or no."""
    whole = _part(text, header)
    if whole.known or len(text) > _LONGEST:
        return whole
    parts = [_part(part, header) for part in _PARTS.split(text) if part.strip()]
    if not parts or not all(part.known for part in parts):
        return Status()
    colour = any(part.colour for part in parts)
    said = {part.stage: part for part in parts if not part.colour}
    if said.keys() & COMPLETE:  # "Blue - embedded": blue is what the stage is
        said.pop(Stage.REPORTED_DONE, None)
    # "Blue - complete" is one stage twice; "Complete / in progress" are two, so that it says neither.
    if len(said) > 1:
        return Status()
    return next(iter(said.values()))._replace(colour=colour) if said else _colour()


def status_text(cell: Cell, header: str) -> str:
    """The cell on one line; under "% complete" a number as the sheet shows it: 60% for 0.6, 100% for 1."""
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not _SHARES.search(header):
        return on_line(cell)
    return f"{cell * 100 if cell <= 1 else cell:g}%"


def _colour() -> Status:
    return Status(known=True, colour=True)


def _part(text: str, header: str) -> Status:
    words = plain(text)
    asked = bool(_COMPLETION.search(plain(header)))
    percent = _PERCENT.fullmatch(text.strip())
    if words in _COMPLETE or _tick(text, _TICKS) or (asked and (words in _YES or words == "x")):
        return Status(Stage.REPORTED_DONE, known=True, complete=True)
    if words in _NOT_STARTED or _tick(text, _CROSSES) or (asked and words in _NO):
        return Status(Stage.NOT_STARTED, known=True)
    if stage := _TAKEN.get(words):
        return Status(stage, known=True)
    if words in _IN_PROGRESS or (percent and 0 < int(percent[1]) < 100):  # noqa: PLR2004 — per cent
        return Status(Stage.IN_PROGRESS, known=True)
    if words in _ENDED:
        return Status(Stage.WITHDRAWN, known=True, ended=True)
    return _colour() if words in _COLOURS and not (_TICKS | _CROSSES) & set(text) else Status()


def _tick(text: str, marks: frozenset[str]) -> bool:
    bare = text.strip().replace("\ufe0f", "")
    return bool(bare) and all(mark in marks for mark in bare)
