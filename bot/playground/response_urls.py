"""What the app sends to a response URL: an answer, another answer, or the end of the message it answers."""

from bot.playground.chat_methods import draft, show_to
from bot.playground.errors import SlackError
from bot.playground.method import parsed, truthy
from bot.playground.pictures import check_pictures
from bot.playground.posting import change, post, remove, set_blocks
from bot.playground.records import Json, Message
from bot.playground.tickets import ResponseTicket
from bot.playground.validation import check_message
from bot.playground.workspace import Workspace


def respond(workspace: Workspace, token: str, arguments: Json) -> Message | None:
    """Do what one answer asks for.

    Returns:
        The message that came or changed; None when one was deleted.

    Raises:
        SlackError: expired_url, used_url, or what Slack would refuse in a message.
    """
    with workspace.lock:
        ticket = workspace.tickets.use(token)
        if truthy(arguments, "delete_original"):
            _delete(workspace, ticket)
            return None
        if truthy(arguments, "replace_original") and ticket.source_ts:
            return _replace(workspace, ticket, arguments)
        return say(workspace, ticket, arguments)


def say(workspace: Workspace, ticket: ResponseTicket, arguments: Json) -> Message:
    """A new message: for one person alone, unless `response_type` is `in_channel`."""
    channel = workspace.channel(ticket.channel)
    given = {"thread_ts": ticket.thread_ts} if ticket.thread_ts else {}
    message = draft(workspace, channel, given | arguments)
    if arguments.get("response_type") == "in_channel":
        post(workspace, message)
    else:
        show_to(workspace, message, ticket.user)
    return message


def _source(workspace: Workspace, ticket: ResponseTicket) -> Message:
    if ticket.source_ts is None:
        raise SlackError("message_not_found")
    return workspace.message(ticket.channel, ticket.source_ts, ticket.user)


def _delete(workspace: Workspace, ticket: ResponseTicket) -> None:
    message = _source(workspace, ticket)
    if ticket.source_ephemeral:
        message.deleted = True
        workspace.touch()
    else:
        remove(workspace, message)


def _replace(workspace: Workspace, ticket: ResponseTicket, arguments: Json) -> Message:
    message = _source(workspace, ticket)
    text, blocks = str(arguments.get("text") or ""), parsed(arguments, "blocks", "invalid_blocks_format")
    check_message(text, blocks)
    check_pictures(workspace, blocks)
    if ticket.source_ephemeral:
        message.text = text
        set_blocks(workspace, message, blocks if isinstance(blocks, list) else [])
        workspace.touch()
    else:
        change(workspace, message, {"text": text, "blocks": blocks or []}, workspace.app.user_id)
    return message
