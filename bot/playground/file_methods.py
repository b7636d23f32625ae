"""The Web API's files.* methods: an upload in three steps, as `files_upload_v2` does it, and what a file is."""

import secrets

from bot.playground.chat_methods import destination, draft
from bot.playground.errors import SlackError
from bot.playground.method import Method, parsed, require
from bot.playground.posting import post
from bot.playground.records import Json, StoredFile
from bot.playground.shapes import file_json, shared_in
from bot.playground.workspace import Workspace


def get_upload_url(workspace: Workspace, arguments: Json) -> Json:
    """files.getUploadURLExternal."""
    require(arguments, "filename", "length")
    file = new_file(workspace, str(arguments["filename"]), workspace.app.user_id)
    file.alt, file.complete = str(arguments.get("alt_txt") or ""), False
    token = secrets.token_hex(8)
    workspace.uploads[token] = file.id
    return {"upload_url": f"{workspace.base_url}/upload/{token}", "file_id": file.id}


def new_file(workspace: Workspace, name: str, user: str, content: bytes = b"") -> StoredFile:
    """A file that is kept but not shared with anybody yet."""
    with workspace.lock:
        file = StoredFile(workspace.new_id("F"), name, name, user, int(workspace.clock().timestamp()))
        file.content = content
        workspace.files[file.id] = file
        return file


def receive_upload(workspace: Workspace, token: str, content: bytes) -> bool:
    """Take the bytes of an upload; False when nobody asked for that address."""
    file = workspace.files.get(workspace.uploads.pop(token, ""))
    if file is not None:
        file.content = content
    return file is not None


def app_sees(workspace: Workspace, file: StoredFile) -> bool:
    """Whether the app may look at a file: its own, one put into its form, or one in a channel that its bot is in."""
    if file.given or file.user == workspace.app.user_id:
        return True
    return any(workspace.is_bot_in(workspace.channel(message.channel)) for message in shared_in(workspace, file))


def _seen(workspace: Workspace, file_id: object) -> StoredFile:
    file = workspace.files.get(str(file_id))
    if file is None or not file.complete or not app_sees(workspace, file):
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return file


def _uploaded(workspace: Workspace, file_id: object) -> StoredFile:
    """A file whose bytes have come, and whose upload was not completed before: then its ticket is used up."""
    file = workspace.files.get(str(file_id))
    if file is None or file.complete or file.id in workspace.uploads.values():
        raise SlackError("file_not_found")
    return file


def complete_upload(workspace: Workspace, arguments: Json) -> Json:
    """files.completeUploadExternal; in a channel, the files become a message with `initial_comment`."""
    listed = parsed(arguments, "files", "invalid_arguments")
    if not isinstance(listed, list) or not listed:
        raise SlackError("invalid_arguments")
    files = [_uploaded(workspace, each.get("id")) for each in listed]
    channel = destination(workspace, {"channel": arguments["channel_id"]}) if arguments.get("channel_id") else None
    for file, each in zip(files, listed, strict=True):
        file.title, file.complete = str(each.get("title") or file.name), True
    if channel:
        # Only a comment may be missing here; anything else about the message is checked as for any other.
        comment = str(arguments.get("initial_comment") or "")
        message = draft(workspace, channel, {**arguments, "text": comment or "file"})
        message.text, message.files = comment, files
        post(workspace, message)
    return {"files": [file_json(workspace, file) for file in files]}


def file_info(workspace: Workspace, arguments: Json) -> Json:
    """files.info."""
    require(arguments, "file")
    file = _seen(workspace, arguments["file"])
    return {"file": file_json(workspace, file), "comments": [], "response_metadata": {"next_cursor": ""}}


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",)),
    "files.info": Method(file_info, ("files:read",)),
}
