"""What the page asks for: each screen as one person sees it. The shapes are in `play_api`."""

from collections.abc import Callable, Mapping

from bot.playground.errors import BadRequestError
from bot.playground.form_values import plain_values
from bot.playground.play_clock import clock_json
from bot.playground.records import Channel, Json, Message, StoredFile, User, View
from bot.playground.shapes import file_json
from bot.playground.timestamps import moment_of
from bot.playground.workspace import SLACKBOT, Workspace


def person_json(workspace: Workspace, user: User) -> Json:
    """A person as the page shows them."""
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "title": user.title,
        "team_id": user.team_id,
        "is_outsider": workspace.is_outsider(user.id),
        "is_bot": user.is_bot,
        "deleted": user.deleted,
    }


def channel_json(workspace: Workspace, channel: Channel, me: User) -> Json:
    """A channel as one person sees it in the list."""
    seen = _visible(workspace, channel, me)
    read = workspace.read_until.get((me.id, channel.id), "")
    return {
        "id": channel.id,
        "name": channel.name or workspace.app.name,
        "is_private": channel.is_private,
        "is_im": channel.im_user is not None,
        "is_member": me.id in channel.members,
        "is_archived": channel.is_archived,
        "is_ext_shared": channel.is_ext_shared,
        "is_read_only": channel.im_user is not None and not workspace.app.takes_messages,
        "with": workspace.app.user_id if channel.im_user else None,
        "members": channel.members,
        "unread": sum(message.ts > read and message.user != me.id for message in seen),
        "last_ts": seen[-1].ts if seen else None,
    }


def message_json(workspace: Workspace, message: Message) -> Json:
    """A message as the page shows it."""
    author = workspace.users[message.user]
    replies = workspace.replies(message.channel, message.ts) if not message.ephemeral_to else []
    return {
        "ts": message.ts,
        "at": moment_of(message.ts).isoformat(),
        "channel": message.channel,
        "thread_ts": message.thread_ts,
        "user": author.id,
        "name": author.real_name,
        "is_bot": author.is_bot,
        "text": message.text,
        "blocks": message.blocks,
        "reactions": [{"name": name, "users": users} for name, users in message.reactions.items()],
        "edited": message.edited is not None,
        "ephemeral": message.ephemeral_to is not None,
        "reply_count": len(replies),
        "latest_reply": replies[-1].ts if replies else None,
        "files": [shown_file(workspace, file) for file in message.files if not file.deleted],
        "error": message.is_error,
    }


def shown_file(workspace: Workspace, file: StoredFile) -> Json:
    """A file as the page shows it."""
    shown = file_json(workspace, file)
    kept = {name: shown[name] for name in ("id", "name", "title", "mimetype", "size")}
    return kept | {"alt": shown["alt_txt"], "url": f"/play/files/{shown['id']}"}


def view_json(view: View) -> Json:
    """A modal or Home tab as the page shows it."""
    body = view.body
    return {
        "id": view.id,
        "type": body["type"],
        "callback_id": view.callback_id,
        "title": body.get("title"),
        "submit": body.get("submit"),
        "close": body.get("close"),
        "blocks": view.blocks,
        "values": plain_values(view.blocks, view.values),
    }


def _step(callback_id: str, declared: Json) -> Json:
    """A workflow step as the page shows it."""
    return {
        "callback_id": callback_id,
        "title": declared["title"],
        "description": declared.get("description", ""),
        "inputs": _parameters(declared.get("input_parameters", {})),
        "outputs": _parameters(declared.get("output_parameters", {})),
    }


def _parameters(declared: Json) -> list[Json]:
    return [
        {
            "name": name,
            "title": each.get("title", name),
            "description": each.get("description", ""),
            "type": each["type"],
            "required": bool(each.get("is_required")),
        }
        for name, each in declared.items()
    ]


def run_json(run: Json) -> Json:
    """A run of a workflow step as the page shows it."""
    state = "failed" if "error" in run else "completed" if run.get("ended") else "waiting"
    shown = {name: run[name] for name in ("id", "callback_id", "user", "at", "inputs")}
    return shown | {"state": state, "outputs": run.get("outputs", {}), "error": run.get("error")}


def _visible(workspace: Workspace, channel: Channel, me: User) -> list[Message]:
    """What stands in a channel, with what only this person sees, oldest first; replies left out."""
    own = [message for message in workspace.ephemerals(me.id, channel.id) if not message.is_reply]
    return sorted([*workspace.messages(channel.id), *own], key=lambda message: message.ts)


def _me(workspace: Workspace, asked: Mapping[str, str]) -> User:
    people = may_be(workspace)
    if not asked.get("user") and people:
        return people[0]
    for user in people:
        if user.id == asked.get("user"):
            return user
    raise BadRequestError("nobody can be that person")


def _channel(workspace: Workspace, asked: Mapping[str, str], me: User) -> Channel:
    channel = workspace.channel(asked.get("channel", ""))
    if me.id not in channel.members and channel.kind != "channel":
        raise BadRequestError("that channel is not for this person")
    return channel


def may_be(workspace: Workspace) -> list[User]:
    """Those whose place one may take: everyone but bots and those who left."""
    everyone = workspace.users.values()
    return [user for user in everyone if not user.is_bot and not user.deleted and user.id != SLACKBOT]


def state(workspace: Workspace, asked: Mapping[str, str]) -> Json:
    """Everything around the open channel."""
    me, app = _me(workspace, asked), workspace.app
    workspace.open_dm(me.id)
    seen = [
        channel
        for channel in workspace.channels.values()
        if me.id in channel.members or (channel.kind == "channel" and not workspace.is_outsider(me.id))
    ]
    described = ("command", "description", "usage_hint")
    commands = [{name: each.get(name, "") for name in described} for each in app.commands.values()]
    shortcuts = [
        {name: each.get(name, "") for name in ("callback_id", "name", "description")} for each in app.shortcuts
    ]
    return {
        "me": person_json(workspace, me),
        "people": [person_json(workspace, user) for user in may_be(workspace)],
        "everyone": [person_json(workspace, user) for user in workspace.users.values()],
        "channels": [channel_json(workspace, channel, me) for channel in seen],
        "commands": commands,
        "shortcuts": shortcuts,
        "steps": [_step(*each) for each in app.functions.items()] if app.runs_steps else [],
        "clock": clock_json(workspace),
        "app": {"name": app.name, "bot_user_id": app.user_id},
        "workspace": workspace.name,
        "connected": workspace.socket.connections > 0,
        "modals": len(workspace.modals(me.id)),
        "version": workspace.version,
    }


def channel(workspace: Workspace, asked: Mapping[str, str]) -> Json:
    """An open channel; it counts as read from now on."""
    me = _me(workspace, asked)
    place = _channel(workspace, asked, me)
    seen = _visible(workspace, place, me)
    if seen:
        workspace.read_until[me.id, place.id] = seen[-1].ts
    messages = [message_json(workspace, message) for message in seen]
    return {"channel": channel_json(workspace, place, me), "messages": messages}


def thread(workspace: Workspace, asked: Mapping[str, str]) -> Json:
    """An open thread."""
    me = _me(workspace, asked)
    place, ts = _channel(workspace, asked, me), asked.get("ts", "")
    own = [message for message in workspace.ephemerals(me.id, place.id) if message.thread_ts == ts]
    head = [message for message in workspace.everything(place.id) if message.ts == ts]
    replies = sorted([*workspace.replies(place.id, ts), *own], key=lambda message: message.ts)
    messages = [message_json(workspace, message) for message in [*head, *replies]]
    return {"channel": channel_json(workspace, place, me), "messages": messages}


def home(workspace: Workspace, asked: Mapping[str, str]) -> Json:
    """The Home tab."""
    view = workspace.home(_me(workspace, asked).id)
    return {"view": view_json(view) if view else None}


def steps(workspace: Workspace, _asked: Mapping[str, str]) -> Json:
    """The runs of workflow steps."""
    return {"runs": [run_json(run) for run in list(workspace.step_runs.values())[::-1]]}


def modals(workspace: Workspace, asked: Mapping[str, str]) -> Json:
    """The modals that are open, the one on top last."""
    return {"views": [view_json(view) for view in workspace.modals(_me(workspace, asked).id)]}


SCREENS: Mapping[str, Callable[[Workspace, Mapping[str, str]], Json]] = {
    "state": state,
    "channel": channel,
    "thread": thread,
    "home": home,
    "modals": modals,
    "steps": steps,
}
