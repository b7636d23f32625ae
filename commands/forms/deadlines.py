"""The forms of /deadlines."""

from datetime import date

from bot.domain import statutory
from bot.domain.errors import BadInput
from bot.domain.plan import Deadline, Precision
from bot.domain.refs import Kind
from bot.messages import deadlines as messages
from bot.messages.blocks import Block
from bot.messages.forms import plan as views
from bot.messages.forms.plan import Start
from bot.messages.rows import line
from bot.usecases import deadlines
from bot.usecases.deadlines import Draft
from bot.usecases.plan_changes import permit
from commands.answering import Ask
from commands.forms.form import About, Filled, Form, Saved
from commands.plan_words import choices, chosen, number_of, numbers


def open_add(ask: Ask, ref: str, about: About) -> Block:
    """An empty form; for "rapid-review 2022-11-03" with what that clock comes to. Raises NotAllowed, BadInput."""
    name, _, day = ref.partition(" ")
    clock = statutory.find(name) if day else None
    start = _computed(clock, day) if clock else Start()
    return add_form(ask, start, about)


def add_form(ask: Ask, start: Start, about: About) -> Block:
    """The form for a new deadline, with what is known of it. Raises NotAllowed."""
    permit(ask.person)
    return views.deadline_add(start, choices(ask), about)


def _computed(clock: statutory.Clock, day: str) -> Start:
    try:
        found = statutory.fixed(clock, date.fromisoformat(day))
    except ValueError as error:
        raise BadInput("That is not a date.", messages.EXAMPLE) from error
    return Start(clock.title, found.due, basis=messages.basis(found))


def _save_add(ask: Ask, filled: Filled) -> Saved:
    draft = _draft(filled, filled.day("due"), numbers(filled, "remit"))
    return _saved(ask, "Added", deadlines.add(ask.tx, draft, ask.by))


def open_edit(ask: Ask, ref: str, about: About) -> Block:
    """A deadline to be changed. Raises NotFound, NotAllowed."""
    found = deadlines.find(ask.tx, number_of(ref, Kind.DEADLINE), ask.person)
    permit(ask.person)
    return views.deadline_edit(found, choices(ask), about)


def _save_edit(ask: Ask, filled: Filled) -> Saved:
    was = _about(ask, filled)
    draft = _draft(filled, filled.day("due"), chosen(filled, "remit", list(was.remit)))
    draft = draft.model_copy(update={"met": filled.day("met")})
    return _saved(ask, "Saved", deadlines.edit(ask.tx, was.number, draft, ask.by, ask.services.today()))


def open_met(ask: Ask, ref: str, about: About) -> Block:
    """Asking for the day on which a deadline was met. Raises NotFound, NotAllowed."""
    found = deadlines.find(ask.tx, number_of(ref, Kind.DEADLINE), ask.person)
    permit(ask.person)
    return views.deadline_met(found, ask.services.today(), about)


def _save_met(ask: Ask, filled: Filled) -> Saved:
    number, today = _about(ask, filled).number, ask.services.today()
    return _saved(ask, "Recorded", deadlines.meet(ask.tx, number, filled.day("met") or today, ask.by, today))


def open_move(ask: Ask, ref: str, about: About) -> Block:
    """Asking for a new date, and why. Raises NotFound, NotAllowed, MovedOn."""
    return views.deadline_move(deadlines.movable(ask.tx, number_of(ref, Kind.DEADLINE), ask.by), about)


def _save_move(ask: Ask, filled: Filled) -> Saved:
    was, due = _about(ask, filled), filled.day("due")
    if due is None:
        raise BadInput("Give the new date.", "31 January 2023", "due")
    return _saved(ask, "Moved", deadlines.move(ask.tx, was.number, due, filled.text("reason"), ask.by))


def _about(ask: Ask, filled: Filled) -> Deadline:
    return deadlines.find(ask.tx, number_of(str(filled.about["ref"]), Kind.DEADLINE), ask.person)


def _draft(filled: Filled, due: date | None, remit: frozenset[int]) -> Draft:
    return Draft(
        title=filled.text("title"),
        due=due,
        phrase=filled.text("phrase"),
        precision=Precision(filled.text("precision") or Precision.DAY),
        source=filled.text("source") or None,
        basis=filled.text("basis"),
        remit=remit,
    )


def _saved(ask: Ask, done: str, kept: Deadline) -> Saved:
    return Saved(line(f"{done}: {messages.kept(kept, ask.services.yardstick())}"))


FORMS = (
    Form("deadline_add", open_add, _save_add),
    Form("deadline_edit", open_edit, _save_edit),
    Form("deadline_met", open_met, _save_met),
    Form("deadline_move", open_move, _save_move),
)
