"""The Web API's conversations.* methods."""

from bot.playground.errors import SlackError
from bot.playground.method import (
    Method,
    cursor_json,
    page,
    require,
    require_scope,
    timestamp,
    truthy,
    visible_channel,
)
from bot.playground.posting import join
from bot.playground.records import Channel, Json, Message
from bot.playground.shapes import channel_json, message_json
from bot.playground.timestamps import order_of
from bot.playground.workspace import Workspace

KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
PREFIXES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
USUAL_REPLIES = 1000


def list_conversations(workspace: Workspace, arguments: Json) -> Json:
    """conversations.list: public channels, and the private ones and direct messages that the bot is in."""
    types = str(arguments.get("types") or "public_channel").replace(" ", "").split(",")
    if unknown := [kind for kind in types if kind not in KINDS]:
        raise SlackError("invalid_types", response_metadata={"messages": unknown})
    for kind in types:
        require_scope(workspace, f"{PREFIXES[kind]}:read")
    wanted = {KINDS[kind] for kind in types}
    hide = truthy(arguments, "exclude_archived")
    found = [
        channel
        for channel in workspace.channels.values()
        if channel.kind in wanted
        and (channel.kind == "channel" or workspace.is_bot_in(channel))
        and not (hide and channel.is_archived)
    ]
    shown, cursor = page(found, arguments)
    return {"channels": [channel_json(workspace, channel) for channel in shown], **cursor_json(cursor)}


def own_conversations(workspace: Workspace, arguments: Json) -> Json:
    """users.conversations: those that the bot, or `user`, is in."""
    user = str(arguments.get("user") or workspace.app.user_id)
    answer = list_conversations(workspace, arguments)
    mine = [each for each in answer["channels"] if user in workspace.channels[each["id"]].members]
    return answer | {"channels": mine}


def info(workspace: Workspace, arguments: Json) -> Json:
    """conversations.info."""
    channel = visible_channel(workspace, arguments, "read")
    return {"channel": channel_json(workspace, channel)}


def members(workspace: Workspace, arguments: Json) -> Json:
    """conversations.members."""
    channel = visible_channel(workspace, arguments, "read")
    shown, cursor = page(channel.members, arguments)
    return {"members": shown, **cursor_json(cursor)}


def _readable(workspace: Workspace, arguments: Json) -> Channel:
    channel = visible_channel(workspace, arguments, "history")
    if not workspace.is_bot_in(channel):
        raise SlackError("not_in_channel")
    return channel


def _within(messages: list[Message], arguments: Json) -> list[Message]:
    """Those between `oldest` and `latest`, which count themselves only if `inclusive`."""
    oldest = timestamp(arguments, "oldest", "invalid_ts_oldest")
    latest = timestamp(arguments, "latest", "invalid_ts_latest")
    margin = 0 if truthy(arguments, "inclusive") else 1
    return [
        message
        for message in messages
        if (oldest is None or order_of(message.ts) >= oldest + margin)
        and (latest is None or order_of(message.ts) <= latest - margin)
    ]


def history(workspace: Workspace, arguments: Json) -> Json:
    """conversations.history, newest first."""
    channel = _readable(workspace, arguments)
    found = _within(workspace.messages(channel.id), arguments)[::-1]
    shown, cursor = page(found, arguments)
    metadata = truthy(arguments, "include_all_metadata")
    listed = [message_json(workspace, message, metadata=metadata) for message in shown]
    return {"messages": listed, "has_more": bool(cursor), "pin_count": 0, **cursor_json(cursor)}


def replies(workspace: Workspace, arguments: Json) -> Json:
    """conversations.replies: the message that heads the thread, then its replies, oldest first."""
    require(arguments, "ts")
    channel = _readable(workspace, arguments)
    asked = workspace.log[channel.id].get(str(arguments["ts"]))
    if asked is None:
        raise SlackError("thread_not_found")
    head = asked.thread_ts or asked.ts
    thread = [message for message in workspace.everything(channel.id) if head in (message.ts, message.thread_ts)]
    if not thread:
        raise SlackError("thread_not_found")
    shown, cursor = page(_within(thread, arguments), arguments, USUAL_REPLIES)
    metadata = truthy(arguments, "include_all_metadata")
    listed = [message_json(workspace, message, metadata=metadata) for message in shown]
    return {"messages": listed, "has_more": bool(cursor), **cursor_json(cursor)}


def open_conversation(workspace: Workspace, arguments: Json) -> Json:
    """conversations.open, for a direct message with one person."""
    users = [user for user in str(arguments.get("users") or "").split(",") if user]
    if arguments.get("channel"):
        return {"channel": {"id": visible_channel(workspace, arguments).id}}
    if not users:
        raise SlackError("users_list_not_supplied")
    if any(user not in workspace.users for user in users):
        raise SlackError("user_not_found")
    if len(users) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    if workspace.users[users[0]].deleted:
        raise SlackError("user_disabled")
    if not any(users[0] in c.members and workspace.is_bot_in(c) for c in workspace.channels.values()):
        _refuse_stranger(workspace, users[0])
    channel = workspace.open_dm(users[0])
    whole = channel_json(workspace, channel) if truthy(arguments, "return_im") else {"id": channel.id}
    return {"channel": whole}


def _refuse_stranger(workspace: Workspace, user: str) -> None:
    """An outsider can be written to only by those who share a channel with them."""
    if workspace.is_outsider(user):
        raise SlackError("invalid_user_combination")


def join_channel(workspace: Workspace, arguments: Json) -> Json:
    """conversations.join, for public channels."""
    channel = visible_channel(workspace, arguments)
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    already = {"warning": "already_in_channel"} if workspace.is_bot_in(channel) else {}
    join(workspace, channel, workspace.app.user_id)
    return {"channel": channel_json(workspace, channel), **already}


METHODS = {
    "conversations.list": Method(list_conversations),
    "users.conversations": Method(own_conversations),
    "conversations.info": Method(info),
    "conversations.members": Method(members),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
    "conversations.open": Method(open_conversation, ("im:write",)),
    "conversations.join": Method(join_channel, ("channels:join",)),
}
