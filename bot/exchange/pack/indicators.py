"""The measures, each with its picture and the sentences that say the same."""

from bot.domain.moves import move
from bot.domain.plan import Indicator, Reading
from bot.exchange.pack.facts import Facts
from bot.exchange.pack.model import Chart, Column, Section, Value, Width
from bot.exchange.pack.telling import REF, Drawing, clean, narrow, table
from bot.messages.charts.picture import described, picture, valued
from bot.messages.indicators import moving
from bot.messages.text import count, listed

TITLE = "Indicators"


def section(facts: Facts) -> Section:
    """A picture of each indicator that was ever read, where each stands, and every reading."""
    found = facts.plan.indicators
    if not found:
        return Section(TITLE, ("There are no indicators in the plan.",))
    read = [one for one in found if one.readings]
    lead = f"{count(len(found), 'indicator')}. {_silent(found)}".strip()
    charts = tuple(
        Chart(f"{one.ref} {clean(one.name)}", clean(described(one)), Drawing(picture, (one,))) for one in read
    )
    columns = (
        *(REF, Column("Measure", Width.WIDE)),
        *narrow("Unit", "Better", "Target", "Target by", "Last reading", "Read on", "The one before", "Change"),
    )
    where = table("Indicators", "Where each indicator stands", columns, [_row(one) for one in found])
    rows = [_reading(one, reading) for one in read for reading in reversed(one.readings)]
    readings = (REF, *narrow("Date", "Value"), Column("In the source's words"), Column("Broken down"))
    return Section(
        TITLE, (lead,), (*where, *table("Readings", "Every reading, newest first", readings, rows)), charts
    )


def _silent(found: tuple[Indicator, ...]) -> str:
    refs = [str(one.ref) for one in found if not one.readings]
    return f"There is no reading of {listed(refs)} yet." if refs else ""


def _row(one: Indicator) -> tuple[Value, ...]:
    last = one.readings[-1] if one.readings else None
    before = one.readings[-2] if len(one.readings) > 1 else None
    names: tuple[Value, ...] = (str(one.ref), clean(one.name), clean(one.unit), f"{one.better} is better")
    change = _change(before, last) if last and before else None
    read: tuple[Value, ...] = (_value(last), last.on) if last else (None, None)
    return (*names, one.target, one.target_by, *read, _value(before) if before else None, change)


def _change(was: Reading, now: Reading) -> Value:
    """The difference; where a source was not exact, words for what is sure of it."""
    moved = move(was, now)
    return None if moved is None else moving(moved) if moved.least else moved.by


def _value(reading: Reading) -> Value:
    """The number; where its source says "over 400", those words."""
    return clean(valued(reading)) if reading.qualifier else reading.value


def _reading(one: Indicator, reading: Reading) -> tuple[Value, ...]:
    parts = [f"{clean(band)}: {part}" for band, part in zip(one.bands, reading.bands, strict=False)]
    return str(one.ref), reading.on, _value(reading), clean(reading.phrase), ", ".join(parts)
