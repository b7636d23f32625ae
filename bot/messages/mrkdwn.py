"""What somebody wrote in Slack, as plain words."""

import re
from html import unescape

_LONGEST = 4000  # a message may be ten times as long, and only its beginning is wanted
_MARK = re.compile(r"<(?P<what>[^<>|]*)(?:\|(?P<words>[^<>]*))?>")
_BOLD = re.compile(r"(?<!\w)([*_~`]{1,3})(?=\S)([^*_~`\n]+)(?<=\S)\1(?!\w)")
_SPECIAL = {"!here": "@here", "!channel": "@channel", "!everyone": "@everyone"}


def words_of(text: str) -> str:
    """One line of plain words: entities and markup read, links and mentions by what they are called.

    A mention says nobody's name, so it becomes "@somebody". At most 4,000 characters are read.
    """
    read = _MARK.sub(_said, text[:_LONGEST])
    return " ".join(unescape(_BOLD.sub(r"\2", read)).split())


def _said(found: re.Match[str]) -> str:
    what, words = found["what"], found["words"] or ""
    if what.startswith("@"):
        return f"@{words.lstrip('@') or 'somebody'}"
    if what.startswith("#"):
        return f"#{words.lstrip('#') or 'a channel'}"
    if what.startswith("!"):
        return words or _SPECIAL.get(what, "")
    return words or what.removeprefix("mailto:")
