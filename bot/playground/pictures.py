"""Pictures that the app uploaded and shows in blocks by `slack_file`."""

from collections.abc import Iterator

from bot.playground.checks import fault
from bot.playground.errors import SlackError
from bot.playground.records import Json, StoredFile
from bot.playground.shapes import file_json
from bot.playground.validation import invalid_blocks
from bot.playground.workspace import Workspace

SHOWN_KINDS = frozenset({"image/png", "image/jpeg", "image/gif"})


def _images(block: Json, path: str) -> Iterator[tuple[Json, str]]:
    """The images of a block that was checked already, each with where it stands."""
    if block["type"] == "image":
        yield block, path
    inside = [(each, f"{path}/elements/{at}") for at, each in enumerate(block.get("elements", []))]
    inside.append((block.get("accessory", {}), f"{path}/accessory"))
    yield from ((each, where) for each, where in inside if each.get("type") == "image")


def _stored(workspace: Workspace, named: Json) -> StoredFile | None:
    if "id" in named:
        return workspace.files.get(named["id"])
    return next((file for file in workspace.files.values() if f"/{file.id}/" in named["url"]), None)


def _is_picture(workspace: Workspace, named: Json) -> bool:
    file = _stored(workspace, named)
    return file is not None and file.complete and file_json(workspace, file)["mimetype"] in SHOWN_KINDS


def picture_faults(workspace: Workspace, blocks: list[Json]) -> list[str]:
    """A line for each `slack_file` that is not there, not uploaded to its end, or no picture."""
    return [
        fault("invalid slack file", f"{where}/slack_file")
        for index, block in enumerate(blocks)
        for image, where in _images(block, f"/blocks/{index}")
        if "slack_file" in image and not _is_picture(workspace, image["slack_file"])
    ]


def check_pictures(workspace: Workspace, blocks: object) -> None:
    """Refuse a message's pictures that Slack would refuse.

    Raises:
        SlackError: invalid_blocks.
    """
    if isinstance(blocks, list) and (faults := picture_faults(workspace, blocks)):
        raise invalid_blocks(faults)


def check_view_pictures(workspace: Workspace, view: Json) -> None:
    """Refuse a view's pictures that Slack would refuse.

    Raises:
        SlackError: invalid_arguments.
    """
    if faults := picture_faults(workspace, view["blocks"]):
        raise SlackError("invalid_arguments", response_metadata={"messages": faults})
