"""What was found by looking whether all is in order, for whoever asked in Slack."""

import re
from collections.abc import Sequence
from typing import Protocol

from bot.messages import blocks as b
from bot.messages.blocks import Reply
from bot.messages.text import count, safe

LOOKING = "Looking… Slack is asked too, so it takes some seconds. What is found comes here, and only you see it."
LOOKING_ELSEWHERE = "Looking… What is found comes in your direct messages with Followthrough in some seconds."
AGAIN = "Looking was interrupted, and began again.\n"
LONGEST = 2800  # characters of one paragraph
_CHANNEL = re.compile(r"\bC[A-Z0-9]{6,}\b")


class Finding(Protocol):
    """What was looked at, what was found, and what to do; "" where it is well."""

    @property
    def what(self) -> str:
        """What was looked at."""

    @property
    def said(self) -> str:
        """What was found, in a few words."""

    @property
    def do(self) -> str:
        """What to do."""


def found(findings: Sequence[Finding], *, interrupted: bool = False) -> Reply:
    """What is to be put right first, each with what to do, then what is well."""
    bad = [one for one in findings if one.do]
    well = [one for one in findings if not one.do]
    head = f"{count(len(bad), 'thing')} to put right, {len(well):,} well." if bad else "All is well."
    told = [f"*{safe(one.what)}* (look at this): {_sentence(one.said)}\n{_sentence(one.do)}" for one in bad]
    lines = [f"*{safe(one.what)}* (well): {_sentence(one.said)}" for one in well]
    again = AGAIN if interrupted else ""
    return Reply(head, [b.section(f"{again}*{head}*"), *(b.section(one) for one in told), *_paragraphs(lines)])


def _sentence(text: str) -> str:
    words = _CHANNEL.sub(r"<#\g<0>>", safe(text, 1000))
    return words if words.endswith(("?", "!", ".")) else f"{words}."


def _paragraphs(lines: Sequence[str]) -> list[dict[str, object]]:
    made: list[list[str]] = []
    for line in lines:
        if not made or sum(map(len, made[-1])) + len(made[-1]) + len(line) > LONGEST:
            made.append([])
        made[-1].append(line)
    return [b.section("\n".join(some)) for some in made]
