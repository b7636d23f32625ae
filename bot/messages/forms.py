"""Forms: what is asked when somebody presses a button."""

from bot.domain.actions import Action
from bot.messages import blocks as b
from bot.messages.actions import named
from bot.messages.blocks import Block
from bot.messages.text import safe

NO_NAMES = "Write nothing about a child or a family: no names, dates of birth, addresses or numbers."


def say(verb: str, action: Action, about: dict[str, str]) -> Block:
    """The form for "done", "evidence", "update" or "blocked". Comes back as a view of that name.

    Args:
        verb: what is to be recorded.
        action: about which.
        about: what comes back with the form besides the action's ref.
    """
    title, label = {
        "done": ("Report done", "What was done"),
        "evidence": ("Add the evidence", "What was done"),
        "update": ("Add an update", "What has happened"),
        "blocked": ("Say what blocks it", "What holds it up"),
    }[verb]
    fields = [b.text_field(label, "words", NO_NAMES, optional=False, long=True)]
    if verb in {"done", "evidence"}:
        fields.append(b.text_field("Where the proof is", "proof", "A link, not a file.", optional=True, long=False))
        fields.append(b.text_field("What is different for children", "difference", "", optional=True, long=True))
    head = b.section(named(action, 500))
    return b.form(verb, title, "Save", [head, *fields], {"ref": str(action.ref), **about})


def saved(text: str) -> Block:
    """What a form shows once it was saved, where no thread can say it."""
    return {"type": "modal", "title": b.plain("Saved"), "close": b.plain("Close"), "blocks": [b.section(safe(text))]}
