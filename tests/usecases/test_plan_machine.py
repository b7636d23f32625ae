"""Whatever anybody does to remit items, deadlines and indicators, the audit trail tells what there is."""

import json
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from bot.domain.errors import FollowthroughError, NotAllowed, NotFound
from bot.domain.events import TOOK_BACK, By, Origin
from bot.domain.people import Role
from bot.domain.refs import Kind, Ref, read_ref
from bot.usecases import deadlines, indicators, plan_changes, remit
from storage import plan_fields
from tests.storage.plans import TODAY, add_action, partnership, person
from tests.usecases.machine import Machine, tried
from tests.usecases.plan_drafts import days, drafts, few, past, readings

PEOPLE = {
    "unit": person(user="U-UNIT", roles=[Role.BUSINESS_UNIT]),
    "assurer": person(user="U-ASSURER", roles=[Role.ASSURER]),
    "police": person("POLICE", user="U-POLICE"),
    "observer": person(user="U-OBSERVER", roles=[Role.OBSERVER]),
    "outsider": person(user="U-OUTSIDE"),
}
KEEPERS = {"unit", "assurer"}
LINKS = {("D", "remit"): ("R", "deadlines"), ("I", "remit"): ("R", "indicators"), ("A", "remit"): ("R", "actions")}
DERIVED = {(theirs, field): (ours, name) for (ours, name), (theirs, field) in LINKS.items()}
who = st.sampled_from([*sorted(PEOPLE), *["unit", "assurer"] * 3])
THERE = (
    (Kind.DEADLINE, {"title": "Report", "due": "2022-11-20", "original_due": "2022-11-20"}),
    (Kind.DEADLINE, {"title": "Review", "precision": "vague", "phrase": "in the spring", "remit": [1]}),
    (Kind.INDICATOR, {"name": "Waiting", "better": "lower", "owner": "POLICE", "bands": ["few", "many"]}),
    (Kind.INDICATOR, {"name": "Trained", "better": "higher"}),
)
"""What came with the plan, besides its remit items: by import, and so with no event that can be taken back."""


class Plan(Machine):
    """What people do to the plan, against its own audit trail."""

    @initialize()
    def begin(self):
        self.open()
        self.first = self.now()
        self.original = {}
        self.were = {}  # by event: everything as it was before it

    @rule(name=who, draft=drafts["deadline"])
    def add_deadline(self, name, draft):
        self.attempt(name, lambda tx, by: deadlines.add(tx, draft, by))

    @rule(name=who, number=few, draft=drafts["deadline"])
    def edit_deadline(self, name, number, draft):
        self.attempt(name, lambda tx, by: deadlines.edit(tx, number, draft, by, TODAY))

    @rule(name=who, number=few, on=past)
    def meet_deadline(self, name, number, on):
        self.attempt(name, lambda tx, by: deadlines.meet(tx, number, on, by, TODAY))

    @rule(name=who, number=few, due=days, why=st.sampled_from(["", "agreed", "agreed"]))
    def move_deadline(self, name, number, due, why):
        self.attempt(name, lambda tx, by: deadlines.move(tx, number, due, why, by))

    @rule(name=who, draft=drafts["remit"])
    def add_remit(self, name, draft):
        self.attempt(name, lambda tx, by: remit.add(tx, draft, by))

    @rule(name=who, number=few, draft=drafts["remit"])
    def edit_remit(self, name, number, draft):
        self.attempt(name, lambda tx, by: remit.edit(tx, number, draft, by, TODAY))

    @rule(name=who, number=few, on=days)
    def meet_remit(self, name, number, on):
        self.attempt(name, lambda tx, by: remit.meet(tx, number, on, by, TODAY))

    @rule(name=who, number=few, numbers=st.sampled_from([[1], [2], [1, 2], [2, 3]]))
    def link(self, name, number, numbers):
        self.attempt(name, lambda tx, by: remit.link(tx, number, numbers, by), one_each=True)

    @rule(name=who, number=few, numbers=st.sampled_from([[1], [2], [1, 2]]))
    def unlink(self, name, number, numbers):
        self.attempt(name, lambda tx, by: remit.unlink(tx, number, numbers, by), one_each=True)

    @rule(name=who, draft=drafts["indicator"])
    def add_indicator(self, name, draft):
        self.attempt(name, lambda tx, by: indicators.add(tx, draft, by))

    @rule(name=who, number=few, draft=drafts["indicator"])
    def edit_indicator(self, name, number, draft):
        self.attempt(name, lambda tx, by: indicators.edit(tx, number, draft, by))

    @rule(name=who, number=few, reading=readings)
    def read(self, name, number, reading):
        there = self.now().get(f"I{number}") or {"owner": None}
        may = name == "unit" or (name == "police" and there["owner"] == "POLICE")
        self.attempt(name, lambda tx, by: indicators.add_reading(tx, number, reading, by, TODAY), may=may)

    @rule(name=who, kind=st.sampled_from("RDI"), number=few)
    def take_back(self, name, kind, number):
        self.undo(name, Ref(Kind(kind), number))

    @rule()
    def take_back_own(self):
        undone = {event["undoes"] for event in self.events()}
        done = [event for event in self.events() if not event["undoes"] and event["id"] not in undone]
        if events := [event for event in done if event["subject"][0] != "A"]:
            name = next(name for name, one in PEOPLE.items() if one.user == events[-1]["user"])
            self.undo(name, read_ref(events[-1]["subject"]))

    def undo(self, name, ref):
        was, events = self.now(), self.events()
        undone = {event["undoes"] for event in events}
        own = [event for event in events if event["subject"] == str(ref) and not event["undoes"]]
        last = next((event for event in reversed(own) if event["id"] not in undone), None)
        if not self.attempt(name, lambda tx, by: plan_changes.undo(tx, ref, by), may=None):
            fresh = last and last is events[-1] and last["user"] == PEOPLE[name].user and not last["undoes"]
            assert not fresh or self.clock() - last["at"] > timedelta(minutes=15) or self.served(ref, last)
            return
        assert (last["user"], last["undoes"]) == (PEOPLE[name].user, None)
        assert self.clock() - last["at"] <= timedelta(minutes=15)
        now = self.now()
        if "original_due" in last["after"]:
            self.original.pop(str(ref), None)
        if last["verb"] == "added":
            assert now[str(ref)]["removed"]
            now[str(ref)] = was[str(ref)] = None
        else:
            assert {field: now[str(ref)].get(field) for field in last["before"]} == last["before"]
        for later in (event for event in events if event["id"] > last["id"]):
            for field in {} if later["undoes"] or later["id"] in undone else later["after"]:
                assert now[later["subject"]].get(field) == was[later["subject"]].get(field)
        if last is events[-1]:
            before = {**self.were[last["id"]], **({str(ref): None} if last["verb"] == "added" else {})}
            assert now == before

    def served(self, ref, last):
        return last["verb"] == "added" and ref.kind is Kind.REMIT and bool(self.now()[str(ref)]["actions"])

    def attempt(self, name, change, *, may=False, one_each=False):
        """Try a change: refused, nothing is committed; done, it adds one event, with who did it."""
        self.clock.advance(seconds=1)
        commits, events, was = self.watch.commits(), self.events(), self.now()
        by = By(person=PEOPLE[name], at=self.clock(), origin=Origin.COMMAND)
        outcome, error = None, None
        try:
            with self.store.write() as tx:
                outcome = change(tx, by)
        except FollowthroughError as caught:
            error = caught
        new = self.events()[len(events) :]
        if error is not None:
            assert self.watch.commits() == commits
            if may is False and name not in KEEPERS:
                assert isinstance(error, (NotAllowed, NotFound))
            return False
        assert may is not False or name in KEEPERS
        assert len(new) == (len(outcome) if one_each else 1)
        assert {event["user"] for event in new} == {PEOPLE[name].user}
        self.were |= {event["id"]: was for event in new}
        return True

    def now(self):
        """Every thing by its ref, removed ones too, with what is linked to it."""
        return dict(self.watch.once("now", self.everything))

    def everything(self):
        found = {}
        with self.store.read() as tx:
            for kind in (Kind.REMIT, Kind.DEADLINE, Kind.INDICATOR):
                number = 1
                while (fields := plan_fields.find(tx, Ref(kind, number))) is not None:
                    found[f"{kind}{number}"] = fields
                    number += 1
            links = tx.rows("SELECT action_id, remit_item_id FROM action_remit ORDER BY 1, 2")
        for number in (1, 2):
            found[f"A{number}"] = {"remit": [row["remit_item_id"] for row in links if row["action_id"] == number]}
        for ref, fields in found.items():
            if ref[0] == "R":
                fields["actions"] = [row["action_id"] for row in links if f"R{row['remit_item_id']}" == ref]
        return found

    def events(self):
        return self.watch.once("events", self.trail)

    def trail(self):
        with self.store.read() as tx:
            rows = tx.rows("SELECT * FROM events ORDER BY id")
        return [self.told(row) for row in rows]

    @staticmethod
    def told(row):
        read = {"before": json.loads(row["before"]), "after": json.loads(row["after"])}
        return {**row, **read, "at": datetime.fromisoformat(row["at"])}

    @invariant()
    def the_trail_replays_to_what_is_there(self):
        state = {ref: dict(fields) for ref, fields in self.first.items()}
        for event in self.events():
            ref, after = event["subject"], {name: said for name, said in event["after"].items() if name != "reason"}
            own = state.setdefault(ref, {"actions": []} if ref[0] == "R" else {})
            for name, value in event["before"].items():
                assert own.get(name) == value
            own |= after
            for name, value in after.items():
                relink(state, ref, name, value)
            for name in [name for name, value in own.items() if name.startswith("reading ") and value is None]:
                del own[name]
        assert state == self.now()

    @invariant()
    def the_original_date_stays(self):
        for ref, fields in self.now().items():
            if ref[0] == "D" and fields["original_due"]:
                assert self.original.setdefault(ref, fields["original_due"]) == fields["original_due"]
        for ref, original in self.original.items():
            assert self.now()[ref]["original_due"] == original

    @invariant()
    def an_undo_is_told_as_one_and_nothing_is_undone_twice(self):
        undone = [event for event in self.events() if event["undoes"]]
        assert all(event["verb"].startswith(TOOK_BACK) for event in undone)
        assert len({event["undoes"] for event in undone}) == len(undone)


def relink(state, ref, name, numbers):
    """A link is told by one of its two ends: keep the other end the same."""
    other = LINKS.get((ref[0], name)) or DERIVED.get((ref[0], name))
    if other is None:
        return
    letter, field = other
    for end, fields in state.items():
        if end[0] != letter:
            continue
        linked = set(fields.get(field, [])) - {int(ref[1:])}
        fields[field] = sorted(linked | ({int(ref[1:])} if int(end[1:]) in numbers else set()))


def test_what_people_do_to_the_plan(tmp_path):
    like = partnership(tmp_path / "like.db")
    with like.write() as tx:
        for title in ("Agree a rota", "Share learning"):
            add_action(tx, title=title)
        for kind, fields in THERE:
            plan_fields.add(tx, kind, fields)
    tried(Plan, like, runs=25, steps=25)
