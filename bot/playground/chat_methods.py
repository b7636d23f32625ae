"""The Web API's chat.* methods."""

from bot.playground.errors import SlackError
from bot.playground.method import STEP, Method, parsed, require, visible_channel
from bot.playground.pictures import check_pictures
from bot.playground.posting import change, check_thread, post, remove, with_ids
from bot.playground.records import Channel, Json, Message
from bot.playground.shapes import message_json
from bot.playground.timestamps import is_timestamp
from bot.playground.validation import check_message, check_metadata
from bot.playground.workspace import Workspace

KEPT_OPTIONS = ("unfurl_links", "unfurl_media", "reply_broadcast", "mrkdwn", "username")


def destination(workspace: Workspace, arguments: Json) -> Channel:
    """Where the bot may post: a channel it is in, or somebody's direct messages by their user id.

    Raises:
        SlackError: channel_not_found, not_in_channel, is_archived, or messages_tab_disabled in the manifest.
    """
    name = str(arguments.get("channel", ""))
    user = workspace.users.get(name)
    if user is not None:
        if user.id == workspace.app.user_id or user.is_bot:
            raise SlackError("channel_not_found")
        channel = workspace.open_dm(user.id)
    else:
        channel = visible_channel(workspace, arguments)
    if channel.im_user and not workspace.app.has_messages:
        raise SlackError("messages_tab_disabled")
    if channel.is_archived:
        raise SlackError("is_archived")
    if not workspace.is_bot_in(channel) and "chat:write.public" not in workspace.app.scopes:
        raise SlackError("not_in_channel")
    return channel


def draft(workspace: Workspace, channel: Channel, arguments: Json) -> Message:
    """The message that the arguments of a call or an answer describe, checked.

    Raises:
        SlackError: what Slack would refuse in it.
    """
    blocks = parsed(arguments, "blocks", "invalid_blocks_format")
    text = str(arguments.get("text") or "")
    check_message(text, blocks)
    check_pictures(workspace, blocks)
    metadata = parsed(arguments, "metadata", "invalid_metadata_format")
    if metadata:
        check_metadata(metadata)
    return Message(
        ts=workspace.timestamps.next(),
        channel=channel.id,
        user=workspace.app.user_id,
        bot_id=workspace.app.bot_id,
        text=text,
        blocks=blocks if isinstance(blocks, list) else [],
        metadata=metadata if isinstance(metadata, dict) else None,
        thread_ts=_thread(workspace, channel, arguments),
        options={name: arguments[name] for name in KEPT_OPTIONS if name in arguments},
        step=arguments.get(STEP),
    )


def _thread(workspace: Workspace, channel: Channel, arguments: Json) -> str | None:
    thread_ts = arguments.get("thread_ts")
    if not thread_ts:
        return None
    if not is_timestamp(thread_ts):
        raise SlackError("invalid_thread_ts")
    check_thread(workspace, channel, str(thread_ts))
    return str(thread_ts)


def post_message(workspace: Workspace, arguments: Json) -> Json:
    """chat.postMessage."""
    require(arguments, "channel")
    channel = destination(workspace, arguments)
    message = draft(workspace, channel, arguments)
    post(workspace, message)
    shown = message_json(workspace, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post_ephemeral(workspace: Workspace, arguments: Json) -> Json:
    """chat.postEphemeral."""
    require(arguments, "channel", "user")
    channel = destination(workspace, arguments)
    if arguments["user"] not in channel.members:
        raise SlackError("user_not_in_channel")
    message = draft(workspace, channel, arguments)
    show_to(workspace, message, str(arguments["user"]))
    return {"message_ts": message.ts}


def show_to(workspace: Workspace, message: Message, user: str) -> None:
    """Let one person alone see a message."""
    with workspace.lock:
        message.blocks = with_ids(workspace, message.blocks)
        message.ephemeral_to = user
        workspace.private_log[user].append(message)
    workspace.touch()


def _own_message(workspace: Workspace, arguments: Json, refusal: str) -> Message:
    require(arguments, "channel", "ts")
    channel = visible_channel(workspace, arguments)
    message = workspace.message(channel.id, str(arguments["ts"]))
    if message.bot_id != workspace.app.bot_id:
        raise SlackError(refusal)
    return message


def update(workspace: Workspace, arguments: Json) -> Json:
    """chat.update; text without blocks takes the blocks away, as Slack does."""
    message = _own_message(workspace, arguments, "cant_update_message")
    blocks = parsed(arguments, "blocks", "invalid_blocks_format")
    text = arguments.get("text")
    check_message(str(text or ""), blocks, purpose="update")
    check_pictures(workspace, blocks)
    changes: Json = {"blocks": blocks or []}
    if text is not None:
        changes["text"] = str(text)
    if "metadata" in arguments:
        changes["metadata"] = _new_metadata(arguments)
    change(workspace, message, changes, workspace.app.user_id)
    shown = message_json(workspace, message)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}


def _new_metadata(arguments: Json) -> Json | None:
    metadata = parsed(arguments, "metadata", "invalid_metadata_format")
    if not metadata:
        return None
    check_metadata(metadata)
    return metadata if isinstance(metadata, dict) else None


def delete(workspace: Workspace, arguments: Json) -> Json:
    """chat.delete."""
    message = _own_message(workspace, arguments, "cant_delete_message")
    remove(workspace, message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(workspace: Workspace, arguments: Json) -> Json:
    """chat.getPermalink."""
    require(arguments, "channel", "message_ts")
    channel = visible_channel(workspace, arguments)
    message = workspace.message(channel.id, str(arguments["message_ts"]))
    address = f"{workspace.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


WRITE = ("chat:write",)
METHODS = {
    "chat.postMessage": Method(post_message, WRITE),
    "chat.postEphemeral": Method(post_ephemeral, WRITE),
    "chat.update": Method(update, WRITE),
    "chat.delete": Method(delete, WRITE),
    "chat.getPermalink": Method(get_permalink),
}
