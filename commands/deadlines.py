"""/deadlines: the dates that bind the partnership, and the clocks that set them."""

import re

from bot.domain import statutory
from bot.domain.errors import BadInput
from bot.domain.people import Verb as Permission
from bot.domain.refs import Kind, Ref
from bot.messages import deadlines as messages
from bot.messages.blocks import Opened, Reply
from bot.messages.forms.plan import Start
from bot.messages.help import Topic
from bot.messages.rows import line
from bot.usecases import deadlines, plan_changes
from commands.answering import Ask, Command, Verb, one_ref
from commands.dates import read_date
from commands.forms import deadlines as deadline_forms
from commands.grammar import Said
from commands.plan_words import alone, history, one_and_rest, read_day, swapped, undo
from storage import plan

MOVE = "/deadlines move D1 28 February 2023 because the department agreed to a later date"
_DASHES = "\N{EN DASH}\N{EM DASH}"
_BEFORE = re.compile(rf"^(?:(?:from|on|of|since|after)\b|[:,{_DASHES}-])\s*", re.IGNORECASE)
_AFTER = re.compile(rf"\s*(?:\b(?:from|on|of|since|after)|[:,{_DASHES}-])$", re.IGNORECASE)
_BECAUSE = re.compile(rf"\s*(?:\bbecause\b|[:;{_DASHES}]|\s-\s)\s*(?:of\s+)?", re.IGNORECASE)
MOST_WORDS = 12


def show(ask: Ask, text: str) -> Reply:
    """Every deadline, or the card of one. Raises NotFound, BadInput."""
    may_keep = plan_changes.may_keep(ask.person)
    if not text:
        return messages.listing(plan.deadlines(ask.tx), ask.services.yardstick(), may_keep=may_keep)
    swapped(text, Kind.DEADLINE, list(COMMAND.words))
    found = deadlines.find(ask.tx, one_ref(text, Kind.DEADLINE, "/deadlines"), ask.person)
    why = deadlines.why_moved(ask.tx, found.number)
    return messages.card(found, ask.services.yardstick(), why_moved=why, may_keep=may_keep)


def _from(ask: Ask, said: Said) -> Reply:
    """What a clock comes to. A day that comes first ("from 3 November 2022 jtai") was taken for a ref."""
    words = " ".join([*(str(ref.number) for ref in said.refs), said.words]).split()
    if not words:
        return messages.clocks(statutory.CLOCKS)
    clock, rest = _clock(words)
    example = f"/deadlines from {clock.name} 3 November 2022"
    if not rest:
        raise BadInput(f"Say from which day: {clock.start}.", example)
    try:
        start = read_date(rest, ask.services.today(), towards="past")
    except BadInput as error:
        raise BadInput(error.sentence, example) from error
    found = statutory.fixed(clock, start)
    return messages.computed(found, ask.services.today(), may_keep=plan_changes.may_keep(ask.person))


def _clock(words: list[str]) -> tuple[statutory.Clock, str]:
    """The clock that the words begin or end with, and the other words. Raises BadInput."""
    for size in range(min(len(words), MOST_WORDS), 0, -1):
        for name, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            if found := statutory.find(_bare(name)):
                return found, _bare(rest)
    near = statutory.near(re.split(r"\s\d", " ".join(words))[0])
    raise BadInput(
        f"“{' '.join(words)[:40]}” names no clock: “/deadlines from” lists them.",
        f"/deadlines from {near.name} 3 November 2022",
    )


def _bare(words: list[str]) -> str:
    return _AFTER.sub("", _BEFORE.sub("", " ".join(words))).strip()


def _add(ask: Ask, said: Said) -> Opened:
    return Opened(deadline_forms.add_form(ask, Start(title=said.words[:300]), {}))


def _edit(ask: Ask, said: Said) -> Opened:
    return Opened(deadline_forms.open_edit(ask, f"D{alone(said, Kind.DEADLINE)}", {}))


def _met(ask: Ask, said: Said) -> Reply:
    number, rest = one_and_rest(said, Kind.DEADLINE)
    today = ask.services.today()
    on = read_day(rest, today, "past", f"/deadlines met D{number} on 31 October 2022")
    kept = deadlines.meet(ask.tx, number, on, ask.by, today)
    return line(f"Recorded: {messages.kept(kept, ask.services.yardstick())}")


def _move(ask: Ask, said: Said) -> Reply | Opened:
    number, rest = one_and_rest(said, Kind.DEADLINE)
    if not rest:
        return Opened(deadline_forms.open_move(ask, f"D{number}", {}))
    deadlines.movable(ask.tx, number, ask.by)
    when, why = _date_and_reason(rest)
    due = read_day(when, ask.services.today(), "future", MOVE.replace("D1", f"D{number}"))
    kept = deadlines.move(ask.tx, number, due, why, ask.by)
    return line(f"Moved: {messages.kept(kept, ask.services.yardstick())}")


def _date_and_reason(text: str) -> tuple[str, str]:
    """What stands before "because", or before a colon or a dash, and what stands after it."""
    found = _BECAUSE.search(text)
    return (text[: found.start()], text[found.end() :].strip()) if found else (text, "")


def _undo(ask: Ask, said: Said) -> Reply:
    return undo(ask, Ref(Kind.DEADLINE, alone(said, Kind.DEADLINE)))


def _history(ask: Ask, said: Said) -> Reply:
    return history(ask, Ref(Kind.DEADLINE, alone(said, Kind.DEADLINE)))


COMMAND = Command(
    name="/deadlines",
    about="shows the dates that bind the partnership, soonest first, and works out statutory ones.",
    hint="[D1 | from rapid-review 3 November 2022 | add | met D1 | move D1 | help]",
    verbs=(
        Verb(
            "from",
            Topic(
                "from rapid-review 3 November 2022",
                "The date that a statutory clock comes to; “from” alone lists the clocks.",
                messages.EXAMPLE,
            ),
            _from,
        ),
        Verb("add", Topic("add", "Add a deadline, in a form.", "/deadlines add"), _add, needs=Permission.KEEP_REMIT),
        Verb(
            "edit",
            Topic("edit D1", "Change what it says; its date is moved, not edited.", "/deadlines edit D1"),
            _edit,
            needs=Permission.KEEP_REMIT,
        ),
        Verb(
            "met",
            Topic("met D1 on 31 January 2023", "Record that it was met; without a day, today.", "/deadlines met D1"),
            _met,
            writes=True,
            needs=Permission.KEEP_REMIT,
        ),
        Verb(
            "move",
            Topic("move D1 28 February 2023 because …", "Move it, and say why; the original date stays.", MOVE),
            _move,
            writes=True,
            needs=Permission.KEEP_REMIT,
        ),
        Verb(
            "undo",
            Topic("undo D1", "Take back what you changed last, within 15 minutes.", "/deadlines undo D1"),
            _undo,
            writes=True,
            needs=Permission.KEEP_REMIT,
        ),
        Verb("history", Topic("history D1", "Every change, by whom and when.", "/deadlines history D1"), _history),
    ),
    topics=(
        Topic("", "Every deadline, in working days, with the source's own words.", "/deadlines"),
        Topic("D1", "One deadline and where it comes from.", "/deadlines D1"),
    ),
    otherwise=show,
)
