"""Whole trackers come into a store: once, the same again, a changed copy, and after things were decided in Slack."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.exchange.importing import apply
from bot.usecases import keeping, progress
from bot.usecases.words import Words
from storage import actions
from tests.exchange.conftest import everything
from tests.exchange.trackers.whole.kirklees import KIRKLEES
from tests.exchange.trackers.whole.layouts import ALL
from tests.exchange.trackers.whole.sandwell import SANDWELL
from tests.storage.plans import yardstick

each = pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.file)


@pytest.fixture
def bring(partnership, plan, by):
    """Import a layout's file; with `edits`, its changed copy."""

    def bring(layout, edits=None, **options):
        return apply(partnership, plan(layout, edits), by, **options)

    return bring


@pytest.fixture
def there(partnership):
    """The actions that are there, by the beginning of the title."""

    def there(title):
        with partnership.read() as tx:
            return next(one for one in actions.select(tx, "ORDER BY a.id") if one.title.startswith(title))

    return there


@each
def test_a_tracker_comes_in_and_the_same_file_again_changes_nothing(layout, bring, partnership):
    assert bring(layout, dry_run=True).counts["Actions"] == (len(layout.rows), 0, 0)
    assert everything(partnership)["actions"] == []
    assert bring(layout).counts["Actions"] == (len(layout.rows), 0, 0)
    before = everything(partnership, but=())
    again = bring(layout)
    assert (again.counts["Actions"], again.changes, again.kept) == ((0, 0, len(layout.rows)), [], [])
    assert everything(partnership, but=()) == before


@each
def test_what_the_store_holds_is_what_the_rows_said(layout, bring, there):
    bring(layout)
    for row in layout.rows:
        kept = there(row.title.removesuffix("…"))
        assert (kept.tracker_ref, kept.lead.code, str(kept.stage)) == (row.ref, row.lead or row.held_by, row.stage)
        assert (kept.due, kept.original_due) == (row.due, row.original or row.due)
        assert kept.contributors == set(row.contributors)


def cells(changes):
    """Which fields of which actions changed; a due date is one cell, whatever else goes with it."""
    return {(one.ref, {"due_phrase": "due", "original_due": "due"}.get(one.field, one.field)) for one in changes}


@each
def test_a_changed_copy_changes_these_cells_and_no_others(layout, bring, there):
    bring(layout)
    refs = {(str(there(title).ref), field): value for (title, field), value in layout.changed.items()}
    outcome = bring(layout, layout.edits)
    assert (outcome.added, outcome.kept) == ([], [])
    assert cells(outcome.changes) == refs.keys()
    after = {(one.ref, one.field): one.after for one in outcome.changes}
    for cell, value in refs.items():
        assert value in after[cell]


@pytest.fixture
def decide(partnership):
    """The business unit changes a field of an action in Slack."""

    def decide(action, **fields):
        unit = Person(user="U0UNIT", team="T0HOME", roles=frozenset({Role.BUSINESS_UNIT}))
        by = By(person=unit, at=datetime(2022, 11, 15, 9, tzinfo=UTC), origin=Origin.COMMAND)
        same = {name: getattr(action, name) for name in keeping.Draft.model_fields}
        draft = keeping.Draft(**same | {"lead": action.lead.code} | fields)
        with partnership.write() as tx:
            keeping.edit(tx, action.number, draft, by, yardstick(date(2022, 11, 15)))

    return decide


@each
def test_what_was_decided_in_slack_meanwhile_is_a_conflict_and_stays(layout, bring, there, decide):
    bring(layout)
    title, field = next(one for one in layout.changed if one[0] == layout.decided)
    ref = there(title).ref
    ours = {"lead": "POLICE"}.get(field, "As it was agreed")
    decide(there(title), **{field: ours})
    outcome = bring(layout, layout.edits)
    assert [(one.ref, one.field, one.ours) for one in outcome.kept] == [(str(ref), field, ours)]
    assert layout.changed[title, field] in outcome.kept[0].file
    refs = {(str(there(one).ref) if one != title else str(ref), name) for one, name in layout.changed}
    assert cells(outcome.changes) == refs - {(str(ref), field)}


@pytest.fixture
def deed(partnership):
    """A member of the police does something to an action in Slack."""
    member = Person(user="U0POLICE", team="T0HOME", roles=frozenset(), partners=frozenset({"POLICE"}))
    by = By(person=member, at=datetime(2022, 11, 15, 9, tzinfo=UTC), origin=Origin.COMMAND)

    def deed(name, action, text):
        with partnership.write() as tx:
            progress.record(tx, name, action.number, Words(text=text), by, yardstick(date(2022, 11, 15)))

    return deed


def test_what_a_partner_did_meanwhile_stays_and_a_colour_contradicts_no_stage(bring, there, deed, partnership):
    bring(SANDWELL)
    action = there("Rehearse the inspection")
    deed("update", action, "The date moved by a week")
    deed("done", action, "Rehearsed with all partners")
    outcome = bring(SANDWELL, SANDWELL.edits)
    assert outcome.kept == []  # its RAG is amber, which says nothing about a stage
    assert str(there("Rehearse").stage) == "reported done"
    texts = [row["text"] for row in everything(partnership)["updates"] if row["action_id"] == action.number]
    assert [words in " ".join(texts) for words in ("a week", "Rehearsed once", "all partners")] == [True] * 3


def test_a_stage_that_the_file_says_and_slack_has_moved_is_a_conflict(bring, there, deed):
    bring(KIRKLEES)
    action = there("Agree the rota")
    deed("done", action, "The rota is agreed with all teams")
    outcome = bring(KIRKLEES)
    assert [(one.ref, one.field, one.ours, one.file) for one in outcome.kept] == [
        (str(action.ref), "stage", "reported done", "in progress")
    ]
    assert outcome.changes == []
