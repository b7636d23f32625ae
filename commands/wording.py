"""The words after a verb, read for what the verb needs: a date and a reason, somebody's id, or just words."""

import re
from datetime import date

from bot.domain.errors import BadInput
from bot.usecases.deeds import DEEDS
from bot.usecases.words import Words
from commands.dates import read_date

_SOMEBODY = re.compile(r"(?:to\s+)?<@(?P<user>[A-Z0-9]+)(?:\|[^>]*)?>[\s.]*", re.IGNORECASE)
_TO = re.compile(r"^(?:(?:to|until|till|by)\s+)", re.IGNORECASE)
_BECAUSE = re.compile(
    r"^[\s,;:.\u2013\u2014-]*(?:(?:because(?:\s+of)?|as|since|for|so that)\b)?[\s,:\u2013\u2014-]*", re.IGNORECASE
)
_REASON = re.compile(r"(?:^|\s)(?:because|as|since)\b|:|\s[\u2013\u2014-]\s", re.IGNORECASE)
_DATED = {
    "extend": (
        "Say until when more time is needed, before the reason.",
        "Say why more time is needed, after the date.",
    ),
    "pause": ("Say on which day messages begin again, before the reason.", "Say why, after the date."),
}
"""Verbs that need a date and a reason, with what is said where there is none."""
_LONGEST_DATE = 7  # words, as in "by the end of January 2023"


def read_words(verb: str, ref: str, text: str, today: date) -> Words:
    """What was said after `verb ref`. Raises BadInput where the verb needs something that can't be read."""
    if verb in _DATED and text:
        due, reason = read_until(verb, ref, text, today)
        return Words(text=reason, due=due)
    if verb == "assign" and text:
        found = _SOMEBODY.fullmatch(text)
        if not found:
            example = f"assign {ref} {DEEDS[verb].example}"
            raise BadInput("Name somebody in Slack, with an @ before the name.", example)
        return Words(named=found["user"])
    return Words(text=text)


def read_until(verb: str, what: str, text: str, today: date) -> tuple[date, str]:
    """The date and the reason in what was said after `verb what`. Raises BadInput."""
    example, when, why = f"{verb} {what} {DEEDS[verb].example}", *_DATED[verb]
    due, rest = leading_date(text, today) or (None, "")
    if due:
        reason = _BECAUSE.sub("", rest).strip()
        if not any(letter.isalnum() for letter in reason):
            raise BadInput(why, example, "words")
        return due, reason
    named = _meant_as_date(_TO.sub("", text))
    if not named:
        raise BadInput(when, example, "due")
    try:
        read_date(named, today, towards="future")
    except BadInput as error:
        raise BadInput(error.sentence, example, "due") from error
    raise BadInput(f"“{named[:60]}” is not a date with a reason after it.", example, "due")


def leading_date(text: str, today: date) -> tuple[date, str] | None:
    """The date that `text` begins with, and what follows it: the longest reading wins."""
    words = _TO.sub("", text).split()
    for size in range(min(_LONGEST_DATE, len(words)), 0, -1):
        try:
            return read_date(" ".join(words[:size]), today, towards="future"), " ".join(words[size:])
        except BadInput:
            continue
    return None


def _meant_as_date(text: str) -> str:
    """What stands before the reason; the first three words where nothing says that a reason begins."""
    before = _REASON.split(text, maxsplit=1)
    return before[0].strip(" ,;") if len(before) > 1 else " ".join(text.split()[:3])
