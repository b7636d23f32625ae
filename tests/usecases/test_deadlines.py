from datetime import date, timedelta

import pytest

from bot.domain.errors import BadInput, MovedOn, NotAllowed, NotFound
from bot.domain.people import Role
from bot.domain.plan import Precision
from bot.domain.refs import Kind, Ref
from bot.usecases import deadlines, plan_changes
from bot.usecases.deadlines import Draft
from storage import audit, importing, plan, plan_fields
from tests.storage.plans import ADVISER, POLICE, TODAY, UNIT, by, partnership, person

REPORT = Draft(title="Report to the department", due=date(2023, 1, 31), phrase="by the end of January 2023")


@pytest.fixture
def tx(tmp_path, shared):
    with partnership(tmp_path / "own.db", like=shared).write() as made:
        made.run("UPDATE sources SET published = '2022-02-21' WHERE ref = 'JTAI-2022'")
        yield made


def added(tx, **fields):
    return deadlines.add(tx, REPORT.model_copy(update=fields), by())


def test_what_is_added_keeps_its_first_date_and_is_told_in_one_event(tx):
    kept = added(tx, source="JTAI-2022", remit=frozenset({2}), precision=Precision.END_OF_MONTH)
    assert (kept.ref, kept.due, kept.original_due) == (Ref(Kind.DEADLINE, 1), REPORT.due, REPORT.due)
    assert (kept.source, kept.remit, kept.precision) == ("JTAI-2022", (2,), Precision.END_OF_MONTH)
    [event] = audit.history(tx, "D1")
    assert (event.verb, event.before) == ("added", {})
    assert event.after == plan_fields.find(tx, kept.ref)


def test_the_fields_are_those_of_an_import(tx):
    kept = added(tx, source="JTAI-2022")
    stored = importing.stored(tx, "deadlines", [1])[1]
    fields = plan_fields.find(tx, kept.ref)
    assert {name: stored[name] for name in fields if name != "remit"} == {
        n: v for n, v in fields.items() if n != "remit"
    }


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"title": "  "}, "title", "needs a title"),
        ({"due": None, "phrase": "", "precision": Precision.VAGUE}, "phrase", "the source's own words"),
        ({"due": None}, "precision", "choose that the source fixes no day"),
        ({"precision": Precision.VAGUE}, "precision", "There is a date"),
        ({"due": date(2023, 1, 30), "precision": Precision.END_OF_MONTH}, "due", "is 31 January 2023"),
        ({"source": "NONE-1999"}, "source", "There is no source NONE-1999"),
        ({"remit": frozenset({9})}, "remit", "There is no remit item R9"),
        ({"due": date(2022, 1, 31), "source": "JTAI-2022"}, "due", "is before JTAI-2022 was published"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(tx, change, field, sentence):
    with pytest.raises((BadInput, NotFound), match=sentence) as refused:
        added(tx, **change)
    assert refused.value.field == field
    assert plan.deadlines(tx) == []


def test_a_date_is_set_once_and_then_only_moved(tx):
    added(tx, due=None, precision=Precision.VAGUE)
    dated = deadlines.edit(tx, 1, REPORT, by(), TODAY)
    assert (dated.due, dated.original_due) == (REPORT.due, REPORT.due)
    other = REPORT.model_copy(update={"due": date(2023, 3, 1), "title": "Other"})
    assert deadlines.edit(tx, 1, other, by(), TODAY).due == REPORT.due
    moved = deadlines.move(tx, 1, date(2023, 2, 28), "the department agreed", by())
    assert (moved.due, moved.original_due) == (date(2023, 2, 28), REPORT.due)
    assert deadlines.why_moved(tx, 1) == "the department agreed"
    [event, *_] = audit.history(tx, "D1")
    assert event.before == {"due": "2023-01-31"}
    assert event.after == {"due": "2023-02-28", "reason": "the department agreed"}


def test_moving_the_end_of_a_month_makes_it_a_day(tx):
    added(tx, precision=Precision.END_OF_MONTH)
    assert deadlines.move(tx, 1, date(2023, 2, 14), "agreed", by()).precision is Precision.DAY
    plan_changes.undo(tx, Ref(Kind.DEADLINE, 1), by())
    assert deadlines.find(tx, 1, UNIT).precision is Precision.END_OF_MONTH
    assert deadlines.why_moved(tx, 1) == ""


@pytest.mark.parametrize(
    ("due", "why", "field", "sentence"),
    [
        (date(2023, 2, 28), " ", "reason", "Say why D1 is moved"),
        (date(2023, 1, 31), "agreed", "due", "due on 31 January 2023 already"),
        (
            date(2021, 2, 28),
            "agreed",
            "due",
            "28 February 2021 is before JTAI-2022 was published, on 21 February 2022",
        ),
    ],
)
def test_a_move_needs_a_reason_and_a_date_that_can_be(tx, due, why, field, sentence):
    added(tx, source="JTAI-2022")
    with pytest.raises(BadInput, match=sentence) as refused:
        deadlines.move(tx, 1, due, why, by())
    assert refused.value.field == field
    assert deadlines.find(tx, 1, UNIT).due == REPORT.due


def test_what_has_no_date_or_was_met_is_not_moved(tx):
    added(tx, due=None, precision=Precision.VAGUE)
    with pytest.raises(MovedOn, match="has no date yet"):
        deadlines.move(tx, 1, date(2023, 2, 28), "agreed", by())
    added(tx)
    deadlines.meet(tx, 2, TODAY, by(), TODAY)
    with pytest.raises(MovedOn, match="was met on 14 November 2022"):
        deadlines.move(tx, 2, date(2023, 2, 28), "agreed", by())
    with pytest.raises(MovedOn, match="already"):
        deadlines.meet(tx, 2, TODAY, by(), TODAY)


def test_nothing_was_met_on_a_day_to_come_or_before_its_source(tx):
    added(tx, source="JTAI-2022")
    for day in (TODAY + timedelta(days=1), date(2022, 2, 20)):
        with pytest.raises(BadInput) as refused:
            deadlines.meet(tx, 1, day, by(), TODAY)
        assert refused.value.field == "met"


def test_met_by_mistake_is_put_right_in_the_form(tx):
    added(tx)
    deadlines.meet(tx, 1, TODAY, by(), TODAY)
    kept = deadlines.edit(tx, 1, REPORT.model_copy(update={"met": TODAY - timedelta(days=3)}), by(), TODAY)
    assert kept.met == TODAY - timedelta(days=3)
    assert deadlines.edit(tx, 1, REPORT, by(), TODAY).met is None


def test_an_old_contradiction_does_not_stop_an_edit(tx):
    added(tx)
    tx.run("UPDATE deadlines SET due = '2021-06-01', source_id = 1 WHERE id = 1")
    kept = deadlines.edit(
        tx, 1, REPORT.model_copy(update={"basis": "the letter", "source": "JTAI-2022"}), by(), TODAY
    )
    assert kept.basis == "the letter"


def test_nothing_different_is_no_change(tx):
    added(tx)
    with pytest.raises(BadInput, match="Nothing is different") as refused:
        deadlines.edit(tx, 1, REPORT, by(), TODAY)
    assert refused.value.field == "title"
    assert len(audit.history(tx, "D1")) == 1


@pytest.mark.parametrize("who", [POLICE, person(user="U-OBSERVER", roles=[Role.OBSERVER])])
def test_who_does_not_keep_deadlines_sees_them_and_changes_nothing(tx, who):
    added(tx)
    assert deadlines.find(tx, 1, who).ref == Ref(Kind.DEADLINE, 1)
    for change in (
        lambda: deadlines.add(tx, REPORT, by(who)),
        lambda: deadlines.edit(tx, 1, REPORT, by(who), TODAY),
        lambda: deadlines.meet(tx, 1, TODAY, by(who), TODAY),
        lambda: deadlines.move(tx, 1, date(2023, 2, 28), "agreed", by(who)),
    ):
        with pytest.raises(NotAllowed, match="The business unit and assurers keep"):
            change()


def test_a_stranger_is_told_that_there_is_none(tx):
    added(tx)
    with pytest.raises(NotFound, match="There is no deadline D1"):
        deadlines.find(tx, 1, person(user="U-OUTSIDE"))


def test_an_undone_addition_is_hidden_and_its_number_is_not_given_again(tx):
    added(tx, remit=frozenset({1}))
    assert plan_changes.undo(tx, Ref(Kind.DEADLINE, 1), by()) == "added"
    assert plan.deadlines(tx) == []
    assert plan.deadline(tx, 1) is None
    assert plan.remit(tx, UNIT, [1])[0].deadlines == ()
    with pytest.raises(NotFound):
        plan_changes.undo(tx, Ref(Kind.DEADLINE, 1), by())
    assert added(tx).number == 2
    assert tx.value("SELECT count(*) FROM deadlines") == 2


def test_who_undoes_is_who_did_it_within_15_minutes_with_nothing_built_on_it(tx):
    added(tx)
    ref = Ref(Kind.DEADLINE, 1)
    deadlines.meet(tx, 1, TODAY, by(), TODAY)
    with pytest.raises(MovedOn, match="Somebody else"):
        plan_changes.undo(tx, ref, by(ADVISER))
    with pytest.raises(MovedOn, match="more than 15 minutes ago"):
        plan_changes.undo(tx, ref, by(minutes=16))
    lost_role = UNIT.model_copy(update={"roles": frozenset(), "partners": frozenset({"LA"})})
    with pytest.raises(NotAllowed):
        plan_changes.undo(tx, ref, by(lost_role))
    plan_changes.undo(tx, ref, by(minutes=15))
    assert deadlines.find(tx, 1, UNIT).met is None
    plan_changes.undo(tx, ref, by())  # and what was done before that: adding it
    with pytest.raises((MovedOn, NotFound)):
        plan_changes.undo(tx, ref, by())


def test_links_that_somebody_made_elsewhere_are_not_undone_with_ones_own(tx):
    added(tx)
    deadlines.edit(tx, 1, REPORT.model_copy(update={"remit": frozenset({2})}), by(), TODAY)
    plan_changes.change(tx, Ref(Kind.REMIT, 3), "edited", {"deadlines": [1]}, by(ADVISER))
    with pytest.raises(MovedOn, match="Something else has changed D1 since"):
        plan_changes.undo(tx, Ref(Kind.DEADLINE, 1), by())
    assert deadlines.find(tx, 1, UNIT).remit == (2, 3)


def test_links_chosen_in_a_form_leave_alone_what_others_linked_meanwhile():
    assert plan_changes.merged([1, 2, 5], shown=[1, 2], chosen=[2, 3]) == [2, 3, 5]
    assert plan_changes.merged([], shown=[1], chosen=[1]) == []
