"""/indicators: the measures, their readings, and new ones."""

import re
from datetime import date

from bot.domain.errors import BadInput
from bot.domain.people import Verb as Permission
from bot.domain.plan import Reading
from bot.domain.refs import Kind, Ref
from bot.messages import indicators as messages
from bot.messages.blocks import Opened, Reply
from bot.messages.help import Topic
from bot.messages.rows import line
from bot.usecases import indicators, plan_changes
from commands import pictures
from commands.answering import Ask, Command, Verb, one_ref
from commands.dates import read_date
from commands.forms import indicators as indicator_forms
from commands.forms.indicators import NUMBER, read_number
from commands.grammar import Said
from commands.plan_words import alone, history, swapped, undo
from storage import plan

EXAMPLE = "/indicators reading I1 387 on 31 October 2022"
_READING = re.compile(rf"(?P<ref>\S+)\s+(?P<value>{NUMBER}(?:\s*%)?)(?:\s+(?P<rest>.+))?")


def show(ask: Ask, text: str) -> Reply:
    """Every indicator, or the card of one. Raises NotFound, BadInput."""
    may_keep = plan_changes.may_keep(ask.person)
    if not text:
        return messages.listing(plan.indicators(ask.tx), may_keep=may_keep)
    swapped(text, Kind.INDICATOR, list(COMMAND.words))
    found = indicators.find(ask.tx, one_ref(text, Kind.INDICATOR, "/indicators"), ask.person)
    may_read = plan_changes.may_read(ask.person, found.owner)
    return messages.card(found, may_keep=may_keep, may_read=may_read)


def _reading(ask: Ask, said: Said) -> Reply | Opened:
    words = said.words.split()
    if len(words) == 1 and not said.refs:
        number = one_ref(words[0], Kind.INDICATOR, "/indicators")
        return Opened(indicator_forms.open_reading(ask, f"I{number}", {}))
    found = _READING.fullmatch(said.words)
    if not found or said.refs:
        raise BadInput("A reading needs the indicator, the value and the day.", EXAMPLE)
    number = one_ref(found["ref"], Kind.INDICATOR, "/indicators")
    today = ask.services.today()
    indicator = indicators.find(ask.tx, number, ask.person)
    value = read_number(found["value"], "amount", indicator.unit)
    reading = Reading(on=_day(found["rest"] or "", indicator.unit, today), value=value)
    was = indicators.reading_on(ask.tx, number, reading.on)
    kept = indicators.add_reading(ask.tx, number, reading, ask.by, today)
    how = f" To give its bands too, type /indicators reading {kept.ref}." if kept.bands else ""
    return line(indicator_forms.recorded(reading, was, kept) + how)


def _day(rest: str, unit: str, today: date) -> date:
    """The day of a reading, from what follows the value: the indicator's unit, "on", a date, or nothing for today."""
    said = unit.removeprefix("%").strip()  # "50% of assessments" has the sign with the number
    if said and rest.lower().startswith(said.lower()):
        rest = rest[len(said) :].strip()
    rest = re.sub(r"^on\s+", "", rest, flags=re.IGNORECASE).strip()
    if not rest:
        return today
    try:
        return read_date(rest, today, towards="past")
    except BadInput as error:
        raise BadInput(error.sentence, EXAMPLE) from error


def _add(ask: Ask, said: Said) -> Opened:
    return Opened(indicator_forms.add_form(ask, said.words[:300], {}))


def _edit(ask: Ask, said: Said) -> Opened:
    return Opened(indicator_forms.open_edit(ask, f"I{alone(said, Kind.INDICATOR)}", {}))


def _chart(ask: Ask, said: Said) -> Reply:
    return pictures.chart(ask, alone(said, Kind.INDICATOR))


def _undo(ask: Ask, said: Said) -> Reply:
    return undo(ask, Ref(Kind.INDICATOR, alone(said, Kind.INDICATOR)))


def _history(ask: Ask, said: Said) -> Reply:
    return history(ask, Ref(Kind.INDICATOR, alone(said, Kind.INDICATOR)))


COMMAND = Command(
    name="/indicators",
    about="shows the measures and their last readings.",
    hint="[I1 | reading I1 387 on 31 October 2022 | chart I1 | add | help]",
    verbs=(
        Verb(
            "reading",
            Topic(
                "reading I1 387 on 31 October 2022",
                "Add a reading; without a day it is today's. “reading I1” alone opens a form with its bands.",
                EXAMPLE,
            ),
            _reading,
            writes=True,
            needs=Permission.ADD_READING,
        ),
        Verb(
            "chart",
            Topic("chart I1", "Get its chart as a direct message.", "/indicators chart I1"),
            _chart,
            writes=True,
        ),
        Verb(
            "add", Topic("add", "Add an indicator, in a form.", "/indicators add"), _add, needs=Permission.KEEP_REMIT
        ),
        Verb(
            "edit",
            Topic("edit I1", "Change what it says, its target and its bands.", "/indicators edit I1"),
            _edit,
            needs=Permission.KEEP_REMIT,
        ),
        Verb(
            "undo",
            Topic("undo I1", "Take back what you changed last, within 15 minutes.", "/indicators undo I1"),
            _undo,
            writes=True,
        ),
        Verb("history", Topic("history I1", "Every change, by whom and when.", "/indicators history I1"), _history),
    ),
    topics=(
        Topic("", "Last reading, change, direction and target of each.", "/indicators"),
        Topic("I1", "One indicator and its history.", "/indicators I1"),
    ),
    otherwise=show,
)
