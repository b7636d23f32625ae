"""Recording what is done to an action: one way for every deed, whether typed, pressed, filled in or ticked."""

from typing import Any

from bot.domain.actions import TO_DO, Action, Partner, Recorded
from bot.domain.brag import Yardstick
from bot.domain.errors import BadInput, NotAllowed
from bot.domain.events import By
from bot.domain.people import Person, Standing, Verb, may
from bot.usecases import assigning
from bot.usecases.access import permit, standings, visible
from bot.usecases.deeds import DEEDS, Deed, Saying
from bot.usecases.undoing import TOOK_BACK, last_own
from bot.usecases.words import Words, check_evidence
from storage import actions, audit, homes, outbox, updates
from storage.database import Transaction


def record(tx: Transaction, name: str, number: int, words: Words, by: By, rules: Yardstick) -> Recorded:  # noqa: PLR0913, PLR0917 — a deed is these things
    """Do one of DEEDS to an action: "done" is for the lead partner, or of one's own part for a contributing one.

    Raises NotFound (also for an action that the person may not see), NotAllowed, MovedOn, BadInput.
    """
    action, said = _ready(tx, name, number, words, by, rules)
    deed = DEEDS[name]
    _check(deed, name, action, words)
    if name == "unblocked" and said.part and action.blocked and updates.blocked_by(tx, number) != said.partner.code:
        raise NotAllowed(f"Whoever said what blocks {action.ref} says when it is free, so nothing was changed.")
    if name == "assign":
        assigning.check(tx, words.named, action.lead)
    changed = deed.change(action, said)
    verb = "part done" if said.part and name == "done" else name
    on_behalf = Standing.BUSINESS_UNIT in standings(action, by.person) and deed.verb in {
        Verb.UPDATE,
        Verb.ASK_FOR_TIME,
    }
    on_behalf = on_behalf and action.lead.code not in by.person.partners
    keep(tx, verb, action, changed, by, words, said.partner if deed.verb in _FOR_A_PARTNER else None, on_behalf)
    return Recorded(verb, changed, said.partner, on_behalf, name == "done" and not words.text, action, words.text)


_FOR_A_PARTNER = frozenset({Verb.UPDATE, Verb.ASK_FOR_TIME, Verb.ASSIGN})


def possible(tx: Transaction, name: str, number: int, by: By, rules: Yardstick) -> Action:
    """The action, where doing `name` to it would work at this moment. Raises as `record` does; changes nothing."""
    action, said = _ready(tx, name, number, Words(text="…"), by, rules)
    DEEDS[name].change(action, said)
    return action


def offers(action: Action, person: Person) -> list[str]:
    """The deeds that `person` could do to the action as it is, in the order in which they are shown."""
    stands = standings(action, person)
    return [
        name
        for name, deed in DEEDS.items()
        if action.stage in deed.stages
        and may(deed.verb, stands)
        and deed.when(action)
        and not deed.own(action, person)
        and (name != "done" or _something_to_report(action, person, stands))
    ]


def undo(tx: Transaction, number: int, by: By) -> Recorded:
    """Take back the last change to an action: one's own, within 15 minutes, with nothing built on it.

    An action that was just added is withdrawn: nothing is ever deleted. Raises NotFound, MovedOn.
    """
    action = visible(tx, number, by.person)
    event = last_own(tx, action.ref, by)
    before: dict[str, Any] = event.before
    if event.verb == "added":
        before = {"stage": "withdrawn", "stage_since": by.at.isoformat()}
    fields = action.recorded() | before
    restored = Action.from_recorded(number, fields, actions.partner_names(tx), action.version)
    actions.save(tx, restored)
    updates.take_back(tx, number, event.at, by.at)
    _append(tx, TOOK_BACK + event.verb, action, restored, by, event.partner, undoes=event.id)
    return Recorded(event.verb, restored, action.lead, was=action)


def keep(  # noqa: PLR0913, PLR0917 — a change is these things
    tx: Transaction,
    verb: str,
    action: Action,
    changed: Action,
    by: By,
    words: Words,
    partner: Partner | None,
    on_behalf: bool,  # noqa: FBT001
) -> None:
    """Save a change with its words, its event in the audit trail, and what has to be shown anew."""
    actions.save(tx, changed)
    code = partner.code if partner else None
    if words.text or verb in {"done", "part done"}:
        word = updates.add(tx, action.number, verb, words.text, by, code, on_behalf=on_behalf)
        if words.proof or words.difference:
            updates.add_evidence(tx, word, words.proof, words.difference)
    _append(tx, verb, action, changed, by, code)


def _append(  # noqa: PLR0913, PLR0917 — an event is these things
    tx: Transaction, verb: str, was: Action, now: Action, by: By, partner: str | None, undoes: int | None = None
) -> None:
    before, after = audit.differing(was.recorded(), now.recorded())
    audit.append(tx, by, verb, str(was.ref), before=before, after=after, partner=partner, undoes=undoes)
    outbox.refresh_cards(tx, was.number)
    homes.changed(tx, {was.lead.code, now.lead.code, *was.contributors, *now.contributors})


def _ready(  # noqa: PLR0913, PLR0917 — a deed is these things
    tx: Transaction, name: str, number: int, words: Words, by: By, rules: Yardstick
) -> tuple[Action, Saying]:
    action, deed = visible(tx, number, by.person), DEEDS[name]
    stands = permit(deed.verb, action, by.person)
    if action.stage in deed.stages and deed.own(action, by.person):
        raise NotAllowed(
            f"Somebody else has to decide this: {action.ref} was reported, or asked for, by you or your organisation."
        )
    partner, part = _speaks_for(deed, action, by.person, stands)
    return action, Saying(words, by, rules, partner, part)


def _speaks_for(deed: Deed, action: Action, person: Person, stands: frozenset[Standing]) -> tuple[Partner, bool]:
    """For which partner somebody speaks, and whether of its own part only."""
    if stands & {Standing.LEAD, Standing.BUSINESS_UNIT} or deed.verb is not Verb.UPDATE:
        return action.lead, False
    mine = next(part.partner for part in action.contributions if part.partner.code in person.partners)
    return mine, True


def _something_to_report(action: Action, person: Person, stands: frozenset[Standing]) -> bool:
    """The lead reports once; a contributing partner its own part, as long as the action is open."""
    if action.stage in TO_DO and stands & {Standing.BUSINESS_UNIT, Standing.LEAD}:
        return True
    return any(not part.reported for part in action.contributions if part.partner.code in person.partners)


def _check(deed: Deed, name: str, action: Action, words: Words) -> None:
    example = f"{name} {action.ref} {deed.example}".strip()
    said = words.named if name == "assign" else words.text
    if deed.asks and not said.strip():
        raise BadInput(f"Say {deed.asks}, after “{name} {action.ref}”.", example, "words")
    if name == "extend" and words.due is None:
        raise BadInput("Say until when more time is needed.", example, "due")
    if deed.evidence:
        check_evidence(words, str(action.ref))
