"""A partnership's time, hour by hour: people do what people do, the bot and Slack are down now and then."""

import re
from collections import Counter
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from statistics import median

from app import build
from bot.clock import MovableClock
from bot.domain.clocks import england_and_wales
from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.exchange.importing import apply
from bot.listeners import membership
from bot.messages.text import full_day
from bot.playground import demo
from bot.playground.server import Server
from bot.playground.workspace import Timing, Workspace
from bot.schedule import jobs
from bot.services import Asked
from commands.answering import answer
from commands.registry import COMMANDS
from storage import people
from tests.benchmarks.plans import made
from tests.world import LONDON

DAYS = england_and_wales()
OWN = ("digest:", "nudge:", "ladder:", "heartbeat:")
"""How the keys of messages begin that are the bot's own idea."""
STEP = {
    "the named lead": 1,
    "the deputy": 1,
    "the business unit is told that no": 1,
    "it goes": 2,
    "it is raised": 3,
    "the business unit is told of it": 3,
}
NEXT = re.compile(rf"before (\w+ \d+ \w+ \d{{4}}), ({'|'.join(STEP)})")
UNIT, BOARD, MANAGER, ASSURER = "unit", "executive", "U0MANAGER", "U0ASSURER"
CLOCK = (time(7), time(20))


@contextmanager
def simulated(folder, start, partners, chance):
    """So many partners with twelve actions each, a unit, an executive; from a day at midnight on."""
    clock = MovableClock(datetime.combine(start, time(), LONDON))
    slack = Workspace(clock, demo.yaml.safe_load(demo.MANIFEST.read_text()), timing=Timing(retry_delays=(0, 0, 0)))
    own = slack.app.user_id
    for user in (MANAGER, ASSURER):
        slack.add_user(user.lower(), user, user_id=user)
    codes = [f"P{number:03}" for number in range(1, partners + 1)]
    for code in codes:
        users = [slack.add_user(f"{code}{one}".lower(), f"{code} {one}", user_id=f"U0{code}{one}").id for one in "AB"]
        slack.add_channel(f"partner-{code.lower()}", [*users, own])
    slack.add_channel(UNIT, [MANAGER, own])
    slack.add_channel(BOARD, [ASSURER, own])
    with Server(slack) as server:
        settings = demo.settings(slack, server.api_url, folder)
        bot = build(settings.model_copy(update={"unit_channel": UNIT, "executive_channel": BOARD}), clock, pace=0)
        by = By(
            person=Person(user="", team="", roles=frozenset({Role.BUSINESS_UNIT})), at=clock(), origin=Origin.IMPORT
        )
        apply(bot.services.store, made(partners * 12, partners), by)
        with bot.services.store.write() as tx:
            people.name_role(tx, ASSURER, bot.services.home, Role.ASSURER)
            tx.run("UPDATE partners SET lead = 'U0' || code || 'A', deputy = 'U0' || code || 'B'")
        membership.refresh(bot.app.client, bot.services)
        try:
            yield Year(bot, slack, clock, codes, chance)
        finally:
            bot.services.store.close()


class Year:
    """What happens, and what is found out about it.

    Attributes:
        wrong: each breach of what has to hold, in words.
        counts: how often things happened.
    """

    def __init__(self, bot, slack, clock, codes, chance):
        self.bot, self.slack, self.clock, self.codes, self.chance = bot, slack, clock, codes, chance
        self.services = bot.services
        self.wrong, self.counts = [], Counter()
        self.down_until = self.slack_down_until = None
        self.channels = {one.id: name for name in (*self._partners(), UNIT, BOARD) for one in [slack.channel(name)]}
        self.code_of = {slack.channel(f"partner-{code.lower()}").id: code for code in codes}
        self.top = Counter()  # by channel and day: messages of the bot's own accord at the top
        self.said = {}  # by ref and step: when it was announced, for when
        self.rest = set()  # channels and days in which a message said that there is more
        self.taken = set()
        self.due = {}  # digests that have to go out, by key
        self.calls = self.events = self.asked = 0

    def _partners(self):
        return [f"partner-{code.lower()}" for code in self.codes]

    def run(self, days, every=1):
        """Live through so many days, looking every so many hours."""
        for _ in range(0, days * 24, every):
            self._fail_sometimes()
            if self.down_until is None:
                self._tick()
                self._people()
            self.clock.move_to((self.now.replace(tzinfo=None) + timedelta(hours=every)).replace(tzinfo=LONDON))
        self._end()

    @property
    def now(self):
        return self.clock().astimezone(LONDON)

    @property
    def today(self):
        return self.now.date()

    # Trouble

    def _fail_sometimes(self):
        if self.down_until and self.clock() >= self.down_until:
            self.down_until = None
        if self.slack_down_until and self.clock() >= self.slack_down_until:
            self.slack_down_until = None
            self.slack.faults.clear()
        if self.down_until:
            return
        if self.chance.random() < 1 / 250:
            hours = self.chance.choices([1, 24, 21 * 24], [10, 5, 1])[0]
            self.down_until = self.clock() + timedelta(hours=hours)
            self.counts["bot down"] += 1
            self._troubled()
        elif self.slack_down_until is None and self.chance.random() < 1 / 500:
            self.slack_down_until = self.clock() + timedelta(hours=self.chance.choice([1, 5, 30]))
            self.slack.faults.fail("chat.postMessage", "service_unavailable", times=1_000_000)
            self.counts["Slack down"] += 1
            self._troubled()

    def _troubled(self):
        """What was to go out now may not, and that is nobody's fault."""
        for key, state in self.due.items():
            if state == "queued":
                self.due[key] = "troubled"

    # The bot

    def _tick(self):
        before = self._digest_runs()
        jobs.tick(self.services)
        for week in self._digest_runs() - before:
            self._expect(week)
        for _ in range(10_000):
            if not self.bot.delivery.deliver():
                break
        self._look()

    def _digest_runs(self):
        return {row["period"] for row in self.rows("SELECT period FROM runs WHERE job = 'digest'")}

    def _expect(self, week):
        """Which digests have to go out, by the plainest counting."""
        sql = """SELECT p.code FROM partners p WHERE (EXISTS (SELECT 1 FROM actions a WHERE a.lead_partner_id = p.id
                AND a.stage IN ('not started', 'in progress')) OR EXISTS (SELECT 1 FROM contributions n
                JOIN actions a ON a.id = n.action_id WHERE n.partner_id = p.id AND n.reported IS NULL
                AND a.stage IN ('not started', 'in progress')))
            AND NOT EXISTS (SELECT 1 FROM pauses q WHERE q.until > ? AND coalesce(q.partner_id, p.id) = p.id)"""
        for row in self.rows(sql, (str(self.today),)):
            state = "troubled" if self.slack_down_until else "queued"
            self.due[f"digest:{week}:{row['code']}"] = state

    def _look(self):
        """Hold what was posted since the last look against the plan as it is."""
        calls, self.calls = self.slack.calls[self.calls :], len(self.slack.calls)
        for call in calls:
            if call.method == "chat.postMessage" and not call.error:
                self._posted(call.arguments)
        sql = "SELECT id, subject, after ->> 'step' AS step FROM events WHERE verb = 'escalated' AND id > ?"
        for row in self.rows(sql, (self.events,)):
            self.events = row["id"]
            self._escalated(row["subject"], row["step"])

    def _posted(self, message):
        key = message["metadata"]["event_payload"]["key"]
        if not key.startswith(OWN):
            return
        kind, channel = key.partition(":")[0], message["channel"]
        texts = [
            block["text"]["text"] for block in message["blocks"] if block["type"] == "section" and "text" in block
        ]
        if not DAYS.is_working(self.today):
            self._breach("on a non-working day", key)
        if not CLOCK[0] <= self.now.time() < CLOSED:
            self._breach("outside hours", key)
        if not message.get("thread_ts"):
            self.top[channel, self.today] += 1
            self.counts[kind] += 1
            if self.top[channel, self.today] > 1:
                self._breach("second message of a day", key)
        if kind == "digest":
            self.due[":".join(key.split(":")[:3])] = "sent"
        if kind in {"nudge", "ladder"}:
            self._still_so(key)
        if any("more: " in str(block) for block in message["blocks"]):
            self.rest.add((channel, self.today))
        for text in texts:
            self._announced(text)

    def _announced(self, text):
        for part in re.split(r"(?=\*A\d+\*)", text):
            ref = re.match(r"\*(A\d+)\*", part)
            for day, words in NEXT.findall(part) if ref else ():
                if self.said.get((ref[1], STEP[words]), ("", ""))[1] != day:
                    self.said[ref[1], STEP[words]] = (self.today, day)

    def _still_so(self, key):
        """Nothing is nudged about that was done, moved or paused."""
        sql = """SELECT a.*, m.why, p.id AS partner FROM outbox o JOIN outbox_actions m ON m.message_id = o.id
            JOIN actions a ON a.id = m.action_id JOIN partners p ON p.id = a.lead_partner_id WHERE o.key = ?"""
        posted = next(
            call.arguments
            for call in reversed(self.slack.calls)
            if call.method == "chat.postMessage" and call.arguments["metadata"]["event_payload"]["key"] == key
        )
        shown = {int(number) for number in re.findall(r"\*A(\d+)\*", str(posted["blocks"]))}
        for row in self.rows(sql, (key,)):
            if row["id"] not in shown:
                continue
            waits = {"test": 2, "waits": 1}.get(row["why"].partition(" ")[0], 0)
            if row["rank"] != waits:
                self._breach("after done", f"{key} A{row['id']} {row['why']}")
            if waits == 0 and row["why"] != "asks" and not self._near(date.fromisoformat(row["due"])):
                self._breach("after more time", f"{key} A{row['id']} {row['why']}")
            if row["paused_until"] and row["paused_until"] > str(self.today):
                self._breach("while paused", f"{key} A{row['id']}")
        if self.rows("SELECT 1 FROM pauses WHERE partner_id IS NULL AND until > ?", (str(self.today),)):
            self._breach("while paused", key)

    def _near(self, due):
        return due < self.today or DAYS.between(self.today, due) in {1, 5}

    def _escalated(self, ref, step):
        """A step was taken: it was announced five working days before, for today, and never taken before."""
        [row] = self.rows("SELECT * FROM ladder WHERE action_id = ?", (int(ref[1:]),))
        if (ref, row["due"], step) in self.taken:
            self._breach("step taken twice", f"{ref} {step}")
        self.taken.add((ref, row["due"], step))
        self.counts[f"step {step}"] += 1
        if self.rows("SELECT 1 FROM extension_requests WHERE action_id = ?", (int(ref[1:]),)):
            self._breach("step while more time is asked for", f"{ref} {step}")
        [led] = self.rows(
            "SELECT p.channel_id FROM actions a JOIN partners p ON p.id = a.lead_partner_id WHERE a.id = ?",
            (int(ref[1:]),),
        )
        on, until = self.said.get((ref, step), (self.today, ""))
        days = {full_day(self.today), full_day(DAYS.on_or_before(self.today - timedelta(days=1)))}
        if until not in days or DAYS.between(on, self.today) < 5:
            rest = any((led["channel_id"], self.today - timedelta(days=back)) in self.rest for back in range(7, 40))
            self.counts["steps announced in the rest of a list"] += rest
            if not rest:
                self._breach("step without notice", f"{ref} {step}: said {on} for {until}")

    def _breach(self, what, which):
        self.wrong.append(f"{what}: {which} at {self.now:%Y-%m-%d %H:%M}")
        self.counts[what] += 1

    # People

    def _people(self):
        if not (DAYS.is_working(self.today) and 8 <= self.now.hour < 18):
            return
        for code in self.codes:
            if self.chance.random() < 0.02:
                self._partner(code)
        if self.now.hour in {9, 15}:
            self._unit()
        if self.chance.random() < 0.002:
            self._leaves()

    def _partner(self, code):
        action = self._one("lead_partner_id = (SELECT id FROM partners WHERE code = ?) AND rank = 0", (code,))
        user = self.chance.choice([f"U0{code}A", f"U0{code}B"])
        if action is None:
            return
        later = self.today + timedelta(days=self.chance.randrange(20, 60))
        words = self.chance.choices(
            [
                f"update A{action} half of it agreed",
                f"done A{action} agreed and published",
                f"blocked A{action} no room",
                f"extend A{action} {later:%d/%m/%Y} because the board meets then",
                "messages off",
                "messages on",
            ],
            [50, 30, 5, 20, 1, 1],
        )[0]
        self._type(user, words)

    def _unit(self):
        for row in self.rows("SELECT id FROM actions WHERE rank = 1"):
            if self.chance.random() < 0.15:
                self._type(
                    MANAGER,
                    self.chance.choice([f"accept A{row['id']} seen"] * 3 + [f"return A{row['id']} no minutes"]),
                )
        for row in self.rows("SELECT action_id AS id FROM extension_requests"):
            if self.chance.random() < 0.2:
                self._type(MANAGER, self.chance.choice([f"agree A{row['id']}", f"refuse A{row['id']} too late"]))
        for row in self.rows("SELECT id, stage FROM actions WHERE review < ?", (str(self.today),)):
            if self.chance.random() < 0.1:
                verb = "sustained" if row["stage"] == "embedded" else "embedded"
                self._type(ASSURER, f"{verb} A{row['id']} audit of 20 records")
        until = self.today + timedelta(days=self.chance.randrange(2, 25))
        dice, code = self.chance.random(), self.chance.choice(self.codes)
        number = self._one("rank = 0", ())
        if dice < 0.1 and number:
            self._type(MANAGER, f"pause A{number} until {until:%d/%m/%Y} because of a merger")
        elif dice < 0.12:
            self._type(MANAGER, f"pause {code.lower()} until {until:%d/%m/%Y} because of a merger")
        elif dice < 0.125:
            self._type(MANAGER, f"pause all until {until:%d/%m/%Y} because of an inspection")

    def _leaves(self):
        there = [one for one in self.slack.users.values() if one.id.startswith("U0P") and not one.deleted]
        if len(there) > len(self.codes):
            self.chance.choice(there).deleted = True
            self.counts["people who left"] += 1
            membership.refresh(self.bot.app.client, self.services)

    def _one(self, where, params):
        found = self.rows(f"SELECT id FROM actions WHERE {where} ORDER BY due_order, id LIMIT 6", params)
        return self.chance.choice(found)["id"] if found else None

    def _type(self, user, text):
        self.asked += 1
        asked = Asked(user, self.services.home, "", Origin.COMMAND, str(self.asked))
        shown = answer(self.services, asked, COMMANDS["/actions"], text)
        assert "Something went wrong" not in getattr(shown, "text", "")

    # The end

    def _end(self):
        """A digest that is not sent was dropped, since there was nothing to do any more or it was paused."""
        for key, state in self.due.items():
            [row] = self.rows("SELECT state, fault FROM outbox WHERE key = ?", (key,)) or [
                {"state": "missing", "fault": ""}
            ]
            reason = row["fault"] or ""
            excused = reason == "nothing to do" or reason.startswith("paused")
            if state != "sent" and not excused and state != "troubled" and row["state"] != "waiting":
                self._breach("missed digest", f"{key} {row}")

    def rows(self, sql, params=()):
        with self.services.store.read() as tx:
            return tx.rows(sql, params)

    def table(self):
        """What was found, as rows of a table."""
        weeks = Counter()
        for (channel, day), number in self.top.items():
            if channel in self.code_of:
                weeks[channel, day.isocalendar()[:2]] += number
        spread = list(weeks.values()) or [0]
        wanted = ("digest", "nudge", "ladder", "heartbeat", "step 1", "step 2", "step 3")
        rows = [
            ("deeds of people", self.asked),
            ("times the bot was down, Slack was down", f"{self.counts['bot down']}, {self.counts['Slack down']}"),
            (
                "digests, nudges, direct messages, heartbeats",
                ", ".join(f"{self.counts[one]:,}" for one in wanted[:4]),
            ),
            ("steps of the ladder: first, second, third", ", ".join(f"{self.counts[one]:,}" for one in wanted[4:])),
            ("messages per partner's channel and week: median, most", f"{median(spread):g}, {max(spread)}"),
            ("second messages in a channel on one day", self.counts["second message of a day"]),
            ("nudges after done, after more time, while paused", sum(self.counts[one] for one in AFTER)),
            ("messages on non-working days", self.counts["on a non-working day"]),
            ("messages outside 07:00 to 20:00", self.counts["outside hours"]),
            ("digests missed, but for those when the bot or Slack was down", self.counts["missed digest"]),
            ("steps without 5 working days of notice", self.counts["step without notice"]),
            ("steps taken twice", self.counts["step taken twice"]),
        ]
        return [{"what": what, "number": number} for what, number in rows]


AFTER = ("after done", "after more time", "while paused")
CLOSED = CLOCK[1]
