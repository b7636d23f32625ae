"""The audit trail alone tells what the plan was on any day: what was read on that day is what is read later."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.domain.events import By, Origin
from bot.domain.people import Role
from bot.domain.plan import Reading
from bot.domain.refs import Kind, Ref
from bot.exchange.importing import apply
from bot.exchange.pack.contents import gathered
from bot.exchange.pack.facts import end_of
from bot.exchange.rows import ActionRow, DeadlineRow, PartnerRow, Plan, SourceRow
from bot.usecases import deadlines, indicators, people, plan_changes, progress, remit
from bot.usecases.words import Words
from storage import actions, audit, history, importing, loose, plan, updates
from storage.history import Sum
from storage.people import partners
from tests.exchange.pack.living import DAYS, LONDON, PLAN, POLICE, START, UNIT, Year, yardstick
from tests.exchange.pack.weeks import everything
from tests.storage.plans import person

KINDS = {
    *("done", "evidence", "update", "blocked", "unblocked", "extend", "agree", "refuse", "accept", "return"),
    *("embedded", "sustained", "withdraw", "reopen", "pause", "assign", "add", "edit", "undo edit", "import"),
    *("add deadline", "edit deadline", "move deadline", "meet deadline", "add remit", "edit remit", "meet remit"),
    *("link", "unlink", "add indicator", "edit indicator", "reading", "rename", "add source", "add partner"),
}


def told(found):
    """A plan from the trail, in the words in which `there` has it."""
    return {
        "actions": dict(found.actions),
        "deadlines": found.deadlines,
        "indicators": found.indicators,
        "remit": [_item(one) for one in found.remit],
        "sources": dict(found.sources),
        "partners": {code: (one.name, one.kind) for code, one in found.partners.items()},
        "funding": list(found.funding),
    }


def there(tx):
    """The plan from the tables in which it is now."""
    return {
        "actions": {one.number: one.model_copy(update={"version": 1}) for one in actions.select(tx, "ORDER BY a.id")},
        "deadlines": tuple(plan.deadlines(tx)),
        "indicators": tuple(plan.indicators(tx, last=1_000)),
        "remit": [_item(one) for one in plan.remit(tx, UNIT)],
        "sources": importing.source_titles(tx),
        "partners": {row["code"]: (row["name"], row["kind"]) for row in partners(tx)},
        "funding": [
            Sum(row["id"], row["purpose"], Decimal(row["amount"]), row["phrase"], row["source"])
            for row in loose.funding(tx).values()
        ],
    }


def _item(one):
    """A remit item; of its indicators, which they are."""
    shown = one.model_dump(exclude={"indicators"})
    return shown | {"indicators": [str(indicator.ref) for indicator in one.indicators]}


def packs(tx, day, today):
    since = day - timedelta(days=28)
    return [gathered(tx, yardstick(today), day, since, who) for who in (UNIT, POLICE)]


def stages(found):
    return Counter(str(one.stage) for one in found["actions"].values())


def test_what_is_told_of_any_day_of_a_year_is_what_was_read_on_that_day(tmp_path):
    chance = random.Random(2022)
    year = Year(tmp_path / "year.db", chance)
    days, were = {START + timedelta(days=number) for number in chance.sample(range(DAYS), 12)}, {}
    for day in year.days():
        if day in days:
            with year.store.read() as tx:
                were[day] = there(tx), packs(tx, day, day)
    with year.store.read() as tx:
        for day, (tables, made) in were.items():
            assert told(history.as_at(tx, end_of(day, LONDON))) == tables
            assert packs(tx, day, year.today) == made
        ends = [end_of(day, LONDON) for day in sorted(days)]
        assert history.stages_at(tx, ends, range(1, 1_000)) == [stages(were[day][0]) for day in sorted(days)]
    assert KINDS - set(year.done) == set()
    assert len(year.done) > 350
    assert len({str(one) for one in were.values()}) == len(days)


@pytest.fixture
def year(tmp_path):
    """The plan with which the year begins."""
    return Year(tmp_path / "year.db", random.Random(1))


@pytest.fixture
def same(year):
    """That the trail tells what is there."""

    def same():
        with year.store.read() as tx:
            found = history.as_at(tx, year.clock())
            assert told(found) == there(tx)
        return found

    return same


def do(year, change, who=UNIT):
    year.clock.advance(minutes=1)
    with year.store.write() as tx:
        return change(tx, year.by(who))


def bring(year, **sheets):
    year.clock.advance(minutes=1)
    return apply(year.store, Plan(**sheets), year.by(UNIT))


def record(year, verb, number, who=UNIT, **words):
    said = Words(text=f"{verb} as agreed", **words)
    return do(year, lambda tx, by: progress.record(tx, verb, number, said, by, yardstick(year.today)), who)


def test_a_link_may_be_told_at_either_of_its_ends(year, same):
    do(year, lambda tx, by: deadlines.edit(tx, 1, deadlines.Draft(title="Report", remit={3}), by, year.today))
    assert same().deadlines[0].remit == (3,)
    do(year, lambda tx, by: remit.edit(tx, 1, remit.Draft(text="One", deadlines={1, 2}), by, year.today))
    assert [one.remit for one in same().deadlines] == [(1, 3), (1, 2)]
    do(year, lambda tx, by: plan_changes.undo(tx, Ref(Kind.REMIT, 1), by))
    bring(year, remit=(replace(PLAN.remit[1], deadlines=(2,)),))
    assert [one.remit for one in same().deadlines] == [(3,), (2,)]


def test_what_was_taken_back_is_gone_until_a_file_brings_it_back(year, same):
    draft = deadlines.Draft(title="Publish", due=date(2022, 9, 1), remit={1, 2})
    added = do(year, lambda tx, by: deadlines.add(tx, draft, by))
    assert added.number in {one.number for one in same().deadlines}
    do(year, lambda tx, by: plan_changes.undo(tx, added.ref, by))
    assert added.number not in {one.number for one in same().deadlines}
    bring(year, deadlines=(DeadlineRow(number=added.number, title="Publish"),))
    assert next(one.remit for one in same().deadlines if one.number == added.number) == ()


def test_a_part_that_was_reported_is_forgotten_where_its_partner_leads_instead(year, same):
    three = PLAN.actions[2]  # led by UNIT, with a part of POLICE
    record(year, "done", 3, POLICE)
    assert same().actions[3].outstanding == ()
    bring(year, actions=(replace(three, lead="POLICE", contributors=("ICB",)),))
    same()
    bring(year, actions=(replace(three, lead="LA", contributors=("POLICE",)),))
    assert [one.code for one in same().actions[3].outstanding] == ["POLICE"]


def test_a_partner_has_the_name_that_it_had(year, same):
    before = year.clock()
    draft = people.PartnerDraft(name="West Midlands Police", kind="safeguarding partner")
    do(year, lambda tx, by: people.edit_partner(tx, "POLICE", draft, by))
    assert {one.lead.name for one in same().actions.values() if one.lead.code == "POLICE"} == {draft.name}
    with year.store.read() as tx:
        was = history.as_at(tx, before)
    assert was.partners["POLICE"].name == "The POLICE"
    assert "The POLICE" in {one.lead.name for one in was.actions.values()}


def test_a_reading_is_told_as_it_was_before_it_was_corrected(year, same):
    for value in (5, 7):
        reading = Reading(on=year.today, value=Decimal(value))
        do(year, lambda tx, by, said=reading: indicators.add_reading(tx, 1, said, by, year.today))
        assert same().indicators[0].readings[-1].value == value
    with year.store.read() as tx:
        [was] = history.as_at(tx, year.clock() - timedelta(seconds=30)).indicators
    assert was.readings[-1].value == 5


def test_a_reading_is_read_as_the_first_imports_told_it(year):
    said = {"on": "2021-11-30", "value": "420", "qualifier": "over", "phrase": ""}
    do(year, lambda tx, by: audit.append(tx, by, "reading", "I1", after=said))
    with year.store.read() as tx:
        [found] = history.as_at(tx, year.clock()).indicators
    assert [(one.on, one.value) for one in found.readings] == [(date(2021, 11, 30), 420), (date(2021, 12, 31), 400)]


def test_partners_sources_and_people_with_names_like_refs_are_no_part_of_the_plan(year, same):
    partner = PartnerRow(code="A1E", name="Ambulances", kind="other", lead="U0ONE")
    bring(year, partners=(partner,), sources=(SourceRow(ref="D12345678", title="A review"),))
    found = same()
    assert found.partners["A1E"].name == "Ambulances"
    assert found.sources["D12345678"] == "A review"


def test_what_was_taken_back_at_once_did_not_happen(year):
    since = year.clock()
    record(year, "done", 4, POLICE)
    before = year.clock()
    do(year, lambda tx, by: progress.undo(tx, 4, by), POLICE)
    record(year, "update", 4, POLICE)
    with year.store.read() as tx:
        assert [one.verb for one in history.happened(tx, since, before)] == ["done"]
        assert [one.verb for one in history.happened(tx, since, year.clock())] == ["update"]
        assert [one.verb for one in history.happened(tx, before, year.clock())] == ["took back: done", "update"]


def test_a_word_that_was_taken_back_was_said_until_then(year):
    record(year, "done", 4, POLICE)
    before = year.clock()
    do(year, lambda tx, by: progress.undo(tx, 4, by), POLICE)
    with year.store.read() as tx:
        word = updates.last_words(tx, before, {"done"})[4]
        assert (word.kind, word.text, word.at, word.partner) == ("done", "done as agreed", before, "POLICE")
        assert updates.last_words(tx, before - timedelta(seconds=1), {"done"}) == {}
        assert updates.last_words(tx, year.clock(), {"done"}) == {}
        assert updates.last_words(tx, before, {"update"}) == {}


def test_stages_are_counted_of_the_actions_that_are_asked_for_only(year):
    record(year, "done", 4, person("POLICE", user="U0POLICE"))
    record(year, "accept", 4, person(user="U0ASSURER", roles=[Role.ASSURER]))
    with year.store.read() as tx:
        ends = [year.clock() - timedelta(minutes=minutes) for minutes in (2, 1, 0)]
        assert history.stages_at(tx, ends, [4, 7]) == [
            Counter({"not started": 1, "addressed": 1}),
            Counter({"reported done": 1, "addressed": 1}),
            Counter({"addressed": 2}),
        ]
        assert history.stages_at(tx, [], [4]) == []


def test_every_kind_of_deed_through_the_bot_can_be_told_later(world):
    def now():
        with world.store.read() as tx:
            return there(tx)

    world.clock.advance(minutes=1)
    were = {world.clock(): now()}
    for _ in everything(world):
        were[world.clock()] = now()
        world.clock.advance(minutes=20)
    were[world.clock()] = now()
    world.clock.advance(days=30)
    with world.store.read() as tx:
        for moment, tables in were.items():
            assert told(history.as_at(tx, moment)) == tables
        assert told(history.as_at(tx, world.clock())) == now()
        verbs = {row["verb"] for row in tx.rows("SELECT verb FROM events")}
    assert len({str(tables) for tables in were.values()}) == len(were) == 8
    assert verbs >= {"agree", "embedded", "sustained", "part done", "took back: return", "moved", "met", "pause"}


def test_nothing_is_there_before_the_first_event(year):
    with year.store.read() as tx:
        found = told(history.as_at(tx, year.clock() - timedelta(days=1)))
        assert not any(found.values())
        assert history.first(tx) == year.clock()


def test_an_action_is_brought_by_name_of_its_source_and_has_its_trackers_ref(year, same):
    bring(year, actions=(ActionRow(title="Share learning", lead="la", source="panel-2022", tracker_ref="7b"),))
    found = same().actions[13]
    assert (found.source, found.tracker_ref, found.lead.code) == ("PANEL-2022", "7b", "LA")


def test_the_origin_of_a_change_makes_no_difference(year, same):
    by = By(person=UNIT, at=year.clock(), origin=Origin.IMPORT)
    with year.store.write() as tx:
        progress.record(tx, "update", 1, Words(text="heard"), by, yardstick(year.today))
    same()
