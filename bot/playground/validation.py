"""Whether Slack would take these blocks, this message or this view."""

import json
from collections import Counter
from collections.abc import Iterator

from bot.playground.block_rules import blocks_for
from bot.playground.checks import Check, anything, fault, flag, many, one_of, record, string, text
from bot.playground.element_rules import INTERACTIVE
from bot.playground.errors import SlackError
from bot.playground.records import Json

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_BLOCK_CHARACTERS = 13_200
MOST_TEXT = {"post": 40_000, "update": 4_000}
MOST_VIEW_BYTES = 250_000
MOST_METADATA_BYTES = 8_000

_SHARED_VIEW_FIELDS: dict[str, Check] = {
    "callback_id": string(255),
    "private_metadata": string(3000),
    "external_id": string(255),
}


def _view_rule(surface: str) -> Check:
    blocks = many(blocks_for(surface), MOST_BLOCKS[surface])
    if surface == "home":
        return record({"type": one_of("home"), "blocks": blocks}, _SHARED_VIEW_FIELDS)
    modal: dict[str, Check] = {
        "submit": text(24),
        "close": text(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    }
    return record({"type": one_of("modal"), "title": text(24), "blocks": blocks}, _SHARED_VIEW_FIELDS | modal)


_MESSAGE_BLOCKS = many(blocks_for("message"), MOST_BLOCKS["message"])
_VIEWS = {surface: _view_rule(surface) for surface in ("modal", "home")}
_METADATA = record({"event_type": string(255, 1), "event_payload": anything}, {})


def elements_of(block: Json) -> list[Json]:
    """A block's elements that people can press, choose from or type into."""
    inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
    return [each for each in inside if isinstance(each, dict) and each.get("type") in INTERACTIVE]


def _twice(blocks: list[Json]) -> Iterator[str]:
    ids = Counter(block.get("block_id") for block in blocks)
    repeated = [block_id for block_id, count in ids.items() if block_id and count > 1]
    yield from (fault(f"block_id {block_id} is used more than once", "/blocks") for block_id in repeated)
    for index, block in enumerate(blocks):
        actions = Counter(element.get("action_id") for element in elements_of(block))
        again = [action_id for action_id, count in actions.items() if action_id and count > 1]
        yield from (fault(f"action_id {each} is used more than once", f"/blocks/{index}") for each in again)


def block_faults(blocks: object) -> list[str]:
    """A line for each thing that Slack would not take in a message's blocks."""
    faults = list(_MESSAGE_BLOCKS(blocks, "/blocks"))
    if faults or not isinstance(blocks, list):
        return faults
    faults.extend(_twice(blocks))
    if sum(block["type"] == "table" for block in blocks) > 1:
        faults.append(fault("only one table block allowed", "/blocks"))
    return faults


def view_faults(view: Json) -> list[str]:
    """A line for each thing that Slack would not take in a view."""
    rule = _VIEWS.get(str(view.get("type")))
    if rule is None:
        return [fault("type must be modal or home", "/type")]
    faults = list(rule(view, "")) or list(_twice(view["blocks"]))
    if faults or view["type"] == "home" or "submit" in view:
        return faults
    if any(block["type"] == "input" for block in view["blocks"]):
        return [fault("missing required field: submit", "/")]
    return []


def invalid_blocks(faults: list[str]) -> SlackError:
    """The refusal of a message's blocks."""
    bare = [each.removeprefix("[ERROR] ") for each in faults]
    return SlackError("invalid_blocks", errors=bare, response_metadata={"messages": faults})


def check_blocks(blocks: object) -> None:
    """Refuse blocks that Slack would refuse.

    Raises:
        SlackError: invalid_blocks_format, msg_blocks_too_long or invalid_blocks.
    """
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if faults := block_faults(blocks):
        raise invalid_blocks(faults)
    if len(json.dumps(blocks)) > MOST_BLOCK_CHARACTERS:
        raise SlackError("msg_blocks_too_long")


def check_message(words: str, blocks: object, *, purpose: str = "post") -> None:
    """Refuse a message that Slack would refuse; `purpose` is `post` or `update`.

    Raises:
        SlackError: no_text, msg_too_long, or what `check_blocks` raises.
    """
    if not words and not blocks:
        raise SlackError("no_text")
    if len(words) > MOST_TEXT[purpose]:
        raise SlackError("msg_too_long")
    if blocks:
        check_blocks(blocks)


def check_view(view: object, *, surface: str) -> Json:
    """Refuse a view that Slack would refuse; `surface` is `modal` or `home`.

    Raises:
        SlackError: invalid_arguments or view_too_large.
    """
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", response_metadata={"messages": [fault("no view", "/view")]})
    faults = view_faults(view)
    if not faults and view["type"] != surface:
        faults = [fault(f"type must be {surface}", "/type")]
    if faults:
        raise SlackError("invalid_arguments", response_metadata={"messages": faults})
    if len(json.dumps(view)) > MOST_VIEW_BYTES:
        raise SlackError("view_too_large")
    return view


def check_metadata(metadata: object) -> None:
    """Refuse metadata that Slack would refuse.

    Raises:
        SlackError: invalid_metadata_format or metadata_too_large.
    """
    wrong = list(_METADATA(metadata, "/metadata"))
    if wrong or not isinstance(metadata, dict) or not isinstance(metadata["event_payload"], dict):
        raise SlackError("invalid_metadata_format", response_metadata={"messages": wrong})
    if len(json.dumps(metadata)) > MOST_METADATA_BYTES:
        raise SlackError("metadata_too_large")
