"""Charts of indicators on their way: to the person who asked, or to the channel."""

from bot.domain.errors import NotFound
from bot.domain.plan import Indicator
from bot.messages import indicators as messages
from bot.messages.blocks import Reply, fitted
from bot.messages.rows import line
from bot.usecases import indicators, posting
from commands.answering import Ask
from storage import outbox
from storage.outbox import Message


def chart(ask: Ask, number: int) -> Reply:
    """Send the chart of I`number` to the person who asks. Raises NotFound."""
    found = _drawable(ask, number)
    _queue(ask, f"chart:{ask.asked.delivery}", ask.person.user, found)
    return line(f"The chart of {found.ref} is on its way in your direct messages with Followthrough.")


def show(ask: Ask, number: int) -> Reply:
    """Put I`number` and its chart into a partner's or the business unit's channel. Raises NotFound, NotAllowed."""
    found = indicators.find(ask.tx, number, ask.person)
    posting.permit_indicator(ask.tx, ask.person, ask.asked.channel)
    _queue(ask, f"indicator:{ask.asked.delivery}", ask.asked.channel, found)
    return line(f"{found.ref} is on its way to this channel.")


def _drawable(ask: Ask, number: int) -> Indicator:
    found = indicators.find(ask.tx, number, ask.person)
    if not found.readings:
        example = f"/indicators reading {found.ref} 387 on 31 October 2022"
        raise NotFound(f"There is no reading of {found.ref} yet, so there is nothing to draw.", example)
    return found


def _queue(ask: Ask, key: str, channel: str, found: Indicator) -> None:
    text, blocks = fitted(messages.told(found))
    picture = str(found.ref) if found.readings else None
    outbox.queue(ask.tx, Message.of(key, channel, text, blocks, shows="line", picture=picture), ask.now)
