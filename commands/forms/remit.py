"""The forms of /remit."""

import re

from bot.domain.errors import BadInput
from bot.domain.plan import RemitItem
from bot.domain.refs import Kind, read_ref
from bot.messages import remit as messages
from bot.messages.blocks import Block
from bot.messages.forms import plan as views
from bot.messages.rows import line
from bot.usecases import remit
from bot.usecases.plan_changes import permit
from bot.usecases.remit import Draft
from commands.answering import Ask
from commands.forms.form import About, Filled, Form, Saved
from commands.plan_words import choices, chosen, number_of, numbers


def open_add(ask: Ask, _ref: str, about: About) -> Block:
    """An empty form. Raises NotAllowed."""
    return add_form(ask, "", about)


def add_form(ask: Ask, text: str, about: About) -> Block:
    """The form for a new remit item, with its words as far as they are known. Raises NotAllowed."""
    permit(ask.person)
    return views.remit_add(choices(ask), about, text)


def _save_add(ask: Ask, filled: Filled) -> Saved:
    draft = _draft(filled, numbers(filled, "deadlines"), numbers(filled, "indicators"))
    return _saved("Added", remit.add(ask.tx, draft, ask.by))


def open_edit(ask: Ask, ref: str, about: About) -> Block:
    """A remit item to be changed. Raises NotFound, NotAllowed."""
    found = remit.find(ask.tx, number_of(ref, Kind.REMIT), ask.person)
    permit(ask.person)
    return views.remit_edit(found, choices(ask), about)


def _save_edit(ask: Ask, filled: Filled) -> Saved:
    was = _about(ask, filled)
    bound = chosen(filled, "deadlines", [one.number for one in was.deadlines])
    measured = chosen(filled, "indicators", [one.number for one in was.indicators])
    draft = _draft(filled, bound, measured).model_copy(update={"met": filled.day("met")})
    return _saved("Saved", remit.edit(ask.tx, was.number, draft, ask.by, ask.services.today()))


def open_met(ask: Ask, ref: str, about: About) -> Block:
    """Asking for the day on which a remit item was met. Raises NotFound, NotAllowed."""
    found = remit.find(ask.tx, number_of(ref, Kind.REMIT), ask.person)
    permit(ask.person)
    return views.remit_met(found, ask.services.today(), about)


def _save_met(ask: Ask, filled: Filled) -> Saved:
    number, today = _about(ask, filled).number, ask.services.today()
    return _saved("Recorded", remit.meet(ask.tx, number, filled.day("met") or today, ask.by, today))


def open_link(ask: Ask, ref: str, about: About) -> Block:
    """Asking which actions serve a remit item. Raises NotFound, NotAllowed."""
    found = remit.find(ask.tx, number_of(ref, Kind.REMIT), ask.person)
    permit(ask.person)
    return views.remit_link(found, about)


def _save_link(ask: Ask, filled: Filled) -> Saved:
    number, words = _about(ask, filled).number, re.split(r"[\s,;&+]+", filled.text("actions"))
    refs = [read_ref(word, bare=Kind.ACTION) for word in words if word.lower() not in {"", "and"}]
    if not refs or any(ref is None or ref.kind is not Kind.ACTION for ref in refs):
        raise BadInput("Name actions by their refs, such as A12 and A13.", "A12 and A13", "actions")
    found = remit.link(ask.tx, number, [ref.number for ref in refs if ref], ask.by)
    return Saved(line(messages.linked(found, number)))


def _about(ask: Ask, filled: Filled) -> RemitItem:
    return remit.find(ask.tx, number_of(str(filled.about["ref"]), Kind.REMIT), ask.person)


def _draft(filled: Filled, deadlines: frozenset[int], indicators: frozenset[int]) -> Draft:
    source = filled.text("source") or None
    return Draft(text=filled.text("text"), source=source, deadlines=deadlines, indicators=indicators)


def _saved(done: str, kept: RemitItem) -> Saved:
    return Saved(line(f"{done}: {messages.kept(kept)}"))


FORMS = (
    Form("remit_add", open_add, _save_add),
    Form("remit_edit", open_edit, _save_edit),
    Form("remit_met", open_met, _save_met),
    Form("remit_link", open_link, _save_link),
)
