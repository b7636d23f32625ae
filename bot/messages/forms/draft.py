"""The form in which the business unit writes an action."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from bot.domain.actions import Action
from bot.messages import blocks as b
from bot.messages.blocks import Block
from bot.messages.forms import fields
from bot.messages.forms.deeds import NO_NAMES
from bot.messages.forms.fields import Option
from bot.messages.text import clip

LONGEST_TITLE = 150


class Choices(NamedTuple):
    """What an action can refer to: partners by code, sources by ref, remit items by number, each with its words."""

    partners: Mapping[str, str]
    sources: Mapping[str, str]
    remit: Mapping[int, str]


class Start(NamedTuple):
    """What stands in the form for a new action: from a message, or from a workflow."""

    title: str = ""
    success_measure: str = ""
    lead: str = ""
    due: date | None = None
    link: str = ""
    finding: str = ""


def add(start: Start, choices: Choices, about: dict[str, Any]) -> Block:
    """A new action."""
    asked = [
        _title(start.title),
        _measure(start.success_measure),
        *_partners(choices, start.lead, ()),
        fields.day("Due date", "due", hint="It stays visible as the original date.", chosen=start.due, optional=True),
        _phrase(""),
        *_from(choices, "", start.finding, ()),
    ]
    head = [b.context(f"Made from <{start.link}|a message in Slack>.")] if start.link else []
    return b.form("add", "Add an action", "Add", [*head, *asked], {"ref": "", "link": start.link, **about})


def edit(action: Action, choices: Choices, about: dict[str, Any]) -> Block:
    """An action as it is, to be changed. Its date is not: to move one, time is asked for."""
    dated = [] if action.due else [fields.day("Due date", "due", optional=True), _phrase(action.due_phrase)]
    asked = [
        _title(action.title),
        _measure(action.success_measure),
        *_partners(choices, action.lead.code, sorted(action.contributors)),
        fields.person("Named lead", "named", chosen=action.named_lead, optional=True),
        *dated,
        *_from(choices, action.source or "", action.finding, action.remit),
    ]
    note = [] if dated else [b.context("To move its due date, use “Ask for more time”: somebody else decides.")]
    return b.form("edit", f"Edit {action.ref}", "Save", [*asked, *note], {"ref": str(action.ref), **about})


def _title(filled: str) -> Block:
    # A longer one came with an import, and stays as long as it is.
    longest = max(LONGEST_TITLE, len(filled))
    return fields.text("Action", "title", hint=NO_NAMES, filled=filled, long=True, longest=longest)


def _measure(filled: str) -> Block:
    return fields.text("Success measure", "measure", hint="How we will know.", filled=filled, optional=True)


def _phrase(filled: str) -> Block:
    hint = "The source's own words, where it fixes no day: “ongoing”."
    longest = max(fields.ONE_LINE, len(filled))
    return fields.text("Or when, in words", "phrase", hint=hint, filled=filled, optional=True, longest=longest)


def _partners(choices: Choices, lead: str, contributing: Sequence[str]) -> list[Block]:
    options = [Option(clip(name, 75), code) for code, name in choices.partners.items()]
    return [
        fields.one_of("Lead partner", "lead", options, chosen=lead),
        fields.some_of("Contributing partners", "contributors", options, chosen=contributing),
    ]


def _from(choices: Choices, source: str, finding: str, remit: Sequence[int]) -> list[Block]:
    made = []
    if choices.sources:
        options = [Option(clip(f"{ref}: {title}", 75), ref) for ref, title in choices.sources.items()]
        made.append(fields.one_of("Source", "source", options, chosen=source, optional=True))
    made.append(fields.text("Finding or recommendation", "finding", filled=finding, optional=True))
    if choices.remit:
        options = [Option(clip(f"R{number} {text}", 75), str(number)) for number, text in choices.remit.items()]
        made.append(fields.some_of("Remit items", "remit", options, chosen=[str(number) for number in remit]))
    return made
