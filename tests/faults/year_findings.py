"""What is found out about a year: each message of the bot's own accord is held against what has to hold."""

import re
from collections import Counter
from datetime import date, time, timedelta
from statistics import median

from bot.messages.text import full_day
from tests.faults.year_place import DAYS

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
CLOCK = (time(7), time(20))
AFTER = ("after done", "after more time", "while paused")


class Findings:
    """What is found.

    Attributes:
        wrong: each breach of what has to hold, in words.
    """

    def __init__(self, place):
        self.place, self.counts, self.wrong = place, place.counts, []
        self.top = Counter()  # by channel and day: messages of the bot's own accord at the top
        self.said = {}  # by ref and step: when it was announced, for when
        self.rest = set()  # channels and days in which a message said that there is more
        self.taken = set()
        self.due = {}  # digests that have to go out, by key
        self.calls = self.events = 0

    def troubled(self):
        """What was to go out now may not, and that is nobody's fault."""
        for key, state in self.due.items():
            if state == "queued":
                self.due[key] = "troubled"

    def expect(self, week, *, troubled):
        """Which digests have to go out, by the plainest counting; not surely in trouble."""
        sql = """SELECT p.code FROM partners p WHERE (EXISTS (SELECT 1 FROM actions a WHERE a.lead_partner_id = p.id
                AND a.stage IN ('not started', 'in progress')) OR EXISTS (SELECT 1 FROM contributions n
                JOIN actions a ON a.id = n.action_id WHERE n.partner_id = p.id AND n.reported IS NULL
                AND a.stage IN ('not started', 'in progress')))
            AND NOT EXISTS (SELECT 1 FROM pauses q WHERE q.until > ? AND coalesce(q.partner_id, p.id) = p.id)"""
        for row in self.place.rows(sql, (str(self.place.today),)):
            state = "troubled" if troubled else "queued"
            self.due[f"digest:{week}:{row['code']}"] = state

    def look(self):
        """Hold what was posted since the last look against the plan as it is."""
        calls, self.calls = self.place.slack.calls[self.calls :], len(self.place.slack.calls)
        for call in calls:
            if call.method == "chat.postMessage" and not call.error:
                self._posted(call.arguments)
        sql = "SELECT id, subject, after ->> 'step' AS step FROM events WHERE verb = 'escalated' AND id > ?"
        for row in self.place.rows(sql, (self.events,)):
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
        if not DAYS.is_working(self.place.today):
            self._breach("on a non-working day", key)
        if not CLOCK[0] <= self.place.now.time() < CLOCK[1]:
            self._breach("outside hours", key)
        if not message.get("thread_ts"):
            self.top[channel, self.place.today] += 1
            self.counts[kind] += 1
            if self.top[channel, self.place.today] > 1:
                self._breach("second message of a day", key)
        if kind == "digest":
            self.due[":".join(key.split(":")[:3])] = "sent"
        if kind in {"nudge", "ladder"}:
            self._still_so(key)
        if any("more: " in str(block) for block in message["blocks"]):
            self.rest.add((channel, self.place.today))
        for text in texts:
            self._announced(text)

    def _announced(self, text):
        for part in re.split(r"(?=\*A\d+\*)", text):
            ref = re.match(r"\*(A\d+)\*", part)
            for day, words in NEXT.findall(part) if ref else ():
                if self.said.get((ref[1], STEP[words]), ("", ""))[1] != day:
                    self.said[ref[1], STEP[words]] = (self.place.today, day)

    def _still_so(self, key):
        """Nothing is nudged about that was done, moved or paused."""
        sql = """SELECT a.*, m.why, p.id AS partner FROM outbox o JOIN outbox_actions m ON m.message_id = o.id
            JOIN actions a ON a.id = m.action_id JOIN partners p ON p.id = a.lead_partner_id WHERE o.key = ?"""
        posted = next(
            call.arguments
            for call in reversed(self.place.slack.calls)
            if call.method == "chat.postMessage" and call.arguments["metadata"]["event_payload"]["key"] == key
        )
        shown = {int(number) for number in re.findall(r"\*A(\d+)\*", str(posted["blocks"]))}
        for row in self.place.rows(sql, (key,)):
            if row["id"] not in shown:
                continue
            waits = {"test": 2, "waits": 1}.get(row["why"].partition(" ")[0], 0)
            if row["rank"] != waits:
                self._breach("after done", f"{key} A{row['id']} {row['why']}")
            if waits == 0 and row["why"] != "asks" and not self._near(date.fromisoformat(row["due"])):
                self._breach("after more time", f"{key} A{row['id']} {row['why']}")
            if row["paused_until"] and row["paused_until"] > str(self.place.today):
                self._breach("while paused", f"{key} A{row['id']}")
        if self.place.rows("SELECT 1 FROM pauses WHERE partner_id IS NULL AND until > ?", (str(self.place.today),)):
            self._breach("while paused", key)

    def _near(self, due):
        return due < self.place.today or DAYS.between(self.place.today, due) in {1, 5}

    def _escalated(self, ref, step):
        """A step was taken: it was announced five working days before, for today, and never taken before."""
        [row] = self.place.rows("SELECT * FROM ladder WHERE action_id = ?", (int(ref[1:]),))
        if (ref, row["due"], step) in self.taken:
            self._breach("step taken twice", f"{ref} {step}")
        self.taken.add((ref, row["due"], step))
        self.counts[f"step {step}"] += 1
        if self.place.rows("SELECT 1 FROM extension_requests WHERE action_id = ?", (int(ref[1:]),)):
            self._breach("step while more time is asked for", f"{ref} {step}")
        [led] = self.place.rows(
            "SELECT p.channel_id FROM actions a JOIN partners p ON p.id = a.lead_partner_id WHERE a.id = ?",
            (int(ref[1:]),),
        )
        on, until = self.said.get((ref, step), (self.place.today, ""))
        days = {full_day(self.place.today), full_day(DAYS.on_or_before(self.place.today - timedelta(days=1)))}
        if until not in days or DAYS.between(on, self.place.today) < 5:
            rest = any(
                (led["channel_id"], self.place.today - timedelta(days=back)) in self.rest for back in range(7, 40)
            )
            self.counts["steps announced in the rest of a list"] += rest
            if not rest:
                self._breach("step without notice", f"{ref} {step}: said {on} for {until}")

    def _breach(self, what, which):
        self.wrong.append(f"{what}: {which} at {self.place.now:%Y-%m-%d %H:%M}")
        self.counts[what] += 1

    def end(self):
        """A digest that is not sent was dropped, since there was nothing to do any more or it was paused."""
        for key, state in self.due.items():
            [row] = self.place.rows("SELECT state, fault FROM outbox WHERE key = ?", (key,)) or [
                {"state": "missing", "fault": ""}
            ]
            reason = row["fault"] or ""
            excused = reason == "nothing to do" or reason.startswith("paused")
            if state != "sent" and not excused and state != "troubled" and row["state"] != "waiting":
                self._breach("missed digest", f"{key} {row}")

    def table(self, asked):
        """What was found, as rows of a table."""
        weeks = Counter()
        partners = {self.place.slack.channel(f"partner-{code.lower()}").id for code in self.place.codes}
        for (channel, day), number in self.top.items():
            if channel in partners:
                weeks[channel, day.isocalendar()[:2]] += number
        spread = list(weeks.values()) or [0]
        wanted = ("digest", "nudge", "ladder", "heartbeat", "step 1", "step 2", "step 3")
        rows = [
            ("deeds of people", asked),
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
