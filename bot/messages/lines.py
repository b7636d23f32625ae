"""One-line answers: in a thread after something was recorded, and when something can't be."""

import json

from bot.domain.actions import Action, Partner
from bot.domain.errors import FollowthroughError
from bot.messages import blocks as b
from bot.messages.actions import named
from bot.messages.blocks import Reply
from bot.messages.text import listed, safe

UNDONE = "Taken back: {ref} is {stage} again."


def recorded(verb: str, action: Action, partner: Partner, *, on_behalf: bool) -> str:
    """What was recorded, for the thread: organisation and ref, no person's name.

    Args:
        verb: "done", "part done", "update", "blocked" or "unblocked".
        action: the action as it is now.
        partner: for whom it was recorded.
        on_behalf: whether the business unit said it for the partner.
    """
    whom = f"{'on behalf of' if on_behalf else 'for'} {partner.name}"
    said = {
        "done": f"{action.ref} reported done {whom}. The business unit will check the evidence.",
        "part done": f"{action.ref}: {partner.name} reported its part done.",
        "update": f"Update on {action.ref} recorded {whom}.",
        "blocked": f"{action.ref} recorded as blocked {whom}.",
        "unblocked": f"{action.ref} recorded as no longer blocked {whom}.",
    }[verb]
    if verb in {"done", "part done"} and action.outstanding:
        waiting = [one.name for one in action.outstanding]
        said += f" Still to report {'its' if len(waiting) == 1 else 'their'} part: {listed(waiting)}."
    return said


def taken_back(action: Action) -> str:
    """After an undo."""
    return UNDONE.format(ref=action.ref, stage=action.stage)


def plain(text: str) -> Reply:
    """A sentence on its own."""
    return Reply(safe(text), [b.section(safe(text))])


def with_evidence_asked(text: str, ref: str) -> Reply:
    """A line that asks for the evidence with a button."""
    return Reply(safe(text), [b.section(safe(text)), b.buttons(b.button("Add the evidence", "update", ref))])


def problem(error: FollowthroughError) -> Reply:
    """What is wrong, and an example that works."""
    sentence, example = safe(error.sentence), safe(error.example, 200)
    if not example:
        return Reply(sentence, [b.section(sentence)])
    return Reply(f"{sentence} For example: {example}", [b.section(f"{sentence}\nFor example: `{example}`")])


def stranger(coordinators: list[str]) -> Reply:
    """For somebody whom the partnership doesn't know: told whom to ask, and nothing else."""
    whom = listed([f"<@{user}>" for user in coordinators[:3]]) or "your partnership's business unit"
    text = (
        f"This answers members of the partnership only. Ask {whom} to add you, or join your organisation's channel."
    )
    return Reply(text, [b.section(text)])


def fault(reference: str) -> Reply:
    """When it is the bot that failed."""
    text = f"Something went wrong and nothing was changed. Tell the business unit this reference: {reference}."
    return Reply(text, [b.section(text)])


def choose(verb: str, actions: list[Action], key: str) -> Reply:
    """Buttons to choose from when it is unclear which action is meant; only its author sees it.

    Args:
        verb: what is to be recorded.
        actions: what to choose from.
        key: under which the words that were written wait.
    """
    words = {"done": "report done", "update": "update", "blocked": "record as blocked", "unblocked": "unblock"}[verb]
    head = f"Which action do you want to {words}? Press one here, or write its ref: {verb} {actions[0].ref}."
    rows = [
        b.section(
            named(one, 150),
            b.button(str(one.ref), f"choose_{verb}", json.dumps({"key": key, "ref": str(one.ref)})),
        )
        for one in actions[:20]
    ]
    return Reply(head, [b.section(head), *rows])
