"""Whether a form came back as a whole: every field that it showed, each with something that the field can hold.

Slack sees to that, so a form of which a part is missing is damaged: a missing choice must not count as the first one,
nor a missing list as one that somebody emptied.
"""

from typing import Any

from bot.messages.blocks import Block

_TEXTS = frozenset({"value", "selected_date", "selected_user", "selected_conversation"})
_LISTS = frozenset({"selected_options", "files"})


class NotWhole(ValueError):
    """A form that came back is damaged."""


def check(view: Block) -> None:
    """Raise NotWhole for a form without one of its fields, with others, or with what a field doesn't offer."""
    values, inputs = view["state"]["values"], [block for block in view["blocks"] if block["type"] == "input"]
    if values.keys() - {block["block_id"] for block in view["blocks"]}:
        raise NotWhole
    for block in inputs:
        element = block["element"]
        typed = values.get(block["block_id"], {}).get(element["action_id"])
        if not isinstance(typed, dict) or not _fits(element, typed):
            raise NotWhole
        if not block.get("optional") and not any(value for name, value in typed.items() if name != "type"):
            raise NotWhole


def _fits(element: Block, typed: dict[str, Any]) -> bool:
    """Whether a field can hold this: Slack leaves an empty one's value null."""
    chosen = [typed["selected_option"]] if typed.get("selected_option") else typed.get("selected_options") or []
    return (
        all(isinstance(typed[name], str | None) for name in _TEXTS & typed.keys())
        and all(isinstance(typed[name], list) for name in _LISTS & typed.keys())
        and {one["value"] for one in chosen} <= _offered(element)
        and _holds(element, typed)
    )


_HELD = {
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "multi_static_select": "selected_options",
    "checkboxes": "selected_options",
    "datepicker": "selected_date",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "file_input": "files",
}
"""Where each kind of field keeps what it holds; all others are typed in."""


def _holds(element: Block, typed: dict[str, Any]) -> bool:
    return _HELD.get(element["type"], "value") in typed


def _offered(element: Block) -> set[str]:
    grouped = [option for group in element.get("option_groups") or [] for option in group["options"]]
    return {option["value"] for option in [*(element.get("options") or []), *grouped]}
