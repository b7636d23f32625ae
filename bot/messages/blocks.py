"""Block Kit's shapes, as small functions. A message is blocks and the text that says the same."""

import json
from typing import Any, NamedTuple

from bot.messages.text import clip, cut

Block = dict[str, Any]


class Reply(NamedTuple):
    """What somebody is shown: `text` for notifications and screen readers, and blocks."""

    text: str
    blocks: list[Block]


class Opened(NamedTuple):
    """A form to open, in place of an answer."""

    view: Block


MOST = 12_000  # characters of blocks; Slack refuses somewhat more
LONGEST_TEXT = 3_000


def fitted(reply: Reply) -> Reply:
    """The reply as Slack will take it: where it is too long its texts are cut, then its last rows go; it says so.

    Buttons and what stands at the end stay: whoever reads a long card still has to be able to answer it.
    """
    blocks = reply.blocks
    for longest in _SHORTER:
        if size(blocks) <= MOST:
            break
        blocks = [*(_cut(block, longest) for block in reply.blocks), _CUT]
    if size(blocks) > MOST:
        end = next((at for at in range(len(blocks), 0, -1) if blocks[at - 1]["type"] == "section"), 0)
        rows, rest = blocks[:end], blocks[end:]
        while rows and size([*rows, *rest]) > MOST:
            rows = rows[:-1]
        blocks = [*rows, *rest]
    return Reply(clip(reply.text, LONGEST_TEXT), blocks)


def size(blocks: list[Block]) -> int:
    """How much of a message blocks take, in characters as they are sent."""
    return len(json.dumps(blocks))


def _cut(block: Block, longest: int) -> Block:
    said = block.get("text", {})
    if block["type"] != "section" or said.get("type") != "mrkdwn" or len(said["text"]) <= longest:
        return block
    return block | {"text": said | {"text": cut(said["text"], longest)}}


_SHORTER = (1200, 700, 400, 250)


def plain(text: str, longest: int = 75) -> Block:
    """Text without markup."""
    return {"type": "plain_text", "text": clip(text, longest)}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph of mrkdwn, with a button or menu beside it."""
    block: Block = {"type": "section", "text": {"type": "mrkdwn", "text": clip(text, 3000)}}
    return block | {"accessory": accessory} if accessory else block


def fields(pairs: list[tuple[str, str]]) -> Block:
    """Two columns of "name, value"; at most ten pairs."""
    texts = [{"type": "mrkdwn", "text": clip(f"*{name}*\n{value}", 2000)} for name, value in pairs[:10]]
    return {"type": "section", "fields": texts}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, 150)}


def context(text: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": clip(text, 2000)}]}


_CUT = context("Something is cut short here, since Slack takes no longer messages. A ref on its own shows more.")


def button(text: str, action_id: str, value: str, *, style: str = "") -> Block:
    """A button; `style` is "primary", "danger" or nothing."""
    made: Block = {"type": "button", "text": plain(text), "action_id": action_id, "value": value}
    return made | {"style": style} if style else made


def asking(made: Block, title: str, text: str, confirm: str, deny: str) -> Block:
    """The button, which asks in a dialog before it does anything."""
    asked = {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(confirm, 30),
        "deny": plain(deny, 30),
    }
    return made | {"confirm": asked}


def buttons(*elements: Block) -> Block:
    """A row of buttons and menus."""
    return {"type": "actions", "elements": list(elements)}


def menu(action_id: str, options: list[tuple[str, str]]) -> Block:
    """The menu behind three dots: (words, value), at most five."""
    made = [{"text": plain(words), "value": value} for words, value in options]
    return {"type": "overflow", "action_id": action_id, "options": made}


def form(callback: str, title: str, submit: str, blocks: list[Block], about: dict[str, Any]) -> Block:
    """A modal; `about` comes back with it."""
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, 24),
        "submit": plain(submit, 24),
        "close": plain("Cancel", 24),
        "blocks": blocks,
        "private_metadata": json.dumps(about),
    }
