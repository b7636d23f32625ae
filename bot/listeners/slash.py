"""Slash commands in: the answer travels in the acknowledgement, with no second call to Slack."""

from html import unescape

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.listeners.who import Body, by_command
from bot.messages.blocks import Opened, fitted
from bot.services import Services
from commands.answering import answer
from commands.registry import COMMANDS


def register(app: App, services: Services) -> None:
    """Listen for every command of the registry."""

    def typed(ack: Ack, command: Body, context: BoltContext, client: WebClient) -> None:
        text = unescape(command.get("text", ""))  # should_escape: & < > arrive as entities
        reply = answer(services, by_command(command, context), COMMANDS[command["command"]], text)
        if isinstance(reply, Opened):
            client.views_open(trigger_id=command["trigger_id"], view=reply.view)
            ack()
        else:
            ack(**fitted(reply)._asdict(), response_type="ephemeral")

    for name in COMMANDS:
        app.command(name)(typed)
