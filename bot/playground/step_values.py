"""What goes into a workflow step and what comes out of it, against the types that the manifest declares."""

from collections.abc import Callable, Mapping

from bot.playground.checks import day
from bot.playground.records import Json
from bot.playground.workspace import Workspace


def _is_text(_workspace: Workspace, value: object) -> bool:
    return isinstance(value, str)


def _is_whole(_workspace: Workspace, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(_workspace: Workspace, value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_flag(_workspace: Workspace, value: object) -> bool:
    return isinstance(value, bool)


def _is_user(workspace: Workspace, value: object) -> bool:
    return value in workspace.users


def _is_channel(workspace: Workspace, value: object) -> bool:
    return value in workspace.channels


def _is_day(_workspace: Workspace, value: object) -> bool:
    return not any(day(value, ""))


TYPES: Mapping[str, tuple[Callable[[Workspace, object], bool], str]] = {
    "string": (_is_text, "must be a text"),
    "integer": (_is_whole, "must be a whole number"),
    "number": (_is_number, "must be a number"),
    "boolean": (_is_flag, "must be true or false"),
    "slack#/types/user_id": (_is_user, "must be somebody's id"),
    "slack#/types/channel_id": (_is_channel, "must be a channel's id"),
    "slack#/types/date": (_is_day, "must be a date such as 2022-11-14"),
    "slack#/types/timestamp": (_is_whole, "must be a whole number of seconds"),
}
MISSING = "is required"
UNKNOWN = "is not declared in the manifest"


def faults(workspace: Workspace, declared: Json, given: Json) -> dict[str, str]:
    """What is wrong with each value, by its name; types that the stand-in does not know take anything."""
    wrong = {name: UNKNOWN for name in given if name not in declared}
    for name, each in declared.items():
        if given.get(name) in (None, ""):
            if each.get("is_required"):
                wrong[name] = MISSING
        elif each["type"] in TYPES:
            fits, sentence = TYPES[each["type"]]
            wrong |= {} if fits(workspace, given[name]) else {name: sentence}
    return wrong
