"""One-line answers: in a thread after something was recorded, and when something can't be."""

import json
from collections.abc import Sequence

from bot.domain.actions import Action, Recorded
from bot.domain.errors import FollowthroughError
from bot.messages import blocks as b
from bot.messages.actions import named
from bot.messages.blocks import Reply
from bot.messages.text import listed, safe


def recorded(said: Sequence[Recorded]) -> Reply:
    """What was recorded, for the thread: organisation and ref, no person's name; evidence is asked for."""
    text = " ".join(map(_line, said))
    if any(one.verb == "done" for one in said):
        text += " The business unit will check the evidence."
    for one in said:
        if one.verb in {"done", "part done"} and one.action.outstanding:
            waiting = [partner.name for partner in one.action.outstanding]
            text += f" Still to report {'its' if len(waiting) == 1 else 'their'} part: {listed(waiting)}."
    missing = next((one.action for one in said if one.bare), None)
    if missing is None:
        return plain(text)
    add = b.button("Add the evidence", "evidence", str(missing.ref))
    return Reply(safe(text), [b.section(safe(text)), b.buttons(add)])


def _line(one: Recorded) -> str:
    whom = f"{'on behalf of' if one.on_behalf else 'for'} {one.partner.name}"
    return {
        "done": f"{one.action.ref} reported done {whom}.",
        "part done": f"{one.action.ref}: {one.partner.name} reported its part done.",
        "update": f"Update on {one.action.ref} recorded {whom}.",
        "blocked": f"{one.action.ref} recorded as blocked {whom}.",
        "unblocked": f"{one.action.ref} recorded as no longer blocked {whom}.",
    }[one.verb]


def taken_back(action: Action) -> str:
    """After an undo."""
    return f"Taken back: {action.ref} is back to “{action.stage}”."


def plain(text: str) -> Reply:
    """A sentence on its own."""
    return Reply(safe(text), [b.section(safe(text))])


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
