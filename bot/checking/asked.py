"""`/actions settings check`: everything is looked at in the background, and whoever asked is told alone."""

from collections.abc import Iterator
from http import HTTPStatus

import structlog
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.addresses import is_slacks
from bot.checking.finding import Finding
from bot.domain.errors import NotAllowed
from bot.domain.events import Origin
from bot.listeners.faults import FAULTS
from bot.messages import findings as messages
from bot.messages.blocks import Reply, fitted
from bot.messages.folders import without_folders
from bot.messages.lines import plain
from bot.services import Asked, Services
from bot.usecases import people as keeping
from bot.usecases import setting_up
from storage import outbox
from storage.errands import Errand
from storage.outbox import Message

log = structlog.get_logger()

MOST = 3
"""How often it is begun: what fails so often is in the log."""
FAILED = "Followthrough failed to look. Tell whoever runs it: its log says more."
PATIENCE = 1
"""How often Slack is waited for where it asks to be left alone for a while: others wait meanwhile."""


def look(_client: WebClient, services: Services, errand: Errand) -> None:
    """Look, and tell whoever asked. Begun again after it was interrupted, it says so. Raises Busy."""
    try:
        reply = _found(services, errand) if errand.attempts < MOST else plain(FAILED)
    except NotAllowed as refusal:
        reply = plain(refusal.sentence)
    _tell(services, errand, fitted(reply))


def _found(services: Services, errand: Errand) -> Reply:
    carried = errand.carries
    with services.store.read() as tx:
        keeping.permit(Asked(carried["user"], carried["team"], "", Origin.COMMAND).person(tx, services))
    findings = [_without_paths(services, one) for one in _looked(services)]
    with services.store.write() as tx:
        setting_up.looked(tx, services.today(), sum(not one.well for one in findings))
    return messages.found(findings, interrupted=errand.attempts > 0)


def _looked(services: Services) -> Iterator[Finding]:
    from bot.checking import everything  # noqa: PLC0415 — what reads the manifest is loaded with the first look only

    yield from everything.of(services, PATIENCE)


def _without_paths(services: Services, finding: Finding) -> Finding:
    """As it may be said in Slack: in which folders files are is nobody's business there."""
    settings = services.settings
    folders = (settings.database.parent, services.store.path.parent, settings.backup_folder)
    return finding._replace(said=without_folders(finding.said, folders), do=without_folders(finding.do, folders))


def _tell(services: Services, errand: Errand, reply: Reply) -> None:
    """At the address that Slack gave for the answer; where there is none, or it takes none any more, directly."""
    if _answered(services, errand.carries.get("answer_at", ""), reply):
        return
    with services.store.write() as tx:
        key = f"look:{errand.about}:{errand.carries.get('delivery', '')}"
        message = Message.of(key, errand.carries["user"], *reply)
        outbox.queue(tx, message, services.clock())
    services.mail.set()


def _answered(services: Services, address: str, reply: Reply) -> bool:
    if not address or not is_slacks(address, services.settings.api_url):
        return False
    try:
        # What answers a command is never replaced by Slack, whatever is asked; a message's buttons must stay.
        answer = WebhookClient(address).send(**reply._asdict(), response_type="ephemeral", replace_original=False)
    except FAULTS as error:
        log.warning("look_told_directly", error=type(error).__name__)
        return False
    return answer.status_code == HTTPStatus.OK
