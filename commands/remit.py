"""/remit: what a commissioner or board has told the partnership to secure."""

import re

from bot.domain.actions import Stage
from bot.domain.errors import BadInput
from bot.domain.filters import Filters
from bot.domain.people import Verb as Permission
from bot.domain.refs import Kind, Ref, read_ref
from bot.messages import remit as messages
from bot.messages.blocks import Opened, Reply
from bot.messages.help import Topic
from bot.messages.rows import line
from bot.usecases import plan_changes, remit
from commands.answering import Ask, Command, Verb, elsewhere, one_ref
from commands.forms import remit as remit_forms
from commands.grammar import MOST_REFS, Said
from commands.plan_words import alone, history, one_and_rest, read_day, swapped, undo
from storage import plan, queries


def show(ask: Ask, text: str) -> Reply:
    """The whole remit, or the card of one item. Raises NotFound, BadInput."""
    may_keep, everything = plan_changes.may_keep(ask.person), ask.person.sees_everything
    if not text:
        items = plan.remit(ask.tx, ask.person)
        invented = queries.any_invented(ask.tx, ask.person)
        by = ask.services.yardstick()
        return messages.remit(items, by, everything=everything, invented=invented, may_keep=may_keep)
    swapped(text, Kind.REMIT, list(COMMAND.words))
    item = remit.find(ask.tx, one_ref(text, Kind.REMIT, "/remit"), ask.person)
    filters = Filters(stages=frozenset(Stage), remit=(item.number,))
    actions = queries.page(ask.tx, ask.person, filters, ask.services.today())
    return messages.remit_card(item, actions, ask.services.yardstick(), everything=everything, may_keep=may_keep)


def _add(ask: Ask, said: Said) -> Opened:
    return Opened(remit_forms.add_form(ask, said.words, {}))


def _edit(ask: Ask, said: Said) -> Opened:
    return Opened(remit_forms.open_edit(ask, f"R{alone(said, Kind.REMIT)}", {}))


def _link(ask: Ask, said: Said) -> Reply | Opened:
    ref = read_ref(said.words) if not said.refs else None
    if ref and ref.kind is Kind.REMIT:
        return Opened(remit_forms.open_link(ask, str(ref), {}))
    number, numbers = _linked(said)
    found = remit.link(ask.tx, number, numbers, ask.by)
    return line(messages.linked(found, number))


def _unlink(ask: Ask, said: Said) -> Reply:
    number, numbers = _linked(said)
    found = remit.unlink(ask.tx, number, numbers, ask.by)
    return line(messages.unlinked(found, number))


def _linked(said: Said) -> tuple[int, list[int]]:
    """The one remit item and the actions that are named, in any order. Raises BadInput."""
    example = f"/remit {said.verb} R4 A12 A13"
    words = [
        word for word in re.split(r"[\s,;&+]+", said.words) if word.lower() not in {"", "and", "to", "from", "with"}
    ]
    refs = [*said.refs, *(read_ref(word) for word in words)]
    items = [ref.number for ref in refs if ref and ref.kind is Kind.REMIT]
    actions = [ref.number for ref in refs if ref and ref.kind is Kind.ACTION]
    if wrong := next((ref for ref in refs if ref and ref.kind not in {Kind.REMIT, Kind.ACTION}), None):
        raise elsewhere(wrong)
    if None in refs:
        strange = words[[read_ref(word) for word in words].index(None)]
        raise BadInput(f"“{strange[:40]}” is no ref of a remit item or an action.", example)
    if len(items) != 1 or not actions:
        raise BadInput(f"Name one remit item and the actions to {said.verb}.", example)
    if len(actions) > MOST_REFS:
        raise BadInput(f"That names {len(actions)} actions, and at most {MOST_REFS} can be named at once.", example)
    return items[0], actions


def _met(ask: Ask, said: Said) -> Reply:
    number, rest = one_and_rest(said, Kind.REMIT)
    today = ask.services.today()
    on = read_day(rest, today, "past", f"/remit met R{number} on 31 October 2022")
    return line(f"Recorded: {messages.kept(remit.meet(ask.tx, number, on, ask.by, today))}")


def _undo(ask: Ask, said: Said) -> Reply:
    return undo(ask, Ref(Kind.REMIT, alone(said, Kind.REMIT)))


def _history(ask: Ask, said: Said) -> Reply:
    return history(ask, Ref(Kind.REMIT, alone(said, Kind.REMIT)))


COMMAND = Command(
    name="/remit",
    about="shows what the partnership has been told to secure, and how far it is.",
    hint="[R4 | add | edit R4 | link R4 A12 | met R4 | help]",
    verbs=(
        Verb("add", Topic("add", "Add a remit item, in a form.", "/remit add"), _add, needs=Permission.KEEP_REMIT),
        Verb(
            "edit",
            Topic("edit R4", "Change what it says and what it is linked to.", "/remit edit R4"),
            _edit,
            needs=Permission.KEEP_REMIT,
        ),
        Verb(
            "link",
            Topic("link R4 A12 A10", "Say which actions serve it.", "/remit link R4 A12 A10"),
            _link,
            writes=True,
            needs=Permission.KEEP_REMIT,
        ),
        Verb(
            "unlink",
            Topic("unlink R4 A2", "Say that an action does not serve it.", "/remit unlink R4 A2"),
            _unlink,
            writes=True,
            needs=Permission.KEEP_REMIT,
        ),
        Verb(
            "met",
            Topic("met R4 on 31 January 2023", "Record that it was met; without a day, today.", "/remit met R4"),
            _met,
            writes=True,
            needs=Permission.KEEP_REMIT,
        ),
        Verb(
            "undo",
            Topic("undo R4", "Take back what you changed last, within 15 minutes.", "/remit undo R4"),
            _undo,
            writes=True,
            needs=Permission.KEEP_REMIT,
        ),
        Verb("history", Topic("history R4", "Every change, by whom and when.", "/remit history R4"), _history),
    ),
    topics=(
        Topic("", "Each remit item with its actions by stage, its deadline and its indicators.", "/remit"),
        Topic("R4", "One remit item and its actions.", "/remit R4"),
    ),
    otherwise=show,
)
