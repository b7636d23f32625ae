"""/deadlines: the dates that bind the partnership."""

from bot.domain.errors import NotFound
from bot.domain.refs import Kind
from bot.messages import plan as messages
from bot.messages.blocks import Reply
from bot.messages.help import Topic
from commands.answering import Ask, Command, one_ref
from storage import plan


def show(ask: Ask, text: str) -> Reply:
    """Every deadline, or the card of one. Raises NotFound, BadInput."""
    if not text:
        return messages.deadlines(plan.deadlines(ask.tx), ask.services.yardstick())
    number = one_ref(text, Kind.DEADLINE, "/deadlines")
    found = plan.deadline(ask.tx, number)
    if found is None:
        raise NotFound(f"There is no deadline D{number}.", "/deadlines")
    return messages.deadline_card(found, ask.services.yardstick())


COMMAND = Command(
    name="/deadlines",
    about="shows the dates that bind the partnership, soonest first.",
    hint="[D1 | help]",
    verbs=(),
    topics=(
        Topic("", "Every deadline, in working days, with the source's own words.", "/deadlines"),
        Topic("D1", "One deadline and where it comes from.", "/deadlines D1"),
    ),
    otherwise=show,
)
