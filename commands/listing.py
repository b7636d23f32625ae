"""Lists of actions and the card of one, for the person who asks."""

from collections.abc import Sequence
from difflib import get_close_matches

from bot.digests import ladder
from bot.domain.actions import Action
from bot.domain.errors import BadInput, NotFound
from bot.domain.filters import Filters
from bot.domain.pauses import Pauses
from bot.domain.people import Verb, may
from bot.messages import actions as messages
from bot.messages import lines, offering
from bot.messages.blocks import Reply, fitted
from bot.messages.card import card as messages_card
from bot.messages.ladder import stands
from bot.messages.pauses import lasting, standing
from bot.usecases import posting
from bot.usecases.access import visible
from commands.answering import Ask
from commands.filters import FILTER_WORDS, Vocabulary, read_card, read_filters
from commands.forms.actions import forms_for
from storage import ladder as rungs
from storage import outbox, pauses, people, plan, queries, updates
from storage.actions import partner_names as names_of
from storage.outbox import Message


def card(ask: Ask, number: int) -> Reply:
    """The card of one action. Raises NotFound."""
    action = visible(ask.tx, number, ask.person)
    said, offers = updates.last(ask.tx, number), forms_for(action, ask.person)
    part, show = not ask.person.roles and action.lead.code not in ask.person.partners, _showable(ask, [action])
    found, ahead = pauses.on(ask.tx, ask.services.today()), ladder.ahead(ask.tx, ask.services, [action])
    reached = rungs.reached(ask.tx, [number]).get(number)
    return messages_card(
        action,
        said,
        ask.services.yardstick(),
        offers,
        part=part,
        private=show,
        pauses=found,
        ahead="\n".join(filter(None, [stands(reached) if reached else "", ahead.get(number, "")])),
    )


def _showable(ask: Ask, found: Sequence[Action]) -> bool:
    """Whether these may be put into the channel that was asked in."""
    channel = ask.asked.channel
    return bool(channel) and posting.allowed(ask.tx, ask.person, channel, found)


def listing(ask: Ask, text: str, page: int = 0) -> Reply:
    """One page of the actions that `text` asks for, or the card of one. Raises BadInput, NotFound."""
    if number := read_card(text):
        return card(ask, number)
    today = ask.services.today()
    filters = read_filters(text, today, vocabulary(ask, text))
    counts = queries.count(ask.tx, ask.person, filters, today, ask.services.soon())
    if not counts.total:
        return _nothing(ask, filters, text)
    pages = -(-counts.total // queries.PAGE)
    page = min(page, pages - 1)
    found = queries.page(ask.tx, ask.person, filters, today, page)
    offers = {action.number: forms_for(action, ask.person) for action in found}
    by = ask.services.yardstick()
    show = _showable(ask, found)
    paused = pauses.on(ask.tx, today)
    return messages.listing(
        found,
        counts,
        by,
        asked=text,
        page=page,
        pages=pages,
        offers=offers,
        show=show,
        pauses=paused,
        notes=_paused(ask, filters, paused),
    )


def _paused(ask: Ask, filters: Filters, found: Pauses) -> list[str]:
    """What is said of pauses of everything and of the reader's partners; the unit is told of all when it asks."""
    if not (found.everything or found.partners):
        return []
    names = names_of(ask.tx)
    if filters.paused and may(Verb.MANAGE, ask.person.standings(None)):
        return lasting(found, {code: names[code] for code in filters.partners or names})
    return standing(found, {code: name for code, name in names.items() if code in ask.person.partners})


def post_listing(ask: Ask, text: str, page: int) -> Reply:
    """Put a page of the list into the channel. Raises BadInput, NotAllowed."""
    today = ask.services.today()
    found = queries.page(ask.tx, ask.person, read_filters(text, today, vocabulary(ask, text)), today, page)
    if not found:
        raise NotFound("There is nothing to show any more.", "/actions")
    posting.permit(ask.tx, ask.person, ask.asked.channel, found)
    unit, code = _readers(ask)
    reply = messages.rows(found, ask.services.yardstick(), unit=unit, code=code)
    _queue(ask, f"list:{ask.asked.delivery}", reply, "actions", found)
    return lines.plain("The list is on its way to this channel.")


def post_card(ask: Ask, number: int) -> Reply:
    """Put the card of one action into the channel. Raises NotFound, NotAllowed."""
    action = visible(ask.tx, number, ask.person)
    posting.permit(ask.tx, ask.person, ask.asked.channel, [action])
    unit, code = _readers(ask)
    reply = messages_card(
        action,
        updates.last(ask.tx, number),
        ask.services.yardstick(),
        offering.public(action, unit=unit, code=code),
        part=offering.is_part(action, code),
        ahead=ladder.ahead(ask.tx, ask.services, [action]).get(number, ""),
    )
    _queue(ask, f"card:{ask.asked.delivery}", reply, "card", [action])
    return lines.plain(f"The card of {action.ref} is on its way to this channel.")


def _readers(ask: Ask) -> tuple[bool, str | None]:
    """Whether the business unit reads the channel that was asked in; else the code of the partner that does."""
    unit = ask.asked.channel == people.unit_channel(ask.tx)
    return unit, None if unit else people.channel_kind(ask.tx, ask.asked.channel)[1]


def _queue(ask: Ask, key: str, reply: Reply, shows: str, found: Sequence[Action]) -> None:
    numbers = tuple(action.number for action in found)
    message = Message.of(key, ask.asked.channel, *fitted(reply), shows=shows, actions=numbers)
    outbox.queue(ask.tx, message, ask.now)


def vocabulary(ask: Ask, text: str) -> Vocabulary:
    """The words that this partnership's plan gives a meaning to; none are looked up for a question without words."""
    if not text.strip():
        return Vocabulary()
    return Vocabulary(partners=tuple(people.codes(ask.tx)), sources=tuple(plan.sources(ask.tx)))


def _nothing(ask: Ask, filters: Filters, text: str) -> Reply:
    if missing := next((number for number in filters.remit if number not in plan.remit_numbers(ask.tx)), None):
        raise NotFound(f"There is no remit item R{missing}.", "/remit")
    if near := _near(ask, filters.words):
        raise BadInput(f"No open action of yours matches “{text[:80]}”.", f"/actions {near}")
    if not text.strip():
        return lines.plain("You have no open actions.")
    if filters.paused and (said := _paused(ask, filters, pauses.on(ask.tx, ask.services.today()))):
        return lines.plain("\n".join([*said, "There is no action to list."]))
    if text.split() == ["paused"]:
        return lines.plain("No nudges about any action that you can see are paused.")
    if text.split() == ["awaiting"]:
        return lines.plain("Nothing waits for acceptance.")
    if filters.exceptions and text.split() == ["exceptions"]:
        return lines.plain("No action that you can see is on the exception list.")
    return lines.plain(f"No action that you can see matches “{text[:80]}”. To see every open one, type /actions.")


def _near(ask: Ask, words: Sequence[str]) -> str | None:
    """The filter or partner that a word may have been meant for: one like it, or one with it in its name."""
    names: dict[str, list[str]] = {
        row["code"].lower(): row["name"].lower().split() for row in people.partners(ask.tx)
    }
    for word in words:
        if match := get_close_matches(word, [*FILTER_WORDS, *names, "help"], 1, 0.7):
            return match[0]
        if named := [code for code, name in names.items() if word in name]:
            return named[0]
    return None
