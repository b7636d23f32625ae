"""Modals and Home tabs: opened, stacked, replaced, and as the app sees them in payloads."""

from bot.playground.errors import SlackError
from bot.playground.form_values import filled, kept_values, state_json
from bot.playground.pictures import check_view_pictures
from bot.playground.posting import with_ids
from bot.playground.records import Json, View
from bot.playground.shapes import view_hash
from bot.playground.validation import check_view
from bot.playground.workspace import Workspace

MOST_STACKED = 3


def _checked(workspace: Workspace, body: object, surface: str) -> Json:
    checked = check_view(body, surface=surface)
    check_view_pictures(workspace, checked)
    return checked


def _made(workspace: Workspace, body: Json, user: str, below: list[View], step: str | None = None) -> View:
    view_id = workspace.new_id("V")
    return View(
        id=view_id,
        user=user,
        body=body | {"blocks": with_ids(workspace, body["blocks"])},
        hash=view_hash(workspace),
        root_view_id=below[0].id if below else view_id,
        previous_view_id=below[-1].id if below else None,
        step=step,
    )


def open_modal(workspace: Workspace, user: str, body: object, step: str | None = None) -> View:
    """Show a modal instead of whatever was on the screen; `step` is the workflow step's run that it belongs to.

    Raises:
        SlackError: invalid_arguments and others of `check_view`, or duplicate_external_id.
    """
    checked = _checked(workspace, body, "modal")
    with workspace.lock:
        _refuse_known_external_id(workspace, checked, None)
        view = _made(workspace, checked, user, [], step)
        workspace.stacks[user] = [view]
    workspace.touch()
    return view


def push_modal(workspace: Workspace, user: str, body: object, step: str | None = None) -> View:
    """Show a modal on top of those that are open; `step` as in `open_modal`.

    Raises:
        SlackError: push_limit_reached, not_found (nothing is open), or as `open_modal`.
    """
    checked = _checked(workspace, body, "modal")
    with workspace.lock:
        stack = workspace.stacks[user]
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MOST_STACKED:
            raise SlackError("push_limit_reached")
        _refuse_known_external_id(workspace, checked, None)
        view = _made(workspace, checked, user, stack, step)
        stack.append(view)
    workspace.touch()
    return view


def replace_view(workspace: Workspace, view: View, body: object) -> View:
    """Put new content into a view. A field that keeps its block_id and action_id keeps what it holds, too.

    Raises:
        SlackError: as `open_modal`.
    """
    checked = _checked(workspace, body, str(view.body["type"]))
    with workspace.lock:
        _refuse_known_external_id(workspace, checked, view)
        blocks = with_ids(workspace, checked["blocks"])
        view.values = kept_values(view.blocks, filled(view.blocks, view.values), blocks)
        view.body = checked | {"blocks": blocks}
        view.hash = view_hash(workspace)
    workspace.touch()
    return view


def publish_home(workspace: Workspace, user: str, body: object) -> View:
    """Put content on somebody's Home tab.

    Raises:
        SlackError: as `open_modal`.
    """
    checked = _checked(workspace, body, "home")
    with workspace.lock:
        view = workspace.homes.get(user)
        if view is None:
            view = workspace.homes[user] = _made(workspace, checked, user, [])
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
