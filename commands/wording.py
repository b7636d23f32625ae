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
    refused: BadInput | None = None
    for size in range(min(_LONGEST_DATE, len(words)), 0, -1):
        try:
            due = read_date(" ".join(words[:size]), today, towards="future")
        except BadInput as error:
            refused = error if size == min(3, len(words)) else refused
            continue
        reason = _BECAUSE.sub("", " ".join(words[size:])).strip()
        if not reason:
            raise BadInput("Say why more time is needed, after the date.", example, "words")
        return due, reason
    assert refused is not None  # noqa: S101 — there is at least one word, so one size was refused
    raise BadInput(refused.sentence, example, "due")
