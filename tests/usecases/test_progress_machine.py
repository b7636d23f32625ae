"""Whatever anybody says, in whatever order, the plan is what a plain model of the rules says it is."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.clock import MovableClock
from bot.domain.actions import COMPLETE, TO_DO, Action, Stage
from bot.domain.errors import MovedOn, NotAllowed, NotFound
from bot.domain.events import By, Origin
from bot.domain.people import Role
from bot.usecases.progress import VERBS, Evidence, record, undo
from storage import actions, audit
from storage.migrations import TABLES
from tests.storage.plans import NOW, add_action, partnership, person

PEOPLE = {
    "unit": person(user="U-UNIT", roles=[Role.BUSINESS_UNIT]),
    "police": person("POLICE", user="U-POLICE"),
    "nhs": person("ICB", user="U-NHS"),
    "council": person("LA", user="U-COUNCIL"),
    "assurer": person(user="U-ASSURER", roles=[Role.ASSURER]),
    "observer": person(user="U-OBSERVER", roles=[Role.OBSERVER]),
    "outsider": person(user="U-OUTSIDE"),
}
PLAN = (
    {"lead": "POLICE", "contributors": ["ICB", "LA"], "original_due": "2022-12-31", "due": "2023-01-31"},
    {"lead": "ICB", "contributors": ["POLICE"], "original_due": "2022-11-30", "due": "2022-11-30"},
    {"lead": "LA", "stage": "addressed"},
    {"lead": "POLICE", "stage": "withdrawn"},
)
numbers = st.integers(1, len(PLAN) + 1)


class Progress(RuleBasedStateMachine):
    """What people say about a few actions, against a model: each action's stage, block and reported parts."""

    def __init__(self):
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = MovableClock(NOW)

    @initialize()
    def begin(self):
        self.store = partnership(Path(self.folder.name) / "plan.db", like=self.like)
        with self.store.write() as tx:
            for row in PLAN:
                add_action(tx, **row)
        self.first = self.now()
        self.model = {number: self.modelled(action) for number, action in self.first.items()}
        self.blockers = {number: [] for number in self.model}  # who said what blocks it, the last one last
        self.last_verb = {}
        self.last = {}  # by number: who changed it last, when, and what the model and the action were before
        self.changes = 0

    def teardown(self):
        self.folder.cleanup()

    @rule(minutes=st.sampled_from([1, 7, 14, 16]))
    def time_passes(self, minutes):
        self.clock.advance(minutes=minutes)

    @rule(who=st.sampled_from(sorted(PEOPLE)), verb=st.sampled_from(VERBS), number=numbers)
    def say(self, who, verb, number):
        self.clock.advance(seconds=1)
        expected = self.expected(PEOPLE[who], verb, number)
        before, was = self.now(), dict(self.model.get(number, {}))
        outcome = self.attempt(lambda tx: record(tx, verb, number, Evidence(done=f"{verb}!"), self.by(who)), expected)
        if outcome:
            self.model[number] = expected
            self.last[number] = (who, self.clock(), was, before[number])
            self.last_verb[number] = verb
            if verb == "blocked":
                self.blockers[number].append(outcome.partner.code)
            assert outcome.on_behalf == (who == "unit")
            spoken_for = outcome.action.lead.code if who == "unit" else next(iter(PEOPLE[who].partners))
            assert outcome.partner.code == spoken_for

    @rule(number=numbers)
    def take_back_own(self, number):
        self.take_back(self.last.get(number, ("police",))[0], number)

    @rule(who=st.sampled_from(sorted(PEOPLE)), number=numbers)
    def take_back(self, who, number):
        self.clock.advance(seconds=1)
        changed_by, at, was, before = self.last.get(number, (None, NOW, {}, None))
        expected = was
        if not self.sees(PEOPLE[who], number):
            expected = NotFound
        elif changed_by != who or self.clock() - at > timedelta(minutes=15):
            expected = MovedOn
        if self.attempt(lambda tx: undo(tx, number, self.by(who)), expected):
            assert self.now()[number] == before
            self.model[number] = was
            del self.last[number]
            if self.last_verb[number] == "blocked":
                self.blockers[number].pop()

    def attempt(self, change, expected):
        """Try a change: its outcome, or None where it was refused as expected and left every table as it was."""
        tables, outcome = self.dump(), None
        refused = (expected,) if isinstance(expected, type) else ()
        with suppress(*refused), self.store.write() as tx:
            outcome = change(tx)
        assert (outcome is None) == bool(refused)
        assert (self.dump() == tables) == bool(refused)
        self.changes += not refused
        return outcome

    def expected(self, who, verb, number):
        """The model of an action after `verb`, or how it is refused."""
        if not self.sees(who, number) or who.roles & {Role.ASSURER, Role.OBSERVER}:
            return NotAllowed if self.sees(who, number) else NotFound
        was = self.model[number]
        part = not who.roles and was["lead"] not in who.partners
        if verb == "done" and part:
            (code,) = who.partners
            if was["stage"] in COMPLETE | {Stage.WITHDRAWN} or was["parts"][code]:
                return MovedOn
            return {**was, "stage": self.begun(was), "parts": {**was["parts"], code: True}}
        if verb == "update" and was["stage"] is not Stage.WITHDRAWN:
            return {**was, "stage": self.begun(was)}
        if verb == "unblocked" and part and was["blocked"] and self.blockers[number][-1] not in who.partners:
            return NotAllowed
        if was["stage"] not in TO_DO or (verb == "unblocked" and not was["blocked"]):
            return MovedOn
        if verb == "done":
            return {**was, "stage": Stage.REPORTED_DONE}
        stage = Stage.IN_PROGRESS
        return {**was, "stage": stage, "blocked": "blocked!" if verb == "blocked" else None}

    @staticmethod
    def begun(was):
        return Stage.IN_PROGRESS if was["stage"] is Stage.NOT_STARTED else was["stage"]

    def sees(self, who, number):
        concerned = {self.model[number]["lead"], *self.model[number]["parts"]} if number in self.model else set()
        return number in self.model and (who.sees_everything or bool(concerned & who.partners))

    @staticmethod
    def modelled(action):
        parts = {part.partner.code: bool(part.reported) for part in action.contributions}
        return {"lead": action.lead.code, "stage": action.stage, "blocked": action.blocked, "parts": parts}

    def by(self, who):
        return By(person=PEOPLE[who], at=self.clock(), origin=Origin.THREAD)

    def now(self):
        """Every action; the version, which only counts saves, left out."""
        with self.store.read() as tx:
            found = actions.by_numbers(tx, range(1, len(PLAN) + 1))
        return {action.number: action.model_copy(update={"version": 0}) for action in found}

    def dump(self):
        with self.store.read() as tx:
            return {table: tx.rows(f"SELECT * FROM {table}") for table in (*TABLES, "tally")}

    @invariant()
    def the_plan_is_what_the_model_says(self):
        now = self.now()
        assert {number: self.modelled(action) for number, action in now.items()} == self.model
        for number, first in self.first.items():
            assert (now[number].original_due, now[number].due) == (first.original_due, first.due)

    @invariant()
    def the_trail_has_one_event_for_each_change_and_replays_to_what_is_there(self):
        now, events = self.now(), 0
        for number, first in self.first.items():
            fields = first.model_dump(mode="json")
            with self.store.read() as tx:
                trail = audit.history(tx, f"A{number}", 1000)[::-1]
            for event in trail:
                assert {name: fields[name] for name in event.before} == event.before
                fields |= event.after
            assert Action.model_validate(fields) == now[number]
            events += len(trail)
        assert events == self.changes


def test_what_people_say_about_actions(tmp_path):
    Progress.like = partnership(tmp_path / "like.db")
    Progress.TestCase.settings = settings(max_examples=25, stateful_step_count=20)
    Progress.TestCase("runTest").runTest()
    Progress.like.close()
