"""When a listener fails: its author is told, wherever they can be, under a reference that is in the log."""

import json
import secrets
import traceback
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.client import HTTPException

import structlog
from slack_bolt import App, BoltContext, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.webhook import WebhookClient

from bot.domain.errors import Busy
from bot.listeners.who import Body
from bot.messages import lines
from bot.messages.blocks import Reply

log = structlog.get_logger()

FAULTS = (SlackApiError, SlackRequestError, OSError, HTTPException)
"""Whatever may go wrong in a call to Slack."""
MEMBERSHIP = frozenset({"member_joined_channel", "member_left_channel"})


def register(app: App) -> None:
    """Answer in the way that the request can show."""

    @app.error
    def failed(error: Exception, body: Body, context: BoltContext, client: WebClient) -> BoltResponse:
        where = _where(error)
        if "event" in body and (isinstance(error, Busy) or body["event"]["type"] in MEMBERSHIP):
            log.warning("not_acknowledged", kind=type(error).__name__, where=where)
            return BoltResponse(status=500)  # so Slack delivers it again; nothing was changed
        reference = _reference()
        log.error("listener_failed", reference=reference, kind=type(error).__name__, where=where)
        # Slack is called after the work was committed, so "nothing was changed" would perhaps be untrue.
        reply = lines.untold(reference) if isinstance(error, FAULTS) else lines.fault(reference)
        if "command" in body:
            return _answer({"response_type": "ephemeral", "text": reply.text, "blocks": reply.blocks})
        if body.get("type") == "view_submission":
            fields = [block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"]
            if fields:
                return _answer({"response_action": "errors", "errors": {fields[0]: reply.text}})
        if body.get("event", {}).get("type") == "function_executed":
            _end_step(client, body["event"]["function_execution_id"], reply)
            return _answer({})
        _tell(context, client, body, reply)
        return _answer({})


def heard(hear: Callable[[], BoltResponse]) -> BoltResponse:
    """What the bot answers. What is too damaged to be read is refused, under a reference in the log."""
    try:
        return hear()
    except Exception as error:  # noqa: BLE001 — an edge of the process: Bolt takes what comes to be whole
        log.error("request_refused", reference=_reference(), kind=type(error).__name__, where=_where(error))  # noqa: TRY400
        return BoltResponse(status=HTTPStatus.BAD_REQUEST)


def _reference() -> str:
    return secrets.token_hex(2).upper()


def _where(error: Exception) -> list[str]:
    """Where it failed: an error's own words may quote what somebody typed, so only its kind and place are logged."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]


def _answer(payload: dict[str, object]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(payload) if payload else "")


def _end_step(client: WebClient, run: str, reply: Reply) -> None:
    """A workflow must not wait for a step that has failed."""
    try:
        client.functions_completeError(function_execution_id=run, error=reply.text)
    except FAULTS as error:
        log.warning("fault_not_told", error=type(error).__name__)


def _tell(context: BoltContext, client: WebClient, body: Body, reply: Reply) -> None:
    """Tell the author in the first way that works; Slack may be what failed, and then there is only the log."""
    for way in _ways(context, client, body, reply):
        try:
            way()
        except FAULTS as error:
            log.warning("fault_not_told", error=type(error).__name__)
        else:
            return


def _ways(context: BoltContext, client: WebClient, body: Body, reply: Reply) -> Iterator[Callable[[], None]]:
    """In the channel; where the bot may not write there, by the address that Slack gave; else directly."""
    event, user = body.get("event", {}), context.user_id
    channel = context.channel_id or event.get("item", {}).get("channel")
    if not user or ("event" in body and not channel):  # an account that changed is nobody's deed
        return

    def here() -> None:
        thread_ts = event.get("thread_ts")
        client.chat_postEphemeral(channel=channel, user=user, thread_ts=thread_ts, **reply._asdict())

    def by_address() -> None:
        answer = WebhookClient(body["response_url"]).send(
            **reply._asdict(), response_type="ephemeral", replace_original=False
        )
        if answer.status_code != HTTPStatus.OK:
            raise SlackRequestError(answer.body)

    def directly() -> None:
        opened = client.conversations_open(users=user)
        client.chat_postMessage(channel=opened["channel"]["id"], **reply._asdict())

    if channel:
        yield here
    if body.get("response_url"):
        yield by_address
    yield directly
