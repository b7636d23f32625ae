"""What comes next for a message: what has to be done before, posting it as it is now, bringing it up to date."""

from collections import Counter
from datetime import timedelta
from functools import partial

from slack_sdk import WebClient

from bot.messages.blocks import fitted
from bot.schedule import before, pictures, renewal, sending, tries
from bot.schedule.pace import POST, Pace
from bot.schedule.tries import ARRIVES, Step, Told
from bot.services import Services
from storage import outbox
from storage.database import Transaction
from storage.outbox import Message

EPHEMERAL, UPDATE = "chat.postEphemeral", "chat.update"
UPDATE_TRIES = 3
NO_PARENT = "the message in whose thread it was to stand was not sent"


class Steps:
    """Knows what comes next.

    Args:
        services: store and clock.
        client: Slack's Web API, without retries of its own.
        pace: when Slack may be asked for what.
    """

    def __init__(self, services: Services, client: WebClient, pace: Pace) -> None:
        self._services = services
        self._client = client
        self._hasty = sending.hasty(client, pictures.PATIENCE)
        self._pace = pace
        self._not_updated: Counter[int] = Counter()

    def next(self, tx: Transaction, message: Message) -> Step | Told | None:
        """What is to be done for a message; what became of it where nothing is; None where that has to wait."""
        if message.state == "claimed":
            return self._may_call(before.look(self._services, self._client, tx, message))
        if sending.is_person(message.channel):
            return self._may_call(before.open_direct(self._services, self._client, tx, message))
        if pictures.wanting(message):
            return self._may_call(before.upload(self._services, self._hasty, tx, message))
        return self._post(tx, message)

    def update(self, message: Message) -> Step | None:
        """Bring a message in Slack up to date; None where that has to wait."""
        return self._may_call(
            Step(
                self.update_lane(message),
                (UPDATE,),
                partial(self._updated, message),
                partial(self._up_to_date, message),
                partial(self._not_up_to_date, message),
                "update",
            )
        )

    @staticmethod
    def update_lane(message: Message) -> str:
        """The lane in which a message is brought up to date."""
        return f"{UPDATE} {message.id}"

    def stopped(self, message: Message, tx: Transaction, error: Exception) -> Told:
        """It could not be found out what comes next."""
        return tries.stopped(self._services, message, outbox.put_off, tx, error)

    def _may_call(self, step: Step) -> Step | None:
        if self._pace.until_call(*step.methods):
            return None
        self._pace.call(*step.methods)
        return step

    def _post(self, tx: Transaction, message: Message) -> Step | Told | None:
        """Claim a message as it is at this moment; or drop it."""
        parent = outbox.by_ids(tx, [message.parent_id])[0] if message.parent_id else None
        if parent and parent.state in {"failed", "dropped"}:
            return tries.dropped(self._services, message, tx, NO_PARENT)
        method = EPHEMERAL if message.only_for else POST
        if (parent and parent.state != "sent") or self._pace.until_call(method):
            return None
        said = renewal.renewed(tx, self._services, message)
        if isinstance(said, str):
            return tries.dropped(self._services, message, tx, said)
        if said:
            outbox.renew(tx, message.id, *fitted(said))
            message = outbox.by_ids(tx, [message.id])[0]
        self._pace.call(method)
        outbox.claim(tx, message.id, self._services.clock() + ARRIVES)
        thread_ts, indicator = outbox.thread_ts(tx, message), pictures.shown(tx, message)
        return Step(
            message.channel,
            (method,),
            partial(sending.post, self._client, message, thread_ts, indicator),
            partial(tries.sent, self._services, message),
            partial(self._not_posted, message),
        )

    def _not_posted(self, message: Message, tx: Transaction, error: Exception) -> Told:
        word = sending.word(error)
        if not (message.file_id and word == pictures.NOT_READY):
            again = outbox.retry if sending.nothing_done(error) else outbox.unsure
            return tries.stopped(self._services, message, again, tx, error)
        now = self._services.clock()
        if message.attempts + 1 < pictures.TRIES:  # the picture will be ready soon
            outbox.retry(tx, message, now + timedelta(seconds=tries.back_off(message)), word)
            return Told("send_again", message, {"fault": word}, worked=False)
        outbox.retry(tx, message, now, word)
        outbox.uploaded(tx, message.id, "")
        return Told("picture_given_up", message, {"error": word})

    def _updated(self, message: Message) -> None:
        with self._services.store.read() as tx:
            reply = sending.as_it_is_now(tx, self._services, message)
        sending.update(self._client, message, reply)

    def _up_to_date(self, message: Message, tx: Transaction, _: None) -> Told:
        outbox.refreshed(tx, message)
        self._not_updated.pop(message.id, None)
        return Told()

    def _not_up_to_date(self, message: Message, tx: Transaction, error: Exception) -> Told:
        word = sending.word(error)
        if sending.passes(error) and not (sending.doubtful(error) and self._tries_of(message) >= UPDATE_TRIES):
            self._pace.rest(UPDATE, max(1.0, sending.wait(error)))
            return Told("update_again", message, {"error": word}, worked=False)
        # It is gone from Slack, or Slack will not have it: carry on, the next change asks again.
        outbox.refreshed(tx, message)
        return Told("not_updated", message, {"error": word}, fault=word if word in sending.MISMADE else "")

    def _tries_of(self, message: Message) -> int:
        self._not_updated[message.id] += 1
        return self._not_updated[message.id]
