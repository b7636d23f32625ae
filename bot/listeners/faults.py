"""When a listener fails: its author is told that nothing changed, under a reference that is in the log."""

import json
import secrets
import traceback

import structlog
from slack_bolt import App, BoltContext, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.errors import Busy
from bot.listeners.who import Body
from bot.messages import lines
from bot.messages.blocks import Reply

log = structlog.get_logger()

MEMBERSHIP = frozenset({"member_joined_channel", "member_left_channel"})


def register(app: App) -> None:
    """Answer in the way that the request can show."""

    @app.error
    def failed(error: Exception, body: Body, context: BoltContext, client: WebClient) -> BoltResponse:
        # An error's own words may quote what somebody typed, so only its kind and place are logged.
        frames = traceback.extract_tb(error.__traceback__)[-4:]
        where = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
        if "event" in body and (isinstance(error, Busy) or body["event"]["type"] in MEMBERSHIP):
            log.warning("not_acknowledged", kind=type(error).__name__, where=where)
            return BoltResponse(status=500)  # so Slack delivers it again; nothing was changed
        reference = secrets.token_hex(2).upper()
        log.error("listener_failed", reference=reference, kind=type(error).__name__, where=where)
        reply = lines.fault(reference)
        if "command" in body:
            return _answer({"response_type": "ephemeral", "text": reply.text, "blocks": reply.blocks})
        if body.get("type") == "view_submission":
            fields = [block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"]
            return _answer({"response_action": "errors", "errors": {fields[0]: reply.text}} if fields else {})
        if body.get("event", {}).get("type") == "function_executed":
            _end_step(client, body["event"]["function_execution_id"], reply)
            return _answer({})
        _tell(context, client, body, reply)
        return _answer({})


def _answer(payload: dict[str, object]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(payload) if payload else "")


def _end_step(client: WebClient, run: str, reply: Reply) -> None:
    """A workflow must not wait for a step that has failed."""
    try:
        client.functions_completeError(function_execution_id=run, error=reply.text)
    except (SlackApiError, OSError) as error:
        log.warning("fault_not_told", error=type(error).__name__)


def _tell(context: BoltContext, client: WebClient, body: Body, reply: Reply) -> None:
    """Tell the author in the channel; Slack may be what failed, and then there is only the log."""
    event = body.get("event", {})
    channel = context.channel_id or event.get("item", {}).get("channel")
    if not channel or not context.user_id:
        return
    try:
        client.chat_postEphemeral(
            channel=channel,
            user=context.user_id,
            thread_ts=event.get("thread_ts"),
            text=reply.text,
            blocks=reply.blocks,
        )
    except (SlackApiError, OSError) as error:
        log.warning("fault_not_told", error=type(error).__name__)
