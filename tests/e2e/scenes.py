"""The example partnership, put back to how it was, and all that a member of the police gets in it."""

import copy
import json
import re
import sqlite3
from datetime import date
from itertools import combinations

from bot.domain.actions import Stage
from bot.domain.events import By, Origin
from bot.domain.people import Person as Who
from bot.domain.people import Role
from bot.usecases import keeping
from bot.usecases.deeds import DEEDS
from bot.usecases.keeping import Draft

CHANNEL = "west-midlands-police"
FILTERS = ["all", "mine", "overdue", "due 14 days", "awaiting", "la", "icb", "police", "R4", "R7", "JTAI-2022", "hub"]
STAGES = [str(stage) for stage in (Stage.ADDRESSED, Stage.EMBEDDED, Stage.SUSTAINED, Stage.WITHDRAWN)]
WORDS = ["recruitment", "milestones", "capacity", "secret", "zzz", "recruitmnt", "polise", "awaitng", "force"]
REFS = [f"A{number}" for number in (1, 6, 8, 10, 13, 14, 99)]
ASKED = {
    "/actions": [
        "",
        *FILTERS,
        *STAGES,
        *WORDS,
        *(" ".join(pair) for pair in combinations(FILTERS[3:10], 2)),
        " ".join(FILTERS[3:5] + FILTERS[7:]),
        *REFS,
        *(
            f"{verb} {ref}"
            for verb in ("history", "undo", "post", "edit", "accept", "done", "extend")
            for ref in REFS
        ),
        *(f"{verb} A1 merged, rota agreed" for verb in DEEDS),
        *(f"{verb} A6" for verb in ("history", "undo", "edit", "accept", "embedded", "agree")),
        *(f"{verb} A6" for verb in ("update", "blocked", "extend", "assign")),
        *("add", "settings", "help", "help done", "don A1", "accpt A1", "D1", "I1", "R99", "XX-2022", "A1 overdue"),
    ],
    "/remit": ["", *(f"R{number}" for number in range(1, 9)), "history R4", "link R4 A1", "met R4", "undo R4", "add"],
    "/deadlines": ["", "D1", "history D1", "D2", "add", "met D1"],
    "/indicators": ["", "I1", "history I1", "edit I1", "reading I1 5"],
}
"""What is asked in each of two plans."""


class Scene:
    """The example partnership, with two cards in the police's channel; it can be put back to how it was kept."""

    def __init__(self, world):
        self.world, self.slack, self.kept = world, world.slack, {}
        self.live = sqlite3.connect(world.store.path)
        self.live.execute("PRAGMA synchronous = OFF")
        with world.store.write() as tx:
            for number in range(9):
                draft = Draft(
                    title=f"Agree a hub rota, part {number}", lead="POLICE", remit={7}, due=date(2022, 12, 1)
                )
                keeping.add(tx, draft, self.by, self.rules)
        for number in (6, 9):
            world.ask(world.police, f"post A{number}", channel=CHANNEL)
        world.deliver()
        self.keep("as it is")
        with world.store.write() as tx:
            self.edit(tx, 6, lead="LA")
            self.edit(tx, 9, contributors={"LA"})
        world.deliver()
        self.keep("with two handed over")

    @property
    def by(self):
        person = Who(user="U0SOMEBODY", team="T0", roles=frozenset({Role.BUSINESS_UNIT, Role.ASSURER}))
        return By(person=person, at=self.world.clock(), origin=Origin.COMMAND)

    @property
    def rules(self):
        return self.world.services.yardstick()

    def edit(self, tx, number, **fields):
        row = tx.row(
            "SELECT title, p.code FROM actions a JOIN partners p ON p.id = lead_partner_id WHERE a.id = ?", (number,)
        )
        draft = Draft(**({"title": row["title"], "lead": row["code"]} | fields))
        keeping.edit(tx, number, draft, self.by, self.rules)

    def keep(self, name):
        """Keep the database, and how everything in the police's channel looks."""
        database = sqlite3.connect(":memory:")
        self.live.backup(database)
        shown = {one.ts: (one.text, copy.deepcopy(one.blocks)) for one in self.slack.everything(CHANNEL)}
        self.kept[name] = (database, shown, self.world.clock())

    def put(self, name):
        database, shown, moment = self.kept[name]
        database.backup(self.live)
        self.world.clock.move_to(moment)
        self.slack.stacks.clear()
        for one in self.slack.everything(CHANNEL):
            if one.ts in shown:
                one.text, one.blocks = shown[one.ts][0], copy.deepcopy(shown[one.ts][1])
            else:
                one.deleted = True

    def everything(self):
        """All that the police's member gets, by what they did for it."""
        world, police = self.world, self.world.police
        found = {"home": self.home()}
        for command, texts in ASKED.items():
            for text in texts:
                answer = world.ask(police, text, command, CHANNEL if text.startswith("post") else "general")
                found[f"{command} {text}"] = plain(answer or self.slack.modal("U0POLICE").body)
        found["the second page"] = self.second_page()
        found["the cards"] = self.channel()
        world.tick("2022-11-21 09:00")
        found["the digest"] = self.channel()
        digest = next(one for one in world.messages(CHANNEL) if "actions on" in json.dumps(one.blocks))
        for text in ("done rota agreed", "undo A1", "update A8 met", "done A1 merged", "A10 done", "blocked no room"):
            told = len(self.slack.ephemerals("U0POLICE"))
            police.say(CHANNEL, text, thread_ts=digest.ts)
            world.deliver()
            found[f"reply {text}"] = [plain(one) for one in self.slack.ephemerals("U0POLICE")[told:]]
        found["the channel"] = self.channel()
        return found

    def home(self):
        def published():
            return sum(call.method == "views.publish" for call in self.slack.calls)

        before = published()
        self.world.police.open_home()
        self.slack.wait_for(lambda: published() > before)
        return plain(self.slack.home("U0POLICE").body)

    def second_page(self):
        first = self.world.ask(self.world.police, "")
        self.world.police.press(first, "page_next")
        self.slack.wait_for(lambda: "Page 2" in json.dumps(first.blocks))
        return plain(first)

    def channel(self):
        return [plain(one) for one in self.slack.everything(CHANNEL) if one.user == self.slack.app.user_id]


def plain(shown):
    """A message or a form as JSON, without the ids that Slack and the bot give to each anew."""
    whole = shown if isinstance(shown, dict) else {"text": shown.text, "blocks": shown.blocks}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True)
    text = re.sub(r'"block_id": "b\d+"', "", text)
    return re.sub(r'\\"(seen|key|ts|thread_ts)\\": (\\"[^"]*\\"|\d+)', "", text)
