"""Recording what is done to an action: one way for every deed, whether typed, pressed, filled in or ticked."""

from typing import Any

from bot.domain import pauses as pausing
from bot.domain.actions import TO_DO, Action, Partner, Recorded
from bot.domain.brag import Yardstick
from bot.domain.errors import BadInput, MovedOn, NotAllowed
from bot.domain.events import TOOK_BACK, By
from bot.domain.people import Person, Standing, Verb, may
from bot.usecases import assigning
from bot.usecases.access import permit, standings, visible
from bot.usecases.deeds import DEEDS, Deed, Saying
from bot.usecases.undoing import last_own
from bot.usecases.words import Words, check_evidence, check_link
from storage import actions, audit, homes, outbox, pauses, plan, updates
from storage.database import Transaction


def record(tx: Transaction, name: str, number: int, words: Words, by: By, rules: Yardstick) -> Recorded:  # noqa: PLR0913, PLR0917 — a deed is these things
    """Do one of DEEDS to an action: "done" is for the lead partner, or of one's own part for a contributing one.

    Raises NotFound (also for an action that the person may not see), NotAllowed, MovedOn, BadInput.
    """
    action, said = _ready(tx, name, number, words, by, rules)
    deed = DEEDS[name]
    _check(deed, name, action, words, rules)
    if name == "unblocked" and said.part and action.blocked and updates.blocked_by(tx, number) != said.partner.code:
        raise NotAllowed(f"Whoever said what blocks {action.ref} says when it is free, so nothing was changed.")
    if name == "assign":
        assigning.check(tx, words.named, action.lead)
    changed = deed.change(action, said)
    verb = "part done" if said.part and name == "done" else name
    on_behalf = deed.verb in _FOR_A_PARTNER and said.partner.code not in by.person.partners
    keep(tx, verb, action, changed, by, words, said.partner if deed.verb in _FOR_A_PARTNER else None, on_behalf)
    bare, quiet = name == "done" and not words.text, None
    if name in {"pause", "resume"}:
        quiet = pauses.on(tx, rules.today).of_partner(action.lead.code)
    return Recorded(verb, changed, said.partner, on_behalf, bare, action, words.text, quiet)


_FOR_A_PARTNER = frozenset({Verb.UPDATE, Verb.ASK_FOR_TIME, Verb.ASSIGN})
"""What the business unit may do too, and then does on the partner's behalf."""


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
    permit(_needed(event.verb), action, by.person)
    before: dict[str, Any] = event.before
    if event.verb == "added":
        before = {"stage": "withdrawn", "stage_since": by.at.isoformat()}
    fields = action.recorded() | before
    restored = Action.from_recorded(number, fields, actions.partner_names(tx), action.version)
    if gone := set(restored.remit) - set(plan.remit_numbers(tx)):
        raise MovedOn(f"R{min(gone)} is no longer in the plan, so nothing was taken back.")
    actions.save(tx, restored)
    updates.take_back(tx, number, event, by.at)
    _append(tx, TOOK_BACK + event.verb, action, restored, by, event.partner, undoes=event.id)
    return Recorded(event.verb, restored, action.lead, was=action)


def _needed(verb: str) -> Verb:
    """What one needs to take back an event with this verb: the same as for doing it."""
    if verb in {"linked", "unlinked"}:
        return Verb.KEEP_REMIT
    deed = DEEDS.get("done" if verb == "part done" else verb)
    return deed.verb if deed else Verb.MANAGE


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
    if words != Words() or verb not in _WITHOUT_WORDS:
        word = updates.add(tx, action.number, verb, words.text, by, code, on_behalf=on_behalf)
        if words.proof or words.difference:
            updates.add_evidence(tx, word, words.proof, words.difference)
    _append(tx, verb, action, changed, by, code)


_WITHOUT_WORDS = frozenset({"edit", "assign"})
"""What the card shows anyway: without words there is nothing more to tell."""


def _append(  # noqa: PLR0913, PLR0917 — an event is these things
    tx: Transaction, verb: str, was: Action, now: Action, by: By, partner: str | None, undoes: int | None = None
) -> None:
    before, after = audit.differing(was.recorded(), now.recorded())
    audit.append(tx, by, verb, str(was.ref), before=before, after=after, partner=partner, undoes=undoes)
    outbox.refresh_cards(tx, was.number, by.at)
    homes.changed(tx, {was.lead.code, now.lead.code, *was.contributors, *now.contributors})


def _ready(  # noqa: PLR0913, PLR0917 — a deed is these things
    tx: Transaction, name: str, number: int, words: Words, by: By, rules: Yardstick
) -> tuple[Action, Saying]:
    action, deed = visible(tx, number, by.person), DEEDS[name]
    stands = permit(deed.verb, action, by.person)
    if action.stage in deed.stages and deed.own(action, by.person):
        whose = "was reported, asked for or worked on by you or your organisation"
        who = "An assurer can, or a member of the business unit whom that is not true of"
        raise NotAllowed(f"Somebody else has to decide this: {action.ref} {whose}. {who}.")
    partner, part = _speaks_for(name, action, by.person, stands)
    return action, Saying(words, by, rules, partner, part)


def _speaks_for(name: str, action: Action, person: Person, stands: frozenset[Standing]) -> tuple[Partner, bool]:
    """For which partner somebody speaks, and whether of its own part only.

    The business unit speaks for the lead, but reports its own organisation's part while that is outstanding.
    """
    mine = [part for part in action.contributions if part.partner.code in person.partners]
    own = next((part.partner for part in mine if not part.reported), None)
    if Standing.LEAD in stands or DEEDS[name].verb is not Verb.UPDATE:
        return action.lead, False
    if Standing.BUSINESS_UNIT in stands:
        return (own, True) if own and name == "done" else (action.lead, False)
    return own or mine[0].partner, True


def _something_to_report(action: Action, person: Person, stands: frozenset[Standing]) -> bool:
    """The lead reports once; a contributing partner its own part, also after the whole was accepted."""
    if Standing.LEAD in stands:
        return action.stage in TO_DO
    mine = any(not part.reported for part in action.contributions if part.partner.code in person.partners)
    return mine or (Standing.BUSINESS_UNIT in stands and action.stage in TO_DO)


def _check(deed: Deed, name: str, action: Action, words: Words, rules: Yardstick) -> None:
    example = f"{name} {action.ref} {deed.example}".strip()
    said = words.named if name == "assign" else words.text
    if name == "evidence":
        said += words.proof + words.difference
    if deed.asks and not any(letter.isalnum() for letter in said):
        raise BadInput(f"Say {deed.asks}.", example, "words")
    if name == "extend" and words.due is None:
        raise BadInput("Say until when more time is needed.", example, "due")
    if name == "pause":
        pausing.check(words.due, rules.today, example)
    if deed.evidence:
        check_evidence(words, str(action.ref))
    check_link(words.proof, "proof")
