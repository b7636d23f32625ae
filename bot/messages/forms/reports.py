"""The form in which somebody asks for a board pack or an export."""

from datetime import date
from typing import Any

from bot.messages import blocks as b
from bot.messages.blocks import Block
from bot.messages.files import KINDS
from bot.messages.forms import fields
from bot.messages.forms.fields import Option
from bot.messages.text import clip

PACK_ONLY = "For a board pack; anything else is as it is now."
CHILD = "A file goes where it is sent on: check who reads it."


def ask(today: date, since: date | None, here: str, about: dict[str, Any]) -> Block:
    """What is wanted; `here` says what goes into the channel that it was asked in, "" where nothing may."""
    what = [Option(kind.words, name) for name, kind in KINDS.items()]
    where = [Option("My direct messages with Followthrough", "me"), Option(clip(f"This channel: {here}", 75), "here")]
    asked = [
        fields.one_of("What", "what", what, chosen="word"),
        fields.day("As at", "as_at", hint=PACK_ONLY, chosen=today),
        fields.day("Changes since", "since", hint="Left empty: since the last pack.", chosen=since, optional=True),
        *([fields.radio("Where it goes", "where", where, chosen="me")] if here else []),
        b.context(CHILD if here else f"It comes in your direct messages with Followthrough. {CHILD}"),
    ]
    return b.form("report", "Board pack or export", "Make it", asked, {"ref": "", **about})
