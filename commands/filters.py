"""What to list, from words in any order: stages, partners, sources, remit items, dates, and words to search for."""

import re
from datetime import date
from difflib import get_close_matches

from pydantic import BaseModel, ConfigDict

from bot.domain.actions import NUDGED, OPEN, Stage
from bot.domain.errors import BadInput
from bot.domain.filters import Filters
from bot.domain.refs import Kind, read_ref
from commands.dates import read_horizon
from commands.grammar import LONGEST, without_command

_STAGES = {
    "open": OPEN,
    "awaiting": frozenset({Stage.REPORTED_DONE}),
    "addressed": frozenset({Stage.ADDRESSED}),
    "embedded": frozenset({Stage.EMBEDDED}),
    "sustained": frozenset({Stage.SUSTAINED}),
    "withdrawn": frozenset({Stage.WITHDRAWN}),
    "all": frozenset(Stage),
}
_NO_FILTERS = {
    "red": "overdue",
    "amber": "due 14 days",
    "green": "all",
    "blocked": "overdue",
    "extended": "due 14 days",
}
_CARD_WORDS = frozenset({"show", "status", "card"})
FILTER_WORDS = (*_STAGES, "mine", "overdue", "paused", "exceptions", "due")
_SOURCE = re.compile(r"^[A-Za-z]+-\d{4}$")
_FILLERS = {"actions", "action", "for", "from", "with", "the", "and", "my", "show", "list"}


class Vocabulary(BaseModel):
    """The partnership's own words: partner codes and source refs, as they are written in the plan."""

    model_config = ConfigDict(frozen=True)
    partners: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def partner(self, word: str) -> str | None:
        """The partner code that `word` is, in any case."""
        return next((code for code in self.partners if code.lower() == word.lower()), None)

    def source(self, word: str) -> str | None:
        """The source ref that `word` is, in any case."""
        return next((ref for ref in self.sources if ref.lower() == word.lower()), None)


def read_card(text: str) -> int | None:
    """The number of the one action that "A6", "show A6" and "/actions A6" ask for; None for other words."""
    words = without_command(text).split()
    named = words[1:] if len(words) > 1 and words[0].lower() in _CARD_WORDS else words
    ref = read_ref(named[0], bare=Kind.ACTION) if len(named) == 1 else None
    return ref.number if ref and ref.kind is Kind.ACTION else None


def read_filters(text: str, today: date, known: Vocabulary) -> Filters:
    """What to list. Words that are no filter are searched for. Raises BadInput for a filter that can't be meant."""
    _check_length(text)
    found: dict[str, set[str]] = {"partners": set(), "sources": set(), "words": set()}
    stages: set[Stage] = set()
    remit: set[int] = set()
    flags: dict[str, object] = {}
    words = without_command(text).replace(",", " ").replace("\0", " ").split()
    while words:
        word = words.pop(0)
        plain = word.lower().strip(".:;!?")
        ref = read_ref(plain)
        if plain in _STAGES:
            stages |= _STAGES[plain]
        elif plain in {"mine", "overdue", "paused", "exceptions"}:
            flags[plain] = True
        elif plain == "due":
            flags["due_by"], words = _due(words, today)
        elif ref and ref.kind is Kind.REMIT:
            remit.add(ref.number)
        elif code := known.partner(plain):
            found["partners"].add(code)
        elif known.source(plain) or _SOURCE.match(plain):
            found["sources"].add(_known_source(plain, known))
        elif ref:
            raise BadInput(f"{ref} does not go with other filters: ask for it on its own.", f"/actions {ref}")
        elif plain not in _FILLERS and any(letter.isalnum() for letter in plain):
            found["words"].add(plain)
    _check_searched(found["words"])
    sorted_found = {name: tuple(sorted(values)) for name, values in found.items()}
    stages = stages or set(NUDGED if flags.get("paused") else ())
    chosen = {"stages": frozenset(stages)} if stages else {}
    return Filters.model_validate({**flags, **sorted_found, **chosen, "remit": tuple(sorted(remit))})


def _check_length(text: str) -> None:
    if len(text) > LONGEST:
        why = f"That is {len(text):,} characters long, and {LONGEST:,} are the most that can be searched for."
        raise BadInput(why, "/actions overdue")


def _check_searched(words: set[str]) -> None:
    """Raise BadInput where only words that look like filters, and are none, would be searched for."""
    if words and words <= _NO_FILTERS.keys():
        word = min(words)
        why = f"There is no filter “{word}”: there are overdue, due 14 days, awaiting and others."
        raise BadInput(why, f"/actions {_NO_FILTERS[word]}")


def _due(words: list[str], today: date) -> tuple[date, list[str]]:
    """The last day that the words after "due" name, and the words after those: the longest reading wins."""
    words = words[1:] if words and words[0].lower() in {"by", "in", "within"} else words
    for size in range(min(6, len(words)), 0, -1):
        try:
            return read_horizon(" ".join(words[:size]), today), words[size:]
        except BadInput:
            continue
    given = " ".join(words[:3])
    why = (
        f"“{given[:60]}” after “due” fixes no day." if given else "After “due” a number of days or a date is needed."
    )
    raise BadInput(why, "/actions due 14 days")


def _known_source(word: str, known: Vocabulary) -> str:
    if source := known.source(word):
        return source
    near = get_close_matches(word.upper(), known.sources, 1, 0.5) or known.sources[:1]
    raise BadInput(f"There is no source {word.upper()} in the plan.", f"/actions {near[0]}" if near else "/actions")
