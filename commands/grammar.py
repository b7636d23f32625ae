"""From what was typed to what was meant. Slash commands and threads share it; nothing here looks at the store.

Forgiving about order, case and punctuation, strict about meaning: what can't be read is refused with an example.
"""

import re
from collections.abc import Collection
from datetime import date
from difflib import get_close_matches

from pydantic import BaseModel, ConfigDict

from bot.domain.actions import NUDGED, OPEN, Stage
from bot.domain.errors import BadInput
from bot.domain.filters import Filters
from bot.domain.refs import Kind, Ref, read_ref
from bot.messages.mrkdwn import as_read
from bot.usecases.deeds import DEEDS
from commands.dates import read_horizon

LONGEST = 3000
MOST_REFS = 20
MOST_READ = 200  # refs: a message that holds nothing else would take long to read


class Said(BaseModel):
    """A verb, the refs it is about, and the words that follow."""

    model_config = ConfigDict(frozen=True)
    verb: str
    refs: tuple[Ref, ...] = ()
    words: str = ""


def read_verb(text: str, verbs: Collection[str], *, bare: bool = True, here: Collection[int] = ()) -> Said | None:
    """What `text` says to do, or None where it begins with none of `verbs`: it is ordinary talk, or a search.

    Reads "done A12 rota agreed", "A12 done", "A12 is done: rota agreed", "done 12 and 14 rota agreed".

    Args:
        text: what was typed.
        verbs: the words that are verbs here.
        bare: whether a number of its own that comes first, with words after it, is an action's ref.
        here: actions whose numbers are refs where several of them, joined, come first, whatever `bare` says.

    Raises BadInput where the words are longer than can be kept, or say something of several actions.
    """
    text = _COMMAND.sub("", _MENTION.sub("", text))
    for loose in (False, True):
        first, rest = _take(text, loose=loose)
        found = _FIRST_WORD.match(rest)
        after = rest[found.end() :] if found else ""
        if after and not _ENDS_WORD.match(after):
            return None
        if found and not first and rest[: found.start("word")].strip(" \t\n*_~,:–—-"):
            return None  # "all done" and "now done" say nothing of which
        if found and _plain(found["word"]) in verbs and (not loose or not after.strip()):
            verb = _plain(found["word"])
            refs, words = (first, after) if first else _leading_refs(after, bare=bare, here=here)
            if len(refs) > MOST_REFS:
                raise BadInput(f"That names {len(refs):,} actions, and at most {MOST_REFS} can be recorded at once.")
            _check_one_statement(verb, refs, words)
            words = words if verb == "assign" else as_read(words)  # whom an action is assigned to is read from markup
            return Said(verb=verb, refs=tuple(dict.fromkeys(refs)), words=_kept(words))
    return None


def near_verb(text: str) -> tuple[str, Ref] | None:
    """The verb that "A7 complete" and "finished A7" come near to, and the ref; None for other talk."""
    refs, rest = _take(_MENTION.sub("", text))
    found = _NEARLY.match(rest)
    if found and not refs:
        refs, _ = _take(rest[found.end() :])
    return (_NEAR[found["word"].lower()], refs[0]) if found and refs else None


_NEAR = {
    **dict.fromkeys(("complete", "completed", "completes", "finish", "finished", "close", "closed"), "done"),
    **dict.fromkeys((":white_check_mark:", ":heavy_check_mark:", ":ballot_box_with_check:", "✅", "✔", "☑"), "done"),
    **dict.fromkeys(("block", "blocking", "stuck"), "blocked"),
    **dict.fromkeys(("unblock", "unblocking"), "unblocked"),
    **dict.fromkeys(("updated", "updates", "updating"), "update"),
    **dict.fromkeys(("extension", "extended", "extending"), "extend"),
}
_NEARLY = re.compile(
    rf"[\s:,–—-]*(?:(?:is|are)\s+)?(?:(?:both|all|now)\s+)?[*_~]?(?P<word>{'|'.join(_NEAR)})(?!\w)\ufe0f?",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"^\s*/(?:actions|remit|deadlines|indicators)(?:\s+|$)", re.IGNORECASE)
_REF = r"(?:a[-–]?|#)0*[1-9]\d{0,6}(?![\w%])"
_DEEDS = "|".join(DEEDS)
_NO_NOUNS = "|".join(DEEDS.keys() - {"evidence", "update"})  # "see A7 evidence" is a mention
# All spaces are counted: where they had no bound, a text of line ends alone took half a minute.
_ANOTHER = re.compile(
    rf"(?:^|\n)[\s*_•>–—-]{{0,40}}(?P<line>{_REF})"  # a line of its own about an action
    rf"|(?<!\w)(?P<pair>{_REF}\s{{0,20}}[:,–—-]?\s{{0,20}}(?:{_NO_NOUNS})|(?:{_DEEDS})[\s:]{{1,20}}{_REF})(?!\w)"
    r"|(?:^|[,;.\n]|\band\b)\s{0,40}"
    rf"(?P<clause>{_REF}[:,–—-]?\s{{1,20}}(?:(?:is|are)\s{{1,20}}(?:now\s{{1,20}})?)?(?:{_DEEDS}))(?!\w)",
    re.IGNORECASE | re.ASCII,
)


def _check_one_statement(verb: str, refs: list[Ref], words: str) -> None:
    """Raise BadInput where the words say something of a second action; they may well mention it."""
    if verb not in DEEDS:
        return
    for found in _ANOTHER.finditer(words):
        if found["line"] and (not words[: found.start("line")].strip(" \t*_,:") or read_ref(found["line"]) in refs):
            continue  # the first line goes on, or it is the same action again
        example = f"{verb} {refs[0] if refs else 'A12'} {DEEDS[verb].example}".strip()
        raise BadInput("That names several actions in one message: send one message for each action.", example)


_FIRST_WORD = re.compile(r"[\s:,–—-]*(?:(?:is|are)\s+)?(?:(?:both|all|now)\s+)?[*_~]?(?P<word>[a-z]+)", re.IGNORECASE)
_ENDS_WORD = re.compile(r"[\s*_~.,:;!)–—#-]")
_MENTION = re.compile(r"^\s*<@[A-Z0-9]+(?:\|[^>]*)?>[\s,:]*")
_OPENING = r"[\s(*_\-–—:]*"
_CLOSING = r"[)*_.!:;]*(?=[\s,/&+]|$)"
_EXPLICIT = re.compile(
    rf"{_OPENING}(?:a\s?[-–]?\s?|#)0*(?P<number>[1-9]\d{{0,6}}){_CLOSING}", re.IGNORECASE | re.ASCII
)
_MONTH = r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = rf"\d{{1,2}}(?:[/.-]\d{{1,2}}[/.-]\d{{2}}|\s+(?:of\s+)?(?:{_MONTH})|\s+(?:day|week|month|year)s?\b)"
_JOINED = re.compile(rf"(?i:(?!{_DATE})){_OPENING}0*(?P<number>[1-9]\d{{0,6}}){_CLOSING}", re.ASCII)
_BARE = re.compile(rf"{_OPENING}0*(?P<number>[1-9]\d{{0,6}}){_CLOSING}", re.ASCII)
_JOIN = re.compile(r"\s*(?:[,/&+]|\band\b)\s*(?=[a#(*_]?\s?[-–]?\d)", re.IGNORECASE)


def _leading_refs(text: str, *, bare: bool, here: Collection[int]) -> tuple[list[Ref], str]:
    """The action refs that `text` begins with, and the rest of it.

    A number on its own is a ref where nothing but refs follow ("12 and 14"), where it is joined to a ref ("A7 and 9
    rota agreed"), or where it comes first and `bare` lets it be one ("6 rota agreed"). Anything else that is a number
    is part of the words.
    """
    refs, rest = _take(text, loose=True)
    if refs and not rest.strip():
        return refs, ""
    refs, rest = _take(text)
    if refs:
        return refs, rest
    refs, rest = _take(text, bare=True)
    if bare or (len(refs) > 1 and {ref.number for ref in refs} <= set(here)):
        return refs, rest
    return [], text


def _take(text: str, *, bare: bool = False, loose: bool = False) -> tuple[list[Ref], str]:
    """The refs at the beginning, and the rest: a number is one where it is joined to a ref.

    It is one too where it comes first and is `bare`, or anywhere where numbers are `loose`.
    """
    refs: list[Ref] = []
    end = at = 0
    number = _BARE if bare or loose else None
    while len(refs) < MOST_READ and (found := _EXPLICIT.match(text, at) or (number and number.match(text, at))):
        refs.append(Ref(Kind.ACTION, int(found["number"])))
        join = _JOIN.match(text, found.end())
        end = found.end()
        at = join.end() if join else end
        number = _BARE if loose else _JOINED if join else None
    return refs, text[end:]


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
_NO_FILTERS = {
    "red": "overdue",
    "amber": "due 14 days",
    "green": "all",
    "blocked": "overdue",
    "extended": "due 14 days",
}
CARD_WORDS = frozenset({"show", "status", "card"})
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
    words = _COMMAND.sub("", text).split()
    named = words[1:] if len(words) > 1 and words[0].lower() in CARD_WORDS else words
    ref = read_ref(named[0], bare=Kind.ACTION) if len(named) == 1 else None
    return ref.number if ref and ref.kind is Kind.ACTION else None


def read_filters(text: str, today: date, known: Vocabulary) -> Filters:
    """What to list. Words that are no filter are searched for. Raises BadInput for a filter that can't be meant."""
    _check_length(text)
    found: dict[str, set[str]] = {"partners": set(), "sources": set(), "words": set()}
    stages: set[Stage] = set()
    remit: set[int] = set()
    flags: dict[str, object] = {}
    words = _COMMAND.sub("", text).replace(",", " ").replace("\0", " ").split()
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
