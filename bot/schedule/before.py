"""What comes before a message is posted, each a step with a commit of its own.

Opening the direct messages with somebody; uploading a picture; and where it is not known whether a message arrived
(a crash, a time-out), looking for it in Slack.
"""

from functools import partial
from threading import Lock

from slack_sdk import WebClient

from bot.domain.plan import Indicator
from bot.messages.charts import picture as charts
from bot.schedule import pictures, sending, tries
from bot.schedule.tries import Step, Told
from bot.services import Services
from storage import outbox, people
from storage.database import Transaction
from storage.outbox import Message

UPLOAD = ("files.getUploadURLExternal", "files.completeUploadExternal")
_DRAWING = Lock()  # matplotlib is not made for several threads


def look(services: Services, client: WebClient, tx: Transaction, message: Message) -> Step:
    """Look for a message by its key."""
    thread_ts = outbox.thread_ts(tx, message)
    method = "conversations.replies" if thread_ts else "conversations.history"

    def looked(tx: Transaction, ts: str | None) -> Told:
        if ts:
            return tries.sent(services, message, tx, ts)
        # It begins anew, so that it is looked at again whether it still holds.
        outbox.retry(tx, message, services.clock(), "not found in Slack")
        return Told("not_found", message)

    return Step(
        message.channel,
        () if message.only_for else (method,),
        partial(sending.find, client, message, thread_ts),
        looked,
        partial(tries.stopped, services, message, outbox.unsure),
    )


def open_direct(services: Services, client: WebClient, tx: Transaction, message: Message) -> Step:
    """Find the direct messages with the person to whom a message is addressed."""
    user = message.channel
    known = people.remembered(tx, f"dm {user}")

    def opened(tx: Transaction, channel: str) -> Told:
        people.remember(tx, f"dm {user}", channel)
        outbox.opened(tx, user, channel)
        return Told()

    return Step(
        user,
        () if known else ("conversations.open",),
        lambda: known or sending.direct(client, user),
        opened,
        partial(tries.stopped, services, message, outbox.put_off),
    )


def upload(services: Services, client: WebClient, tx: Transaction, message: Message) -> Step:
    """Draw and upload a message's picture, or settle that there will be none."""
    indicator = pictures.shown(tx, message)

    def uploaded(tx: Transaction, file_id: str) -> Told:
        outbox.uploaded(tx, message.id, file_id)
        return Told()

    def failed(tx: Transaction, error: Exception) -> Told:
        passes = sending.passes(error) and sending.word(error) != sending.OWN_FAULT
        if passes and pictures.worth_waiting(message, sending.wait(error)):
            return tries.stopped(services, message, outbox.put_off, tx, error)
        outbox.uploaded(tx, message.id, "")
        return Told("picture_given_up", message, {"error": sending.word(error)})

    return Step(
        message.channel,
        UPLOAD if indicator else (),
        partial(_uploaded, client, indicator),
        uploaded,
        failed,
    )


def _uploaded(client: WebClient, indicator: Indicator | None) -> str:
    if indicator is None:
        return ""
    with _DRAWING:
        drawn = charts.picture(indicator)
    return pictures.upload(client, indicator, drawn)
