"""From what was typed to the verb, the refs and the words. Commands and threads share it; nothing looks at the store.

Forgiving about order, case and punctuation, strict about meaning: what can't be read is refused with an example.
"""

import re
from collections.abc import Collection

from pydantic import BaseModel, ConfigDict

from bot.domain.errors import BadInput
from bot.domain.refs import Kind, Ref, read_ref
from bot.messages.mrkdwn import as_read
from bot.usecases.deeds import DEEDS

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
    text = without_command(_MENTION.sub("", text))
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


def without_command(text: str) -> str:
    """The text without the command itself, where somebody pasted that too."""
    return _COMMAND.sub("", text)


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
