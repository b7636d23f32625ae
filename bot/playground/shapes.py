"""How Slack shows what the workspace keeps: the JSON of users, channels, messages and files."""

import hashlib
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.playground.records import Channel, Json, Message, StoredFile, User
from bot.playground.workspace import Workspace

ZONE = "Europe/London"
MIMETYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "csv": "text/csv",
    "txt": "text/plain",
    "ics": "text/calendar",
    "pdf": "application/pdf",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xls": "application/vnd.ms-excel",
    "tsv": "text/tab-separated-values",
}


def user_json(workspace: Workspace, user: User) -> Json:
    """A user as `users.info` gives it. Of somebody deactivated, Slack leaves out their name outside the profile."""
    offset = workspace.clock().astimezone(ZoneInfo(ZONE)).utcoffset()
    profile = {
        "real_name": user.real_name,
        "display_name": user.name,
        "title": user.title,
        "email": user.email,
        "team": user.team_id,
    }
    shown: Json = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
    if not user.deleted:
        zone = {"tz": ZONE, "tz_offset": int(offset.total_seconds()) if offset else 0}
        shown |= {"real_name": user.real_name, **zone}
    # Someone who shares a channel with us is no stranger; only the team id tells that they are from outside.
    return shown | ({"is_stranger": False} if workspace.is_outsider(user.id) else {})


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    """A channel or direct message as `conversations.info` gives it."""
    shown: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_mpim": False,
        "is_private": channel.kind != "channel",
        "is_archived": channel.is_archived,
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "context_team_id": workspace.team_id,
    }
    if channel.im_user:
        deleted = workspace.users[channel.im_user].deleted
        return shown | {"user": channel.im_user, "is_user_deleted": deleted, "is_open": True}
    return shown | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_general": False,
        "is_member": workspace.is_bot_in(channel),
        "num_members": len(channel.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def file_json(workspace: Workspace, file: StoredFile) -> Json:
    """A file as `files.info` and messages give it."""
    address = f"{workspace.base_url}/files/{file.id}/{quote(file.name)}"
    extension = file.name.rpartition(".")[2].lower()
    where = _shares(workspace, file)
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": MIMETYPES.get(extension, "application/octet-stream"),
        "filetype": extension,
        "pretty_type": extension.upper(),
        "user": file.user,
        "user_team": workspace.users[file.user].team_id,
        "size": len(file.content),
        "editable": False,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": bool(where["channel"]),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "alt_txt": file.alt,
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "channels": list(where["channel"]),
        "groups": list(where["group"]),
        "ims": list(where["im"]),
        "shares": {
            kind: found
            for kind, found in (("public", where["channel"]), ("private", where["group"] | where["im"]))
            if found
        },
    }


def shared_in(workspace: Workspace, file: StoredFile) -> list[Message]:
    """The messages with which a file was shared."""
    with workspace.lock:
        everything = [message for log in workspace.log.values() for message in log.values()]
    return [message for message in everything if file in message.files and not message.deleted]


def _shares(workspace: Workspace, file: StoredFile) -> dict[str, dict[str, list[Json]]]:
    """Where a file stands, by kind of channel and channel."""
    found: dict[str, dict[str, list[Json]]] = {"channel": {}, "group": {}, "im": {}}
    for message in shared_in(workspace, file):
        share = {"ts": message.ts, "thread_ts": message.thread_ts, "channel_name": message.channel}
        kept = {name: value for name, value in share.items() if value}
        found[workspace.channel(message.channel).kind].setdefault(message.channel, []).append(kept)
    return found


def message_json(workspace: Workspace, message: Message, *, metadata: bool = False) -> Json:
    """A message as `conversations.history` gives it; its metadata only where it was asked for."""
    shown: Json = {
        "type": "message",
        "ts": message.ts,
        "user": message.user,
        "team": workspace.users[message.user].team_id,
        "text": message.text,
    }
    if message.bot_id:
        shown |= {"bot_id": message.bot_id, "app_id": workspace.app.app_id}
    kept = {
        "client_msg_id": message.client_msg_id,
        "blocks": message.blocks,
        "thread_ts": message.thread_ts,
        "edited": message.edited,
        "files": [file_json(workspace, file) for file in message.files],
        "reactions": [_reaction(name, users) for name, users in message.reactions.items()],
        "metadata": message.metadata if metadata else None,
    }
    shown |= {key: value for key, value in kept.items() if value}
    return shown | _thread_summary(workspace, message)


def _reaction(name: str, users: list[str]) -> Json:
    return {"name": name, "users": users, "count": len(users)}


def _thread_summary(workspace: Workspace, message: Message) -> Json:
    if message.thread_ts is None:
        return {}
    if message.is_reply:
        parent = workspace.log[message.channel].get(message.thread_ts)
        return {"parent_user_id": parent.user} if parent else {}
    replies = workspace.replies(message.channel, message.ts)
    users = list(dict.fromkeys(reply.user for reply in replies))
    latest = {"latest_reply": replies[-1].ts} if replies else {}
    counts = {"reply_count": len(replies), "reply_users": users, "reply_users_count": len(users)}
    return {**counts, **latest, "subscribed": False, "is_locked": False}


def view_hash(workspace: Workspace) -> str:
    """A view's next hash, by which an update can tell that it comes too late."""
    ts = workspace.timestamps.next()
    return f"{ts.split('.', maxsplit=1)[0]}.{hashlib.sha256(ts.encode()).hexdigest()[:8]}"
