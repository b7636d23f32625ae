"""The Web API's files.* methods: an upload in three steps, as `files_upload_v2` does it."""

import secrets

from bot.playground.chat_methods import destination, draft
from bot.playground.errors import SlackError
from bot.playground.method import Method, parsed, require
from bot.playground.posting import post
from bot.playground.records import Json, StoredFile
from bot.playground.shapes import file_json
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


def _known(workspace: Workspace, file_id: object) -> StoredFile:
    file = workspace.files.get(str(file_id))
    if file is None:
        raise SlackError("file_not_found")
    return file


def complete_upload(workspace: Workspace, arguments: Json) -> Json:
    """files.completeUploadExternal; in a channel, the files become a message with `initial_comment`."""
    listed = parsed(arguments, "files", "invalid_arguments")
    if not isinstance(listed, list) or not listed:
        raise SlackError("invalid_arguments")
    files = [_known(workspace, each.get("id")) for each in listed]
    for file, each in zip(files, listed, strict=True):
        file.title, file.complete = str(each.get("title") or file.name), True
    if arguments.get("channel_id"):
        _share(workspace, files, arguments)
    return {"files": [file_json(workspace, file) for file in files]}


def _share(workspace: Workspace, files: list[StoredFile], arguments: Json) -> None:
    channel = destination(workspace, {"channel": arguments["channel_id"]})
    comment = str(arguments.get("initial_comment") or "")
    # Only a comment may be missing here; anything else about the message is checked as for any other.
    message = draft(workspace, channel, {**arguments, "text": comment or "file"})
    message.text, message.files = comment, files
    post(workspace, message)


def file_info(workspace: Workspace, arguments: Json) -> Json:
    """files.info."""
    require(arguments, "file")
    return {"file": file_json(workspace, _known(workspace, arguments["file"])), "comments": []}


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",)),
    "files.info": Method(file_info, ("files:read",)),
}
