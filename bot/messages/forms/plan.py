"""The forms in which remit items, deadlines and indicators are kept. Each carries the ref that it is about."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from bot.domain.plan import Better, Deadline, Indicator, Precision, RemitItem
from bot.messages import blocks as b
from bot.messages.blocks import Block
from bot.messages.forms import fields
from bot.messages.forms.deeds import NO_NAMES
from bot.messages.forms.fields import Option
from bot.messages.indicators import typed
from bot.messages.text import clip, day, full_day, safe

About = Mapping[str, Any]
LONGEST_TITLE = 300
MOST_LINKS = 100  # that Slack shows as chosen when a form is opened
_EXACTLY = (
    Option("To the day", Precision.DAY),
    Option("To the end of a month", Precision.END_OF_MONTH),
    Option("It fixes no day", Precision.VAGUE),
)
_KEPT_BY = {"R": "/remit", "D": "/deadlines", "I": "/indicators"}
_BETTER = (Option("Lower is better", Better.LOWER), Option("Higher is better", Better.HIGHER))


class Choices(NamedTuple):
    """What there is to choose from: sources and partners by ref and code, the others by number, with their words."""

    sources: Mapping[str, str] = {}
    partners: Mapping[str, str] = {}
    remit: Mapping[int, str] = {}
    deadlines: Mapping[int, str] = {}
    indicators: Mapping[int, str] = {}


class Start(NamedTuple):
    """What stands in the form for a new deadline."""

    title: str = ""
    due: date | None = None
    phrase: str = ""
    basis: str = ""


def remit_add(choices: Choices, about: About, text: str = "") -> Block:
    """A new remit item."""
    asked = [_words("What is to be secured", "text", text), *_remit_links(choices, "", (), ())]
    return b.form("remit_add", "Add a remit item", "Add", asked, _about("", about))


def remit_edit(item: RemitItem, choices: Choices, about: About) -> Block:
    """A remit item as it is, to be changed."""
    bound, measured = [one.number for one in item.deadlines], [one.number for one in item.indicators]
    asked = [
        _words("What is to be secured", "text", item.text),
        *_remit_links(choices, item.source or "", bound, measured),
        *_was_met(item.met),
    ]
    shown = {"shown": {"deadlines": _shown(bound), "indicators": _shown(measured)}}
    return b.form("remit_edit", f"Edit {item.ref}", "Save", asked, _about(str(item.ref), {**shown, **about}))


def remit_met(item: RemitItem, today: date, about: About) -> Block:
    """Recording that a remit item was met."""
    head = b.section(f"*{item.ref}* {safe(item.text, 500)}")
    asked = [head, fields.day("Met on", "met", chosen=today)]
    return b.form("remit_met", f"Mark {item.ref} as met", "Save", asked, _about(str(item.ref), about))


def remit_link(item: RemitItem, about: About) -> Block:
    """Saying which actions serve a remit item, by their refs: there may be more of them than a list can offer."""
    head = b.section(f"*{item.ref}* {safe(item.text, 500)}")
    asked = [
        head,
        fields.text("Actions that serve it", "actions", hint="Their refs, such as A12 and A13.", long=False),
    ]
    return b.form("remit_link", f"Link actions to {item.ref}", "Link", asked, _about(str(item.ref), about))


def deadline_add(start: Start, choices: Choices, about: About) -> Block:
    """A new deadline, with what is known of it."""
    asked = [
        _title("Deadline", "title", start.title),
        fields.day("Date", "due", hint="It stays visible as the original date.", chosen=start.due, optional=True),
        _phrase(start.phrase),
        fields.radio("How exactly the source fixes it", "precision", _EXACTLY, chosen=Precision.DAY),
        *_deadline_links(choices, "", start.basis, ()),
    ]
    return b.form("deadline_add", "Add a deadline", "Add", asked, _about("", about))


def deadline_edit(one: Deadline, choices: Choices, about: About) -> Block:
    """A deadline as it is, to be changed. A date that is set is not: it is moved, for a reason."""
    exactly = [option for option in _EXACTLY if one.due is None or option.value != Precision.VAGUE]
    asked = [
        _title("Deadline", "title", one.title),
        *([] if one.due else [fields.day("Date", "due", hint="Once it is set, it is moved.", optional=True)]),
        _phrase(one.phrase),
        fields.radio("How exactly the source fixes it", "precision", exactly, chosen=one.precision),
        *_deadline_links(choices, one.source or "", one.basis, one.remit),
        *_was_met(one.met),
        *([b.context(f"Due on {full_day(one.due)}. To change the date, move the deadline.")] if one.due else []),
    ]
    shown = {"shown": {"remit": _shown(one.remit)}}
    return b.form("deadline_edit", f"Edit {one.ref}", "Save", asked, _about(str(one.ref), {**shown, **about}))


def deadline_met(one: Deadline, today: date, about: About) -> Block:
    """Recording that a deadline was met."""
    asked = [_deadline(one), fields.day("Met on", "met", chosen=today)]
    return b.form("deadline_met", f"Mark {one.ref} as met", "Save", asked, _about(str(one.ref), about))


def deadline_move(one: Deadline, about: About) -> Block:
    """Moving a deadline."""
    asked = [
        _deadline(one),
        fields.day("New date", "due", hint="The original date stays visible."),
        fields.text("Why", "reason", hint=NO_NAMES),
    ]
    return b.form("deadline_move", f"Move {one.ref}", "Move", asked, _about(str(one.ref), about))


def indicator_add(choices: Choices, about: About, name: str = "") -> Block:
    """A new indicator."""
    asked = [_title("Indicator", "name", name), *_measure(None), *_indicator_links(choices, "", ())]
    return b.form("indicator_add", "Add an indicator", "Add", asked, _about("", about))


def indicator_edit(one: Indicator, choices: Choices, about: About) -> Block:
    """An indicator as it is, to be changed."""
    asked = [
        _title("Indicator", "name", one.name),
        *_measure(one),
        *_indicator_links(choices, one.owner or "", one.remit),
    ]
    shown = {"shown": {"remit": _shown(one.remit)}}
    return b.form("indicator_edit", f"Edit {one.ref}", "Save", asked, _about(str(one.ref), {**shown, **about}))


def reading(one: Indicator, today: date, about: About) -> Block:
    """A new reading of an indicator, with a field for each of its bands."""
    unit = f"In {one.unit}." if one.unit else ""
    parts = [
        _number(clip(band, 150), f"band_{place}", optional=True) for place, band in enumerate(one.bands, start=1)
    ]
    note = [b.context("The bands are all filled in, or none is. They add up to the value.")] if parts else []
    asked = [
        b.section(f"*{one.ref}* {safe(one.name, 300)}"),
        _number("Value", "amount", hint=unit),
        fields.day("On", "on", chosen=today),
        *parts,
        *note,
    ]
    return b.form("reading", f"Add a reading of {one.ref}", "Add", asked, _about(str(one.ref), about))


def _about(ref: str, about: About) -> dict[str, Any]:
    return {**about, "ref": ref}


def _deadline(one: Deadline) -> Block:
    due = f"\nDue on {full_day(one.due)}" if one.due else ""
    original = one.original_due
    also = f", originally on {day(original)}" if original and original != one.due else ""
    return b.section(f"*{one.ref}* {safe(one.title, 500)}{due}{also}")


def _words(label: str, name: str, filled: str) -> Block:
    return fields.text(label, name, hint=NO_NAMES, filled=filled)


def _title(label: str, name: str, filled: str) -> Block:
    return _line(label, name, NO_NAMES, filled)


def _line(label: str, name: str, hint: str, filled: str, *, optional: bool = False) -> Block:
    longest = max(LONGEST_TITLE, len(filled))  # a longer one came with an import, and is not to be cut
    return fields.text(label, name, hint=hint, filled=filled, optional=optional, long=False, longest=longest)


def _number(label: str, name: str, *, hint: str = "", filled: str = "", optional: bool = False) -> Block:
    return fields.text(label, name, hint=hint, filled=filled, optional=optional, long=False, longest=30)


def _phrase(filled: str) -> Block:
    hint = "The source's own words for the date. They are needed where it fixes no day: “early in 2023”."
    return _line("In the source's words", "phrase", hint, filled, optional=True)


def _was_met(met: date | None) -> list[Block]:
    hint = "Take the date away where it was not met after all."
    return [fields.day("Met on", "met", hint=hint, chosen=met, optional=True)] if met else []


def _measure(one: Indicator | None) -> list[Block]:
    bands = "\n".join(one.bands) if one else ""
    return [
        _line("Unit", "unit", "cases, days, %", one.unit if one else "", optional=True),
        fields.radio("Which way is better", "better", _BETTER, chosen=one.better if one else ""),
        _number("Target", "target", hint="A number.", filled=typed(one.target) if one else "", optional=True),
        fields.day("Target by", "target_by", chosen=one.target_by if one else None, optional=True),
        fields.text(
            "Bands",
            "bands",
            hint="How a reading is broken down, one band a line: up to 5 days, 6 to 20 days, over 20 days.",
            filled=bands,
            optional=True,
        ),
    ]


def _remit_links(
    choices: Choices, source: str, deadlines: Collection[int], indicators: Collection[int]
) -> list[Block]:
    return [
        *_source(choices, source),
        *_some("Deadlines", "deadlines", "D", choices.deadlines, deadlines),
        *_some("Indicators", "indicators", "I", choices.indicators, indicators),
    ]


def _deadline_links(choices: Choices, source: str, basis: str, remit: Collection[int]) -> list[Block]:
    hint = "The law, guidance or decision that it rests on."
    return [
        *_source(choices, source),
        fields.text("Basis", "basis", hint=hint, filled=basis, optional=True),
        *_some("Remit items", "remit", "R", choices.remit, remit),
    ]


def _indicator_links(choices: Choices, owner: str, remit: Collection[int]) -> list[Block]:
    options = [Option(clip(name, 75), code) for code, name in choices.partners.items()]
    hint = "Its members can add readings."
    whose = fields.one_of("Belongs to", "owner", options, hint=hint, chosen=owner, optional=True)
    return [*([whose] if options else []), *_some("Remit items", "remit", "R", choices.remit, remit)]


def _source(choices: Choices, chosen: str) -> list[Block]:
    options = [Option(clip(f"{ref}: {title}", 75), ref) for ref, title in choices.sources.items()]
    return [fields.one_of("Source", "source", options, chosen=chosen, optional=True)] if options else []


def _shown(links: Collection[int]) -> list[int]:
    """The links that a form shows; none of too many, so that what comes back takes none of them away."""
    return list(links) if len(links) <= MOST_LINKS else []


def _some(label: str, name: str, letter: str, there: Mapping[int, str], chosen: Collection[int]) -> list[Block]:
    if len(chosen) > MOST_LINKS:
        how = f"{_KEPT_BY[letter]} edit {letter}{min(chosen)}"
        return [b.context(f"{label}: {len(chosen):,} are linked, too many to be shown here. They are kept by {how}.")]
    options: Sequence[Option] = [
        Option(clip(f"{letter}{number} {words}", 75), str(number)) for number, words in there.items()
    ]
    return [fields.some_of(label, name, options, chosen=[str(one) for one in chosen])] if options else []
