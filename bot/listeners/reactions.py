"""A ✅ on a card means done; taking it away within the undo time takes it back."""

from slack_bolt import App, BoltContext

from bot.domain.errors import FollowthroughError
from bot.domain.events import ESCALATED, Origin
from bot.listeners.answers import Place, found, refuse, say
from bot.listeners.who import Body, by_event
from bot.messages import lines
from bot.services import Asked, Services
from bot.usecases.words import Words
from commands.recording import record, take_back
from storage import audit, seen
from storage.database import Transaction

TICKS = {"white_check_mark", "heavy_check_mark"}


def register(app: App, services: Services) -> None:
    """Listen for ticks being put on a message and taken off."""

    @app.event("reaction_added")
    def ticked(event: Body, body: Body, context: BoltContext) -> None:
        _ticked(services, event, body, context, on=True)

    @app.event("reaction_removed")
    def unticked(event: Body, body: Body, context: BoltContext) -> None:
        _ticked(services, event, body, context, on=False)


def _ticked(services: Services, event: Body, body: Body, context: BoltContext, *, on: bool) -> None:
    item = event["item"]
    if event["reaction"] not in TICKS or item.get("type") != "message":
        return
    with services.store.read() as tx:
        message = found(tx, item["channel"], item["ts"])
    if message is None or message.shows not in {"card", "actions"} or len(message.actions) != 1 or message.ts is None:
        return
    asked = by_event(body, context, item["channel"], Origin.REACTION)
    place = Place(item["channel"], message.thread_ts or message.ts, message.actions)
    try:
        _change(services, asked, place, on=on)
    except FollowthroughError as error:
        refuse(services, place, error, asked)


def _change(services: Services, asked: Asked, place: Place, *, on: bool) -> None:
    now = services.clock()
    with services.store.write() as tx:
        if not seen.first_time(tx, asked.delivery, now):
            return
        by = asked.by(tx, services, now)
        if on:
            done = record(tx, services, by, "done", place.about, Words(), place.channel)
            say(tx, place, lines.recorded(done, services.yardstick()), [one.action for one in done], asked, by)
        elif _was_ticked(tx, place.about[0], asked):
            [undone] = take_back(tx, by, place.about, place.channel)
            say(tx, place, lines.plain(lines.taken_back(undone)), [undone.action], asked, by)
    services.mail.set()


def _was_ticked(tx: Transaction, number: int, asked: Asked) -> bool:
    """Whether this person's tick is the last thing that happened: any other tick taken off means nothing."""
    last = next((event for event in audit.history(tx, f"A{number}") if event.verb != ESCALATED), None)
    return last is not None and last.origin is Origin.REACTION and last.user == asked.user and not last.undoes
