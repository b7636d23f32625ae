"""What the app wrote while the clock was moved, for whoever moved it."""

from collections.abc import Collection

from bot.playground.records import Channel, Json, Message
from bot.playground.timestamps import moment_of
from bot.playground.workspace import Workspace

Place = tuple[str, str]
"""A channel's id and a message's ts."""


def written(workspace: Workspace) -> dict[Place, Message]:
    """The app's messages that stand in channels and direct messages, replies left out, oldest first."""
    with workspace.lock:
        own = [
            message
            for channel in workspace.channels
            for message in workspace.messages(channel)
            if message.user == workspace.app.user_id
        ]
    return {(message.channel, message.ts): message for message in sorted(own, key=lambda each: each.ts)}


def since(workspace: Workspace, before: Collection[Place]) -> list[Json]:
    """What was written and did not stand there before; the shape is in `play_api`."""
    fresh = [message for place, message in written(workspace).items() if place not in before]
    return [_deed(workspace, message, workspace.channels[message.channel]) for message in fresh]


def _deed(workspace: Workspace, message: Message, channel: Channel) -> Json:
    person = workspace.users[channel.im_user].real_name if channel.im_user else None
    payload = (message.metadata or {}).get("event_payload", {})
    return {
        "at": moment_of(message.ts).isoformat(),
        "kind": str(payload.get("key", "")).partition(":")[0],
        "channel": channel.id,
        "ts": message.ts,
        "to": person or channel.name,
        "is_im": person is not None,
    }
