"""Replies in a thread of anything the bot posted: `done`, `A12 done`, `update A12 …`. Ordinary talk is left alone."""

from html import unescape

from slack_bolt import App, BoltContext

from bot.domain.errors import BadInput, FollowthroughError
from bot.domain.events import By, Origin
from bot.listeners.answers import Place, confirm, found, queue_private, refuse, taken_back
from bot.listeners.who import Body, by_event
from bot.messages import lines
from bot.services import Asked, Services
from bot.usecases.access import can_report, seen_of
from bot.usecases.progress import VERBS, WORDS, Evidence, record, undo
from commands.grammar import Said, read_verb
from storage import outbox, seen
from storage.database import Transaction

HEARD = (*VERBS, "undo")


def register(app: App, services: Services) -> None:
    """Listen to messages; only new ones by people, in threads, count. Edits and deletions change nothing."""

    @app.event("message")
    def reply(event: Body, body: Body, context: BoltContext) -> None:
        if not event.get("thread_ts") or event.get("bot_id") or not event.get("user"):
            return
        if event.get("subtype") not in {None, "thread_broadcast", "file_share"}:
            return
        asked = by_event(body, context, event["channel"], Origin.THREAD)
        hear(services, asked, event["thread_ts"], unescape(event.get("text", "")))


def hear(services: Services, asked: Asked, thread_ts: str, text: str) -> None:
    """Record what a reply says, or tell its author alone why not, or leave it alone."""
    if text.rstrip().endswith("?") or not _meant(text):
        return
    with services.store.read() as tx:
        first = found(tx, asked.channel, thread_ts)
        about = outbox.thread_actions(tx, first) if first else []
    if first is None:
        return
    place = Place(asked.channel, thread_ts, tuple(about))
    try:
        _record(services, asked, place, text)
    except FollowthroughError as error:
        refuse(services, place, error, asked)


def _meant(text: str) -> bool:
    try:
        return read_verb(text, HEARD) is not None
    except BadInput:
        return True


def _record(services: Services, asked: Asked, place: Place, text: str) -> None:
    said = read_verb(text, HEARD, bare=False)
    assert said is not None  # noqa: S101 — it was looked at before
    now = services.clock()
    with services.store.write() as tx:
        if not seen.first_time(tx, asked.delivery, now):
            return
        by = asked.by(tx, services, now)
        numbers = [ref.number for ref in said.refs] or (list(place.about) if len(place.about) == 1 else [])
        if numbers and said.verb == "undo":
            taken_back(tx, place, [undo(tx, number, by) for number in numbers], asked, by)
        elif numbers:
            recorded = [record(tx, said.verb, number, Evidence(done=said.words), by) for number in numbers]
            confirm(tx, place, recorded, asked, by)
        else:
            _offer(tx, place, said, asked, by)
    services.mail.set()


def _offer(tx: Transaction, place: Place, said: Said, asked: Asked, by: By) -> None:
    """Buttons to choose from; the words wait in the store, since a button can't hold them."""
    choices = [action for action in seen_of(tx, place.about, by.person) if can_report(action, by.person)]
    if said.verb == "undo" or not choices:
        raise BadInput("Name the action that you mean.", f"{said.verb} A{place.about[0]}" if place.about else "")
    if said.verb != "done" and not said.words:
        example = f"{said.verb} {choices[0].ref} {WORDS[said.verb]}"
        raise BadInput(f"Say which action you mean, and what there is to record, after “{said.verb}”.", example)
    key = f"private:{asked.delivery}"
    queue_private(tx, place, lines.choose(said.verb, choices, key), asked, by.at, carries=said.words)
