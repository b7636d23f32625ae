"""From what was typed to what was meant. Slash commands and threads share it; nothing here looks at the store.

Forgiving about order, case and punctuation, strict about meaning: what can't be read is refused with an example.
"""

import re
from collections.abc import Collection
from datetime import date
from difflib import get_close_matches

from pydantic import BaseModel, ConfigDict

from bot.domain.actions import OPEN, Stage
from bot.domain.errors import BadInput
from bot.domain.filters import Filters
from bot.domain.refs import Kind, Ref, read_ref
from commands.dates import read_horizon

LONGEST = 3000
MOST_REFS = 20


class Said(BaseModel):
    """A verb, the refs it is about, and the words that follow."""

    model_config = ConfigDict(frozen=True)
    verb: str
    refs: tuple[Ref, ...] = ()
    words: str = ""


def read_verb(text: str, verbs: Collection[str], *, bare: bool = True) -> Said | None:
    """What `text` says to do, or None where it begins with none of `verbs`: it is ordinary talk, or a search.

    Reads "done A12 rota agreed", "A12 done", "A12 is done: rota agreed", "done 12 and 14".

    Args:
        text: what was typed.
        verbs: the words that are verbs here.
        bare: whether a number of its own that comes first, with words after it, is an action's ref.

    Raises BadInput where the words are longer than can be kept.
    """
    text = _MENTION.sub("", text)
    for shapes in ((_EXPLICIT,), (_EXPLICIT, _BARE)):
        first, rest = _take(text, *shapes)
        found = _FIRST_WORD.match(rest)
        after = rest[found.end() :] if found else ""
        if after and not _ENDS_WORD.match(after):
            return None
        if found and not first and rest[: found.start("word")].strip(" \t\n*_~,:–—-"):
            return None  # "all done" and "now done" say nothing of which
        if found and _plain(found["word"]) in verbs and (len(shapes) == 1 or not after.strip()):
            refs, words = (first, after) if first else _leading_refs(after, bare=bare)
            if len(refs) > MOST_REFS:
                raise BadInput(f"That names {len(refs):,} actions, and at most {MOST_REFS} can be recorded at once.")
            return Said(verb=_plain(found["word"]), refs=tuple(dict.fromkeys(refs)), words=_kept(words))
    return None


_FIRST_WORD = re.compile(r"[\s:,–—-]*(?:(?:is|are)\s+)?(?:(?:both|all|now)\s+)?[*_~]?(?P<word>[a-z]+)", re.IGNORECASE)
_ENDS_WORD = re.compile(r"[\s*_~.,:;!)–—#-]")
_MENTION = re.compile(r"^\s*<@[A-Z0-9]+(?:\|[^>]*)?>[\s,:]*")
_OPENING = r"[\s(*_\-–—:]*"
_CLOSING = r"[)*_.!:;]*(?=[\s,/&+]|$)"
_EXPLICIT = re.compile(
    rf"{_OPENING}(?:a\s?[-–]?\s?|#)0*(?P<number>[1-9]\d{{0,6}}){_CLOSING}", re.IGNORECASE | re.ASCII
)
_BARE = re.compile(rf"{_OPENING}0*(?P<number>[1-9]\d{{0,6}}){_CLOSING}", re.ASCII)
_JOIN = re.compile(r"\s*(?:[,/&+]|\band\b)\s*(?=[a#(*_]?\s?[-–]?\d)", re.IGNORECASE)


def _leading_refs(text: str, *, bare: bool) -> tuple[list[Ref], str]:
    """The action refs that `text` begins with, and the rest of it.

    A number on its own is a ref where nothing but refs follow ("12 and 14"), or where it comes first and `bare` lets
    it be one ("6 rota agreed"). Anything else that is a number is part of the words.
    """
    refs, rest = _take(text, _EXPLICIT, _BARE)
    if refs and not rest.strip():
        return refs, ""
    refs, rest = _take(text, _EXPLICIT)
    if refs:
        return refs, rest
    first = _BARE.match(text)
    if first and bare:
        return [Ref(Kind.ACTION, int(first["number"]))], text[first.end() :]
    return [], text


def _take(text: str, *shapes: re.Pattern[str]) -> tuple[list[Ref], str]:
    refs: list[Ref] = []
    at = 0
    while found := next(filter(None, (shape.match(text, at) for shape in shapes)), None):
        refs.append(Ref(Kind.ACTION, int(found["number"])))
        at = found.end()
        if join := _JOIN.match(text, at):
            at = join.end()
    return refs, text[at:]


def _plain(word: str) -> str:
    return word.lower().strip(".,:;!—–-")


def _kept(words: str) -> str:
    words = re.sub(r"^[*_~]*\s*[:,.—–-]?\s+", "", words).strip()
    if not words.strip(" .,:;!*_~–—-"):
        return ""
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
    words = text.replace(",", " ").replace("\0", " ").split()
    while words:
        word = words.pop(0)
        plain = word.lower().strip(".:;!?")
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
