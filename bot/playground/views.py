"""Modals and Home tabs: opened, stacked, replaced, and as the app sees them in payloads."""

from bot.playground.errors import SlackError
from bot.playground.form_values import state_json
from bot.playground.posting import with_ids
from bot.playground.records import Json, View
from bot.playground.shapes import view_hash
from bot.playground.validation import check_view
from bot.playground.workspace import Workspace

MOST_STACKED = 3


def _made(workspace: Workspace, body: Json, user: str, root: View | None, below: View | None) -> View:
    view_id = workspace.new_id("V")
    return View(
        id=view_id,
        user=user,
        body=body | {"blocks": with_ids(workspace, body["blocks"])},
        hash=view_hash(workspace),
        root_view_id=root.id if root else view_id,
        previous_view_id=below.id if below else None,
    )


def open_modal(workspace: Workspace, user: str, body: object) -> View:
    """Show a modal instead of whatever was on the screen.

    Raises:
        SlackError: invalid_arguments and others of `check_view`, or duplicate_external_id.
    """
    checked = check_view(body, surface="modal")
    with workspace.lock:
        _refuse_known_external_id(workspace, checked, None)
        view = _made(workspace, checked, user, None, None)
        workspace.stacks[user] = [view]
    workspace.touch()
    return view


def push_modal(workspace: Workspace, user: str, body: object) -> View:
    """Show a modal on top of those that are open.

    Raises:
        SlackError: push_limit_reached, not_found (nothing is open), or as `open_modal`.
    """
    checked = check_view(body, surface="modal")
    with workspace.lock:
        stack = workspace.stacks[user]
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MOST_STACKED:
            raise SlackError("push_limit_reached")
        _refuse_known_external_id(workspace, checked, None)
        view = _made(workspace, checked, user, stack[0], stack[-1])
        stack.append(view)
    workspace.touch()
    return view


def replace_view(workspace: Workspace, view: View, body: object) -> View:
    """Put new content into a view; what was typed into fields that stay is kept.

    Raises:
        SlackError: as `open_modal`.
    """
    checked = check_view(body, surface=str(view.body["type"]))
    with workspace.lock:
        _refuse_known_external_id(workspace, checked, view)
        view.body = checked | {"blocks": with_ids(workspace, checked["blocks"])}
        view.hash = view_hash(workspace)
        kept = {block["block_id"] for block in view.blocks}
        view.values = {block_id: value for block_id, value in view.values.items() if block_id in kept}
    workspace.touch()
    return view


def publish_home(workspace: Workspace, user: str, body: object) -> View:
    """Put content on somebody's Home tab.

    Raises:
        SlackError: as `open_modal`.
    """
    checked = check_view(body, surface="home")
    with workspace.lock:
        view = workspace.homes.get(user)
        if view is None:
            view = workspace.homes[user] = _made(workspace, checked, user, None, None)
    return replace_view(workspace, view, checked)


def find_view(workspace: Workspace, view_id: str = "", external_id: str = "") -> View:
    """A view that is on somebody's screen, by its id or the app's own id for it.

    Raises:
        SlackError: not_found.
    """
    with workspace.lock:
        stacked = [view for stack in workspace.stacks.values() for view in stack]
        for view in [*stacked, *workspace.homes.values()]:
            if view_id and view.id == view_id:
                return view
            if external_id and view.body.get("external_id") == external_id:
                return view
    raise SlackError("not_found")


def _refuse_known_external_id(workspace: Workspace, body: Json, own: View | None) -> None:
    external_id = body.get("external_id")
    if not external_id:
        return
    try:
        known = find_view(workspace, external_id=external_id)
    except SlackError:
        return
    if known is not own:
        raise SlackError("duplicate_external_id")


def view_json(workspace: Workspace, view: View) -> Json:
    """A view as payloads and the views.* methods give it, with what was typed so far."""
    body = view.body
    shown: Json = {
        "id": view.id,
        "team_id": workspace.team_id,
        "type": body["type"],
        "blocks": view.blocks,
        "private_metadata": view.private_metadata,
        "callback_id": view.callback_id,
        "state": {"values": state_json(view.blocks, view.values)},
        "hash": view.hash,
        "title": body.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "close": body.get("close"),
        "submit": body.get("submit"),
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": workspace.app.app_id,
        "external_id": str(body.get("external_id", "")),
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.app.bot_id,
    }
    return shown
