"""/indicators: the measures, their readings, and new ones."""

import re
from decimal import Decimal, InvalidOperation

from bot.domain.errors import BadInput, NotFound
from bot.domain.plan import Reading
from bot.domain.refs import Kind
from bot.messages import lines
from bot.messages import plan as messages
from bot.messages.blocks import Reply
from bot.messages.help import Topic
from bot.usecases.readings import add_reading
from commands.answering import Ask, Command, Verb, one_ref
from commands.dates import read_date
from commands.grammar import Said
from storage import plan

EXAMPLE = "/indicators reading I1 387 on 30 November 2022"
_READING = re.compile(
    r"^(?P<ref>\S+)\s+(?P<value>-?[\d,]*\.?\d+)%?(?:\s+\S+)?(?:\s+on\s+(?P<on>.+))?$", re.IGNORECASE
)
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
    found = _READING.match(said.words)
    if not found:
        raise BadInput("A reading needs the indicator, the value and the day.", EXAMPLE)
    number = one_ref(found["ref"], Kind.INDICATOR, "/indicators")
    today = ask.services.today()
    on = read_date(found["on"], today, towards="past") if found["on"] else today
    reading = Reading(on=on, value=_number(found["value"]))
    kept = add_reading(ask.tx, number, reading, ask.by, today)
    return lines.plain(f"Recorded. {kept.ref} {kept.name}: {messages.latest(kept)}")


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
    hint="[I1 | reading I1 387 on 30 November 2022 | help]",
    verbs=(
        Verb(
            "reading",
            Topic("reading I1 387 on 30 November 2022", "Add a reading; without a day it is today's.", EXAMPLE),
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
