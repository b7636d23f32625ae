"""What somebody wrote in Slack, as plain words."""

import re
from html import unescape

_LONGEST = 4000  # a message may be ten times as long, and only its beginning is wanted
_MARK = re.compile(r"<(?P<what>[^<>|]*)(?:\|(?P<words>[^<>]*))?>")
_SENT = re.compile(
    r"<(?P<what>(?:https?://|mailto:|[@#][A-Z0-9]{2,}|!(?:here|channel|everyone|subteam\^|date\^))[^<>|]*)"
    r"(?:\|(?P<words>[^<>]*))?>"
)
_BOLD = re.compile(r"(?<!\w)([*_~`]{1,3})(?=\S)([^*_~`\n]+)(?<=\S)\1(?!\w)")
_SPECIAL = {"!here": "@here", "!channel": "@channel", "!everyone": "@everyone"}


def words_of(text: str) -> str:
    """One line of plain words: entities and markup read, links and mentions by what they are called.

    A mention says nobody's name, so it becomes "@somebody". At most 4,000 characters are read.
    """
    read = _MARK.sub(_said, text[:_LONGEST])
    return " ".join(unescape(_BOLD.sub(r"\2", read)).split())


def as_read(text: str) -> str:
    """The same lines as people read them: a link by its words and address, a mention as in `words_of`.

    Whatever else stands between < and > was typed so, and stays.
    """
    return _SENT.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    what, words = found["what"], (found["words"] or "").strip()
    if not what.startswith("http"):
        return _said(found)
    return f"{words} ({what})" if words and words not in {what, what.partition("://")[2]} else words or what


def _said(found: re.Match[str]) -> str:
    what, words = found["what"], found["words"] or ""
    if what.startswith("@"):
        return f"@{words.lstrip('@') or 'somebody'}"
    if what.startswith("#"):
        return f"#{words.lstrip('#') or 'a channel'}"
    if what.startswith("!"):
        return words or _SPECIAL.get(what, "")
    return words or what.removeprefix("mailto:")
