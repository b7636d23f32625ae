"""Refs: A12, R4, D1, I1. Short, stable, never reused, and read in any form a person writes them."""

import re
from enum import StrEnum
from typing import NamedTuple

LARGEST = 9_999_999  # seven digits


class Kind(StrEnum):
    """The letter a ref begins with."""

    ACTION = "A"
    REMIT = "R"
    DEADLINE = "D"
    INDICATOR = "I"


class Ref(NamedTuple):
    """A ref as it is stored and shown: `str(ref)` is "A12"."""

    kind: Kind
    number: int

    def __str__(self) -> str:
        return f"{self.kind}{self.number}"


WRITTEN = r"(?:(?P<letter>[ARDI])\s?[-–#]?\s?|#)0*(?P<number>[1-9]\d{0,6})"  # noqa: RUF001 — people paste en dashes
_REF = re.compile(rf"^{WRITTEN}[.,:;]?$", re.IGNORECASE | re.ASCII)


_BARE = re.compile(r"^0*([1-9]\d{0,6})[.,:;]?$", re.ASCII)


def read_ref(text: str, *, bare: Kind | None = None) -> Ref | None:
    """The ref that one word is, or None: "A12", "a12", "A-12", "#12" (an action).

    Args:
        text: one word.
        bare: the kind that a number on its own means here; None where it means nothing.
    """
    if found := _REF.match(text.strip()):
        return Ref(Kind((found["letter"] or "A").upper()), int(found["number"]))
    if bare and (found := _BARE.match(text.strip())):
        return Ref(bare, int(found[1]))
    return None
