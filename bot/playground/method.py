"""What the Web API's methods have in common: their scopes, and reading and paging of arguments."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.playground.errors import SlackError
from bot.playground.records import Channel, Json
from bot.playground.timestamps import is_timestamp, order_of
from bot.playground.workspace import Workspace

Item = TypeVar("Item")

MOST_PER_PAGE = 1000
STEP = " step"
"""Among the arguments of a call: the run of a workflow step whose token it was made with."""


@dataclass(frozen=True)
class Method:
    """A Web API method.

    Args:
        run: gets the workspace and the arguments, gives the answer without `ok`.
        scopes: the bot's token needs one of these; `*:read` means the one that fits the channel's kind.
        token: which of the app's tokens it takes.
    """

    run: Callable[[Workspace, Json], Json]
    scopes: tuple[str, ...] = ()
    token: str = "bot"  # noqa: S105 - a kind of token, not one


def require_scope(workspace: Workspace, *any_of: str) -> None:
    """Refuse unless the bot has one of these scopes.

    Raises:
        SlackError: missing_scope, with what is needed and what is there.
    """
    granted = workspace.app.scopes
    if any_of and not set(any_of) & set(granted):
        raise SlackError("missing_scope", needed=",".join(any_of), provided=",".join(granted))


def require(arguments: Json, *names: str) -> None:
    """Refuse unless these arguments are there.

    Raises:
        SlackError: invalid_arguments.
    """
    missing = [name for name in names if arguments.get(name) in (None, "")]
    if missing:
        lines = [f"[ERROR] missing required field: {name}" for name in missing]
        raise SlackError("invalid_arguments", response_metadata={"messages": lines})


def truthy(arguments: Json, name: str) -> bool:
    """A flag, which a form sends as a word."""
    return str(arguments.get(name, "")).lower() in {"true", "1"}


def parsed(arguments: Json, name: str, error: str) -> object:
    """An argument that may come as JSON text.

    Raises:
        SlackError: `error`, when it is not JSON.
    """
    value = arguments.get(name)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except ValueError:
        raise SlackError(error) from None


def visible_channel(workspace: Workspace, arguments: Json, scope: str = "") -> Channel:
    """The channel that `channel` names, if the bot can see it; with `scope` such as `read`, if it may.

    Raises:
        SlackError: channel_not_found (also for a private channel that the bot is not in) or missing_scope.
    """
    channel = workspace.channel(str(arguments.get("channel", "")))
    if channel.kind != "channel" and not workspace.is_bot_in(channel):
        raise SlackError("channel_not_found")
    if scope:
        require_scope(workspace, f"{channel.scope_prefix}:{scope}")
    return channel


def timestamp(arguments: Json, name: str, error: str) -> int | None:
    """A timestamp argument as a number, for comparing.

    Raises:
        SlackError: `error`, when it is not one.
    """
    value = arguments.get(name)
    if value in (None, ""):
        return None
    if not is_timestamp(value):
        raise SlackError(error)
    return order_of(str(value))


def page(items: Sequence[Item], arguments: Json, usual: int = 100) -> tuple[list[Item], str]:
    """The part of `items` that `cursor` and `limit` ask for, and the next cursor (empty at the end).

    Raises:
        SlackError: invalid_limit or invalid_cursor.
    """
    limit = str(arguments.get("limit") or usual)
    if not limit.isdigit() or not 1 <= int(limit) <= MOST_PER_PAGE:
        raise SlackError("invalid_limit")
    cursor = str(arguments.get("cursor") or "next:0")
    head, _, start = cursor.partition(":")
    if head != "next" or not start.isdigit():
        raise SlackError("invalid_cursor")
    end = int(start) + int(limit)
    return list(items[int(start) : end]), f"next:{end}" if end < len(items) else ""


def cursor_json(cursor: str) -> Json:
    """The field that carries the next cursor."""
    return {"response_metadata": {"next_cursor": cursor}}
