"""Which action a row of a tracker is about, and the money that came with a plan."""

import json

import pytest

from bot.domain.errors import BadInput
from bot.exchange.importing import apply
from bot.exchange.rows import ActionRow, FundingRow, PartnerRow, Plan, SourceRow

AROUND = {
    "partners": (PartnerRow(code="LA", name="Council", kind="safeguarding partner"),),
    "sources": (SourceRow(ref="JTAI", title="JTAI"), SourceRow(ref="ILACS", title="ILACS")),
}


@pytest.fixture
def come(store, by):
    """Import these rows, each (ref, title) or (ref, title, source); what was added and changed."""

    def come(*rows, **options):
        actions = tuple(
            ActionRow(row=at, tracker_ref=ref, title=title, lead="LA", source=source[0] if source else "")
            for at, (ref, title, *source) in enumerate(rows, start=2)
        )
        outcome = apply(store, Plan(actions=actions, **AROUND), by, **options)
        added = [one for one in outcome.added if one.startswith("A")]
        return added, [(one.ref, one.field, one.before, one.after) for one in outcome.changes]

    come()
    return come


def test_a_row_is_known_by_its_ref_and_its_text_may_change(come):
    assert come(("1.1", "Agree the offer"), ("1.2", "Train staff")) == (["A1", "A2"], [])
    assert come(("1.1", "Agree the early help offer"), ("1.2", "Train staff")) == (
        [],
        [("A1", "title", "Agree the offer", "Agree the early help offer")],
    )


def test_the_same_again_changes_nothing(come):
    rows = [("1.1", "Agree the offer"), ("", "Train staff"), ("1.1", "Audit records")]
    assert come(*rows) == (["A1", "A2", "A3"], [])
    assert come(*rows) == ([], [])
    assert come(*reversed(rows)) == ([], [])


def test_a_recommendations_ref_on_several_actions_leaves_them_apart_by_their_text(come):
    come(("1", "Agree the offer"), ("1", "Train staff"))
    assert come(("1", "Train staff"), ("1", "Agree the offer"), ("1", "Audit records")) == (["A3"], [])


def test_the_same_ref_in_two_sources_is_two_actions(come):
    assert come(("1", "Agree the offer", "JTAI"), ("1", "Agree the offer", "ILACS"))[0] == ["A1", "A2"]


def test_a_source_that_is_chosen_later_is_a_change(come):
    come(("1", "Agree the offer"))
    assert come(("1", "Agree the offer", "JTAI")) == ([], [("A1", "source", None, "JTAI")])


def test_a_source_that_is_chosen_later_is_a_change_for_rows_without_a_ref_too(come):
    come(("", "Agree the offer"))
    assert come(("", "Agree the offer", "JTAI")) == ([], [("A1", "source", None, "JTAI")])
    come(("", "Train staff"))
    assert come(("", "Train staff"), ("", "Train staff", "JTAI")) == (["A3"], [])


def test_another_tracker_that_begins_with_1_as_well_overwrites_nothing_where_its_source_is_said(come):
    come(("1", "Agree the offer"), ("2", "Train staff"))
    assert come(("1", "Audit records", "ILACS"), ("2", "Buy a system", "ILACS")) == (["A3", "A4"], [])


def test_a_ref_is_the_same_in_any_case(come):
    come(("1a", "Agree the offer"))
    assert come(("1A", "Agree the early help offer"))[0] == []


def test_a_ref_that_comes_later_goes_to_the_action_with_the_text(come):
    come(("", "Agree the offer"))
    assert come(("7", "Agree the offer")) == ([], [("A1", "tracker_ref", "", "7")])


def test_the_same_text_under_another_ref_is_another_action(come):
    come(("1", "Report to the board"))
    assert come(("1", "Report to the board"), ("2", "Report to the board"))[0] == ["A2"]


def test_another_tracker_without_a_source_has_refs_of_its_own(come):
    first = [("1", "Agree the rota"), ("2", "Train all staff")]
    other = [("1", "Share the protocol"), ("2", "Publish a directory")]
    assert come(*first)[0] == ["A1", "A2"]
    assert come(*other)[0] == ["A3", "A4"]
    assert come(*first) == come(*other) == ([], [])
    assert come(("1", "Publish the rota"), ("2", "Train all staff")) == (
        [],
        [("A1", "title", "Agree the rota", "Publish the rota")],
    )


def test_what_the_file_has_no_more_is_told_and_left(store, by):
    def bring(*refs):
        rows = [ActionRow(row=at, tracker_ref=ref, title=f"Share number {ref}", lead="LA") for at, ref in refs]
        return apply(store, Plan(actions=tuple(rows), **AROUND), by).absent

    assert bring((2, "1"), (3, "2"), (4, "3")) == []
    assert bring((2, "1"), (3, "3")) == ["A2"]
    assert bring((2, "1"), (3, "2"), (4, "3")) == []
    assert bring((2, "9")) == []  # another tracker


def test_money_is_known_by_its_purpose_and_source(store, by):
    def bring(*rows):
        return apply(store, Plan(funding=rows, **AROUND), by)

    first = FundingRow(purpose="Capacity", amount=532000, phrase="January 2022", source="JTAI")
    assert bring(first).counts["Funding"].added == 1
    assert bring(first).counts["Funding"].unchanged == 1
    more = bring(
        FundingRow(purpose="Capacity", amount=640000, source="JTAI"), FundingRow(purpose="Capacity", amount=1)
    )
    assert [(one.field, one.before, one.after) for one in more.changes] == [("amount", "532000", "640000")]
    assert more.counts["Funding"] == (1, 1, 0)
    with store.read() as tx:
        said = [(row["verb"], row["subject"]) for row in tx.rows("SELECT * FROM events WHERE subject GLOB '£*'")]
    assert said == [("added", "£1"), ("edited", "£1"), ("added", "£2")]


def test_money_from_a_source_that_is_not_there(store, by):
    with pytest.raises(BadInput, match="There is no source CPR"):
        apply(store, Plan(funding=(FundingRow(purpose="Capacity", amount=1, source="CPR"),), **AROUND), by)


def test_an_action_is_found_by_its_trackers_ref_and_the_card_shows_it(world):
    with world.store.write() as tx:
        tx.run("UPDATE actions SET tracker_ref = 'Rec 1.3' WHERE id = 6")
        tx.run("UPDATE actions SET tracker_ref = '1.3b' WHERE id = 7")
    [row] = [one for one in blocks(world.ask(world.manager, "1.3B")) if "A7" in one]
    assert "A6" not in row
    assert any("In the tracker" in one and "Rec 1.3" in one for one in blocks(world.ask(world.manager, "A6")))


def blocks(message):
    return [json.dumps(block) for block in message.blocks]
