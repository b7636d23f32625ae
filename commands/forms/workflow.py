"""What a workflow proposes: the business unit adds it, or declines it with a reason, once.

Nobody vouches for who ran a workflow, so its step changes nothing by itself. The decision is an event of the audit
trail about the proposal; telling the workflow is an errand of the same commit.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.errors import BadInput, MovedOn, NotFound
from bot.domain.identifiers import refusal
from bot.domain.people import Verb
from bot.messages import workflow as messages
from bot.messages.blocks import Block, fitted
from bot.messages.forms.draft import LONGEST_TITLE, Start
from bot.messages.lines import plain
from bot.messages.text import clip
from bot.services import Services
from bot.usecases.access import permit_plan
from commands.answering import Ask
from commands.dates import read_date
from commands.forms.actions import BY_NAME
from commands.forms.form import About, Filled, Form, Saved
from storage import actions, audit, errands, outbox, people
from storage.database import Transaction
from storage.outbox import Message

_KEY = "workflow:"
ERRAND = "workflow"
ADDED, DECLINED = "added from a workflow", "declined"
NO_CHANNEL = (
    "Followthrough does not know the business unit's channel, so it could not ask anybody. "
    "The business unit can choose it in /actions settings."
)


def propose(tx: Transaction, services: Services, run: str, inputs: Mapping[str, Any]) -> None:
    """Ask the business unit whether to add what a workflow proposes; without its channel the step fails.

    `run` is the id of the step's run; the same one again changes nothing.
    """
    now, channel = services.clock(), people.unit_channel(tx)
    if channel is None:
        errands.add(tx, ERRAND, run, now, {"error": NO_CHANNEL})
        return
    said = {name: str(inputs.get(name) or "").strip()[:3000] for name in ("title", *messages.WORDS)}
    for words in said.values():
        if why := refusal(words, services.settings.allowed):
            errands.add(tx, ERRAND, run, now, {"error": f"Nothing was proposed: {why}, which may not be kept."})
            return
    reply = fitted(messages.proposal(said, _KEY + run))
    outbox.queue(tx, Message.of(_KEY + run, channel, *reply, carries=json.dumps(said | {"run": run})), now)


def _proposed(ask: Ask, key: str) -> dict[str, str]:
    """What was proposed. Raises NotAllowed, NotFound, MovedOn where it was decided."""
    permit_plan(Verb.MANAGE, ask.person)
    message = outbox.by_key(ask.tx, key) if key.startswith(_KEY) else None
    if message is None:
        raise NotFound("There is no such proposal.")
    if decided := audit.history(ask.tx, key, 1):
        [event] = decided
        how = f"it was added as {event.after['action']}" if event.verb == ADDED else "it was declined"
        raise MovedOn(f"This proposal was decided already: {how}.")
    said: dict[str, str] = json.loads(message.carries)
    return said


def _add(ask: Ask, key: str, about: About) -> Block:
    said = _proposed(ask, key)
    lead, due = _lead(ask.tx, said["lead_partner"]), _due(said["due"], ask.services.today())
    start = Start(clip(said["title"], LONGEST_TITLE), said["success_measure"], lead, due)
    view = BY_NAME["add"].open(ask, "", {**about, "start": start, "ref": key})
    unread = [name for name, found in (("lead_partner", lead), ("due", due)) if said[name] and not found]
    return view | {"callback_id": "workflow_add", "blocks": [*messages.unread(said, unread), *view["blocks"]]}


def _added(ask: Ask, filled: Filled) -> Saved:
    key = filled.about["ref"]
    said = _proposed(ask, key)
    saved = BY_NAME["add"].save(ask, filled)
    ref = str(saved.actions[0].ref)
    audit.append(ask.tx, ask.by, ADDED, key, after={"action": ref})
    errands.add(ask.tx, ERRAND, said["run"], ask.now, {"outputs": {"action_ref": ref}})
    outbox.replace(ask.tx, key, *fitted(messages.decided(said, f"Added as {ref}.")))
    return saved


def _decline(ask: Ask, key: str, about: About) -> Block:
    return messages.decline(_proposed(ask, key), key, about)


def _declined(ask: Ask, filled: Filled) -> Saved:
    key, reason = filled.about["ref"], filled.text("words")
    said = _proposed(ask, key)
    if not reason:
        raise BadInput("Say why it is declined.", "It is in the plan already, as A12.", "words")
    audit.append(ask.tx, ask.by, DECLINED, key, after={"reason": reason})
    errands.add(ask.tx, ERRAND, said["run"], ask.now, {"error": f"The business unit declined it: {reason}"})
    outbox.replace(ask.tx, key, *fitted(messages.decided(said, f"Declined: {reason}")))
    return Saved(plain(f"Declined: {reason}"))


def _lead(tx: Transaction, words: str) -> str:
    """The code of the partner that is called so, by its code or its whole name; "" where none is."""
    wanted = " ".join(words.casefold().split())
    names = actions.partner_names(tx)
    return next((code for code, name in names.items() if wanted in {code.casefold(), name.casefold()}), "")


def _due(words: str, today: date) -> date | None:
    try:
        return read_date(words, today, towards="future") if words else None
    except BadInput:
        return None


FORMS = (Form("workflow_add", _add, _added), Form("workflow_decline", _decline, _declined))
