from datetime import timedelta

import pytest

from bot.domain.people import Role
from storage import errands, partnership, people
from tests.storage.plans import HOME, NOW, nothing_kept


@pytest.fixture
def tx(shared):
    with nothing_kept(shared) as tx:
        tx.run("UPDATE partners SET channel_id = 'C1' WHERE code = 'POLICE'")
        yield tx


def test_a_deactivated_person_has_no_roles_and_no_partners(tx):
    people.name_role(tx, "U1", HOME, Role.OBSERVER)
    partnership.give_role(tx, "U1", HOME, "partner member", "ICB")
    people.member_joined(tx, "C1", "U1")
    assert people.person(tx, "U1", HOME, HOME).known
    people.keep_account(tx, "U1", HOME, bot=False, deactivated=True)
    found = people.person(tx, "U1", HOME, HOME, "C1", ["U1"])
    assert not found.known
    assert people.with_role(tx, Role.OBSERVER) == []
    [row] = partnership.roles(tx)[:1]
    assert row["deactivated"] == 1


def test_whether_somebody_has_left_is_found_by_an_index(tx):
    [plan] = tx.rows("EXPLAIN QUERY PLAN SELECT deactivated FROM accounts WHERE user = ?", ("U1",))
    assert "USING INDEX" in plan["detail"] or "USING PRIMARY KEY" in plan["detail"]


def test_an_account_belongs_to_one_workspace_at_a_time(tx):
    people.keep_account(tx, "U1", "T0OLD", bot=False, deactivated=True)
    people.keep_account(tx, "U1", HOME, bot=False, deactivated=False)
    assert people.account(tx, "U1") == {"team": HOME, "bot": 0, "deactivated": 0}


def test_those_in_partners_channels_of_whom_nothing_is_known(tx):
    for user in ("U1", "U2"):
        people.member_joined(tx, "C1", user)
    people.member_joined(tx, "C9", "U3")
    people.keep_account(tx, "U1", HOME, bot=False, deactivated=False)
    assert people.unheard_of(tx) == ["U2"]
    people.left_slack(tx, "U2")
    assert people.unheard_of(tx) == []


def test_a_role_is_given_once_and_taken_once(tx):
    for partner in (None, "POLICE", "ICB"):
        role = "partner member" if partner else "observer"
        assert partnership.give_role(tx, "U1", HOME, role, partner)
        assert not partnership.give_role(tx, "U1", HOME, role, partner)
    assert partnership.take_role(tx, "U1", HOME, "partner member", "ICB")
    assert not partnership.take_role(tx, "U1", HOME, "partner member", "ICB")
    assert not partnership.take_role(tx, "U1", "T0OTHER", "observer", None)
    left = [(row["role"], row["partner"]) for row in partnership.roles(tx)]
    assert left == [("observer", None), ("partner member", "POLICE")]


def test_an_errand_asked_for_again_while_it_is_done_is_done_again(tx):
    errands.add(tx, "members", "C1", NOW)
    [errand] = errands.due(tx, NOW, ["members"])
    errands.put_off(tx, errand, NOW + timedelta(seconds=2))
    assert errands.due(tx, NOW, ["members"]) == []
    errands.add(tx, "members", "C1", NOW, {"more": 1})
    errands.done(tx, errand)
    [again] = errands.due(tx, NOW, ["members"])
    assert (again.carries, again.attempts, again.asked) == ({"more": 1}, 0, 2)
    errands.done(tx, again)
    assert errands.due(tx, NOW, ["members"]) == []
