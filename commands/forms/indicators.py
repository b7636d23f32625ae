"""The forms of /indicators."""

import re
from decimal import Decimal

from bot.domain.errors import BadInput
from bot.domain.plan import Better, Indicator, Reading
from bot.domain.refs import Kind
from bot.messages import indicators as messages
from bot.messages.blocks import Block
from bot.messages.forms import plan as views
from bot.messages.rows import line
from bot.messages.text import full_day
from bot.usecases import indicators
from bot.usecases.indicators import Draft
from bot.usecases.plan_changes import permit
from commands.answering import Ask
from commands.forms.form import About, Filled, Form, Saved
from commands.plan_words import choices, chosen, number_of, numbers

_PERCENTAGE = re.compile(r"%|\bper\s?cent", re.IGNORECASE)
NUMBER = r"[-\N{MINUS SIGN}]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"


def open_add(ask: Ask, _ref: str, about: About) -> Block:
    """An empty form. Raises NotAllowed."""
    return add_form(ask, "", about)


def add_form(ask: Ask, name: str, about: About) -> Block:
    """The form for a new indicator, with its name where that is known. Raises NotAllowed."""
    permit(ask.person)
    return views.indicator_add(choices(ask), about, name)


def _save_add(ask: Ask, filled: Filled) -> Saved:
    return _saved("Added", indicators.add(ask.tx, _draft(filled, numbers(filled, "remit")), ask.by))


def open_edit(ask: Ask, ref: str, about: About) -> Block:
    """An indicator to be changed. Raises NotFound, NotAllowed."""
    found = indicators.find(ask.tx, number_of(ref, Kind.INDICATOR), ask.person)
    permit(ask.person)
    return views.indicator_edit(found, choices(ask), about)


def _save_edit(ask: Ask, filled: Filled) -> Saved:
    was = _about(ask, filled)
    draft = _draft(filled, chosen(filled, "remit", list(was.remit)))
    return _saved("Saved", indicators.edit(ask.tx, was.number, draft, ask.by))


def open_reading(ask: Ask, ref: str, about: About) -> Block:
    """Asking for a reading. Raises NotFound, NotAllowed."""
    found = indicators.readable(ask.tx, number_of(ref, Kind.INDICATOR), ask.by)
    return views.reading(found, ask.services.today(), about)


def _save_reading(ask: Ask, filled: Filled) -> Saved:
    was, today = _about(ask, filled), ask.services.today()
    said = filled.text("amount")
    if not said:
        raise BadInput("A reading needs a value.", "387", "amount")
    value = read_number(said, "amount", was.unit)
    reading = Reading(on=filled.day("on") or today, value=value, bands=_bands(was, filled))
    before = indicators.reading_on(ask.tx, was.number, reading.on)
    kept = indicators.add_reading(ask.tx, was.number, reading, ask.by, today)
    return Saved(line(recorded(reading, before, kept)))


def recorded(reading: Reading, before: Reading | None, kept: Indicator) -> str:
    """What is said after a reading was kept, in place of the one `before` where there was one of that day."""
    instead = f", instead of {messages.value(before, kept)}" if before else ""
    said = f"{messages.value(reading, kept)} on {full_day(reading.on)}{instead}"
    return f"Recorded: {said}. {messages.standing(kept)}"


def _bands(indicator: Indicator, filled: Filled) -> tuple[Decimal, ...]:
    """The parts, where they are given: all of them, or none. Raises BadInput at the first that is missing."""
    names = [f"band_{place}" for place in range(1, len(indicator.bands) + 1)]
    said = {name: filled.text(name) for name in names}
    if not any(said.values()):
        return ()
    if empty := next((name for name in names if not said[name]), None):
        raise BadInput("Give all of the bands, or none: where there were none, write 0.", field=empty)
    return tuple(read_number(said[name], name, indicator.unit) for name in names)


def read_number(text: str, field: str, unit: str) -> Decimal:
    """One number: "387", "1,250", and "3.5%" where the unit is a percentage. Raises BadInput."""
    plain = text.strip().removesuffix("%").strip()
    if not re.fullmatch(NUMBER, plain):
        raise BadInput(f"“{text[:40]}” is not one number.", "387", field)
    if "%" in text and not _PERCENTAGE.search(unit):
        counted = f"This is counted in {unit}" if unit else "This is no percentage"
        raise BadInput(f"{counted}, so “{text.strip()[:40]}” can't be kept: leave out the %.", plain, field)
    return Decimal(plain.replace(",", "").replace("\N{MINUS SIGN}", "-"))


def _about(ask: Ask, filled: Filled) -> Indicator:
    return indicators.find(ask.tx, number_of(str(filled.about["ref"]), Kind.INDICATOR), ask.person)


def _draft(filled: Filled, remit: frozenset[int]) -> Draft:
    target, better, unit = filled.text("target"), filled.text("better"), filled.text("unit")
    return Draft(
        name=filled.text("name"),
        unit=unit,
        better=Better(better) if better else None,
        target=read_number(target, "target", unit) if target else None,
        target_by=filled.day("target_by"),
        bands=tuple(filled.text("bands").splitlines()),
        owner=filled.text("owner") or None,
        remit=remit,
    )


def _saved(done: str, kept: Indicator) -> Saved:
    return Saved(line(f"{done}: {messages.standing(kept)}"))


FORMS = (
    Form("indicator_add", open_add, _save_add),
    Form("indicator_edit", open_edit, _save_edit),
    Form("reading", open_reading, _save_reading),
)
