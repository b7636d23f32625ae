"""People who work with the bot all the while, each deed with a word of its own by which it is found again."""

import itertools
import json
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from threading import Event, Lock, Thread

from bot.playground.errors import AppFailedError, CannotDoError, SlackError
from bot.playground.people import Person

OPEN = """SELECT a.id, p.channel FROM actions a JOIN partners p ON p.id = a.lead_partner_id
    WHERE a.stage IN ('not started', 'in progress')"""
CHANGED = "has changed since you opened this form"
LISTS = ("", "overdue", "due 14 days", "mine", "awaiting")


@dataclass
class Deed:
    """Something that somebody did.

    Args:
        kind: such as "reply: update".
        word: what only this deed says; "" where it says nothing.
        began: on the machine's monotonic clock, as `ended`.
        ended: when the bot had acknowledged it, or had not in time.
        answer: what the person was shown at once; None for nothing.
        failed: Slack's word for why there was no acknowledgement.
        ts: the message that was written, for a reply.
        user: who.
    """

    kind: str
    word: str
    user: str
    began: float
    ended: float = 0.0
    answer: str | None = None
    failed: str = ""
    ts: str = ""


class Crowd:
    """People of every partner and the business manager; from a seed, and as many at once as there are `hands`."""

    def __init__(self, process, seed, hands=4, pause=0.3):
        self._process, self._slack = process, process.slack
        self._seed, self._hands, self._pause = seed, hands, pause
        self._words = itertools.count(1)
        self._lock, self._gone_home = Lock(), Event()
        self._threads = []
        self._screens = defaultdict(Lock)
        self.deeds = []
        self.strange = []
        self._led = defaultdict(list)
        for row in process.rows(OPEN):
            self._led[row["channel"].lstrip("#")].append(row["id"])

    def __enter__(self):
        self._threads = [Thread(target=self._work, args=(number,), daemon=True) for number in range(self._hands)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._gone_home.set()
        for thread in self._threads:
            thread.join(30)

    @property
    def under_way(self):
        """How many deeds wait for the bot at this moment."""
        with self._lock:
            return sum(1 for deed in self.deeds[-50:] if not deed.ended)

    def _work(self, number):
        chance = random.Random(f"{self._seed} {number}")
        kinds = {self._command: 5, self._reply: 6, self._form: 3, self._list: 3, self._card: 2, self._tick: 3}
        kinds |= {self._again: 3, self._return: 2, self._home: 1}
        while not self._gone_home.wait(chance.uniform(0, 2 * self._pause)):
            [deed] = chance.choices(list(kinds), list(kinds.values()))
            place = chance.choice(list(self._led))
            # One person has one pair of hands: a form that is open belongs to one deed.
            with self._screens[place]:
                try:
                    deed(chance, place)
                except (CannotDoError, SlackError):  # the message has gone, the tick is there already
                    continue
                except Exception as error:  # noqa: BLE001 - a thread's edge: the test is to see it
                    self.strange.append(f"{deed.__name__}: {error!r}")

    def _lead(self, place):
        return Person(self._slack, f"U0P{place[-3:]}")

    def _done(self, kind, person, deed, *, word=True):
        """Do it with a new word; the deed is kept before it begins, since the bot may die of it."""
        made = Deed(kind, f"w{next(self._words):05d}" if word else "", person.user.id, time.monotonic())
        with self._lock:
            self.deeds.append(made)
        try:
            said = deed(made.word)
            if kind.startswith(("reply", "tick")):
                made.ts = said
            elif isinstance(said, dict):
                made.answer = json.dumps(said)
            else:
                made.answer = said.text if said else None
                made.failed = "slackbot" if said is not None and said.is_error else ""
        except AppFailedError as failure:
            made.failed = failure.code
        except (CannotDoError, SlackError):
            made.failed = "not done"
            raise
        finally:
            made.ended = time.monotonic()
        return made

    def _command(self, chance, place):
        person, ref = self._lead(place), f"A{chance.choice(self._led[place])}"
        verb = chance.choice(["update", "update", "done", "blocked"])
        typed = f"{verb} {ref} "
        self._done(f"command: {verb}", person, lambda word: person.command("/actions", typed + word, channel=place))

    def _reply(self, chance, place):
        person, ref = self._lead(place), f"A{chance.choice(self._led[place])}"
        verb = chance.choice(["update", "update", "done"])
        heads = [one for one in self._slack.messages(place) if one.metadata]
        if heads:
            thread = chance.choice(heads).ts
            self._done(f"reply: {verb}", person, lambda word: person.say(place, f"{verb} {ref} {word}", thread))

    def _form(self, chance, place):
        person, ref = self._lead(place), f"A{chance.choice(self._led[place])}"
        card = person.command("/actions", ref, channel=place)
        if card is None or card.is_error:
            return
        if person.workspace.modals(person.user.id):
            person.close_view(everything=True)
        self._done("button", person, lambda _: person.press(card, "update"), word=False)
        if person.workspace.modal(person.user.id):
            self._done("form: update", person, lambda word: _sent(person, word))

    def _list(self, chance, place):
        person = self._lead(place)
        text = chance.choice(LISTS)
        self._done("list", person, lambda _: person.command("/actions", text, channel=place), word=False)

    def _card(self, chance, place):
        person, ref = self._lead(place), f"A{chance.choice(self._led[place])}"
        self._done("card", person, lambda _: person.command("/actions", f"post {ref}", channel=place), word=False)

    def _tick(self, chance, place):
        person = self._lead(place)
        cards = [one for one in self._slack.messages(place) if (one.metadata or {}).get("event_payload", {})]
        cards = [one for one in cards if not one.metadata["event_payload"]["key"].startswith("digest")]
        if not cards:
            return
        card = chance.choice(cards)
        change = person.unreact if person.user.id in card.reactions.get("white_check_mark", ()) else person.react
        self._done("tick", person, lambda _: change(place, card.ts) or "", word=False)

    def _again(self, chance, _place):
        """Slack delivers an event once more: one of the last, or one of long ago."""
        sent = [one for one in self._slack.events.sent if _a_deed(one["event"])]
        if sent:
            self._slack.events.redeliver(chance.choice(sent[-20:] if chance.random() < 0.7 else sent))

    def _return(self, chance, _place):
        reported = self._process.rows("SELECT id FROM actions WHERE stage = 'reported done' LIMIT 20")
        if not reported:
            return
        manager, ref = Person(self._slack, "U0MANAGER"), f"A{chance.choice(reported)['id']}"
        typed = f"return {ref} "
        with self._screens["unit"]:
            self._done("command: return", manager, lambda word: manager.command("/actions", typed + word, "unit"))

    def _home(self, _chance, place):
        person = self._lead(place)
        self._done("home", person, lambda _: person.open_home() and None, word=False)


def _a_deed(event):
    return event.get("thread_ts") and "bot_id" not in event if event["type"] == "message" else "item" in event


def _sent(person, word):
    """What a form says after its button was pressed; it comes back where something was recorded since it was opened."""
    wrong = person.submit(values={"words": word})
    left = person.workspace.modal(person.user.id)
    return {"changed": "meanwhile"} if left and CHANGED in json.dumps(left.blocks) else wrong
