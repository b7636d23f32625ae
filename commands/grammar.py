"""From what was typed to what was meant. Slash commands and threads share it; nothing here looks at the store.

Forgiving about order, case and punctuation, strict about meaning: what can't be read is refused with an example.
"""

import re
from collections.abc import Callable, Collection
from datetime import date
from difflib import get_close_matches

from pydantic import BaseModel, ConfigDict

from bot.domain.actions import OPEN, Stage
from bot.domain.errors import BadInput
from bot.domain.filters import Filters
from bot.domain.refs import Kind, Ref, read_ref
from commands.dates import read_horizon

LONGEST = 3000
_JOINS = {"and", "&", "+", ","}


class Said(BaseModel):
    """A verb, the refs it is about, and the words that follow."""

    model_config = ConfigDict(frozen=True)
    verb: str
    refs: tuple[Ref, ...] = ()
    words: str = ""


def read_verb(text: str, verbs: Collection[str], *, bare: Callable[[int], bool] = lambda _: True) -> Said | None:
    """What `text` says to do, or None where it begins with none of `verbs`: it is ordinary talk, or a search.

    Reads "done A12 rota agreed", "A12 done", "A12 is done: rota agreed", "done 12 and 14".

    Args:
        text: what was typed.
        verbs: the words that are verbs here.
        bare: whether a number on its own, with words after it, is meant as an action's ref.

    Raises BadInput where the words are longer than can be kept.
    """
    words = text.split()
    first, rest = _leading_refs(words, lambda _: True)
    if first and rest and rest[0].lower() in {"is", "are"}:
        rest = rest[1:]
    if not rest or _plain(rest[0]) not in verbs:
        return None
    verb = _plain(rest[0])
    refs, rest = (first, rest[1:]) if first else _leading_refs(rest[1:], bare)
    said = " ".join(text.split(None, len(words) - len(rest))[len(words) - len(rest) :]) if rest else ""
    return Said(verb=verb, refs=tuple(dict.fromkeys(refs)), words=_kept(said))


def _leading_refs(words: list[str], bare: Callable[[int], bool]) -> tuple[list[Ref], list[str]]:
    """The refs at the beginning, and the words after them. Numbers alone count as refs if nothing follows."""
    for allowed in (lambda _: True, bare):
        refs, taken = _take_refs(words, allowed)
        rest = words[taken:]
        if not rest or allowed is bare:
            return refs, rest
    raise AssertionError


def _take_refs(words: list[str], bare: Callable[[int], bool]) -> tuple[list[Ref], int]:
    refs: list[Ref] = []
    taken = 0
    for position, word in enumerate(words):
        if refs and word.lower() in _JOINS:
            continue
        ref = read_ref(word) or read_ref(word, bare=Kind.ACTION)
        if ref is None or ref.kind is not Kind.ACTION or (word.strip(".,:;").isdigit() and not bare(ref.number)):
            break
        refs.append(ref)
        taken = position + 1
    return refs, taken


def _plain(word: str) -> str:
    return word.lower().strip(".,:;!—–-")  # noqa: RUF001 — people paste dashes


def _kept(words: str) -> str:
    words = words.strip().lstrip(":—–- ").strip()  # noqa: RUF001 — people paste dashes
    if len(words) > LONGEST:
        raise BadInput(
            f"That is {len(words):,} characters long, and an update can hold {LONGEST:,}. "
            "Say the main point here, and keep the rest where the evidence is."
        )
    return words


_STAGES = {
    "open": OPEN,
    "awaiting": frozenset({Stage.REPORTED_DONE}),
    "addressed": frozenset({Stage.ADDRESSED}),
    "embedded": frozenset({Stage.EMBEDDED}),
    "sustained": frozenset({Stage.SUSTAINED}),
    "withdrawn": frozenset({Stage.WITHDRAWN}),
    "all": frozenset(Stage),
}
FILTER_WORDS = (*_STAGES, "mine", "overdue", "due")
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


def read_filters(text: str, today: date, known: Vocabulary) -> Filters:
    """What to list. Words that are no filter are searched for. Raises BadInput for a filter that can't be meant."""
    found: dict[str, set[str]] = {"partners": set(), "sources": set(), "words": set()}
    stages: set[Stage] = set()
    remit: set[int] = set()
    flags: dict[str, object] = {}
    words = text.replace(",", " ").split()
    while words:
        word = words.pop(0)
        plain = word.lower().strip(".:;")
        ref = read_ref(plain)
        if plain in _STAGES:
            stages |= _STAGES[plain]
        elif plain in {"mine", "overdue"}:
            flags[plain] = True
        elif plain == "due":
            flags["due_by"], words = _due(words, today)
        elif ref and ref.kind is Kind.REMIT:
            remit.add(ref.number)
        elif code := known.partner(plain):
            found["partners"].add(code)
        elif _SOURCE.match(plain):
            found["sources"].add(_known_source(plain, known))
        elif ref:
            raise BadInput(f"{ref} does not go with other filters: ask for it on its own.", f"/actions {ref}")
        elif plain not in _FILLERS and any(letter.isalnum() for letter in plain):
            found["words"].add(plain)
    sorted_found = {name: tuple(sorted(values)) for name, values in found.items()}
    chosen = {"stages": frozenset(stages)} if stages else {}
    return Filters.model_validate({**flags, **sorted_found, **chosen, "remit": tuple(sorted(remit))})


def _due(words: list[str], today: date) -> tuple[date, list[str]]:
    """The last day that the words after "due" name, and the words after those: the longest reading wins."""
    words = words[1:] if words and words[0].lower() in {"by", "in", "within"} else words
    for size in range(min(6, len(words)), 0, -1):
        try:
            return read_horizon(" ".join(words[:size]), today), words[size:]
        except BadInput:
            continue
    raise BadInput("After “due” a number of days or a date is needed.", "/actions due 14 days")


def _known_source(word: str, known: Vocabulary) -> str:
    if source := known.source(word):
        return source
    near = get_close_matches(word.upper(), known.sources, 1, 0.5) or known.sources[:1]
    raise BadInput(f"There is no source {word.upper()} in the plan.", f"/actions {near[0]}" if near else "/actions")
