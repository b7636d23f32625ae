"""Whole trackers, each after a different published layout: what is read, flagged and left out, cell by cell."""

import pytest

from tests.exchange.trackers.whole import expected
from tests.exchange.trackers.whole.croydon import CROYDON
from tests.exchange.trackers.whole.layouts import ALL

each = pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.file)


@each
def test_every_cell_of_every_row_comes_out_as_it_must(layout, plan):
    got, want = expected.fields(layout, plan(layout))
    assert [one["title"] for one in got] == [one["title"] for one in want]
    for one, must in zip(got, want, strict=True):
        assert one == must


@each
def test_what_somebody_has_to_look_at_is_flagged_and_nothing_else(layout, plan):
    assert expected.wrong_flags(layout, plan(layout)) == []


@each
def test_rows_that_can_not_become_actions_are_rejected_with_the_reason(layout, plan):
    rejected = plan(layout).rejected
    assert [(one.sheet, one.row) for one in rejected] == [(sheet, row) for sheet, row, _ in layout.rejected]
    for one, (*_, words) in zip(rejected, layout.rejected, strict=True):
        assert words in one.reason


@each
def test_every_column_is_understood_or_named_as_left_out(layout, plan):
    assert expected.columns(plan(layout)) == layout.columns


@each
def test_headings_keys_and_sheets_without_a_header_are_told(layout, plan):
    notes = plan(layout).notes
    missing = [words for words in layout.notes if not any(words in note for note in notes)]
    assert missing == [], notes


def test_a_text_that_is_merged_across_two_columns_is_the_first_ones_alone(plan):
    update = plan(CROYDON).actions[-1].update
    assert update.count("Forms withdrawn") == 1
    assert "difference" not in update


def test_what_was_refused_is_repeated_nowhere(plan):
    layout = next(one for one in ALL if one.rejected and "phone" in one.rejected[0][2])
    said = repr(plan(layout))
    assert "07700" not in said
    assert "High Street" not in said
    assert "Comments" in next(one for one in plan(layout).rejected if "phone" in one.reason).column
