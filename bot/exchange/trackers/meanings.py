"""What a column of a tracker can mean, and how its header is understood: exactly, or not at all."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from bot.exchange.trackers.synonyms import SYNONYMS
from bot.exchange.trackers.words import plain, plain_words

LONGEST = 100
"""Characters beyond which a cell is no header, but a text that begins like one."""


class Meaning(StrEnum):
    """In the words that people use for them."""

    REF = "ref"
    FINDING = "finding"
    ACTION = "action"
    LEAD = "lead partner"
    OFFICER = "lead officer"
    CONTRIBUTORS = "contributors"
    DUE = "due"
    ORIGINAL_DUE = "original due"
    STATUS = "status"
    PROGRESS = "progress"
    EVIDENCE = "evidence"
    COMPLETED = "completed"
    SUCCESS = "success measure"
    SOURCE = "source"
    LEAVE_OUT = "leave out"


JOINED = frozenset(
    {
        *(Meaning.FINDING, Meaning.OFFICER, Meaning.CONTRIBUTORS, Meaning.PROGRESS, Meaning.EVIDENCE),
        *(Meaning.SUCCESS, Meaning.LEAVE_OUT),
    }
)
"""Meanings that several columns may have: their words are kept one after the other."""

WEAK, STRONG, STRONGEST, CHOSEN = 1, 2, 3, 4


class Sense(NamedTuple):
    """What a header means, and how surely.

    Args:
        meaning: what it means, if no other column of the table means that more surely.
        rank: WEAK to CHOSEN.
        otherwise: what it means beside a column that has the meaning more surely; None for nothing.
    """

    meaning: Meaning
    rank: int
    otherwise: Meaning | None = None


_OTHERWISE = {
    (Meaning.LEAD, WEAK): Meaning.OFFICER,
    (Meaning.LEAD, STRONG): Meaning.OFFICER,
    (Meaning.DUE, WEAK): Meaning.COMPLETED,
    (Meaning.DUE, STRONG): Meaning.ORIGINAL_DUE,
}
_BY_WORDS = {
    words: Sense(Meaning(meaning), rank, _OTHERWISE.get((Meaning(meaning), rank)))
    for meaning, rank, many in SYNONYMS
    for words in many
}
_NUMBERS = re.compile(r"^(?:\d+ )+|(?: \d+)+$")
_PARTS = re.compile(r"[/()\[\]:\n]|\s[-–—]\s")  # noqa: RUF001 — what people paste
_REVISED = re.compile(r"(?:revised|extended|new|updated|amended|rescheduled|current|latest)(?: |$)|extension ")
_ORIGINAL = re.compile(r"(?:original|initial|first)(?: agreed)? ")
_BARE_REVISED = frozenset({"extended to", "extension date", "revised to"})
_TIMES = plain_words(
    """jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september
    october november december q1 q2 q3 q4 qtr quarter spring summer autumn winter as at of for week month"""
)
_TIMED = frozenset({Meaning.PROGRESS, Meaning.EVIDENCE, Meaning.STATUS})


@lru_cache(maxsize=4096)
def sense_of(header: str) -> Sense | None:
    """What a header means by its words alone; None where it says nothing that is known.

    The whole header counts, or one of its parts around "/", " - ", a colon or brackets; never a part of a word.
    """
    if len(header) > LONGEST:
        return None
    if header.strip() in {"#", "№"}:
        return _BY_WORDS["ref"]
    if header.strip() in {"✓", "✔", "☑"}:
        return _BY_WORDS["rag"]
    parts = [header, *_PARTS.split(header)]
    return next((sense for part in parts if (sense := _of(part))), None)


def _of(part: str) -> Sense | None:
    words = plain(re.sub(r"\(s\)", "s", part, flags=re.IGNORECASE))
    bare = _NUMBERS.sub("", words)
    return _BY_WORDS.get(words) or _BY_WORDS.get(bare) or _dated(bare) or _timed(bare)


def _dated(words: str) -> Sense | None:
    """Revised and original due dates."""
    if words in _BARE_REVISED:
        return Sense(Meaning.DUE, STRONGEST)
    for pattern, sense in (
        (_REVISED, Sense(Meaning.DUE, STRONGEST)),
        (_ORIGINAL, Sense(Meaning.ORIGINAL_DUE, STRONG)),
    ):
        rest = pattern.sub("", words, count=1)
        if rest != words and (rest == "date" or _means(rest, Meaning.DUE)):
            return sense
    return None


def _timed(words: str) -> Sense | None:
    """Progress as at some time: "Update September", "Progress as at 30 June 2016"."""
    kept = [word for word in words.split() if word not in _TIMES and not re.fullmatch(r"\d+(?:st|nd|rd|th)?", word)]
    found = _BY_WORDS.get(" ".join(kept))
    return found if found and found.meaning in _TIMED else None


def _means(words: str, meaning: Meaning) -> bool:
    found = _BY_WORDS.get(words)
    return bool(found and found.meaning is meaning)
