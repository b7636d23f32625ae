"""What happens to messages, reactions and members, whoever does it; the app hears of it as from Slack.

Each deed gives the deliveries of the events that it caused, so that a caller can wait for the app.
"""

import copy

from bot.playground.errors import SlackError
from bot.playground.form_values import kept_values
from bot.playground.records import Channel, Json, Message
from bot.playground.shapes import message_json, user_json
from bot.playground.socket_mode import Delivery
from bot.playground.validation import elements_of
from bot.playground.workspace import Workspace


def with_ids(workspace: Workspace, blocks: list[Json]) -> list[Json]:
    """A copy of blocks with a block_id on each and an action_id on each element, as Slack fills them in."""
    filled = copy.deepcopy(blocks)
    for block in filled:
        block.setdefault("block_id", workspace.new_id("b"))
        for element in elements_of(block):
            element.setdefault("action_id", workspace.new_id("a"))
    return filled


def set_blocks(workspace: Workspace, message: Message, blocks: list[Json]) -> None:
    """Give a message new blocks; what people chose in fields that stay is kept."""
    filled = with_ids(workspace, blocks)
    for user, typed in message.values.items():
        message.values[user] = kept_values(message.blocks, typed, filled)
    message.blocks = filled


def check_thread(workspace: Workspace, channel: Channel, thread_ts: str | None) -> None:
    """Refuse a reply to what is not there or is a reply itself.

    Raises:
        SlackError: thread_not_found or cannot_reply_to_message.
    """
    if thread_ts is None:
        return
    parent = workspace.log[channel.id].get(thread_ts)
    if parent is None or (parent.deleted and not workspace.replies(channel.id, thread_ts)):
        raise SlackError("thread_not_found")
    if parent.is_reply:
        raise SlackError("cannot_reply_to_message")


def post(workspace: Workspace, message: Message) -> list[Delivery]:
    """Put a message into its channel."""
    with workspace.lock:
        channel = workspace.channel(message.channel)
        message.blocks = with_ids(workspace, message.blocks)
        workspace.log[channel.id][message.ts] = message
        parent = workspace.log[channel.id].get(message.thread_ts or "")
        if parent is not None:
            parent.thread_ts = parent.ts
        event = message_json(workspace, message, metadata=True) | _place(channel, message.ts)
        if message.files:
            event["subtype"] = "file_share"
        if workspace.is_outsider(message.user):
            team = workspace.users[message.user].team_id
            event |= {"user_team": team, "source_team": team}
        caused = [workspace.events.emit(event, channel), _mention(workspace, channel, event)]
    return _told(workspace, caused)


def change(workspace: Workspace, message: Message, changes: Json, editor: str) -> list[Delivery]:
    """Change fields of a message (`text`, `blocks`, `metadata`) in its place."""
    with workspace.lock:
        channel = workspace.channel(message.channel)
        before = message_json(workspace, message)
        ts = workspace.timestamps.next()
        set_blocks(workspace, message, changes.get("blocks", message.blocks))
        for name in changes.keys() - {"blocks"}:
            setattr(message, name, changes[name])
        message.edited = {"user": editor, "ts": ts}
        event = {
            "type": "message",
            "subtype": "message_changed",
            "message": message_json(workspace, message),
            "previous_message": before,
            "hidden": True,
            "ts": ts,
        }
        caused = [workspace.events.emit(event | _place(channel, ts), channel)]
    return _told(workspace, caused)


def remove(workspace: Workspace, message: Message) -> list[Delivery]:
    """Take a message away."""
    with workspace.lock:
        channel = workspace.channel(message.channel)
        ts = workspace.timestamps.next()
        event = {
            "type": "message",
            "subtype": "message_deleted",
            "deleted_ts": message.ts,
            "previous_message": message_json(workspace, message),
            "hidden": True,
            "ts": ts,
        }
        message.deleted = True
        caused = [workspace.events.emit(event | _place(channel, ts), channel)]
    return _told(workspace, caused)


def react(workspace: Workspace, message: Message, name: str, user: str) -> list[Delivery]:
    """Add a reaction.

    Raises:
        SlackError: already_reacted.
    """
    with workspace.lock:
        users = message.reactions.setdefault(name, [])
        if user in users:
            raise SlackError("already_reacted")
        users.append(user)
        caused = [_reaction_event(workspace, "reaction_added", message, name, user)]
    return _told(workspace, caused)


def unreact(workspace: Workspace, message: Message, name: str, user: str) -> list[Delivery]:
    """Take a reaction back.

    Raises:
        SlackError: no_reaction.
    """
    with workspace.lock:
        users = message.reactions.get(name, [])
        if user not in users:
            raise SlackError("no_reaction")
        users.remove(user)
        if not users:
            del message.reactions[name]
        caused = [_reaction_event(workspace, "reaction_removed", message, name, user)]
    return _told(workspace, caused)


def join(workspace: Workspace, channel: Channel, user: str) -> list[Delivery]:
    """Add somebody to a channel; nothing happens if they are in it."""
    with workspace.lock:
        if user in channel.members:
            return []
        channel.members.append(user)
        caused = [_member_event(workspace, "member_joined_channel", channel, user)]
    return _told(workspace, caused)


def leave(workspace: Workspace, channel: Channel, user: str) -> list[Delivery]:
    """Take somebody out of a channel; the app hears of it if its bot was in it until then."""
    with workspace.lock:
        if user not in channel.members:
            return []
        caused = [_member_event(workspace, "member_left_channel", channel, user)]
        channel.members.remove(user)
    return _told(workspace, caused)


def deactivate(workspace: Workspace, user_id: str) -> list[Delivery]:
    """End somebody's account: they are in no channel any more, and the app hears that they changed."""
    with workspace.lock:
        user = workspace.users[user_id]
        user.deleted = True
        for channel in workspace.channels.values():
            if user_id in channel.members and not channel.im_user:
                channel.members.remove(user_id)
        ts = workspace.timestamps.next()
        event = {"type": "user_change", "user": user_json(workspace, user), "event_ts": ts, "cache_ts": int(ts[:10])}
        caused = [workspace.events.emit(event)]
    return _told(workspace, caused)


def _told(workspace: Workspace, caused: list[Delivery | None]) -> list[Delivery]:
    workspace.touch()
    return [delivery for delivery in caused if delivery is not None]


def _place(channel: Channel, event_ts: str) -> Json:
    return {"channel": channel.id, "channel_type": channel.kind, "event_ts": event_ts}


def _mention(workspace: Workspace, channel: Channel, event: Json) -> Delivery | None:
    if f"<@{workspace.app.user_id}" not in event["text"] or "bot_id" in event:
        return None
    return workspace.events.emit({**event, "type": "app_mention"}, channel)


def _reaction_event(workspace: Workspace, kind: str, message: Message, name: str, user: str) -> Delivery | None:
    event = {
        "type": kind,
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
        "item_user": message.user,
        "event_ts": workspace.timestamps.next(),
    }
    return workspace.events.emit(event, workspace.channel(message.channel))


def _member_event(workspace: Workspace, kind: str, channel: Channel, user: str) -> Delivery | None:
    event = {
        "type": kind,
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": workspace.users[user].team_id,
        "event_ts": workspace.timestamps.next(),
    }
    return workspace.events.emit(event, channel)
