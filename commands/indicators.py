"""/indicators: the measures, their readings, and new ones."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from bot.domain.errors import BadInput, NotFound
from bot.domain.plan import Indicator, Reading
from bot.domain.refs import Kind
from bot.messages import lines
from bot.messages import plan as messages
from bot.messages.blocks import Reply
from bot.messages.help import Topic
from bot.messages.text import full_day
from bot.usecases.readings import add_reading
from commands.answering import Ask, Command, Verb, one_ref
from commands.dates import read_date
from commands.grammar import Said
from storage import plan

EXAMPLE = "/indicators reading I1 387 on 31 October 2022"
_READING = re.compile(r"(?P<ref>\S+)\s+(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)%?(?:\s+(?P<rest>.+))?")
LARGEST = Decimal(10) ** 12
DECIMALS = 4


def show(ask: Ask, text: str) -> Reply:
    """Every indicator, or the card of one. Raises NotFound, BadInput."""
    if not text:
        return messages.indicators(plan.indicators(ask.tx))
    number = one_ref(text, Kind.INDICATOR, "/indicators")
    found = plan.indicator(ask.tx, number)
    if found is None:
        raise NotFound(f"There is no indicator I{number}.", "/indicators")
    return messages.indicator_card(found)


def _reading(ask: Ask, said: Said) -> Reply:
    found = _READING.fullmatch(said.words)
    if not found:
        raise BadInput("A reading needs the indicator, the value and the day.", EXAMPLE)
    number = one_ref(found["ref"], Kind.INDICATOR, "/indicators")
    today = ask.services.today()
    day = _day(found["rest"] or "", plan.indicator(ask.tx, number), today)
    reading = Reading(on=day, value=_number(found["value"]))
    kept = add_reading(ask.tx, number, reading, ask.by, today)
    return lines.plain(f"Recorded: {messages.value(reading, kept)} on {full_day(day)}. {messages.standing(kept)}")


def _day(rest: str, indicator: Indicator | None, today: date) -> date:
    """The day of a reading, from what follows the value: the indicator's unit, "on", a date, or nothing for today."""
    unit = indicator.unit if indicator else ""
    if unit and rest.lower().startswith(unit.lower()):
        rest = rest[len(unit) :].strip()
    rest = re.sub(r"^on\s+", "", rest, flags=re.IGNORECASE).strip()
    if not rest:
        return today
    try:
        return read_date(rest, today, towards="past")
    except BadInput as error:
        raise BadInput(error.sentence, EXAMPLE) from error


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation as error:
        raise BadInput(f"“{text[:40]}” is not a number.", EXAMPLE) from error
    if abs(value) > LARGEST or value != round(value, DECIMALS):
        raise BadInput("That number is too large, or too fine, to be a reading.", EXAMPLE)
    return value


COMMAND = Command(
    name="/indicators",
    about="shows the measures and their last readings.",
    hint="[I1 | reading I1 387 on 31 October 2022 | help]",
    verbs=(
        Verb(
            "reading",
            Topic("reading I1 387 on 31 October 2022", "Add a reading; without a day it is today's.", EXAMPLE),
            _reading,
            writes=True,
        ),
    ),
    topics=(
        Topic("", "Last reading, change, direction and target of each.", "/indicators"),
        Topic("I1", "One indicator and its history.", "/indicators I1"),
    ),
    otherwise=show,
)
