"""What the app gets when somebody uses a command, a button, a form or a shortcut, exactly as Slack shapes it."""

from bot.playground.form_values import FIELDS, Plain, chosen_json, state_json
from bot.playground.records import Channel, Json, Message, User, View
from bot.playground.shapes import message_json
from bot.playground.steps import context_of
from bot.playground.views import view_json
from bot.playground.workspace import Workspace


def team_json(workspace: Workspace, user: User) -> Json:
    """The person's own workspace."""
    own = user.team_id == workspace.team_id
    return {"id": user.team_id, "domain": workspace.domain if own else user.team_id.lower()}


def user_part(user: User) -> Json:
    """The person who did it."""
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}


def channel_part(channel: Channel) -> Json:
    """Where it happened; a direct message is called `directmessage`."""
    names = {"im": "directmessage", "group": "privategroup"}
    return {"id": channel.id, "name": channel.name or names[channel.kind]}


def response_url(workspace: Workspace, token: str) -> str:
    """The address to answer at."""
    return f"{workspace.base_url}/response/{token}"


def command_payload(workspace: Workspace, user: User, channel: Channel, command: str, text: str) -> Json:
    """A slash command."""
    token = workspace.tickets.issue(user.id, channel.id)
    team = team_json(workspace, user)
    return {
        "token": workspace.app.verification_token,
        "team_id": team["id"],
        "team_domain": team["domain"],
        "channel_id": channel.id,
        "channel_name": channel_part(channel)["name"],
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(workspace, token),
        "trigger_id": workspace.triggers.issue(user.id),
    }


def _interaction(workspace: Workspace, user: User, kind: str, *, in_modal: bool = False) -> Json:
    return {
        "type": kind,
        "user": user_part(user),
        "api_app_id": workspace.app.app_id,
        "token": workspace.app.verification_token,
        "team": team_json(workspace, user),
        "is_enterprise_install": False,
        "trigger_id": workspace.triggers.issue(user.id, in_modal=in_modal),
    }


def action_json(workspace: Workspace, block: Json, element: Json, plain: Plain) -> Json:
    """One entry of `actions`: the element that was used, and what was chosen."""
    told: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": workspace.timestamps.next(),
    }
    kept = ("text", "value", "style", "url") if element["type"] == "button" else ("placeholder",)
    told |= {name: element[name] for name in kept if name in element}
    field = FIELDS.get(element["type"])
    if field is None:
        return told
    if field.initial in element:
        told[field.initial] = element[field.initial]
    return told | chosen_json(element, plain)


def message_action_payload(workspace: Workspace, user: User, message: Message, action: Json) -> Json:
    """A button or menu of a message. An ephemeral message itself is not sent along, as at Slack."""
    channel = workspace.channel(message.channel)
    ephemeral = message.ephemeral_to is not None
    thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    token = workspace.tickets.issue(
        user.id,
        channel.id,
        source_ts=message.ts,
        source_ephemeral=ephemeral,
        thread_ts=message.thread_ts if message.is_reply else None,
    )
    told = _interaction(workspace, user, "block_actions") | {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": ephemeral,
            **thread,
        },
        "channel": channel_part(channel),
        "state": {"values": state_json(message.blocks, message.values.get(user.id, {}))},
        "response_url": response_url(workspace, token),
        "actions": [action],
        **context_of(workspace, message.step),
    }
    if not ephemeral:
        told["message"] = message_json(workspace, message)
    return told


def view_action_payload(workspace: Workspace, user: User, view: View, action: Json) -> Json:
    """A button or menu of a modal or a Home tab; it has no message, and no response URL to answer at."""
    in_modal = view.body["type"] == "modal"
    return _interaction(workspace, user, "block_actions", in_modal=in_modal) | {
        "container": {"type": "view", "view_id": view.id},
        "view": view_json(workspace, view),
        "actions": [action],
        **context_of(workspace, view.step),
    }


def submission_payload(workspace: Workspace, user: User, view: View) -> Json:
    """A form that was sent."""
    told = _interaction(workspace, user, "view_submission", in_modal=True)
    context = context_of(workspace, view.step)
    return told | {"view": view_json(workspace, view), "response_urls": [], **context}


def closed_payload(workspace: Workspace, user: User, view: View, *, cleared: bool) -> Json:
    """A modal that was closed without sending it; Slack gives no trigger for that."""
    told = _interaction(workspace, user, "view_closed")
    del told["trigger_id"]
    return told | {"view": view_json(workspace, view), "is_cleared": cleared, **context_of(workspace, view.step)}


def shortcut_payload(workspace: Workspace, user: User, message: Message, callback_id: str) -> Json:
    """A message shortcut."""
    channel = workspace.channel(message.channel)
    thread_ts = message.thread_ts if message.is_reply else None
    token = workspace.tickets.issue(user.id, channel.id, thread_ts=thread_ts)
    return _interaction(workspace, user, "message_action") | {
        "callback_id": callback_id,
        "action_ts": workspace.timestamps.next(),
        "message_ts": message.ts,
        "message": message_json(workspace, message),
        "channel": channel_part(channel),
        "response_url": response_url(workspace, token),
    }
