from datetime import timedelta

import pytest

from bot.domain.errors import BadInput, MovedOn, NotAllowed, NotFound
from bot.domain.refs import Kind, Ref
from bot.usecases import deadlines, plan_changes, remit
from bot.usecases.remit import Draft
from storage import audit, plan
from tests.storage.plans import ADVISER, POLICE, TODAY, UNIT, add_action, by, partnership

ITEM = Draft(text="Improve recording systems")


@pytest.fixture(scope="module")
def like(tmp_path_factory):
    made = partnership(tmp_path_factory.mktemp("like") / "like.db")
    with made.write() as tx:
        for title in ("Agree a rota", "Share learning"):
            add_action(tx, title=title)
    yield made
    made.close()


@pytest.fixture
def tx(tmp_path, like):
    with partnership(tmp_path / "own.db", like=like).write() as made:
        yield made


def test_an_item_is_added_with_what_belongs_to_it_and_edited(tx):
    deadlines.add(tx, deadlines.Draft(title="Report", due=TODAY), by())
    kept = remit.add(tx, ITEM.model_copy(update={"source": "JTAI-2022", "deadlines": frozenset({1})}), by(ADVISER))
    assert (kept.number, kept.source, [one.number for one in kept.deadlines]) == (4, "JTAI-2022", [1])
    changed = remit.edit(tx, 4, ITEM.model_copy(update={"text": "Improve recording"}), by(), TODAY)
    assert (changed.text, changed.source, changed.deadlines) == ("Improve recording", None, ())
    [event, _] = audit.history(tx, "R4")
    assert event.before == {"text": ITEM.text, "source": "JTAI-2022", "deadlines": [1]}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " "}, "text"),
        ({"source": "NONE-1999"}, "source"),
        ({"deadlines": frozenset({7})}, "deadlines"),
        ({"indicators": frozenset({7})}, "indicators"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(tx, change, field):
    with pytest.raises((BadInput, NotFound)) as refused:
        remit.add(tx, ITEM.model_copy(update=change), by())
    assert refused.value.field == field


def test_actions_are_linked_all_or_none_each_in_its_own_trail(tx):
    assert [one.number for one in remit.link(tx, 3, [1, 2, 1], by())] == [1, 2]
    for number in (1, 2):
        [event] = audit.history(tx, f"A{number}")
        assert (event.verb, event.before, event.after) == ("linked", {"remit": []}, {"remit": [3]})
    assert audit.history(tx, "R3") == []
    with pytest.raises(MovedOn, match="All of these serve R3 already"):
        remit.link(tx, 3, [1, 2], by())
    with pytest.raises(NotFound, match="A9"):
        remit.link(tx, 2, [1, 9], by())
    assert [one.remit for one in remit.unlink(tx, 3, [1], by())] == [(3,)]
    with pytest.raises(MovedOn, match="A1 does not serve R3"):
        remit.unlink(tx, 3, [2, 1], by())
    assert plan.is_served(tx, 3)


def test_what_serves_already_is_left_and_the_others_are_linked(tx):
    remit.link(tx, 1, [1], by())
    assert [one.number for one in remit.link(tx, 1, [1, 2], by())] == [2]
    assert len(audit.history(tx, "A1")) == 1


def test_an_item_that_actions_serve_is_not_taken_back(tx):
    remit.add(tx, ITEM, by())
    remit.link(tx, 4, [1], by(ADVISER))
    with pytest.raises(MovedOn, match="Actions serve R4 already"):
        plan_changes.undo(tx, Ref(Kind.REMIT, 4), by())
    remit.unlink(tx, 4, [1], by())
    plan_changes.undo(tx, Ref(Kind.REMIT, 4), by())
    assert 4 not in plan.remit_numbers(tx)
    assert [one.number for one in plan.remit(tx, UNIT)] == [1, 2, 3]
    with pytest.raises(NotFound, match="There is no remit item R4"):
        remit.link(tx, 4, [1], by())


def test_met_once_and_not_on_a_day_to_come(tx):
    with pytest.raises(BadInput, match="still to come"):
        remit.meet(tx, 1, TODAY + timedelta(days=1), by(), TODAY)
    assert remit.meet(tx, 1, TODAY, by(ADVISER), TODAY).met == TODAY
    with pytest.raises(MovedOn, match="was met on 14 November 2022 already"):
        remit.meet(tx, 1, TODAY, by(), TODAY)
    assert remit.edit(tx, 1, Draft(text="Secure 1"), by(), TODAY).met is None


def test_a_partner_sees_the_remit_and_keeps_none_of_it(tx):
    assert remit.find(tx, 1, POLICE).text == "Secure 1"
    for change in (
        lambda: remit.add(tx, ITEM, by(POLICE)),
        lambda: remit.edit(tx, 1, ITEM, by(POLICE), TODAY),
        lambda: remit.meet(tx, 1, TODAY, by(POLICE), TODAY),
        lambda: remit.link(tx, 1, [1], by(POLICE)),
        lambda: remit.unlink(tx, 1, [1], by(POLICE)),
    ):
        with pytest.raises(NotAllowed):
            change()


def test_an_edit_is_not_taken_back_over_what_was_said_since_of_what_it_had_linked(tx):
    deadlines.add(tx, deadlines.Draft(title="Report", due=TODAY, remit=frozenset({1})), by())
    remit.edit(tx, 1, ITEM, by(minutes=1), TODAY)
    deadlines.edit(tx, 1, deadlines.Draft(title="Report", due=TODAY, remit=frozenset({2})), by(ADVISER, 2), TODAY)
    with pytest.raises(MovedOn, match="linked to has changed since"):
        plan_changes.undo(tx, Ref(Kind.REMIT, 1), by(minutes=3))
    plan_changes.undo(tx, Ref(Kind.DEADLINE, 1), by(ADVISER, 4))
    plan_changes.undo(tx, Ref(Kind.REMIT, 1), by(minutes=5))
    assert [one.number for one in remit.find(tx, 1, UNIT).deadlines] == [1]
