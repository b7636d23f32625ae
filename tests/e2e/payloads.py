"""What Slack really sends: one payload for every listener, kept as the stand-in sent it when somebody did the deed.

`Scene` holds a partnership in which each of them changes something (or shows something), and puts it back.
"""

import copy
import json
import sqlite3
from concurrent.futures import Future
from typing import Any, NamedTuple

from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.domain.events import Origin
from bot.listeners.buttons import WORK
from bot.listeners.faults import heard
from bot.listeners.forms import opened
from bot.messages.imports import Numbers, check
from bot.playground.payloads import response_url
from bot.playground.people import Person
from bot.playground.shapes import user_json
from bot.services import Asked
from commands.answering import asking
from commands.registry import FORMS
from storage import imports, outbox, people
from storage.outbox import Message
from tests.e2e.filled import BEFORE, FILLED, NHS, POLICE, PRESSED_BY, UNIT

SET_ASIDE = {"seen", "sqlite_sequence", "outbox", "outbox_actions", "accounts", "errands", "homes", "tally", "runs"}
"""Tables that a refusal may change: what was delivered, whom Slack is to be asked about, what is on its way."""


class Sent(NamedTuple):
    """What Slack sent: the envelope's type, and what was in it."""

    kind: str
    body: dict[str, Any]


class Answered(NamedTuple):
    """What came of it: HTTP's status, and everything that the bot said to anybody."""

    status: int
    said: str


class AtOnce:
    """Does what Bolt does after the acknowledgement before going on, so that all of it was done."""

    def submit(self, work, *given, **named):
        done = Future()
        done.set_result(work(*given, **named))
        return done


class Scene:
    """A partnership, the payloads, and the store as it was before any of them."""

    def __init__(self, world):
        self.world, self.app, self.sent = world, world.bot.app, []
        heard = world.bot.connection.client.socket_mode_request_listeners
        heard.insert(0, lambda _, req: self.sent.append(Sent(req.type, copy.deepcopy(req.payload))))
        self._prepare()
        self.app.listener_runner.lazy_listener_runner.executor = AtOnce()
        self.live = sqlite3.connect(world.store.path, check_same_thread=False)
        self.live.execute("PRAGMA synchronous = OFF")
        self.keep()
        self.payloads = {}
        for name, sent in self._payloads():
            self.payloads[name] = sent
        self.back()
        self.plan = self._plan()

    def keep(self):
        """Take the store as it is for what it was before."""
        self.kept = sqlite3.connect(":memory:", check_same_thread=False)
        self.live.backup(self.kept)
        names = [row[0] for row in self.live.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        self.tables = [name for name in names if name not in SET_ASIDE and "_fts" not in name and name != "found"]
        self.before, self.events = self.rows(), self._last("events")
        self.queued = self._last("outbox")
        self._version()

    def back(self):
        """Put the store back to how it was."""
        self.kept.backup(self.live)
        self._version()

    def rows(self):
        return {name: self.live.execute(f'SELECT * FROM "{name}"').fetchall() for name in self.tables}

    def changed(self):
        """The tables that are not as they were."""
        if self._version():
            now = self.rows()
            return {name for name in now if now[name] != self.before[name]}
        return set()

    def deeds(self):
        """What the audit trail has that it did not have: who did what to what, as what, for whom."""
        sql = "SELECT user, team, role, partner, verb, origin FROM events WHERE id > ? ORDER BY id"
        return self.live.execute(sql, (self.events,)).fetchall()

    def public(self):
        """What the bot will say to others than whoever asked: where, and what."""
        sql = "SELECT channel, text FROM outbox WHERE id > ? AND only_for IS NULL ORDER BY id"
        return self.live.execute(sql, (self.queued,)).fetchall()

    def send(self, sent, body=None, *, app=None, again=False):
        """Hand the bot what Slack sent; what came of it.

        `again`: as Slack sends the same once more. Else triggers and addresses that are still good take the place of
        those that were used.
        """
        slack, given = self.world.slack, copy.deepcopy(sent.body if body is None else body)
        if not again:
            self._renewed(sent.body, given)
        calls, queued = len(slack.calls), self._last("outbox")
        shown = {user: len(log) for user, log in slack.private_log.items()}
        request = SocketModeRequest(type=sent.kind, envelope_id="e", payload=given)
        answer = heard(lambda: run_bolt_app(app or self.app, request))
        told = [call.arguments for call in slack.calls[calls:]]
        told += [[m.text, m.blocks] for user, log in slack.private_log.items() for m in log[shown.get(user, 0) :]]
        new = self.live.execute("SELECT text, blocks FROM outbox WHERE id > ?", (queued,)).fetchall()
        return Answered(answer.status, json.dumps([answer.body, told, new], ensure_ascii=False, default=str))

    def _renewed(self, before, given):
        slack, user = self.world.slack, "U0POLICE"
        if "trigger_id" in before and given.get("trigger_id") == before["trigger_id"]:
            given["trigger_id"] = slack.triggers.issue(user)
        if "response_url" in before and given.get("response_url") == before["response_url"]:
            given["response_url"] = response_url(slack, slack.tickets.issue(user, self.card.channel))

    def hand(self, kind, body):
        """Hand the bot what may have come from Slack, and look at nothing."""
        heard(lambda: run_bolt_app(self.app, SocketModeRequest(type=kind, envelope_id="e", payload=body)))

    def settle(self):
        """Put the store back, if anything in it is different."""
        if self._version():
            self.back()

    def leaks(self, said):
        """What of the plan is in what was said."""
        plain = said.replace('\\\\"', '"').replace('\\"', '"')
        return [words for words in self.plan if words in plain]

    def _version(self):
        was, self.seen = getattr(self, "seen", None), self.live.execute("PRAGMA data_version").fetchone()
        return was != self.seen

    def _last(self, table):
        return self.live.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]

    def _plan(self):
        found = [
            *self.live.execute("SELECT title FROM actions UNION SELECT finding FROM actions"),
            *self.live.execute("SELECT text FROM updates UNION SELECT text FROM remit_items"),
            *self.live.execute("SELECT title FROM deadlines UNION SELECT name FROM indicators"),
            *self.live.execute("SELECT name FROM partners UNION SELECT title FROM sources"),
        ]
        return [words for (words,) in found if words and len(words) > 6]

    def _prepare(self):
        world, slack = self.world, self.world.slack
        slack.add_user("connect", "Of another workspace", user_id="U0CONNECT", team_id="T0ELSEWHERE")
        world.tick()
        for user, text in BEFORE:
            answer = world.ask(Person(slack, user), text, channel=POLICE if text.startswith("post") else "general")
            assert not answer.is_error, answer.text
        world.deliver()
        shown = {message.text.split()[0]: message for message in world.messages(POLICE)}
        self.card, self.other, digest = shown["A6"], shown["A7"], world.messages(POLICE)[0]
        world.police.say(POLICE, "done rota agreed", digest.ts)
        self.run = world.council.run_step("create_action", {"title": "Agree a rota for the front desk"})
        self.offer = world.rows("SELECT key FROM outbox WHERE carries != '' AND only_for = 'U0POLICE'")[0]["key"]
        self._import()
        world.deliver()
        with world.store.write() as tx:
            people.name_role(tx, "U0PROBATION", world.services.home, "observer")
        world.police.react(POLICE, self.other.ts)
        world.deliver()

    def _import(self):
        world = self.world
        with world.store.write() as tx:
            self.imported = imports.add(tx, "U0MANAGER", world.services.home, "F1", {}, world.clock())
            imports.shown(tx, self.imported, "digest", "found")
            reply = check(self.imported, "plan.csv", Numbers(added=1), [], readable=True)
            carried = {"columns": [["Action", "Action", "action"]], "leads": [], "meanings": ["action", "finding"]}
            key = f"import:{self.imported}"
            outbox.queue(tx, Message.of(key, "U0MANAGER", *reply, carries=json.dumps(carried)), world.clock())

    def _payloads(self):
        """Each payload by the name of its listener: "/actions", "event message", "button done", "form done"."""
        for name, do in self._deeds().items():
            self.back()
            del self.sent[:]
            do()
            yield name, self.sent[-1]
        for name in FORMS.keys() & FILLED.keys():
            yield f"form {name}", self._form(name)
        self.back()
        for name, value in self._values().items():
            yield f"button {name}", self._button(name, value)

    def _deeds(self):
        world, slack, card, police = self.world, self.world.slack, self.card, self.world.police
        home = police.open_home()
        in_home = next(
            one["action_id"] for block in home.blocks for one in block.get("elements", []) if "action_id" in one
        )
        return {
            "/actions": lambda: world.ask(police, "update A6 half of them are merged"),
            "/remit": lambda: world.ask(world.manager, "met R4", "/remit"),
            "/deadlines": lambda: world.ask(world.manager, "met D1 on 11 November 2022", "/deadlines"),
            "/indicators": lambda: world.ask(world.manager, "reading I1 387 on 10/11/22", "/indicators"),
            "event message": lambda: police.say(POLICE, "update A6 half of them are merged", card.ts),
            "event message with a file": lambda: world.manager.say(UNIT, "", files=[("plan.csv", b"Action,Lead\n")]),
            "event reaction_added": lambda: world.manager.react(POLICE, card.ts),
            "event reaction_removed": lambda: police.unreact(POLICE, self.other.ts),
            "event app_home_opened": police.open_home,
            "event member_joined_channel": lambda: world.outsider.join(NHS),
            "event member_left_channel": lambda: world.nhs.leave(NHS),
            "event user_change": lambda: world.manager.deactivate("U0PROBATION"),
            "event team_join": self._join,
            "step create_action": lambda: world.council.run_step("create_action", {"title": "Agree another rota"}),
            "shortcut turn_into_action": lambda: world.manager.shortcut("turn_into_action", card.ts, POLICE),
            "button": lambda: police.press(slack.message(card.channel, card.ts), "history"),
            "button in a menu": lambda: police.press(world.ask(police, "A6"), "row_menu", "assign A6"),
            "button in a form": self._press_in_settings,
            "button in Home": lambda: police.press(home, in_home),
        }

    def _join(self):
        user = self.world.slack.add_user("new", "New", user_id="U0NEW")
        user.is_bot = True
        self.world.slack.events.emit(
            {"type": "team_join", "user": user_json(self.world.slack, user), "event_ts": "1668416400.000001"}
        ).tried.result(5)

    def _press_in_settings(self):
        self.world.ask(self.world.manager, "settings")
        view = self.world.slack.modal("U0MANAGER")
        named = [
            f"{block['block_id']}/person_remove"
            for block in view.blocks
            if block.get("accessory", {}).get("action_id") == "person_remove"
        ]
        self.world.manager.press(view, named[0])

    def _form(self, name):
        user, ref, filled = FILLED[name]
        slack, person = self.world.slack, Person(self.world.slack, user)
        self.back()
        about = {"channel": self.card.channel, "thread_ts": self.card.ts} if name == "update" else {}
        key = {"workflow": f"workflow:{self.run['id']}", "import_choices": str(self.imported)}
        services, ref = self.world.services, key.get(ref) or key.get(name) or ref
        asked = Asked(user, services.home, "", Origin.BUTTON)
        with services.store.read() as tx:
            view = opened(FORMS[name], asking(services, tx, asked), ref, about)
        slack.stacks[user] = []
        self.app.client.views_open(trigger_id=slack.triggers.issue(user), view=view)
        del self.sent[:]
        errors = person.submit(values=filled)
        assert not errors, (name, errors)
        return self.sent[-1]

    def _button(self, name, value):
        """A press on another button: as on the card, but for its name and value."""
        body = copy.deepcopy(self.payloads["button"].body)
        body["actions"][0] |= {"action_id": name, "value": value}
        body["user"]["id"] = FILLED[name][0] if name in FILLED else PRESSED_BY.get(name, "U0POLICE")
        return Sent("interactive", body)

    def _values(self):
        forms = {name: ref for name, (_, ref, _) in FILLED.items()}
        offer = json.dumps({"key": self.offer, "ref": "A6"})
        page = json.dumps({"asked": "", "page": 0})
        person = {"user": "U0COMMISSION", "team": self.world.services.home, "role": "assurer", "partner": None}
        return (
            dict.fromkeys(WORK, "A6")
            | forms
            | {name: offer for name in WORK if name.startswith("choose_")}
            | dict.fromkeys(("page_next", "page_previous", "show_list"), page)
            | dict.fromkeys(("messages_off", "messages_on"), "")
            | {"plan_history": "R1", "indicator_chart": "I1", "indicator_show": "I1"}
            | dict.fromkeys(("import_all", "import_cancel", "import_choices"), str(self.imported))
            | dict.fromkeys(("workflow_add", "workflow_decline"), f"workflow:{self.run['id']}")
            | {"person_remove": json.dumps(person), "partner_resume": "PROB"}
        )
