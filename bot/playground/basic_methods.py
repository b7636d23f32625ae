"""The Web API's methods about the app itself, users and reactions."""

from bot.playground.errors import SlackError
from bot.playground.method import Method, cursor_json, page, require, visible_channel
from bot.playground.posting import react, unreact
from bot.playground.records import Json, Message
from bot.playground.shapes import message_json, user_json
from bot.playground.timestamps import is_timestamp
from bot.playground.workspace import Workspace


def api_test(_workspace: Workspace, arguments: Json) -> Json:
    """api.test."""
    if arguments.get("error"):
        raise SlackError(str(arguments["error"]))
    return {"args": arguments}


def auth_test(workspace: Workspace, _arguments: Json) -> Json:
    """auth.test."""
    return {
        "url": f"{workspace.base_url}/",
        "team": workspace.name,
        "user": workspace.users[workspace.app.user_id].name,
        "team_id": workspace.team_id,
        "user_id": workspace.app.user_id,
        "bot_id": workspace.app.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(workspace: Workspace, _arguments: Json) -> Json:
    """apps.connections.open: where to connect for Socket Mode, once."""
    address = workspace.base_url.replace("http://", "ws://", 1)
    return {"url": f"{address}/socket?ticket={workspace.socket.issue_ticket()}"}


def team_info(workspace: Workspace, _arguments: Json) -> Json:
    """team.info."""
    return {"team": {"id": workspace.team_id, "name": workspace.name, "domain": workspace.domain}}


def bot_info(workspace: Workspace, _arguments: Json) -> Json:
    """bots.info, of the app's own bot."""
    app = workspace.app
    return {
        "bot": {
            "id": app.bot_id,
            "deleted": False,
            "name": app.name,
            "app_id": app.app_id,
            "user_id": app.user_id,
        }
    }


def user_info(workspace: Workspace, arguments: Json) -> Json:
    """users.info."""
    user = workspace.users.get(str(arguments.get("user", "")))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": user_json(workspace, user)}


def list_users(workspace: Workspace, arguments: Json) -> Json:
    """users.list."""
    shown, cursor = page(list(workspace.users.values()), arguments)
    return {"members": [user_json(workspace, user) for user in shown], **cursor_json(cursor)}


def _reacted(workspace: Workspace, arguments: Json) -> Message:
    require(arguments, "channel", "timestamp")
    channel = visible_channel(workspace, arguments)
    if not is_timestamp(arguments["timestamp"]):
        raise SlackError("bad_timestamp")
    return workspace.message(channel.id, str(arguments["timestamp"]))


def add_reaction(workspace: Workspace, arguments: Json) -> Json:
    """reactions.add."""
    require(arguments, "name")
    message = _reacted(workspace, arguments)
    react(workspace, message, str(arguments["name"]).strip(":"), workspace.app.user_id)
    return {}


def remove_reaction(workspace: Workspace, arguments: Json) -> Json:
    """reactions.remove."""
    require(arguments, "name")
    message = _reacted(workspace, arguments)
    unreact(workspace, message, str(arguments["name"]).strip(":"), workspace.app.user_id)
    return {}


def get_reactions(workspace: Workspace, arguments: Json) -> Json:
    """reactions.get."""
    message = _reacted(workspace, arguments)
    return {"type": "message", "channel": message.channel, "message": message_json(workspace, message)}


METHODS = {
    "api.test": Method(api_test, token="any"),  # noqa: S106 - a kind of token, not one
    "auth.test": Method(auth_test),
    "apps.connections.open": Method(open_connection, token="app"),  # noqa: S106 - as above
    "team.info": Method(team_info, ("team:read",)),
    "bots.info": Method(bot_info, ("users:read",)),
    "users.info": Method(user_info, ("users:read",)),
    "users.list": Method(list_users, ("users:read",)),
    "reactions.add": Method(add_reaction, ("reactions:write",)),
    "reactions.remove": Method(remove_reaction, ("reactions:write",)),
    "reactions.get": Method(get_reactions, ("reactions:read",)),
}
