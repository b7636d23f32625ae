"""What names an address to answer at that is not Slack's did not come from Slack, and nothing of it is done.

JSON can hold half of a character, which no store and no message can: it becomes "�", as over HTTP, before anything is
read.
"""

import json
from collections.abc import Callable

import structlog
from slack_bolt import App, BoltResponse

from bot.addresses import is_slacks
from bot.listeners.who import Body
from bot.services import Services

log = structlog.get_logger()

REFUSED = 403


def register(app: App, services: Services) -> None:
    """Look at each request before any listener does."""

    @app.middleware
    def from_slack(body: Body, next_: Callable[[], BoltResponse]) -> BoltResponse:
        address = body.get("response_url") if isinstance(body, dict) else None
        _make_whole(body)
        if address is None or is_slacks(str(address), services.settings.api_url):
            return next_()
        log.error("address_refused")
        return BoltResponse(status=REFUSED)


def _make_whole(body: Body) -> None:
    """Put the sign for what can't be shown in the place of each half of a character."""
    text = json.dumps(body, ensure_ascii=False)
    if not text.isascii() and _has_halves(text):
        body |= json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _has_halves(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
