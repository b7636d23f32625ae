"""Whatever anybody does, in whatever order, the plan is what a plain model of the rules says it is."""

from contextlib import suppress
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from bot.domain.actions import Stage
from bot.domain.errors import MovedOn, NotAllowed, NotFound
from bot.domain.events import By, Origin
from bot.usecases import keeping
from bot.usecases.deeds import DEEDS
from bot.usecases.progress import offers, record, undo
from storage import actions, audit, people
from storage.replay import actions_as_at
from tests.storage.plans import HOME, NOW, PARTNERS, add_action, partnership, yardstick
from tests.usecases import life_model
from tests.usecases.life_model import PEOPLE, modelled, sees, words
from tests.usecases.machine import Machine, tried

PLAN = (
    {"lead": "POLICE", "contributors": ["ICB", "LA"], "original_due": "2022-12-31", "due": "2023-01-31"},
    {"lead": "ICB", "contributors": ["POLICE"], "original_due": "2022-11-30", "due": "2022-11-30"},
    {"lead": "LA", "stage": "addressed", "review": "2023-02-01"},
    {"lead": "POLICE", "stage": "withdrawn", "due_phrase": "ongoing"},
)
numbers = st.integers(1, len(PLAN) + 2)
who = st.sampled_from(sorted(PEOPLE))


class Life(Machine):
    """What people do to a few actions, against a model in plain values."""

    @initialize()
    def begin(self):
        self.open()
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
        self.events = len(PLAN)
        self.model = {number: modelled(action) for number, action in self.now().items()}
        self.original = {number: one["original"] for number, one in self.model.items()}
        self.blockers = {number: [] for number in self.model}  # who said what blocks it, the last one last
        self.last = {}  # by number, the last one last: who changed it, how, when, and what there was before

    @rule(who=who, verb=st.sampled_from(sorted(DEEDS)), number=numbers)
    def do(self, who, verb, number):
        self.clock.advance(seconds=1)
        there = self.model.get(number)
        expected = life_model.expected(who, verb, there, (self.blockers.get(number) or [None])[-1])
        if sees(PEOPLE[who], there) and verb not in {"unblocked", "evidence"}:
            offered = verb in offers(self.now()[number], PEOPLE[who])
            assert offered == isinstance(expected, dict), "what is offered works, and nothing else does"
        before, was = self.now(), dict(there or {})
        said = words(verb, was)
        outcome = self.attempt(lambda tx: record(tx, verb, number, said, self.by(who), yardstick()), expected)
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
            self.model[made.number] = modelled(made)
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
        if not there or not sees(PEOPLE[who], self.model.get(number)):
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
        if not sees(PEOPLE[who], self.model.get(number)):
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
        assert {number: modelled(action) for number, action in self.now().items()} == self.model

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
    tried(Life, partnership(tmp_path / "like.db"), runs=40, steps=50)
