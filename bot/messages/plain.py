"""Messages as somebody reads them in a terminal: blocks as lines of plain words."""

import re
from collections.abc import Iterable, Iterator

from bot.messages.blocks import Block
from bot.messages.mrkdwn import words_of

_CODE = re.compile(r"`([^`\n]+)`")


def lines_of(blocks: Iterable[Block]) -> list[str]:
    """The lines of a message, in order; an empty one parts its blocks. Buttons are their words in brackets."""
    found: list[str] = []
    for block in blocks:
        own = list(_lines(block))
        found += [*([""] if found and own and block["type"] not in {"actions", "context"} else []), *own]
    return found


def _lines(block: Block) -> Iterator[str]:
    if "text" in block:
        yield from _words(block["text"])
    for one in block.get("fields", []):
        yield from _words(one)
    if block["type"] == "image":
        yield f"[Picture: {block['alt_text']}]"
    elements = [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
    for one in elements:
        if one["type"] in {"mrkdwn", "plain_text"}:
            yield from _words(one)
    if buttons := [f"[{one['text']['text']}]" for one in elements if one["type"] == "button"]:
        yield " ".join(buttons)


def _words(text: Block) -> list[str]:
    """The lines of one text. What is to be typed is quoted, since there is no other way to tell it apart."""
    if text["type"] == "plain_text":
        return str(text["text"]).splitlines()
    return [words_of(_CODE.sub(r"“\1”", line)) for line in text["text"].splitlines()]
