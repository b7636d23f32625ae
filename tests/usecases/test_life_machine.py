"""Whatever anybody does, in whatever order, the plan is what a plain model of the rules says it is."""

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.clock import MovableClock
from bot.domain.actions import NUDGED, OPEN, TO_DO, Stage
from bot.domain.errors import MovedOn, NotAllowed, NotFound
from bot.domain.events import By, Origin
from bot.domain.people import Role
from bot.usecases import keeping
from bot.usecases.deeds import DEEDS
from bot.usecases.progress import offers, record, undo
from bot.usecases.words import Words
from storage import actions, audit, people
from storage.replay import actions_as_at
from tests.storage.plans import HOME, NOW, PARTNERS, TODAY, add_action, partnership, person, yardstick
from tests.usecases.watching import Watch

PEOPLE = {
    "unit": person(user="U-UNIT", roles=[Role.BUSINESS_UNIT]),
    "other unit": person(user="U-UNIT-2", roles=[Role.BUSINESS_UNIT]),
    "police": person("POLICE", user="U-POLICE"),
    "nhs": person("ICB", user="U-NHS"),
    "council": person("LA", user="U-COUNCIL"),
    "assurer": person(user="U-ASSURER", roles=[Role.ASSURER]),
    "police who assures": person("POLICE", user="U-BOTH", roles=[Role.ASSURER]),
    "observer": person(user="U-OBSERVER", roles=[Role.OBSERVER]),
    "outsider": person(user="U-OUTSIDE"),
}
PLAN = (
    {"lead": "POLICE", "contributors": ["ICB", "LA"], "original_due": "2022-12-31", "due": "2023-01-31"},
    {"lead": "ICB", "contributors": ["POLICE"], "original_due": "2022-11-30", "due": "2022-11-30"},
    {"lead": "LA", "stage": "addressed", "review": "2023-02-01"},
    {"lead": "POLICE", "stage": "withdrawn", "due_phrase": "ongoing"},
)
UNIT, LEAD, PART, ASSURER = "unit", "lead", "part", "assurer"
WHO_MAY = {
    "done": {UNIT, LEAD, PART},
    "evidence": {UNIT, LEAD, PART},
    "update": {UNIT, LEAD, PART},
    "blocked": {UNIT, LEAD, PART},
    "unblocked": {UNIT, LEAD, PART},
    "extend": {UNIT, LEAD},
    "assign": {UNIT, LEAD},
    "agree": {UNIT, ASSURER},
    "refuse": {UNIT, ASSURER},
    "accept": {UNIT, ASSURER},
    "return": {UNIT, ASSURER},
    "embedded": {UNIT, ASSURER},
    "sustained": {ASSURER},
    "withdraw": {UNIT},
    "reopen": {UNIT},
    "pause": {UNIT},
    "resume": {UNIT},
}
numbers = st.integers(1, len(PLAN) + 2)
who = st.sampled_from(sorted(PEOPLE))


class Life(RuleBasedStateMachine):
    """What people do to a few actions, against a model in plain values."""

    def __init__(self):
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = MovableClock(NOW)

    @initialize()
    def begin(self):
        self.store = partnership(Path(self.folder.name) / "plan.db", like=self.like)
        with self.store.write() as tx:
            people.remember(tx, "home", HOME)
            for somebody in PEOPLE.values():
                for code in somebody.partners:
                    row = {"user": somebody.user, "team": HOME, "role": "partner member"}
                    tx.insert("people", row | {"partner_id": PARTNERS[code]})
            for row in PLAN:
                kept = actions.find(tx, add_action(tx, **row))
                imported = self.by("unit").model_copy(update={"origin": Origin.IMPORT})
                audit.append(tx, imported, "added", str(kept.ref), after=kept.recorded())
        self.events, self.watch = len(PLAN), Watch(self.store)
        self.model = {number: self.modelled(action) for number, action in self.now().items()}
        self.original = {number: one["original"] for number, one in self.model.items()}
        self.blockers = {number: [] for number in self.model}  # who said what blocks it, the last one last
        self.last = {}  # by number, the last one last: who changed it, how, when, and what there was before

    def teardown(self):
        self.watch.close()
        self.folder.cleanup()

    @rule(minutes=st.sampled_from([1, 7, 14, 16]))
    def time_passes(self, minutes):
        self.clock.advance(minutes=minutes)

    @rule(who=who, verb=st.sampled_from(sorted(DEEDS)), number=numbers)
    def do(self, who, verb, number):
        self.clock.advance(seconds=1)
        expected = self.expected(who, verb, number)
        if number in self.model and self.sees(PEOPLE[who], number) and verb not in {"unblocked", "evidence"}:
            offered = verb in offers(self.now()[number], PEOPLE[who])
            assert offered == isinstance(expected, dict), "what is offered works, and nothing else does"
        before, was = self.now(), dict(self.model.get(number, {}))
        words = self.words(verb, number)
        outcome = self.attempt(lambda tx: record(tx, verb, number, words, self.by(who), yardstick()), expected)
        if outcome:
            self.model[number] = expected
            self.last.setdefault(number, []).append((who, verb, self.clock(), was, before[number]))
            if verb == "blocked":
                self.blockers[number].append(outcome.partner.code)

    @rule(number=numbers, which=st.integers(0, 50))
    def do_what_is_offered(self, number, which):
        """So that lives get long: what is refused teaches less."""
        if number in self.model:
            action = self.now()[number]
            offered = [(who, verb) for who in sorted(PEOPLE) for verb in offers(action, PEOPLE[who])]
            self.do(*offered[which % len(offered)], number)

    @rule(who=who)
    def add(self, who):
        self.clock.advance(seconds=1)
        expected = {} if "unit" in who else NotAllowed
        draft = keeping.Draft(title="Agree a rota", lead="LA", contributors={"ICB"}, due=date(2023, 3, 1))
        if made := self.attempt(lambda tx: keeping.add(tx, draft, self.by(who), yardstick()), expected):
            self.model[made.number] = self.modelled(made)
            self.original[made.number] = made.original_due
            self.blockers[made.number] = []
            withdrawn = self.model[made.number] | {"stage": Stage.WITHDRAWN}
            self.last[made.number] = [(who, "added", self.clock(), withdrawn, None)]

    @rule(who=who, number=numbers, lead=st.sampled_from(sorted(PARTNERS)), title=st.sampled_from(["One", "Two"]))
    def edit(self, who, number, lead, title):
        self.clock.advance(seconds=1)
        there = self.now().get(number)
        was = dict(self.model.get(number, {}))
        expected = {**was, "lead": lead} | ({} if lead == was.get("lead") else {"request": None})
        if not there or not self.sees(PEOPLE[who], number):
            expected = NotFound
        elif "unit" not in who:
            expected = NotAllowed
        elif lead in was["parts"] or (there.title, there.lead.code) == (title, lead):
            return  # refused for what it says, which is tested elsewhere
        elif lead != was["lead"] and was["stage"] is Stage.REPORTED_DONE:
            return
        contributors = set(was.get("parts", ()))
        draft = keeping.Draft(title=title, lead=lead, contributors=contributors)
        if there:  # a named lead is of the lead partner, and goes with it
            named = there.named_lead if lead == there.lead.code else None
            draft = draft.model_copy(update={"named_lead": named, "due_phrase": there.due_phrase})
        if self.attempt(lambda tx: keeping.edit(tx, number, draft, self.by(who), yardstick()), expected):
            self.model[number] = expected
            self.last.setdefault(number, []).append((who, "edit", self.clock(), was, there))

    @rule(number=numbers)
    def take_back_own(self, number):
        self.take_back((self.last.get(number) or [("police",)])[-1][0], number)

    @rule(who=who, number=numbers)
    def take_back(self, who, number):
        self.clock.advance(seconds=1)
        changed_by, verb, at, was, before = (self.last.get(number) or [(None, "", NOW, {}, None)])[-1]
        expected = was
        if not self.sees(PEOPLE[who], number):
            expected = NotFound
        elif changed_by != who or self.clock() - at > timedelta(minutes=15):
            expected = MovedOn
        if self.attempt(lambda tx: undo(tx, number, self.by(who)), expected):
            assert before is None or self.now()[number] == before, "undone exactly"
            self.model[number] = was
            self.last[number].pop()
            if verb == "blocked":
                self.blockers[number].pop()

    def attempt(self, change, expected):
        """Try a change: its outcome, or None where it was refused as expected and nothing was committed."""
        commits, outcome = self.watch.commits(), None
        refused = (expected,) if isinstance(expected, type) else ()
        with suppress(*refused), self.store.write() as tx:
            outcome = change(tx)
        assert (outcome is None) == bool(refused)
        assert (self.watch.commits() == commits) == bool(refused)
        self.events += not refused
        return outcome

    def words(self, verb, number):
        was = self.model.get(number, {})
        later = (was.get("due") or TODAY) + timedelta(days=30)
        if verb == "pause":  # until another day than the one that holds
            later = TODAY + timedelta(days=60 if was.get("paused") == TODAY + timedelta(days=30) else 30)
        lead = next((one.user for one in PEOPLE.values() if was.get("lead") in one.partners), "U-POLICE")
        return Words(text=f"{verb} because", due=later, named=lead)

    def expected(self, who, verb, number):
        """The model of an action after `verb`, or how it is refused."""
        if not self.sees(PEOPLE[who], number):
            return NotFound
        was, stands = self.model[number], self.stands(PEOPLE[who], number)
        if not WHO_MAY[verb] & stands:
            return NotAllowed
        if self.is_own(who, verb, was):
            return NotAllowed
        part = not stands & {UNIT, LEAD}
        code = next(iter(PEOPLE[who].partners), None)
        if verb == "unblocked" and part and was["blocked"] and self.blockers[number][-1] != code:
            return NotAllowed
        stage = was["stage"]
        changes = {
            "done": lambda: stage in TO_DO and {"stage": Stage.REPORTED_DONE, "reporter": who, "request": None},
            "evidence": lambda: stage is not Stage.WITHDRAWN and {"stage": self.begun(stage)},
            "update": lambda: stage is not Stage.WITHDRAWN and {"stage": self.begun(stage)},
            "blocked": lambda: stage in TO_DO and {"stage": Stage.IN_PROGRESS, "blocked": True},
            "unblocked": lambda: stage in TO_DO and was["blocked"] and {"stage": Stage.IN_PROGRESS, "blocked": False},
            "extend": lambda: (
                stage in TO_DO
                and not was["request"]
                and {"request": (who, self.words(verb, number).due, was["lead"])}
            ),
            "agree": lambda: was["request"] and self.moved(was),
            "refuse": lambda: was["request"] and {"request": None},
            "accept": lambda: (
                stage is Stage.REPORTED_DONE
                and self.reviewed("addressed", 2, 14) | {"request": None, "blocked": False}
            ),
            "return": lambda: stage is Stage.REPORTED_DONE and {"stage": Stage.IN_PROGRESS, "reporter": None},
            "embedded": lambda: stage is Stage.ADDRESSED and self.reviewed("embedded", 5, 15),
            "sustained": lambda: stage is Stage.EMBEDDED and {"stage": Stage.SUSTAINED, "review": None},
            "withdraw": lambda: stage in OPEN and {"stage": Stage.WITHDRAWN, "request": None, "blocked": False},
            "reopen": lambda: (
                stage not in OPEN
                and {
                    "stage": Stage.IN_PROGRESS,
                    "reporter": None,
                    "review": None,
                    "parts": dict.fromkeys(was["parts"]),
                }
            ),
            "assign": lambda: stage is not Stage.WITHDRAWN and {},
            "pause": lambda: stage in NUDGED and {"paused": self.words(verb, number).due},
            "resume": lambda: stage in NUDGED and was["paused"] and {"paused": None},
        }
        if verb == "done" and part:
            if stage is Stage.WITHDRAWN or was["parts"][code]:
                return MovedOn
            return {**was, "stage": self.begun(stage), "parts": {**was["parts"], code: who}}
        change = changes[verb]()
        if isinstance(change, dict) and change.get("stage", stage) not in {stage, self.begun(stage)}:
            change["paused"] = None
        return {**was, **change} if isinstance(change, dict) else MovedOn

    @staticmethod
    def is_own(who, verb, was):
        mine = PEOPLE[who].partners
        if verb in {"accept", "return"} and was["stage"] is Stage.REPORTED_DONE:
            spoke = {was["lead"]} if was["reporter"] else set()
            spoke |= {code for code, reporter in was["parts"].items() if reporter}
            return who in {was["reporter"], *was["parts"].values()} or bool(spoke & mine)
        if verb in {"agree", "refuse"} and was["request"] and was["stage"] in TO_DO:
            return was["request"][0] == who or was["request"][2] in mine
        if verb == "embedded" and was["stage"] is Stage.ADDRESSED:
            return bool({was["lead"], *was["parts"]} & mine)
        if verb == "sustained" and was["stage"] is Stage.EMBEDDED:
            return "unit" in who or bool({was["lead"], *was["parts"]} & mine)
        return False

    @staticmethod
    def moved(was):
        due = was["request"][1]
        return {"due": due, "original": was["original"] or due, "request": None}

    @staticmethod
    def reviewed(stage, month, day):
        return {"stage": Stage(stage), "review": date(2023, month, day)}

    @staticmethod
    def begun(stage):
        return Stage.IN_PROGRESS if stage is Stage.NOT_STARTED else stage

    def stands(self, somebody, number):
        was = self.model[number]
        found = {"unit"} if Role.BUSINESS_UNIT in somebody.roles else set()
        found |= {"assurer"} if Role.ASSURER in somebody.roles else set()
        found |= {"lead"} if was["lead"] in somebody.partners else set()
        return found | ({"part"} if set(was["parts"]) & somebody.partners else set())

    def sees(self, somebody, number):
        return number in self.model and (somebody.sees_everything or bool(self.stands(somebody, number)))

    def modelled(self, action):
        users = {one.user: name for name, one in PEOPLE.items()}
        asked = action.extension
        return {
            "lead": action.lead.code,
            "stage": action.stage,
            "blocked": bool(action.blocked),
            "parts": {part.partner.code: part.by and users[part.by.user] for part in action.contributions},
            "reporter": action.reported_by and users[action.reported_by.user],
            "request": asked and (users[asked.by.user], asked.due, asked.partner.code),
            "due": action.due,
            "original": action.original_due,
            "review": action.review,
            "paused": action.paused_until,
        }

    def by(self, who):
        return By(person=PEOPLE[who], at=self.clock(), origin=Origin.THREAD)

    def now(self):
        """Every action; the version, which only counts saves, left out."""
        return self.watch.once("actions", self.read)

    def read(self):
        with self.store.read() as tx:
            found = actions.select(tx, "ORDER BY a.id")
        return {action.number: action.model_copy(update={"version": 1}) for action in found}

    @invariant()
    def the_plan_is_what_the_model_says(self):
        assert {number: self.modelled(action) for number, action in self.now().items()} == self.model

    @invariant()
    def an_original_date_is_never_changed(self):
        now = self.now()
        for number, first in self.original.items():
            assert first is None or now[number].original_due == first

    @invariant()
    def the_trail_has_one_event_for_each_change_and_replays_to_what_is_there(self):
        assert self.watch.once("replayed", self.replayed) == (self.events, self.now())

    def replayed(self):
        with self.store.read() as tx:
            return tx.value("SELECT count(*) FROM events"), actions_as_at(tx, self.clock())


def test_whatever_people_do_to_actions(tmp_path):
    Life.like = partnership(tmp_path / "like.db")
    Life.TestCase.settings = settings(max_examples=40, stateful_step_count=50)
    Life.TestCase("runTest").runTest()
    Life.like.close()
