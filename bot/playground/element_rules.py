"""What Slack takes as a Block Kit element: a table of types, their fields, and the limits of each."""

from collections.abc import Iterator

from bot.playground.checks import (
    BOTH,
    Check,
    both,
    day,
    exactly_one,
    fault,
    flag,
    many,
    mapping,
    number,
    one_of,
    record,
    string,
    text,
    typed,
)

ID = string(255, 1)
URL = string(3000, 1)
STYLE = one_of("primary", "danger")
PLACEHOLDER = text(150)
OPTION_VALUE = string(150)

CONFIRM = record(
    {"text": text(300, BOTH)},
    {"title": text(100), "confirm": text(30), "deny": text(30), "style": STYLE},
)
PLAIN_OPTION = record({"text": text(75), "value": OPTION_VALUE}, {"description": text(75), "url": string(3000)})
RICH_OPTION = record({"text": text(75, BOTH), "value": OPTION_VALUE}, {"description": text(75, BOTH)})
OPTION_GROUP = record({"label": text(75), "options": many(PLAIN_OPTION, 100, 1)}, {})
CONVERSATION_FILTER = record(
    {},
    {
        "include": many(one_of("im", "mpim", "private", "public"), 4, 1),
        "exclude_bot_users": flag,
        "exclude_external_shared_channels": flag,
    },
)
SLACK_FILE = both(record({}, {"id": ID, "url": URL}), exactly_one("id", "url"))
DISPATCH = record({}, {"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2, 1)})

_ACTION = {"action_id": ID, "confirm": CONFIRM}
_MENU = {**_ACTION, "placeholder": PLACEHOLDER, "focus_on_load": flag}
_MULTI = {**_MENU, "max_selected_items": number(1, 100)}
_INPUT = {
    "action_id": ID,
    "placeholder": PLACEHOLDER,
    "focus_on_load": flag,
    "dispatch_action_config": DISPATCH,
}
_IDS = many(string(20, 1), 100)
_CHOSEN_CONVERSATION = {"default_to_current_conversation": flag, "filter": CONVERSATION_FILTER}
_OPTIONS = {"options": many(PLAIN_OPTION, 100, 1), "option_groups": many(OPTION_GROUP, 100, 1)}


def _initial_is_an_option(value: object, path: str) -> Iterator[str]:
    """What is chosen at first has to be one of the options, exactly."""
    if not isinstance(value, dict):
        return
    groups = [group.get("options", []) for group in value.get("option_groups", []) if isinstance(group, dict)]
    options = [*value.get("options", []), *(option for group in groups for option in group)]
    chosen = [value["initial_option"]] if "initial_option" in value else value.get("initial_options", [])
    if any(each not in options for each in chosen):
        yield fault("initial option must be one of the options", path)


def _element(kind: str, required: dict[str, Check], optional: dict[str, Check], *more: Check) -> Check:
    return both(record({"type": one_of(kind), **required}, optional), *more)


def _choice(kind: str, options: Check, initial: dict[str, Check]) -> Check:
    fields = {**_ACTION, "focus_on_load": flag, **initial}
    return _element(kind, {"options": options}, fields, _initial_is_an_option)


ELEMENTS: dict[str, Check] = {
    "button": _element(
        "button",
        {"text": text(75)},
        {**_ACTION, "value": string(2000), "url": URL, "style": STYLE, "accessibility_label": string(75)},
    ),
    "overflow": _element("overflow", {"options": many(PLAIN_OPTION, 5, 1)}, _ACTION),
    "static_select": _element(
        "static_select",
        {},
        {**_MENU, **_OPTIONS, "initial_option": PLAIN_OPTION},
        exactly_one("options", "option_groups"),
        _initial_is_an_option,
    ),
    "multi_static_select": _element(
        "multi_static_select",
        {},
        {**_MULTI, **_OPTIONS, "initial_options": many(PLAIN_OPTION, 100, 1)},
        exactly_one("options", "option_groups"),
        _initial_is_an_option,
    ),
    "external_select": _element(
        "external_select", {}, {**_MENU, "min_query_length": number(0), "initial_option": PLAIN_OPTION}
    ),
    "users_select": _element("users_select", {}, {**_MENU, "initial_user": string(20, 1)}),
    "multi_users_select": _element("multi_users_select", {}, {**_MULTI, "initial_users": _IDS}),
    "channels_select": _element(
        "channels_select", {}, {**_MENU, "initial_channel": string(20, 1), "response_url_enabled": flag}
    ),
    "multi_channels_select": _element("multi_channels_select", {}, {**_MULTI, "initial_channels": _IDS}),
    "conversations_select": _element(
        "conversations_select",
        {},
        {
            **_MENU,
            **_CHOSEN_CONVERSATION,
            "initial_conversation": string(20, 1),
            "response_url_enabled": flag,
        },
    ),
    "multi_conversations_select": _element(
        "multi_conversations_select",
        {},
        {**_MULTI, **_CHOSEN_CONVERSATION, "initial_conversations": _IDS},
    ),
    "datepicker": _element("datepicker", {}, {**_MENU, "initial_date": day}),
    "timepicker": _element("timepicker", {}, {**_MENU, "initial_time": string(5, 5), "timezone": string(50)}),
    "datetimepicker": _element(
        "datetimepicker", {}, {**_ACTION, "focus_on_load": flag, "initial_date_time": number(0, 2**40)}
    ),
    "checkboxes": _choice("checkboxes", many(RICH_OPTION, 10, 1), {"initial_options": many(RICH_OPTION, 10, 1)}),
    "radio_buttons": _choice("radio_buttons", many(RICH_OPTION, 10, 1), {"initial_option": RICH_OPTION}),
    "plain_text_input": _element(
        "plain_text_input",
        {},
        {
            **_INPUT,
            "initial_value": string(3000),
            "multiline": flag,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        },
    ),
    "url_text_input": _element("url_text_input", {}, {**_INPUT, "initial_value": string(3000)}),
    "email_text_input": _element("email_text_input", {}, {**_INPUT, "initial_value": string(3000)}),
    "number_input": _element(
        "number_input",
        {"is_decimal_allowed": flag},
        {**_INPUT, "initial_value": string(40), "min_value": string(40), "max_value": string(40)},
    ),
    "rich_text_input": _element("rich_text_input", {}, {**_INPUT, "initial_value": mapping}),
    "file_input": _element(
        "file_input",
        {},
        {"action_id": ID, "filetypes": many(string(20, 1), 100, 1), "max_files": number(1, 10)},
    ),
    "image": _element(
        "image",
        {"alt_text": string(2000, 1)},
        {"image_url": URL, "slack_file": SLACK_FILE},
        exactly_one("image_url", "slack_file"),
    ),
    "plain_text": text(3000, ("plain_text",)),
    "mrkdwn": text(3000, ("mrkdwn",)),
    "workflow_button": _element(
        "workflow_button",
        {"text": text(75), "workflow": mapping},
        {"action_id": ID, "style": STYLE, "accessibility_label": string(75)},
    ),
}

STATEFUL_IN_ACTIONS = frozenset(
    kind for kind in ELEMENTS if kind.endswith("_select") or kind in {"datepicker", "timepicker", "datetimepicker"}
) | {"checkboxes", "radio_buttons"}
IN_ACTIONS = STATEFUL_IN_ACTIONS | {"button", "overflow", "workflow_button", "rich_text_input"}
IN_SECTIONS = IN_ACTIONS - {"rich_text_input", "datetimepicker"} | {"image"}
IN_INPUTS = STATEFUL_IN_ACTIONS | {
    "plain_text_input",
    "url_text_input",
    "email_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
}
IN_CONTEXTS = frozenset({"image", "plain_text", "mrkdwn"})
INTERACTIVE = IN_ACTIONS | IN_INPUTS


def element_of(kinds: frozenset[str]) -> Check:
    """Any of the elements of these kinds."""
    return typed({kind: ELEMENTS[kind] for kind in kinds})
