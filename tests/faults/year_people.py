"""What people do in a year, as chance has it: they report, ask, decide, pause, and some leave."""

from datetime import timedelta

from bot.domain.events import Origin
from bot.listeners import membership
from bot.services import Asked
from commands.answering import answer
from commands.registry import COMMANDS
from tests.faults.year_place import ASSURER, DAYS, MANAGER


class People:
    """Everybody of the partnership.

    Attributes:
        asked: how much they typed.
    """

    def __init__(self, place):
        self.place, self.chance, self.asked = place, place.chance, 0

    def live(self):
        if not (DAYS.is_working(self.place.today) and 8 <= self.place.now.hour < 18):
            return
        for code in self.place.codes:
            if self.chance.random() < 0.02:
                self._partner(code)
        if self.place.now.hour in {9, 15}:
            self._unit()
        if self.chance.random() < 0.002:
            self._leaves()

    def _partner(self, code):
        action = self._one("lead_partner_id = (SELECT id FROM partners WHERE code = ?) AND rank = 0", (code,))
        user = self.chance.choice([f"U0{code}A", f"U0{code}B"])
        if action is None:
            return
        later = self.place.today + timedelta(days=self.chance.randrange(20, 60))
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
        for row in self.place.rows("SELECT id FROM actions WHERE rank = 1"):
            if self.chance.random() < 0.15:
                self._type(
                    MANAGER,
                    self.chance.choice([f"accept A{row['id']} seen"] * 3 + [f"return A{row['id']} no minutes"]),
                )
        for row in self.place.rows("SELECT action_id AS id FROM extension_requests"):
            if self.chance.random() < 0.2:
                self._type(MANAGER, self.chance.choice([f"agree A{row['id']}", f"refuse A{row['id']} too late"]))
        for row in self.place.rows("SELECT id, stage FROM actions WHERE review < ?", (str(self.place.today),)):
            if self.chance.random() < 0.1:
                verb = "sustained" if row["stage"] == "embedded" else "embedded"
                self._type(ASSURER, f"{verb} A{row['id']} audit of 20 records")
        until = self.place.today + timedelta(days=self.chance.randrange(2, 25))
        dice, code = self.chance.random(), self.chance.choice(self.place.codes)
        number = self._one("rank = 0", ())
        if dice < 0.1 and number:
            self._type(MANAGER, f"pause A{number} until {until:%d/%m/%Y} because of a merger")
        elif dice < 0.12:
            self._type(MANAGER, f"pause {code.lower()} until {until:%d/%m/%Y} because of a merger")
        elif dice < 0.125:
            self._type(MANAGER, f"pause all until {until:%d/%m/%Y} because of an inspection")

    def _leaves(self):
        there = [one for one in self.place.slack.users.values() if one.id.startswith("U0P") and not one.deleted]
        if len(there) > len(self.place.codes):
            self.chance.choice(there).deleted = True
            self.place.counts["people who left"] += 1
            membership.refresh(self.place.bot.app.client, self.place.services)

    def _one(self, where, params):
        found = self.place.rows(f"SELECT id FROM actions WHERE {where} ORDER BY due_order, id LIMIT 6", params)
        return self.chance.choice(found)["id"] if found else None

    def _type(self, user, text):
        self.asked += 1
        asked = Asked(user, self.place.services.home, "", Origin.COMMAND, str(self.asked))
        shown = answer(self.place.services, asked, COMMANDS["/actions"], text)
        assert "Something went wrong" not in getattr(shown, "text", "")
