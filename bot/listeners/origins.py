"""What names an address to answer at that is not Slack's did not come from Slack, and nothing of it is done."""

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
        if address is None or is_slacks(str(address), services.settings.api_url):
            return next_()
        log.error("address_refused")
        return BoltResponse(status=REFUSED)
