"""How many actions serve each remit item is kept by the database itself, and is always what counting them gives."""

import pytest

from bot.domain.people import Role
from storage import plan
from storage.migrations.m006_remit_tally import STATEMENTS
from tests.storage.plans import add_action, nothing_kept, person

WHOLE = person(roles=[Role.BUSINESS_UNIT])
COUNTED = """SELECT remit_item_id, stage, count(*) AS n FROM action_remit JOIN actions ON id = action_id
    GROUP BY remit_item_id, stage ORDER BY 1, 2"""


@pytest.fixture
def tx(shared):
    with nothing_kept(shared) as tx:
        yield tx


def right(tx):
    tally = tx.rows("SELECT * FROM remit_tally WHERE n <> 0 ORDER BY remit_item_id, stage")
    return tally == tx.rows(COUNTED)


def test_links_and_stages_are_followed(tx):
    first = add_action(tx, remit=(1, 2))
    add_action(tx, remit=(2,), lead="ICB", stage="sustained")
    assert right(tx)
    tx.run("UPDATE actions SET stage = 'withdrawn' WHERE id = ?", (first,))
    assert right(tx)
    tx.run("DELETE FROM action_remit WHERE action_id = ? AND remit_item_id = 2", (first,))
    assert right(tx)
    stages = {item.number: item.stages for item in plan.remit(tx, WHOLE)}
    assert stages == {1: {"withdrawn": 1}, 2: {"sustained": 1}, 3: {}}


def test_one_item_and_all_of_them_count_alike_for_everybody(tx):
    add_action(tx, remit=(1, 2))
    add_action(tx, remit=(2,), lead="ICB", contributors=("POLICE",))
    add_action(tx, remit=(2,), lead="LA")
    for who, second in ((WHOLE, 3), (person("POLICE"), 2), (person("LA"), 1), (person(), 0)):
        items = plan.remit(tx, who)
        assert sum(items[1].stages.values()) == second
        assert [plan.remit(tx, who, [item.number])[0] for item in items] == items


def test_what_was_there_before_is_counted(tx):
    add_action(tx, remit=(1, 2))
    tx.run("DELETE FROM remit_tally")
    tx.run(STATEMENTS[1])
    assert right(tx)
