"""Forms about one action: what is asked when somebody presses a button."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.actions import Action, Stage
from bot.domain.brag import Yardstick
from bot.domain.events import Update
from bot.messages import blocks as b
from bot.messages.actions import due, named, rating
from bot.messages.blocks import Block, Reply
from bot.messages.card import request, word
from bot.messages.forms import fields
from bot.messages.forms.fields import Option
from bot.messages.text import day, full_day, listed, safe

NO_NAMES = "Write nothing about a child or a family: no name, date of birth, address, NHS or case number."
DIFFERENT = "What has changed for them, and how you know."

SAYING: Mapping[str, tuple[str, str]] = {
    "done": ("Report done", "What was done"),
    "evidence": ("Add the evidence", "What was done"),
    "update": ("Add an update", "What has happened"),
    "blocked": ("Say what blocks it", "What holds it up"),
    "unblocked": ("No longer blocked", "What has changed"),
    "withdraw": ("Withdraw", "Why it is given up"),
    "reopen": ("Reopen", "Why the work begins again"),
}
"""Forms that ask for words: title, and what the words are called."""
AFTERWARDS = {
    "withdraw": "It stays in the plan as withdrawn, and can be reopened.",
    "reopen": "It goes back to in progress, and every partner reports again.",
}


def say(form: str, action: Action, about: dict[str, Any], by: Yardstick) -> Block:
    """A form that asks for words: one of SAYING."""
    title, label = SAYING[form]
    asked = [fields.text(label, "words", hint=NO_NAMES, optional=form == "evidence")]
    if form in {"done", "evidence"}:
        asked.append(
            fields.text("Where the proof is", "proof", hint="A link, not a file.", optional=True, long=False)
        )
        asked.append(fields.text("What is different for children", "difference", hint=DIFFERENT, optional=True))
    return _form(form, title, "Save", action, by, asked, about, AFTERWARDS.get(form, ""))


def extend(action: Action, about: dict[str, Any], by: Yardstick) -> Block:
    """Asking for more time."""
    asked = [
        fields.day("New due date", "due", hint="Later than the present one."),
        fields.text("Why", "words", hint=NO_NAMES),
    ]
    note = "Somebody else decides. Until then the present date holds, and the original one always stays visible."
    return _form("extend", "Ask for more time", "Ask", action, by, asked, about, note)


def decide(action: Action, about: dict[str, Any], by: Yardstick, chosen: str = "") -> Block:
    """Deciding on a request for more time; `chosen`: "agree", "refuse" or nothing yet."""
    asked = [
        _choice("Decision", [("Agree to the new date", "agree"), ("Refuse", "refuse")], chosen),
        fields.text("Why", "words", hint="Needed to refuse. The partner reads it.", optional=True),
    ]
    return _form("decide", "Decide on more time", "Decide", action, by, asked, about, request(action))


def check(action: Action, said: Sequence[Update], about: dict[str, Any], by: Yardstick, chosen: str = "") -> Block:
    """Accepting what was reported done, or returning it; `chosen`: "accept", "return" or nothing yet."""
    asked = [
        _choice("Decision", [("Accept: it is addressed", "accept"), ("Return: the work goes on", "return")], chosen),
        fields.text("What was checked, or what is missing", "words", hint="Needed to return it.", optional=True),
    ]
    outstanding = [partner.name for partner in action.outstanding]
    note = f"Still to report on {action.ref}: {safe(listed(outstanding), 500)}." if outstanding else ""
    return _form("check", "Accept or return", "Save", action, by, asked, about, note, said)


def assure(action: Action, said: Sequence[Update], about: dict[str, Any], by: Yardstick) -> Block:
    """Recording that the change is embedded, or sustained."""
    wanted = "sustained" if action.stage is Stage.EMBEDDED else "embedded"
    asked = [
        fields.text("What was tested, and what it showed", "words", hint=NO_NAMES),
        fields.text("Where the proof is", "proof", hint="A link, not a file.", optional=True, long=False),
        fields.text("What is different for children", "difference", hint=DIFFERENT, optional=True),
    ]
    about = about | {"deed": wanted}
    note = f"This records that the change is {wanted}. Where it is not, ask the business unit to reopen the action."
    return _form("assure", f"Record as {wanted}", "Record", action, by, asked, about, note, said)


def assign(action: Action, about: dict[str, Any], by: Yardstick) -> Block:
    """Choosing the named lead."""
    hint = f"Somebody in {action.lead.name}'s channel."
    asked = [fields.person("Named lead", "named", hint=hint, chosen=action.named_lead)]
    return _form("assign", "Choose the named lead", "Save", action, by, asked, about)


def pause(action: Action, about: dict[str, Any], by: Yardstick) -> Block:
    """Pausing nudges about it; where they are paused, changing that or ending it."""
    until = action.pause_on(by.today)
    choices = [("Pause until the day below", "pause"), ("Resume: nudges begin again now", "resume")]
    why = (action.paused_why or "") if until else ""
    asked = [
        *([_choice("Decision", choices, "pause")] if until else []),
        fields.day("Nudges begin again on", "due", chosen=until, optional=until is not None),
        fields.text("Why", "words", hint=NO_NAMES, filled=why, optional=until is not None),
    ]
    note = f"Nudges are paused until {full_day(until)}." if until else "It stays in digests and lists, which say so."
    return _form("pause", "Pause or resume nudges", "Save", action, by, asked, about, note)


def saved(reply: Reply) -> Block:
    """What a form shows once it was saved, where no thread can say it."""
    return notice("Saved", reply)


def notice(title: str, reply: Reply) -> Block:
    """Something to read, with nothing to fill in."""
    return {
        "type": "modal",
        "callback_id": "notice",
        "title": b.plain(title, 24),
        "close": b.plain("Close", 24),
        "blocks": reply.blocks,
    }


def _choice(label: str, choices: Sequence[tuple[str, str]], chosen: str) -> Block:
    return fields.radio(label, "choice", [Option(*one) for one in choices], chosen=chosen)


def _form(  # noqa: PLR0913, PLR0917 — a form is these things
    name: str,
    title: str,
    submit: str,
    action: Action,
    by: Yardstick,
    asked: Sequence[Block],
    about: dict[str, Any],
    note: str = "",
    said: Sequence[Update] = (),
) -> Block:
    head = [
        b.section(f"{named(action, 500)}\n{rating(action, by)} · {due(action, day)} · {safe(action.lead.name, 80)}")
    ]
    head += [b.section(word(one, by)) for one in said]
    head += [b.context(note)] if note else []
    return b.form(name, title, submit, [*head, *asked], {"ref": str(action.ref), **about})
