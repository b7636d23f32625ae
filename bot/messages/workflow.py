"""What the business unit is shown when a workflow proposes an action."""

from collections.abc import Mapping
from typing import Any

from bot.messages import blocks as b
from bot.messages.blocks import Block, Reply
from bot.messages.forms import fields
from bot.messages.text import clip, safe

WORDS = {"lead_partner": "Lead partner", "due": "Due", "success_measure": "Success measure"}
"""What a workflow may say besides the title, and what it is called."""


def proposal(said: Mapping[str, str], key: str) -> Reply:
    """A proposal with the words as they came; `key` is what its buttons stand for."""
    told = _told(said, "A workflow proposes an action")
    note = "Nothing is added until somebody of the business unit adds it. Slack does not say who ran the workflow."
    add = b.button("Add this action", "workflow_add", key, style="primary")
    row = b.buttons(add, b.button("Decline", "workflow_decline", key))
    return Reply(told.text, [*told.blocks, b.context(note), row])


def decided(said: Mapping[str, str], outcome: str) -> Reply:
    """The proposal once it was decided: there is nothing more to press."""
    told = _told(said, "A workflow proposed an action")
    return Reply(f"{told.text} {outcome}", [*told.blocks, b.section(f"*{safe(outcome, 1000)}*")])


def _told(said: Mapping[str, str], what: str) -> Reply:
    head = f"{what}: {safe(said['title'], 600)}"
    told = [f"*{label}*: {safe(said[name], 600)}" for name, label in WORDS.items() if said.get(name)]
    return Reply(head, [b.section(head), *([b.section("\n".join(told))] if told else [])])


def unread(said: Mapping[str, str], names: list[str]) -> list[Block]:
    """What the workflow said that could not be put into the form's fields, for the unit to choose instead."""
    told = [f"*{WORDS[name]}*: {safe(said[name], 600)}" for name in names]
    return [b.section("The workflow's own words, to choose by:\n" + "\n".join(told))] if told else []


def decline(said: Mapping[str, str], key: str, about: Mapping[str, Any]) -> Block:
    """The form that declines a proposal."""
    asked = [
        b.section(safe(clip(said["title"], 600))),
        fields.text("Why", "words", hint="The workflow ends with this reason.", longest=500),
    ]
    return b.form("workflow_decline", "Decline", "Decline", asked, {**about, "ref": key})
