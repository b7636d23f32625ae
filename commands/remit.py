"""/remit: what a commissioner or board has told the partnership to secure."""

from bot.domain.actions import Stage
from bot.domain.errors import NotFound
from bot.domain.filters import Filters
from bot.domain.refs import Kind
from bot.messages import plan as messages
from bot.messages.blocks import Reply
from bot.messages.help import Topic
from commands.answering import Ask, Command, one_ref
from storage import plan, queries


def show(ask: Ask, text: str) -> Reply:
    """The whole remit, or the card of one item. Raises NotFound, BadInput."""
    if not text:
        items = plan.remit(ask.tx, ask.person)
        invented = queries.any_invented(ask.tx, ask.person)
        everything = ask.person.sees_everything
        return messages.remit(items, ask.services.yardstick(), everything=everything, invented=invented)
    number = one_ref(text, Kind.REMIT, "/remit")
    item = next(iter(plan.remit(ask.tx, ask.person, [number])), None)
    if item is None:
        raise NotFound(f"There is no remit item R{number}.", "/remit")
    filters = Filters(stages=frozenset(Stage), remit=(number,))
    actions = queries.page(ask.tx, ask.person, filters, ask.services.today())
    return messages.remit_card(item, actions, ask.services.yardstick(), everything=ask.person.sees_everything)


COMMAND = Command(
    name="/remit",
    about="shows what the partnership has been told to secure, and how far it is.",
    hint="[R4 | help]",
    verbs=(),
    topics=(
        Topic("", "Each remit item with its actions by stage, its deadline and its indicators.", "/remit"),
        Topic("R4", "One remit item and its actions.", "/remit R4"),
    ),
    otherwise=show,
)
