"""How far a measure moved between two readings, where its source may have said "over 400" or "about 400"."""

from decimal import Decimal
from typing import NamedTuple

from bot.domain.plan import Reading

_OVER = frozenset({"over", "more than", "above", "greater than", "at least", ">", "≥"})
_UNDER = frozenset({"under", "less than", "fewer than", "below", "up to", "at most", "<", "≤"})
_ABOUT = frozenset({"about", "around", "approximately", "approx", "roughly", "circa", "some", "~"})
_REACHED = frozenset({"at least", "up to", "at most", "≥", "≤"})  # these may be the number itself


class Move(NamedTuple):
    """`by` how much a measure changed, below 0 where it fell; `least` is "" (exactly), "about", "more than"."""

    by: Decimal
    least: str = ""


def move(was: Reading, now: Reading) -> Move | None:
    """From one reading to the next; None where the words of their sources leave open how far, or which way."""
    by = now.value - was.value
    words = [_word(was), _word(now)]
    if not any(words):
        return Move(by)
    if all(not word or word in _ABOUT for word in words):
        return Move(by, "about") if by else None
    sides = (_side(words[0]), _side(words[1]))
    if by <= 0 and sides in {(1, 0), (0, -1), (1, -1)}:
        return _bounded(by, words)
    if by >= 0 and sides in {(-1, 0), (0, 1), (-1, 1)}:
        return _bounded(by, words)
    return None


def _bounded(by: Decimal, words: list[str]) -> Move | None:
    strict = any(word and word not in _REACHED for word in words)
    return Move(by, "more than" if strict else "at least") if by else None


def _word(reading: Reading) -> str:
    return " ".join(reading.qualifier.lower().split()).rstrip(".")


def _side(word: str) -> int | None:
    """Whether the true value is over the number (1), under it (-1) or the number itself (0); None: not known."""
    return 0 if not word else 1 if word in _OVER else -1 if word in _UNDER else None
