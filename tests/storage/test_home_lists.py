"""App Home's lists: in the right order, of the right partner, and found without reading the whole plan."""

from datetime import UTC, date, datetime, timedelta

import pytest

from storage import home_lists, people
from tests.storage.plans import NOW, PARTNERS, TODAY, add_action

POLICE, ICB, LA = (PARTNERS[code] for code in ("POLICE", "ICB", "LA"))
SOON = date(2022, 11, 28)
WEEK_AGO = NOW - timedelta(days=7)


@pytest.fixture
def tx(store):
    with store.write() as made:
        yield made


def numbers(some):
    return [action.number for action in some.first]


def ask_for_time(tx, number, partner, at=NOW):
    row = {"action_id": number, "due": "2023-01-31", "reason": "the rota is late", "partner_id": partner}
    tx.insert("extension_requests", row | {"user": "U1", "team": "T0HOME", "at": at.isoformat()})


def say(tx, number, partner, at, **more):
    row = {"action_id": number, "kind": "update", "text": "half done", "user": "U1", "at": at.isoformat()}
    tx.insert("updates", row | {"partner_id": partner} | more)


def test_what_is_led_is_open_and_most_urgent_first(tx):
    later = add_action(tx, due=date(2022, 12, 1))
    undated = add_action(tx)
    reported = add_action(tx, due=date(2022, 1, 1), stage="reported done")
    first = add_action(tx, due=date(2022, 10, 1))
    add_action(tx, lead="ICB", due=date(2022, 1, 1))
    add_action(tx, stage="addressed")
    assert numbers(home_lists.led(tx, [POLICE], 10)) == [first, later, undated, reported]
    assert home_lists.led(tx, [POLICE], 3).more
    assert not home_lists.led(tx, [POLICE], 4).more


def test_several_partners_lists_are_one(tx):
    made = [add_action(tx, lead=lead, due=TODAY + timedelta(days=at)) for at, lead in enumerate(["ICB", "LA"] * 4)]
    assert numbers(home_lists.led(tx, [ICB, LA], 5)) == made[:5]


def test_parts_are_of_others_open_actions_with_the_outstanding_first(tx):
    reported = add_action(tx, lead="LA", contributors=["POLICE"], due=date(2022, 1, 1))
    tx.run("UPDATE contributions SET reported = ?", (NOW.isoformat(),))
    late = add_action(tx, lead="LA", contributors=["POLICE", "ICB"], due=date(2022, 12, 1))
    soon = add_action(tx, lead="LA", contributors=["POLICE"], due=date(2022, 11, 20))
    add_action(tx, lead="LA", contributors=["POLICE"], stage="addressed")
    add_action(tx, lead="LA", contributors=["ICB"])
    assert numbers(home_lists.parts(tx, [POLICE], 5)) == [soon, late, reported]
    assert numbers(home_lists.parts(tx, [POLICE, LA], 5)) == []


def test_the_most_urgent_is_what_is_most_overdue_or_due_first_and_has_a_date(tx):
    add_action(tx, due=date(2022, 11, 15), stage="reported done")
    add_action(tx)
    assert home_lists.most_urgent(tx, [POLICE]) is None
    own = add_action(tx, due=date(2022, 12, 1))
    assert home_lists.most_urgent(tx, [POLICE]).number == own
    part = add_action(tx, lead="LA", contributors=["POLICE"], due=TODAY)
    assert home_lists.most_urgent(tx, [POLICE]).number == part
    late = add_action(tx, due=TODAY - timedelta(days=1))
    assert home_lists.most_urgent(tx, [POLICE]).number == late
    tx.run("UPDATE actions SET stage = 'reported done' WHERE id = ?", (late,))
    tx.run("UPDATE contributions SET reported = ?", (NOW.isoformat(),))
    assert home_lists.most_urgent(tx, [POLICE]).number == own


def test_deadlines_press_when_they_are_near_or_past_whatever_they_serve(tx):
    days = {"later": SOON + timedelta(days=1), "near": SOON, "past": date(2022, 11, 1)}
    for title, due in days.items():
        tx.insert("deadlines", {"title": title, "due": str(due)})
    tx.insert("deadlines", {"title": "met", "due": "2022-11-02", "met": "2022-11-01"})
    tx.insert("deadlines", {"title": "some day", "precision": "vague", "phrase": "early in 2023"})
    total, found = home_lists.deadlines(tx, SOON, 10)
    assert (total, [one.title for one in found]) == (2, ["past", "near"])
    assert home_lists.deadlines(tx, SOON, 1)[0] == 2


def test_a_lead_is_out_of_reach_who_left_slack_or_the_channel(tx):
    members = {"POLICE": [], "ICB": ["U1", "U2"], "LA": ["U2"]}
    for code, users in members.items():
        tx.run("UPDATE partners SET channel_id = ?, lead = 'U1', deputy = 'U2' WHERE code = ?", (f"C{code}", code))
        people.set_members(tx, f"C{code}", users)
    assert home_lists.unreachable(tx) == (["The LA"], [])  # of the police's channel nothing is known yet
    tx.insert("people", {"user": "U1", "team": "T0HOME", "role": "partner member", "partner_id": LA})
    assert home_lists.unreachable(tx) == ([], [])
    people.keep_account(tx, "U2", "T0HOME", bot=False, deactivated=True)
    assert home_lists.unreachable(tx) == ([], ["The ICB", "The LA", "The POLICE"])
    tx.run("UPDATE partners SET deputy = NULL")
    assert home_lists.unreachable(tx) == ([], [])


def test_a_request_is_shown_to_who_leads_the_action_now(tx):
    moved, own = add_action(tx, lead="ICB"), add_action(tx)
    ask_for_time(tx, moved, POLICE, NOW - timedelta(days=1))
    ask_for_time(tx, own, POLICE)
    assert numbers(home_lists.requests(tx, [POLICE], 5)) == [own]
    assert numbers(home_lists.requests(tx, [ICB], 5)) == [moved]
    assert numbers(home_lists.requests(tx, None, 5)) == [moved, own]


def test_tests_are_of_what_is_complete_soonest_first(tx):
    embedded = add_action(tx, stage="embedded", review=date(2022, 11, 20))
    addressed = add_action(tx, lead="ICB", stage="addressed", review=date(2022, 11, 1))
    add_action(tx, stage="addressed", review=SOON + timedelta(days=1))
    add_action(tx, stage="in progress", review=TODAY)
    assert numbers(home_lists.tests(tx, None, SOON, 5)) == [addressed, embedded]
    assert numbers(home_lists.tests(tx, [POLICE], SOON, 5)) == [embedded]


def test_overdue_and_waiting_are_longest_first(tx):
    waits = [
        add_action(tx, stage="reported done", stage_since=(NOW - timedelta(days=days)).isoformat(), due=due)
        for days, due in ((1, date(2022, 1, 1)), (9, date(2023, 1, 1)), (5, None))
    ]
    second = add_action(tx, lead="ICB", due=TODAY - timedelta(days=1))
    first = add_action(tx, due=TODAY - timedelta(days=30))
    add_action(tx, due=TODAY)
    assert numbers(home_lists.overdue(tx, TODAY, 5)) == [first, second]
    assert numbers(home_lists.awaiting(tx, 5)) == [waits[1], waits[2], waits[0]]
    assert home_lists.awaiting(tx, 2).more


def test_the_remit_is_told_by_stage_or_in_a_very_large_plan_by_number(tx, monkeypatch):
    add_action(tx, remit=[1, 2], stage="addressed")
    add_action(tx, remit=[1])
    tx.run("UPDATE remit_items SET met = '2022-11-01' WHERE id = 1")
    tx.run("UPDATE remit_items SET removed = '2022-11-01' WHERE id = 3")
    number = tx.insert("deadlines", {"title": "Report", "due": "2023-01-31"})
    tx.insert("remit_deadlines", {"remit_item_id": 2, "deadline_id": number})
    [second, first], left = home_lists.remit(tx, 5)
    assert (first.item.number, first.actions, first.item.stages) == (1, 2, {"addressed": 1, "not started": 1})
    assert [str(one.ref) for one in second.item.deadlines] == ["D1"]
    assert left == 0
    assert home_lists.remit(tx, 1)[1] == 1
    monkeypatch.setattr(home_lists, "MOST_COUNTED", 2)
    assert [(one.actions, one.item.stages) for one in home_lists.remit(tx, 5)[0]] == [(1, {}), (2, {})]


def test_who_was_heard_when(tx):
    police, icb = add_action(tx), add_action(tx, lead="ICB")
    tx.insert("partners", {"id": 9, "code": "UNIT", "name": "The unit", "kind": "business unit"})
    say(tx, police, POLICE, NOW - timedelta(days=30))
    say(tx, police, LA, NOW)
    say(tx, police, LA, NOW, on_behalf=1)
    say(tx, police, 9, NOW)
    say(tx, icb, ICB, NOW, undone=NOW.isoformat())
    heard = {one.partner: one for one in home_lists.engagement(tx, WEEK_AGO)}
    assert set(heard) == {"The POLICE", "The ICB", "The LA"}
    assert heard["The LA"][1:] == (2, 1, NOW, False)
    assert heard["The POLICE"][1:] == (0, 0, NOW - timedelta(days=30), True)
    assert heard["The ICB"][1:] == (0, 0, None, True)


def test_only_so_many_words_are_looked_back_over(tx, monkeypatch):
    number = add_action(tx)
    say(tx, number, POLICE, NOW - timedelta(days=30))
    say(tx, number, LA, datetime(2022, 11, 14, tzinfo=UTC))
    monkeypatch.setattr(home_lists, "WORDS", 1)
    heard = {one.partner: one.last for one in home_lists.engagement(tx, WEEK_AGO)}
    assert heard["The POLICE"] is None


def test_nothing_is_found_by_looking_through_every_action(store):
    asked = []
    with store.write() as tx:
        number = add_action(tx, contributors=["ICB"], remit=[1], due=TODAY - timedelta(days=1))
        add_action(tx, stage="reported done")
        add_action(tx, stage="addressed", review=TODAY)
        ask_for_time(tx, number, POLICE)
    with store.read() as tx:
        rows = tx.rows

        def explained(sql, params=()):
            asked.extend(row["detail"] for row in rows(f"EXPLAIN QUERY PLAN {sql}", params))
            return rows(sql, params)

        tx.rows = explained
        for ids in ([POLICE], [POLICE, ICB]):
            home_lists.led(tx, ids, 10)
            home_lists.parts(tx, ids, 5)
            home_lists.most_urgent(tx, ids)
            home_lists.requests(tx, ids, 5)
            home_lists.tests(tx, ids, SOON, 5)
        home_lists.overdue(tx, TODAY, 10)
        home_lists.awaiting(tx, 5)
        home_lists.requests(tx, None, 5)
        home_lists.tests(tx, None, SOON, 5)
    assert asked
    assert [line for line in asked if line.split()[:2] in (["SCAN", name] for name in ("a", "x", "actions"))] == []
