"""What was decided in Slack is not taken back by a file that was written before."""

import json
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.errors import BadInput
from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.domain.plan import Reading
from bot.domain.refs import Kind, Ref
from bot.exchange.example import EXAMPLE
from bot.exchange.importing import apply
from bot.exchange.plan import read_plan
from bot.exchange.rows import (
    ActionRow,
    DeadlineRow,
    Due,
    IndicatorRow,
    PartnerRow,
    PersonRow,
    Plan,
    ReadingRow,
    RemitRow,
)
from bot.exchange.sheets import read_sheets
from bot.usecases import indicators, people, plan_changes, remit
from storage import actions, plan
from storage.plan_fields import find

IN_SLACK = "it was changed in Slack since the last import"


@pytest.fixture
def unit(world):
    """The business unit, as it acts in Slack now."""
    person = Person(user="U0MANAGER", team=world.services.home, roles=frozenset({Role.BUSINESS_UNIT}))
    return lambda: By(person=person, at=world.clock(), origin=Origin.COMMAND)


@pytest.fixture
def bring(world, unit):
    """Import a plan, or the example once more."""

    def bring(**sheets):
        made = Plan(**{sheet: tuple(rows) for sheet, rows in sheets.items()})
        return apply(world.store, made if sheets else read_plan(read_sheets(EXAMPLE)), unit(), home="T0HOME")

    return bring


def action(world, number):
    with world.store.read() as tx:
        return actions.find(tx, number)


def thing(world, kind, number):
    with world.store.read() as tx:
        return find(tx, Ref(kind, number))


def edit(world, unit, ref, **fields):
    with world.store.write() as tx:
        plan_changes.change(tx, ref, "edited", fields, unit())


def kept(outcome):
    return {(one.ref, one.field): one.why for one in outcome.kept}


def last_event(world, subject):
    return world.rows("SELECT * FROM events WHERE subject = ? ORDER BY id DESC", (subject,))[0]


def test_what_was_decided_in_slack_stays_when_the_same_file_comes_again(world, bring):
    world.ask(world.police, "extend A7 31 December 2022 because the rota is late")
    world.ask(world.commissioner, "agree A7")
    world.ask(world.manager, "move D1 28 February 2023 because the department agreed", "/deadlines")
    world.ask(world.manager, "link R2 A6", "/remit")
    world.ask(world.manager, "assign A6 @police.lead")
    before = [action(world, 6), action(world, 7), thing(world, Kind.DEADLINE, 1)]
    assert (before[1].due, before[2]["due"], before[2]["precision"]) == (date(2022, 12, 31), "2023-02-28", "day")
    outcome = bring()
    assert [action(world, 6), action(world, 7), thing(world, Kind.DEADLINE, 1)] == before
    assert kept(outcome) == dict.fromkeys(
        [("A6", "remit"), ("A7", "due"), ("D1", "due"), ("D1", "precision")], IN_SLACK
    )
    assert (outcome.total.changed, outcome.changes) == (0, [])


def test_what_was_taken_back_in_slack_was_not_decided_there(world, bring):
    world.ask(world.police, "extend A7 31 December 2022 because the rota is late")
    world.ask(world.commissioner, "agree A7")
    world.ask(world.commissioner, "undo A7")
    row = ActionRow(number=7, title=action(world, 7).title, lead="POLICE", due=date(2023, 1, 31))
    assert bring(actions=[row]).kept == []
    assert action(world, 7).due == date(2023, 1, 31)


def test_what_nobody_changed_in_slack_is_the_files_to_change(world, bring, unit):
    edit(world, unit, Ref(Kind.DEADLINE, 1), basis="Said in the notice")
    outcome = bring(deadlines=[DeadlineRow(number=1, title="The report", basis="x", due=date(2023, 3, 1))])
    assert kept(outcome) == {("D1", "basis"): IN_SLACK}
    there = thing(world, Kind.DEADLINE, 1)
    assert (there["title"], there["basis"], there["due"]) == ("The report", "Said in the notice", "2023-03-01")


def test_a_day_that_was_moved_in_slack_keeps_its_precision_and_its_words(world, bring):
    world.ask(world.manager, "move D1 28 February 2023 because the department agreed", "/deadlines")
    words = "by the end of March 2023"
    title = thing(world, Kind.DEADLINE, 1)["title"]
    outcome = bring(deadlines=[DeadlineRow(number=1, title=title, due=Due(day=date(2023, 3, 31), words=words))])
    assert kept(outcome).keys() == {("D1", "due"), ("D1", "precision"), ("D1", "phrase")}


def test_a_title_that_was_changed_in_slack_is_known_by_the_old_one(world, bring, unit):
    bring(remit=[RemitRow(text="Improve the audits")])
    edit(world, unit, Ref(Kind.REMIT, 8), text="Improve all audits")
    outcome = bring(remit=[RemitRow(text="Improve the audits")])
    assert (outcome.added, kept(outcome)) == ([], {("R8", "text"): IN_SLACK})


def test_a_link_that_was_undone_at_its_other_end_stays_undone(world, bring, unit):
    edit(world, unit, Ref(Kind.DEADLINE, 1), remit=[])
    assert kept(bring()) == {("R2", "deadlines"): IN_SLACK}
    assert thing(world, Kind.DEADLINE, 1)["remit"] == []


def test_what_was_left_blank_in_slack_can_be_filled_in_by_a_file(world, bring, unit):
    with world.store.write() as tx:
        remit.add(tx, remit.Draft(text="New"), unit())
    outcome = bring(remit=[RemitRow(number=8, text="Newer", source="JTAI-2022")])
    assert kept(outcome) == {("R8", "text"): IN_SLACK}
    assert thing(world, Kind.REMIT, 8)["source"] == "JTAI-2022"


def test_a_partner_that_was_changed_in_slack_keeps_its_name_and_its_channel(world, bring, unit):
    draft = people.PartnerDraft(name="The Force", kind="safeguarding partner", channel_id="C0FORCE12")
    with world.store.write() as tx:
        people.edit_partner(tx, "POLICE", draft, unit())
    assert kept(bring()) == {("POLICE", "name"): IN_SLACK}
    for channel in ("police-two", "C0OTHER12"):
        row = PartnerRow(code="POLICE", name="The Force", kind="safeguarding partner", channel=channel)
        assert kept(bring(partners=[row])) == {("POLICE", "channel"): IN_SLACK}
    assert world.rows("SELECT name, channel_id FROM partners WHERE code = 'POLICE'") == [
        {"name": "The Force", "channel_id": "C0FORCE12"}
    ]


def test_a_role_that_was_removed_in_slack_is_not_given_back(world, bring, unit):
    row = PersonRow(user="U0TWO", team="T0HOME", role="observer")
    member = PersonRow(user="U0TWO", team="T0HOME", role="partner member", partner="LA")
    bring(people=[row, member])
    for named in (("observer", None), ("partner member", "LA")):
        with world.store.write() as tx:
            people.remove(tx, people.Named("U0TWO", "T0HOME", *named), unit(), ["U0MANAGER"])
    outcome = bring(people=[row, member])
    assert outcome.counts["People"] == (0, 0, 2)
    assert {(one.ref, one.file, one.why) for one in outcome.kept} == {
        ("U0TWO", "observer", "this role was removed in Slack"),
        ("U0TWO", "partner member", "this role was removed in Slack"),
    }
    assert world.rows("SELECT * FROM people WHERE user = 'U0TWO'") == []


def test_the_lead_stays_while_its_report_waits(world, bring):
    world.ask(world.police, "done A6 duplicates merged")
    was = action(world, 6)
    outcome = bring(actions=[ActionRow(number=6, title=was.title, lead="LA")])
    assert kept(outcome) == {("A6", "lead"): "its report waits for acceptance"}
    assert action(world, 6).lead.code == "POLICE"
    outcome = bring(actions=[ActionRow(number=6, title=was.title, lead="LA", contributors=("POLICE",))])
    assert kept(outcome).keys() == {("A6", "lead"), ("A6", "contributors")}
    assert action(world, 6) == was


@pytest.fixture
def banded(world, unit):
    """I1 with a reading in bands, which somebody imported and then broke down."""
    edit(world, unit, Ref(Kind.INDICATOR, 1), bands=["up to 5 days", "over 5 days"])
    one = ReadingRow(indicator=1, on=date(2022, 10, 31), value=Decimal(300), phrase="300 cases")
    whole = {"value": "300", "qualifier": "", "phrase": "300 cases", "bands": ["100", "200"]}
    with world.store.write() as tx:
        tx.run("""INSERT INTO readings VALUES (1, '2022-10-31', '300', '', '300 cases', '["100", "200"]')""")
    return one, whole


def test_a_reading_of_the_same_value_keeps_its_bands(world, bring, banded):
    row, whole = banded
    assert bring(readings=[row]).total.unchanged == 1
    other = ReadingRow(indicator=1, on=row.on, value=Decimal("300.0"), phrase="exactly 300")
    assert bring(readings=[other]).total.changed == 1
    assert thing(world, Kind.INDICATOR, 1)["reading 2022-10-31"] == whole | {"phrase": "exactly 300"}


def test_a_reading_of_another_value_has_no_bands_and_the_trail_has_what_it_was(world, bring, banded):
    row, whole = banded
    bring(readings=[ReadingRow(indicator=1, on=row.on, value=Decimal(310))])
    now = {"value": "310", "qualifier": "", "phrase": "", "bands": []}
    event = last_event(world, "I1")
    assert json.loads(event["before"]) == {"reading 2022-10-31": whole}
    assert json.loads(event["after"]) == {"reading 2022-10-31": now}
    assert thing(world, Kind.INDICATOR, 1)["reading 2022-10-31"] == now


def test_a_reading_that_was_put_right_in_slack_stays(world, bring, unit):
    with world.store.write() as tx:
        right = Reading(on=date(2022, 8, 31), value=Decimal(410))
        indicators.add_reading(tx, 1, right, unit(), date(2022, 11, 14))
    outcome = bring()
    assert kept(outcome)["I1 on 2022-08-31", "value"] == IN_SLACK
    assert outcome.counts["Readings"] == (0, 0, 1)
    assert thing(world, Kind.INDICATOR, 1)["reading 2022-08-31"]["value"] == "410"


@pytest.fixture
def removed(world, unit):
    """R8, D2 and I2, which were added and taken back."""
    with world.store.write() as tx:
        deadline = plan_changes.add(tx, Kind.DEADLINE, {"title": "Plan", "due": "2023-01-01"}, unit())
        measure = plan_changes.add(tx, Kind.INDICATOR, {"name": "Visits", "better": "higher"}, unit())
        item = plan_changes.add(tx, Kind.REMIT, {"text": "New", "deadlines": [2]}, unit())
        for ref in (item, deadline, measure):
            plan_changes.undo(tx, ref, unit())


def test_what_was_removed_and_is_named_by_a_file_comes_back(world, bring, removed):
    rows = {
        "deadlines": [DeadlineRow(title="Plan", due=date(2023, 2, 1))],
        "indicators": [IndicatorRow(name="Visits", better="higher")],
        "remit": [RemitRow(text="New", deadlines=(2,))],
    }
    outcome = bring(**rows)
    assert (outcome.total, outcome.kept) == ((0, 3, 0), [])
    for ref in ("R8", "D2", "I2"):
        event = last_event(world, ref)
        assert (event["verb"], json.loads(event["after"])["removed"]) == ("edited", None)
        assert json.loads(event["before"])["removed"]
    with world.store.read() as tx:
        assert plan.deadline(tx, 2).due == date(2023, 2, 1)
        assert plan.deadline(tx, 2).remit == (8,)
        assert plan.indicator(tx, 2)
    assert bring(**rows).total == (0, 0, 3)


def test_what_is_there_comes_before_what_was_removed(world, bring, unit, removed):
    with world.store.write() as tx:
        remit.add(tx, remit.Draft(text="New"), unit())
    assert bring(remit=[RemitRow(text="New")]).total == (0, 0, 1)
    assert thing(world, Kind.REMIT, 8)["removed"]


def test_nothing_can_be_linked_to_what_was_removed(bring, removed):
    with pytest.raises(BadInput, match="number 8"):
        bring(actions=[ActionRow(title="New", lead="LA", remit=(8,))])
    assert bring(remit=[RemitRow(text="New")], actions=[ActionRow(title="New", lead="LA", remit=(8,))]).added


@pytest.mark.parametrize(
    ("stage", "review"),
    [("addressed", date(2023, 2, 14)), ("embedded", date(2023, 5, 14)), ("in progress", None), ("sustained", None)],
)
def test_a_new_action_that_is_to_be_tested_gets_a_day_for_it(world, bring, stage, review):
    bring(actions=[ActionRow(title="New", lead="LA", stage=stage)])
    assert action(world, 13).review == review
