"""What partners say about their actions: done, an update, what holds it up. And taking it back."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.actions import Action, Partner, Recorded
from bot.domain.errors import BadInput, MovedOn, NotAllowed
from bot.domain.events import By, Event
from bot.domain.people import Standing, Verb
from bot.usecases.access import permit, visible
from storage import actions, audit, outbox, updates
from storage.database import Transaction

UNDO = timedelta(minutes=15)
LONGEST = 3000


class Evidence(BaseModel):
    """What a report of "done" rests on.

    Args:
        done: what was done.
        proof: where the proof is (a link, never a file).
        difference: what is different for children.
    """

    model_config = ConfigDict(frozen=True)
    done: str = Field(default="", max_length=LONGEST)
    proof: str = Field(default="", max_length=LONGEST)
    difference: str = Field(default="", max_length=LONGEST)


WORDS = {
    "done": "rota agreed and signed off",
    "update": "first two sessions held",
    "blocked": "waiting for the data-sharing agreement",
    "unblocked": "agreement signed",
}
"""What might be said after each verb: for examples."""
VERBS = tuple(WORDS)
"""What partners can say about an action, by command, in a thread, by button and in a form."""


def record(tx: Transaction, verb: str, number: int, evidence: Evidence, by: By) -> Recorded:
    """Record one of VERBS: "done" is for the lead partner, or of one's own part for a contributing one.

    Raises NotFound (also for an action that the person may not see), NotAllowed, MovedOn.
    """
    action = visible(tx, number, by.person)
    if verb != "done" and not evidence.done.strip():
        raise BadInput(f"Say what there is to record for {action.ref}.", f"{verb} {action.ref} {WORDS[verb]}")
    partner, part, on_behalf = _speaks_for(action, by)
    if verb == "unblocked" and part and action.blocked and updates.blocked_by(tx, number) != partner.code:
        raise NotAllowed(f"Whoever said what blocks {action.ref} says when it is free, so nothing was changed.")
    changed = _changed(verb, action, evidence, by, partner if part else None)
    actions.save(tx, changed)
    kind = "part done" if part and verb == "done" else verb
    word = updates.add(tx, number, kind, evidence.done, by, partner.code, on_behalf=on_behalf)
    if evidence.proof or evidence.difference:
        updates.add_evidence(tx, word, evidence.proof, evidence.difference)
    before, after = audit.changed(action, changed)
    audit.append(tx, by, kind, str(action.ref), before=before, after=after, partner=partner.code)
    outbox.refresh_cards(tx, number)
    return Recorded(kind, changed, partner, on_behalf, verb == "done" and not evidence.done.strip())


def possible(tx: Transaction, verb: str, number: int, by: By) -> Action:
    """The action, where recording `verb` would work at this moment. Raises as `record` does; changes nothing."""
    action = visible(tx, number, by.person)
    partner, part, _ = _speaks_for(action, by)
    _changed(verb, action, Evidence(), by, partner if part else None)
    return action


def _changed(verb: str, action: Action, evidence: Evidence, by: By, own_part: Partner | None) -> Action:
    if verb == "done":
        return action.part_reported(own_part.code, by.at) if own_part else action.reported_done(by.at)
    if verb == "blocked":
        return action.with_block(evidence.done, by.at)
    if verb == "unblocked" and not action.blocked:
        raise MovedOn(f"{action.ref} is not blocked, so nothing was changed.")
    return action.with_block(None, by.at) if verb == "unblocked" else action.with_update(by.at)


def undo(tx: Transaction, number: int, by: By) -> Action:
    """Take back the last change to an action: one's own, within 15 minutes, with nothing built on it.

    Raises NotFound, MovedOn.
    """
    action = visible(tx, number, by.person)
    event = _last_own(tx, action, by)
    restored = Action.model_validate({**action.model_dump(), **event.before})
    actions.save(tx, restored)
    updates.take_back(tx, number, event.at, by.at)
    before, after = audit.changed(action, restored)
    audit.append(
        tx,
        by,
        f"took back: {event.verb}",
        str(action.ref),
        before=before,
        after=after,
        partner=event.partner,
        undoes=event.id,
    )
    outbox.refresh_cards(tx, number)
    return restored


def _last_own(tx: Transaction, action: Action, by: By) -> Event:
    last = next(iter(audit.history(tx, str(action.ref), 1)), None)
    if last is None or last.verb not in {*VERBS, "part done"}:
        raise MovedOn(f"There is nothing to take back on {action.ref}.")
    if (last.user, last.team) != (by.person.user, by.person.team):
        raise MovedOn(f"Somebody else has changed {action.ref} since, so nothing was taken back.")
    if by.at - last.at > UNDO:
        raise MovedOn(f"{action.ref} was changed more than 15 minutes ago, so it can't be taken back.")
    return last


def _speaks_for(action: Action, by: By) -> tuple[Partner, bool, bool]:
    """For which partner somebody speaks, whether of its own part only, and whether on its behalf."""
    stands = permit(Verb.UPDATE, action, by.person)
    if Standing.LEAD in stands:
        return action.lead, False, False
    if Standing.BUSINESS_UNIT in stands:
        return action.lead, False, True
    mine = next(part.partner for part in action.contributions if part.partner.code in by.person.partners)
    return mine, True, False
