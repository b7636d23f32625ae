"""Trackers on their way in: fetched from Slack, read, shown as a check; then, where somebody says so, imported.

A file is fetched for the check and again for the import: nothing of it is kept but its SHA-256. What is imported is
what was shown: the same bytes, read alike, with the same outcome. It is done in one unit of work with the import's
own state, so that no crash and no second press can do it twice.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import structlog
from slack_sdk import WebClient

from bot.domain.errors import BadInput, MovedOn, NotAllowed
from bot.domain.events import By, Origin
from bot.domain.identifiers import refusal
from bot.domain.people import Verb
from bot.exchange import importing
from bot.exchange.incoming import plan_of, remember, remembered
from bot.exchange.outcome import Outcome
from bot.exchange.rows import Plan
from bot.exchange.trackers.choices import Choices
from bot.messages import imports as messages
from bot.messages.blocks import fitted
from bot.messages.forms.imports import ENDINGS
from bot.messages.imports import Part
from bot.messages.text import clip, listed
from bot.schedule import checked, sending, transfer
from bot.services import Asked, Services
from bot.usecases import imports
from bot.usecases.access import permit_plan
from storage import imports as stored
from storage import outbox
from storage.database import Transaction
from storage.errands import Errand
from storage.imports import Import
from storage.outbox import Message

log = structlog.get_logger()

MOST = 8
"""How often a file is asked for: some 5 minutes."""
FILE = "The file"
"""What a file is called whose own name may not be repeated."""
GONE = "It is no longer in Slack, or Followthrough can't see it there."
TROUBLE = "Slack had trouble for too long. Try it again later."
NOT_READ = "Followthrough failed to read it. Tell whoever runs it: its log says more."
TOO_LARGE = f"It is larger than {transfer.LARGEST // 1_000_000} MB. Bring in a smaller part of it."
CHANGED = "It has changed since its check."
ELSEWHERE = "It is not kept in Slack itself. Save it to your machine, and add it from there."
NOT_YOURS = "Somebody else uploaded it. Upload it yourself."
ANEW = "The plan has changed since this check, so nothing was imported. A new check comes below."


class _NotTheSameError(Exception):
    """What would be imported is not what was shown."""


@dataclass(frozen=True)
class _File:
    """A file, for a moment. `name` may be repeated, and ends as the file's own name does."""

    name: str
    contents: bytes

    @property
    def digest(self) -> str:
        """Its SHA-256."""
        return hashlib.sha256(self.contents).hexdigest()


def take(client: WebClient, services: Services, errand: Errand) -> None:
    """Do the next step of an import: its check, or all of it. Raises as Slack and the connection do, and Busy."""
    with services.store.read() as tx:
        found = stored.find(tx, int(errand.about))
    if found is None or found.state not in {"reading", "applying"}:
        return
    if errand.attempts >= MOST:  # whatever it is, it does not pass, and is in the log
        _refuse(services, found, NOT_READ)
        return
    try:
        _step(client, services, found)
    except (BadInput, NotAllowed) as refused:
        _refuse(services, found, f"{refused.sentence}{_example(refused)}")
    except sending.FAULTS as error:
        if sending.passes(error) and errand.attempts + 1 < MOST:
            raise
        log.warning("import_given_up", error=sending.word(error))
        _refuse(services, found, TROUBLE if sending.passes(error) else GONE)


def _step(client: WebClient, services: Services, found: Import) -> None:
    with services.store.read() as tx:
        by = _by(tx, services, found)
    file = _fetched(client, services, found)
    if found.state == "applying" and file.digest != found.digest:
        raise BadInput(CHANGED)
    plan = _read(services, found, file)
    if plan.faults:
        _refuse(services, found, "It was not made as the form wants it.", checked.faults(plan))
    elif found.state == "reading":
        _check(services, found, file, plan, by)
    else:
        _apply(services, found, plan, by)


def _example(refused: BadInput | NotAllowed) -> str:
    """What would work, unless it is something to type on the command line."""
    typed = refused.example.startswith(("--", "followthrough", "/"))
    return f" For example: {refused.example}." if refused.example and not typed else ""


def _by(tx: Transaction, services: Services, found: Import) -> By:
    """Who imports, as they stand now. Raises NotAllowed where they may not, or no longer."""
    person = Asked(found.user, found.team, "", Origin.IMPORT).person(tx, services)
    permit_plan(Verb.MANAGE, person)
    return By(person=person, at=services.clock(), origin=Origin.IMPORT)


def _fetched(client: WebClient, services: Services, found: Import) -> _File:
    """The file as it is in Slack now. Raises BadInput, SlackApiError, OSError."""
    about = client.files_info(file=found.file)["file"]
    if about.get("mode") not in {None, "hosted", "snippet"} or about.get("is_external"):
        raise BadInput(GONE if about.get("mode") in {"tombstone", "hidden_by_limit"} else ELSEWHERE)
    if about.get("user") != found.user:
        raise BadInput(NOT_YOURS)
    if about.get("size", 0) > transfer.LARGEST:
        raise BadInput(TOO_LARGE)
    settings, name = services.settings, _named(services, str(about.get("name") or ""))
    try:
        token = settings.slack_bot_token.get_secret_value()
        return _File(name, transfer.download(str(about["url_private_download"]), token, settings.api_url))
    except transfer.TooLargeError:
        raise BadInput(TOO_LARGE) from None


def _named(services: Services, name: str) -> str:
    """A file's name as it may be repeated; names hold anything. Raises BadInput for one that is no spreadsheet's."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if ending not in ENDINGS:
        raise BadInput(f"Its name has to end in {listed(list(ENDINGS))}.")
    stem = " ".join(PurePath(name).stem.split())
    return f"{FILE}.{ending}" if refusal(stem, services.settings.allowed) else f"{clip(stem, 60)}.{ending}"


def _read(services: Services, found: Import, file: _File) -> Plan:
    allowed = services.settings.allowed
    with services.store.read() as tx:
        choices = Choices.model_validate(found.choices).over(remembered(tx))
    known, today = importing.known(services.store), services.today()
    return plan_of(file.name, file.contents, known, choices, lambda text: refusal(text, allowed), today)


def _check(services: Services, found: Import, file: _File, plan: Plan, by: By) -> None:
    """Find out what would happen, and show it."""
    outcome = importing.apply(services.store, plan, by, home=services.home, dry_run=True)
    parts, carried = checked.parts(plan, outcome), checked.carried(plan)
    numbers = checked.numbers(plan, outcome)
    reply = fitted(messages.check(found.id, file.name, numbers, parts, readable=bool(carried)))
    with services.store.write() as tx:
        if stored.shown(tx, found.id, file.digest, checked.digest(plan, outcome)):
            parent = _queue(tx, services, found, "", *reply, carries=json.dumps(carried))
            for at, page in enumerate(messages.pages(parts), start=1):
                _queue(tx, services, found, f":{at}", *fitted(page), parent_id=parent)
    services.mail.set()
    log.info("import_checked", **numbers._asdict())


def _queue(tx: Transaction, services: Services, found: Import, part: str, *reply: Any, **more: Any) -> int | None:  # noqa: ANN401
    message = Message.of(imports.key(found.id) + part, found.user, *reply, **more)
    return outbox.queue(tx, message, services.clock())


def _apply(services: Services, found: Import, plan: Plan, by: By) -> None:
    """Import all of it, or show a new check where it would no longer be what was shown."""

    def settle(tx: Transaction, outcome: Outcome) -> None:
        _by(tx, services, found)
        if checked.digest(plan, outcome) != found.found:
            raise _NotTheSameError
        if not stored.move(tx, found.id, "applying", "applied"):
            raise MovedOn("That was imported already.")
        remember(tx, Choices.model_validate(found.choices))
        total = outcome.total
        _end(tx, services, found, messages.imported(by.at, services.zone, total.added, total.changed))

    try:
        outcome = importing.apply(services.store, plan, by, home=services.home, last=settle)
        log.info("imported", **outcome.total._asdict())
    except _NotTheSameError:
        _look_again(services, found, by)
    except MovedOn:
        return  # another process was quicker
    services.mail.set()


def _look_again(services: Services, found: Import, by: By) -> None:
    with services.store.write() as tx:
        if stored.move(tx, found.id, "applying", "cancelled"):
            imports.ask(tx, found.file, found.choices, by)
            _close(tx, found, ANEW)


def _close(tx: Transaction, found: Import, words: str) -> None:
    """Say at the head of the message with the check what became of it."""
    if message := outbox.by_key(tx, imports.key(found.id)):
        outbox.replace(tx, message.key, *fitted(messages.closed(json.loads(message.blocks), words)))


def _end(tx: Transaction, services: Services, found: Import, words: str) -> None:
    """Say what became of it in the message with the check, and in a new one below it: an edit notifies nobody."""
    _close(tx, found, words)
    _queue(tx, services, found, ":end", *messages.result(words))


def _refuse(services: Services, found: Import, sentence: str, parts: Sequence[Part] = ()) -> None:
    """Import nothing, and tell the person why: in the message with the check, if there is one."""
    why = (
        "It holds something that may not be kept here." if refusal(sentence, services.settings.allowed) else sentence
    )
    with services.store.write() as tx:
        if stored.move(tx, found.id, found.state, "refused"):
            if found.state == "reading":
                _queue(tx, services, found, "", *fitted(messages.refused(why, parts)))
            else:
                _end(tx, services, found, f"{messages.NOTHING} {why}")
    services.mail.set()
