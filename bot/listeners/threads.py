"""Replies in a thread of anything the bot posted: `done`, `A12 done`, `update A12 …`. Ordinary talk is left alone.

Of a file that comes with a message, it is noticed whether it may be a tracker.
"""

from html import unescape

from slack_bolt import App, BoltContext

from bot.domain.errors import BadInput, FollowthroughError, Identifying
from bot.domain.events import Origin
from bot.listeners import uploads
from bot.listeners.answers import Place, found, queue_private, refuse, say
from bot.listeners.hearing import EVERY, NAMED
from bot.listeners.who import Body, by_event
from bot.messages import lines
from bot.services import Asked, Services
from bot.usecases import progress
from bot.usecases.access import seen_of
from bot.usecases.deeds import DEEDS
from commands import guarding
from commands.answering import Ask
from commands.grammar import Said, near_verb, read_verb
from commands.recording import record, take_back
from commands.wording import read_words
from storage import outbox, seen

DELETE = "Delete your message as well: Slack still has it."


def register(app: App, services: Services) -> None:
    """Listen to messages; only new ones by people, in threads, count. Edits and deletions change nothing."""

    @app.event("message")
    def written(event: Body, body: Body, context: BoltContext) -> None:
        if event.get("bot_id") or not event.get("user"):
            return
        if event.get("subtype") not in {None, "thread_broadcast", "file_share"}:
            return
        asked = by_event(body, context, event["channel"], Origin.THREAD)
        uploads.notice(services, asked, event.get("files", []))
        if event.get("thread_ts"):
            hear(services, asked, event["thread_ts"], unescape(event.get("text", "")))


def hear(services: Services, asked: Asked, thread_ts: str, text: str) -> None:
    """Record what a reply says, or tell its author alone why not, or leave it alone."""
    meant = _meant(text)
    if text.rstrip().endswith("?") or not (meant or near_verb(text)):
        return
    with services.store.read() as tx:
        first = found(tx, asked.channel, thread_ts)
        about = outbox.thread_actions(tx, first) if first else []
    if first is None:
        return
    place = Place(asked.channel, thread_ts, tuple(about))
    try:
        guarding.check(services, asked, [("", text)])
        if not meant:
            raise _nearly(text)
        _record(services, asked, place, text)
    except Identifying as error:
        refuse(services, place, Identifying(f"{error.sentence} {DELETE}"), asked)
    except FollowthroughError as error:
        refuse(services, place, error, asked)


def _meant(text: str) -> bool:
    try:
        said = read_verb(text, EVERY, bare=False)
    except BadInput:
        return True
    return said is not None and (bool(said.refs) or said.verb not in NAMED)


def _nearly(text: str) -> BadInput:
    """For "A7 complete": how to record it."""
    near = near_verb(text)
    assert near is not None  # noqa: S101 — it was looked at before
    verb, ref = near
    return BadInput(
        f"Nothing was recorded: to record it, begin with “{verb}”.", f"{verb} {ref} {DEEDS[verb].example}"
    )


def _record(services: Services, asked: Asked, place: Place, text: str) -> None:
    said = read_verb(text, EVERY, bare=False, here=place.about)
    assert said is not None  # noqa: S101 — it was looked at before
    now = services.clock()
    with services.store.write() as tx:
        if not seen.first_time(tx, asked.delivery, now):
            return
        ask = Ask(tx, services, asked, asked.person(tx, services), now)
        numbers = [ref.number for ref in said.refs] or (list(place.about) if len(place.about) == 1 else [])
        if numbers:
            _do(ask, place, said, numbers)
        else:
            _offer(ask, place, said)
    services.mail.set()


def _do(ask: Ask, place: Place, said: Said, numbers: list[int]) -> None:
    if said.verb == "undo":
        done = take_back(ask.tx, ask.by, numbers, place.channel)
        reply = lines.plain(" ".join(lines.taken_back(one) for one in done))
    else:
        words = read_words(said.verb, f"A{numbers[0]}", said.words, ask.services.today())
        done = record(ask.tx, ask.services, ask.by, said.verb, numbers, words, place.channel)
        reply = lines.recorded(done, ask.services.yardstick())
    say(ask.tx, place, reply, [one.action for one in done], ask.asked, ask.by)


def _offer(ask: Ask, place: Place, said: Said) -> None:
    """Buttons to choose from; the words wait in the store, since a button can't hold them."""
    seen_here = seen_of(ask.tx, place.about, ask.person)
    choices = [action for action in seen_here if said.verb in progress.offers(action, ask.person)]
    if said.verb == "undo" or not choices:
        raise BadInput("Name the action that you mean.", f"{said.verb} A{place.about[0]}" if place.about else "")
    deed, ref = DEEDS[said.verb], choices[0].ref
    if deed.asks and not said.words:
        example = f"{said.verb} {ref} {deed.example}"
        raise BadInput(f"Say which action you mean, and what there is to record, after “{said.verb}”.", example)
    words = read_words(said.verb, str(ref), said.words, ask.services.today())
    key = f"private:{ask.asked.delivery}"
    reply = lines.choose(said.verb, choices, key)
    queue_private(ask.tx, place, reply, ask.asked, ask.now, carries=words.model_dump_json())
