"""What people type and choose: kept plainly, and as Slack writes it into `state.values` and actions.

Plain values are what a person would say: the text, the option's value, the id, a list of those, or None.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.playground.errors import CannotDoError
from bot.playground.records import Json
from bot.playground.validation import elements_of

Plain = str | int | list[str] | list[Json] | Json | None
Values = dict[str, dict[str, Plain]]
"""Plain values by block_id and action_id."""
Typed = Mapping[str, Mapping[str, Plain]]
"""The same, to be read only."""


@dataclass(frozen=True)
class Field:
    """Where an element keeps its value: `state` in payloads, `initial` in its definition."""

    state: str
    initial: str
    is_option: bool = False
    is_list: bool = False


FIELDS: Mapping[str, Field] = {
    "plain_text_input": Field("value", "initial_value"),
    "url_text_input": Field("value", "initial_value"),
    "email_text_input": Field("value", "initial_value"),
    "number_input": Field("value", "initial_value"),
    "rich_text_input": Field("rich_text_value", "initial_value"),
    "static_select": Field("selected_option", "initial_option", is_option=True),
    "external_select": Field("selected_option", "initial_option", is_option=True),
    "radio_buttons": Field("selected_option", "initial_option", is_option=True),
    "overflow": Field("selected_option", "", is_option=True),
    "checkboxes": Field("selected_options", "initial_options", is_option=True, is_list=True),
    "multi_static_select": Field("selected_options", "initial_options", is_option=True, is_list=True),
    "users_select": Field("selected_user", "initial_user"),
    "channels_select": Field("selected_channel", "initial_channel"),
    "conversations_select": Field("selected_conversation", "initial_conversation"),
    "multi_users_select": Field("selected_users", "initial_users", is_list=True),
    "multi_channels_select": Field("selected_channels", "initial_channels", is_list=True),
    "multi_conversations_select": Field("selected_conversations", "initial_conversations", is_list=True),
    "datepicker": Field("selected_date", "initial_date"),
    "timepicker": Field("selected_time", "initial_time"),
    "datetimepicker": Field("selected_date_time", "initial_date_time"),
    "file_input": Field("files", "", is_list=True),
}
WITHOUT_STATE = frozenset({"button", "overflow", "workflow_button"})


def options_of(element: Json) -> list[Json]:
    """Every option of an element, in groups or not."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def _option(element: Json, value: object) -> Json:
    for option in options_of(element):
        if option.get("value") == value:
            return option
    raise CannotDoError(f"{element.get('action_id')} has no option {value!r}")


def chosen_json(element: Json, plain: Plain) -> Json:
    """What Slack writes for a choice: `{"type", "selected_option": {…}}` and the like.

    Raises:
        CannotDoError: there is no such option.
    """
    field = FIELDS[element["type"]]
    value: object = plain
    if field.is_list:
        listed = plain if isinstance(plain, list) else []
        value = [_option(element, each) for each in listed] if field.is_option else listed
    elif field.is_option and plain is not None:
        value = _option(element, plain)
    elif plain == "":
        value = None
    return {"type": element["type"], field.state: value}


def initial_plain(element: Json) -> Plain:
    """What an element holds before anybody touches it."""
    field = FIELDS[element["type"]]
    initial = element.get(field.initial)
    if field.is_option and field.is_list:
        return [option["value"] for option in initial or []]
    if field.is_option:
        return initial["value"] if initial else None
    if field.is_list:
        return list(initial or [])
    return initial


def fields_of(blocks: list[Json]) -> list[tuple[Json, Json]]:
    """Every element of these blocks that holds a value, each after its block."""
    found = [(block, element) for block in blocks for element in elements_of(block)]
    return [(block, element) for block, element in found if element["type"] not in WITHOUT_STATE]


def held(typed: Typed, block: Json, element: Json) -> Plain:
    """What a field holds: what was typed, or what it held at first."""
    return typed.get(block["block_id"], {}).get(element["action_id"], initial_plain(element))


def filled(blocks: list[Json], typed: Typed) -> Values:
    """What was typed, and what stands in the other fields from the beginning."""
    values: Values = {}
    for block, element in fields_of(blocks):
        block_id, action_id = block["block_id"], element["action_id"]
        value = held(typed, block, element)
        if value or action_id in typed.get(block_id, {}):
            values.setdefault(block_id, {})[action_id] = value
    return values


def kept_values(before: list[Json], values: Typed, after: list[Json]) -> Values:
    """Those values of the blocks `before` that fields of the blocks `after` take over.

    A field takes over from the one of its kind that had the same block_id and action_id, whatever its own initial
    value is; unless that was a choice which is no longer offered.
    """
    kinds = {(block["block_id"], element["action_id"]): element["type"] for block, element in fields_of(before)}
    kept: Values = {}
    for block, element in fields_of(after):
        block_id, action_id = block["block_id"], element["action_id"]
        mine = values.get(block_id, {})
        same = kinds.get((block_id, action_id)) == element["type"]
        if same and action_id in mine and _offers(element, mine[action_id]):
            kept.setdefault(block_id, {})[action_id] = mine[action_id]
    return kept


def _offers(element: Json, value: Plain) -> bool:
    """Whether a field can hold this value."""
    if not FIELDS[element["type"]].is_option:
        return True
    offered = [option.get("value") for option in options_of(element)]
    chosen = value if isinstance(value, list) else [] if value is None else [value]
    return all(each in offered for each in chosen)


def state_json(blocks: list[Json], typed: Typed) -> Json:
    """`state.values`: every field of these blocks with what was typed, or what it held at first."""
    values: Json = {}
    for block, element in fields_of(blocks):
        shown = chosen_json(element, held(typed, block, element))
        values.setdefault(block["block_id"], {})[element["action_id"]] = shown
    return values


def plain_values(blocks: list[Json], typed: Typed) -> Values:
    """The plain values of every field: what was typed, or what it held at first."""
    values: Values = {}
    for block, element in fields_of(blocks):
        values.setdefault(block["block_id"], {})[element["action_id"]] = held(typed, block, element)
    return values


def refusals(blocks: list[Json], typed: Typed) -> dict[str, str]:
    """What Slack's own screen says before a form is sent, by block_id."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            sentence = _refusal(element, held(typed, block, element), optional=bool(block.get("optional")))
            found |= {block["block_id"]: sentence} if sentence else {}
    return found


def _refusal(element: Json, plain: Plain, *, optional: bool) -> str | None:
    if plain in (None, "", []):
        return None if optional else "Please complete this required field."
    if isinstance(plain, str):
        return _text_refusal(element, plain)
    return None


def _text_refusal(element: Json, plain: str) -> str | None:
    if len(plain) > element.get("max_length", 3000):
        return f"Please enter no more than {element.get('max_length', 3000)} characters."
    if len(plain) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if element["type"] == "url_text_input" and not re.match(r"https?://[^\s/]+", plain):
        return "Enter a valid URL (e.g. https://slack.com)"
    if element["type"] == "email_text_input" and not re.fullmatch(r"[^\s@]+@[^\s@]+", plain):
        return "Enter a valid email address."
    return _number_refusal(element, plain) if element["type"] == "number_input" else None


def _number_refusal(element: Json, plain: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(pattern, plain):
        return "Enter a valid number."
    if "min_value" in element and float(plain) < float(element["min_value"]):
        return f"Enter a number that is at least {element['min_value']}."
    if "max_value" in element and float(plain) > float(element["max_value"]):
        return f"Enter a number that is at most {element['max_value']}."
    return None
