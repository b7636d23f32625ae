"""Files on their way to people: made from the store, uploaded, and shared once whatever happens.

Slack's id of the file is kept before its bytes are handed in. After a crash or a lost answer the file is looked for,
and shared again only where Slack does not have it in its place.
"""

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.events import By, Origin
from bot.domain.people import Person
from bot.messages import files as messages
from bot.messages.blocks import Reply, fitted
from bot.messages.lines import plain
from bot.schedule import making, sending, transfer
from bot.schedule.making import Made
from bot.services import Asked, Services
from bot.usecases import reports
from bot.usecases.reports import Wanted
from storage import errands, outbox
from storage.errands import Errand
from storage.outbox import Message

log = structlog.get_logger()

MOST = 10
"""How often a file is tried: some 20 minutes."""
LOOKS = 4
"""How often a file that was handed in is looked for in its channel: Slack puts it there a little later."""
GONE = frozenset({"file_not_found", "file_deleted"})
NOT_MADE = "Followthrough failed to make it. Tell whoever runs it: its log says more."
TROUBLE = "Slack had trouble for too long. Ask for it again later."


def send(client: WebClient, services: Services, errand: Errand) -> None:
    """Make the file that somebody asked for, and send it, or tell them why not. Raises as Slack does, and Busy."""
    wanted = Wanted.model_validate(errand.carries)
    if errand.attempts >= MOST:  # whatever it is, it does not pass, and is in the log
        _tell(services, errand, wanted, NOT_MADE)
        return
    try:
        person = reports.seen_by(_person(services, wanted), wanted.code)
        wanted = wanted.model_copy(update={"since": making.since_of(services, wanted, person)})
        channel = wanted.channel or sending.direct(client, wanted.user)
        if not (wanted.file and _shared(client, services, errand, wanted, channel)):
            _send(client, services, errand, _Order(wanted, person, channel))
        _done(services, errand, wanted, person)
    except (BadInput, NotAllowed, NotFound) as refusal:
        _tell(services, errand, wanted, refusal.sentence)
    except sending.FAULTS as error:
        if sending.passes(error) and errand.attempts + 1 < MOST:
            raise
        log.warning("file_given_up", error=sending.word(error), kind=wanted.kind)
        word = sending.word(error)
        _tell(services, errand, wanted, TROUBLE if sending.passes(error) else f"Slack says “{word}”.")


class _Order:
    """What is wanted, as whom the plan is seen, and where it goes."""

    def __init__(self, wanted: Wanted, person: Person, channel: str) -> None:
        self.wanted, self.person, self.channel = wanted, person, channel


def _person(services: Services, wanted: Wanted) -> Person:
    """Who asked, as they stand now. Raises NotAllowed where they may not have it any more."""
    with services.store.read() as tx:
        person = Asked(wanted.user, wanted.team, "", Origin.FORM).person(tx, services)
        reports.permit(person)
        if wanted.channel:
            reports.check_place(tx, wanted, person)
        return person


def _shared(client: WebClient, services: Services, errand: Errand, wanted: Wanted, channel: str) -> bool:
    """Whether Slack has the file in its channel. Raises where it has it, but perhaps is still putting it there."""
    try:
        found = client.files_info(file=wanted.file)["file"]
    except SlackApiError as error:
        if sending.word(error) in GONE:
            return False
        raise
    shares = found.get("shares") or {}
    places = {*found.get("channels", []), *found.get("groups", []), *found.get("ims", [])}
    if channel in places.union(*shares.values()):
        return True
    if wanted.looks >= LOOKS:
        return False
    _carry(services, errand, wanted.model_copy(update={"looks": wanted.looks + 1}))
    raise SlackRequestError("the file is not in its channel yet")


def _send(client: WebClient, services: Services, errand: Errand, order: _Order) -> None:
    wanted = order.wanted
    made = making.made(services, wanted, order.person)
    given = client.files_getUploadURLExternal(filename=made.name, length=len(made.contents))
    file = str(given["file_id"])
    _carry(services, errand, wanted.model_copy(update={"file": file, "looks": 0}))
    transfer.upload(str(given["upload_url"]), made.contents, services.settings.api_url)
    _share(client, order, made, file)
    log.info("file_sent", kind=wanted.kind, bytes=len(made.contents))


def _done(services: Services, errand: Errand, wanted: Wanted, person: Person) -> None:
    """Say in the audit trail that it was taken out, in the commit that ends the errand: once."""
    by = By(person=person, at=services.clock(), origin=Origin.FORM)
    with services.store.write() as tx:
        errands.done(tx, errand)
        making.recorded(tx, wanted, by)


def _carry(services: Services, errand: Errand, wanted: Wanted) -> None:
    with services.store.write() as tx:
        errands.carry(tx, errand, wanted.model_dump(mode="json"))


def _share(client: WebClient, order: _Order, made: Made, file: str) -> None:
    try:
        client.files_completeUploadExternal(
            files=[{"id": file, "title": made.title}], channel_id=order.channel, initial_comment=made.beside
        )
    except SlackApiError as error:
        if sending.word(error) in GONE:  # its ticket is used up: it may be there already
            raise SlackRequestError("the file is to be looked for") from error
        raise


def _tell(services: Services, errand: Errand, wanted: Wanted, why: str) -> None:
    reply: Reply = fitted(plain(messages.not_sent(wanted.kind, why)))
    with services.store.write() as tx:
        outbox.queue(tx, Message.of(f"file:{errand.about}", wanted.user, *reply), services.clock())
    services.mail.set()
