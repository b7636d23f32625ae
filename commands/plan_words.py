"""What the commands about remit items, deadlines and indicators have in common."""

import re
from datetime import date
from typing import Literal

from bot.domain.errors import BadInput, NotFound
from bot.domain.refs import Kind, Ref, read_ref
from bot.messages import happening
from bot.messages.blocks import Reply
from bot.messages.forms.plan import Choices
from bot.messages.rows import line
from bot.messages.text import safe
from bot.usecases import plan_changes
from commands.answering import COMMAND_OF, Ask, one_ref
from commands.dates import read_date
from commands.forms.form import Filled
from commands.grammar import Said
from storage import audit, people
from storage import choices as stored

_NOUNS = {Kind.REMIT: "remit item", Kind.DEADLINE: "deadline", Kind.INDICATOR: "indicator"}
_TITLES = {Kind.REMIT: "text", Kind.DEADLINE: "title", Kind.INDICATOR: "name"}


def one_and_rest(said: Said, kind: Kind) -> tuple[int, str]:
    """The number of the thing that follows the verb, and the words after it. Raises BadInput."""
    command = COMMAND_OF[kind]
    first, _, rest = said.words.partition(" ")
    if said.refs or not first:
        example = f"{command} {said.verb} {kind}1"
        raise BadInput(f"Say which {_NOUNS[kind]} you mean after “{said.verb}”: its ref begins with {kind}.", example)
    return one_ref(first, kind, command), rest.strip()


def alone(said: Said, kind: Kind) -> int:
    """The number of the thing that follows the verb, with nothing after it. Raises BadInput."""
    number, rest = one_and_rest(said, kind)
    if rest:
        example = f"{COMMAND_OF[kind]} {said.verb} {kind}{number}"
        raise BadInput(f"“{rest[:40]}” after “{said.verb} {kind}{number}” can't be read.", example)
    return number


def swapped(text: str, kind: Kind, verbs: list[str]) -> None:
    """Raise BadInput for "D1 met 31 January 2023", with the order that works."""
    first, _, rest = text.partition(" ")
    verb, _, more = rest.strip().partition(" ")
    ref = read_ref(first)
    if ref and ref.kind is kind and verb.lower() in verbs:
        again = f"{COMMAND_OF[kind]} {verb.lower()} {ref} {more.strip()}".rstrip()
        raise BadInput(f"“{verb[:40]}” comes before {ref}.", again)


def read_day(text: str, today: date, towards: Literal["past", "future"], example: str) -> date:
    """The day that "on 31 January 2023" names; today for no words. Raises BadInput with this example."""
    words = re.sub(r"^(on|to)\s+", "", text.strip(), flags=re.IGNORECASE)
    if not words:
        return today
    try:
        return read_date(words, today, towards=towards)
    except BadInput as error:
        raise BadInput(error.sentence, example) from error


def number_of(text: str, kind: Kind) -> int:
    """The number in the ref that a form or a button carries. Raises NotFound."""
    ref = read_ref(text)
    if ref is None or ref.kind is not kind:
        raise NotFound(f"There is no {_NOUNS[kind]} {text[:20]}.", COMMAND_OF[kind])
    return ref.number


def numbers(filled: Filled, name: str) -> frozenset[int]:
    """The numbers chosen in a field of several."""
    return frozenset(map(int, filled.several(name)))


def chosen(filled: Filled, name: str, now: list[int]) -> frozenset[int]:
    """As `numbers`, in a form that showed what was linked when it was opened: what others linked since stays."""
    shown = filled.about.get("shown", {}).get(name, now)
    return frozenset(plan_changes.merged(now, shown, numbers(filled, name)))


def choices(ask: Ask) -> Choices:
    """Everything that the forms let one choose from."""
    tx = ask.tx
    there = (stored.remit(tx), stored.deadlines(tx), stored.indicators(tx))
    return Choices(stored.sources(tx), {row["code"]: row["name"] for row in people.partners(tx)}, *there)


def history(ask: Ask, ref: Ref) -> Reply:
    """What happened to a thing. Raises NotFound."""
    fields = plan_changes.there(ask.tx, ref, ask.person)
    events, total = audit.history(ask.tx, str(ref)), audit.count(ask.tx, str(ref))
    head = f"*{ref}* {safe(fields[_TITLES[ref.kind]], 300)}"
    return happening.history(head, str(ref), events, total, ask.services.yardstick())


def undo(ask: Ask, ref: Ref) -> Reply:
    """Take back one's own last change to a thing. Raises NotFound, MovedOn, NotAllowed."""
    verb = plan_changes.undo(ask.tx, ref, ask.by)
    if verb == "added":
        return line(f"Taken back: {ref} is no longer shown. Its ref is not given again.")
    return line(f"Taken back: {ref} is as it was before “{verb}”.")
