"""Block Kit's shapes, as small functions. A message is blocks and the text that says the same."""

import json
from typing import Any, NamedTuple

from bot.messages.text import clip

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
    """The reply as Slack will take it: where it is too long, its last rows give way to a word that says so."""
    blocks = reply.blocks
    if len(json.dumps(blocks)) > MOST:
        kept = blocks[:-1]
        while kept and len(json.dumps([*kept, _CUT])) > MOST:
            kept = kept[:-1]
        blocks = [*kept, _CUT]
    return Reply(clip(reply.text, LONGEST_TEXT), blocks)


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


_CUT = context("There is more, which does not fit into one message. Ask for less of it, or for one ref.")


def button(text: str, action_id: str, value: str, *, style: str = "") -> Block:
    """A button; `style` is "primary", "danger" or nothing."""
    made: Block = {"type": "button", "text": plain(text), "action_id": action_id, "value": value}
    return made | {"style": style} if style else made


def buttons(*elements: Block) -> Block:
    """A row of buttons and menus."""
    return {"type": "actions", "elements": list(elements)}


def menu(action_id: str, options: list[tuple[str, str]]) -> Block:
    """The menu behind three dots: (words, value), at most five."""
    made = [{"text": plain(words), "value": value} for words, value in options]
    return {"type": "overflow", "action_id": action_id, "options": made}


def text_field(label: str, name: str, hint: str, *, optional: bool, long: bool) -> Block:
    """A field of a form; its value comes back under (name, "value")."""
    element: Block = {"type": "plain_text_input", "action_id": "value", "multiline": long, "max_length": 3000}
    block = {"type": "input", "block_id": name, "label": plain(label, 2000), "element": element, "optional": optional}
    return block | {"hint": plain(hint, 2000)} if hint else block


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
