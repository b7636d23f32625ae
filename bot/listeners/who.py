"""Who is asking, from what Slack sends: always the actor's own team and user id, never the channel's."""

from typing import Any

from slack_bolt import BoltContext

from bot.domain.events import Origin
from bot.services import Asked

Body = dict[str, Any]


def by_command(command: Body, context: BoltContext) -> Asked:
    """Who typed a slash command."""
    return Asked(
        user=command["user_id"],
        team=context.actor_team_id or command["team_id"],
        channel=command["channel_id"],
        origin=Origin.COMMAND,
        delivery=command.get("trigger_id", ""),
        answer_at=command.get("response_url", ""),
    )


def by_press(body: Body, origin: Origin = Origin.BUTTON) -> Asked:
    """Who pressed a button or sent a form."""
    user = body["user"]
    channel = (body.get("channel") or {}).get("id", "")
    delivery, answer_at = body.get("trigger_id", ""), body.get("response_url", "")
    return Asked(user["id"], user.get("team_id") or "", channel, origin, delivery, answer_at)


def by_event(body: Body, context: BoltContext, channel: str, origin: Origin) -> Asked:
    """Who wrote a message or reacted. Slack does not always tell their team; then only their account does."""
    user = body["event"]["user"]
    return Asked(user, context.actor_team_id or "", channel, origin, body["event_id"])
