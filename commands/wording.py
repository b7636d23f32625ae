"""The words after a verb, read for what the verb needs: a date and a reason, somebody's id, or just words."""

import re
from datetime import date

from bot.domain.errors import BadInput
from bot.usecases.words import Words
from commands.dates import read_date

_SOMEBODY = re.compile(r"(?:to\s+)?<@(?P<user>[A-Z0-9]+)(?:\|[^>]*)?>[\s.]*", re.IGNORECASE)
_TO = re.compile(r"^(?:(?:to|until|till|by)\s+)", re.IGNORECASE)
_BECAUSE = re.compile(
    r"^[\s,;:.\u2013\u2014-]*(?:(?:because|as|since|for|so that)\b)?[\s,:\u2013\u2014-]*", re.IGNORECASE
)
_REASON = re.compile(r"(?:^|\s)(?:because|as|since)\b|:|\s[\u2013\u2014-]\s", re.IGNORECASE)
_LONGEST_DATE = 7  # words, as in "by the end of January 2023"


def read_words(verb: str, ref: str, text: str, today: date) -> Words:
    """What was said after `verb ref`. Raises BadInput where the verb needs something that can't be read."""
    if verb == "extend" and text:
        due, reason = _until(text, ref, today)
        return Words(text=reason, due=due)
    if verb == "assign" and text:
        found = _SOMEBODY.fullmatch(text)
        if not found:
            raise BadInput("Name somebody in Slack, with an @ before the name.", f"assign {ref} @police.lead")
        return Words(named=found["user"])
    return Words(text=text)


def _until(text: str, ref: str, today: date) -> tuple[date, str]:
    example = f"extend {ref} 31 January 2023 because the new rota begins in January"
    words = _TO.sub("", text).split()
    for size in range(min(_LONGEST_DATE, len(words)), 0, -1):
        try:
            due = read_date(" ".join(words[:size]), today, towards="future")
        except BadInput:
            continue
        reason = _BECAUSE.sub("", " ".join(words[size:])).strip()
        if not reason:
            raise BadInput("Say why more time is needed, after the date.", example, "words")
        return due, reason
    named = _meant_as_date(" ".join(words))
    if not named:
        raise BadInput("Say until when more time is needed, before the reason.", example, "due")
    try:
        read_date(named, today, towards="future")
    except BadInput as error:
        raise BadInput(error.sentence, example, "due") from error
    raise BadInput(f"“{named[:60]}” is not a date with a reason after it.", example, "due")


def _meant_as_date(text: str) -> str:
    """What stands before the reason; the first three words where nothing says that a reason begins."""
    before = _REASON.split(text, maxsplit=1)
    return before[0].strip(" ,;") if len(before) > 1 else " ".join(text.split()[:3])
