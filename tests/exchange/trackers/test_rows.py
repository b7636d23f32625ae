"""What a row becomes: an action, something to look at, a heading, or a reason why it is left out."""

import pytest

from bot.domain.errors import BadInput
from bot.exchange.files.book import Area, Spot
from bot.exchange.trackers.choices import Choices
from tests.exchange.trackers.conftest import KNOWN, one, told, tracker

HEADER = ["Ref", "Finding", "Action", "Lead", "Progress", "Budget"]


def plan(*rows, **options):
    return tracker(HEADER, *rows, **options)


def test_blank_rows_are_nothing_and_rows_without_an_action_are_left_out():
    found = plan(["1", "Recording", "Agree", "LA"], [], [None] * 6, ["2", "Recording", None, "LA"], ["3"], ["4", "x"])
    assert [action.row for action in found.actions] == [2]
    assert told(found)[0] == [(row, "there is no action in column C") for row in (5, 6, 7)]


def test_a_heading_is_the_finding_of_rows_that_have_none_until_the_next():
    found = plan(
        *(["PRIORITY 1a"], ["1", None, "Agree", "LA"], ["2", "Its own", "Train", "LA"]),
        *(["Priority 1b: help", None], ["3", None, "Audit", "LA"]),
        merged=(Area(4, 0, 4, 5),),
    )
    assert [action.finding for action in found.actions] == ["PRIORITY 1a", "Its own", "Priority 1b: help"]
    assert found.notes == ('Plan: row 2 "PRIORITY 1a", row 5 "Priority 1b: help" are headings and no actions.',)
    assert told(found) == ([], [])


def test_a_heading_right_above_the_first_table_counts_below_a_title():
    rows = [["Objective 1: help early"], HEADER, ["1", None, "Agree", "LA"]]
    found = tracker(["Our plan"], *rows)
    assert found.actions[0].finding == "Objective 1: help early"
    assert found.notes == ("Plan: row 1 above the header in row 3 is left out.",)
    assert tracker(*rows).actions[0].finding == ""


@pytest.mark.parametrize("row", [[None, None, "Total actions", 6], [None, "Total:", "5 actions"]])
def test_a_total_is_no_action_and_an_action_may_begin_with_the_word(row):
    found = plan(["1", None, "Agree", "LA"], row, [None, None, "Total respect training", "LA"])
    assert [one.title for one in found.actions] == ["Agree", "Total respect training"]
    assert "row 3" in found.notes[0]


@pytest.mark.parametrize(
    "row",
    [
        ["Same words"] * 6,
        [None, None, "Recommendation 3: the front door", None],
        ["Key: R = overdue, A = at risk"],
        ["Last updated 3 March 2022"],
    ],
)
def test_other_rows_that_are_no_actions(row):
    found = plan(["1", "Recording", "Agree", "LA"], row)
    assert len(found.actions) == 1
    assert found.rejected == ()
    assert "row 3" in found.notes[0]


def test_a_legend_below_the_table_is_no_action():
    found = plan(["1", "Recording", "Agree", "LA"], [], ["Key"], [None, "Red", "Overdue"], ["B", None, "Complete"])
    assert len(found.actions) == 1
    assert all(row in found.notes[0] for row in ("row 4", "row 5", "row 6"))


def test_an_action_alone_in_its_row_is_an_action():
    assert [action.title for action in plan([None, None, "Agree the offer"]).actions] == ["Agree the offer"]


def test_what_is_left_in_a_note_or_progress_column_is_no_heading():
    assert told(plan([None, None, None, None, "More of the same"]))[0] == [(2, "there is no action in column C")]


def test_a_merged_value_reaches_its_own_rows_and_its_first_column_only():
    found = plan(
        *(["1", "Recording", "Agree", "LA"], ["2", None, "Train", None], ["3", None, "Audit", "ICB"]),
        *(["4", None, "Report", None], [None, None, None, None]),
        merged=(Area(1, 1, 2, 1), Area(1, 3, 2, 4), Area(4, 0, 5, 0)),
    )
    assert [(one.finding, one.lead, one.tracker_ref, one.update) for one in found.actions] == [
        ("Recording", "LA", "1", ""),
        ("Recording", "LA", "2", ""),
        ("", "ICB", "3", ""),
        ("", "", "4", ""),
    ]
    assert found.rejected == ()


def test_a_row_whose_action_is_merged_down_from_the_row_above_is_the_same():
    found = plan(["1", "a", "Agree", "LA"], [None, "b", None, "ICB"], merged=(Area(1, 0, 2, 0), Area(1, 2, 2, 2)))
    assert told(found)[0] == [(3, "the same as row 2")]


def test_what_can_not_be_told_apart_comes_once():
    found = plan(
        *(
            ["1", "a", "Agree", "LA"],
            ["1", "b", "AGREE", "LA"],
            ["2", "c", "Agree", "LA"],
            [None, "d", "Agree", "LA"],
        ),
        *([None, "e", "Train", "LA"], ["7", "f", "Train", "LA"]),
    )
    assert [action.row for action in found.actions] == [2, 4, 6]
    apart = "and without a ref each they can't be told apart"
    assert told(found)[0] == [
        (3, "the same as row 2"),
        (5, f"the same text as row 2, {apart}"),
        (7, f"the same text as row 6, {apart}"),
    ]


def test_a_hidden_row_is_read_and_flagged():
    found = plan(["1", "a", "Agree", "LA"], hidden_rows=frozenset({1}))
    assert told(found)[1] == [(2, "the row is hidden in the sheet")]
    assert len(found.actions) == 1


@pytest.mark.parametrize(
    ("cell", "ref"), [("1.10", "1.10"), (1.1, "1.1"), (3.0, "3"), (12, "12"), (" A 7\n", "A 7"), ("x" * 60, "x" * 60)]
)
def test_a_ref_is_text(cell, ref):
    action, flags = one("Ref", cell)
    assert (action.tracker_ref, flags) == (ref, [])


def test_a_ref_that_is_too_long_is_kept_in_the_update():
    action, flags = one("Ref", "x" * 61)
    assert (action.tracker_ref, action.update, len(flags)) == ("", f"Ref: {'x' * 61}", 1)


def test_a_long_action_is_cut_at_a_word_and_kept_whole_in_the_update():
    text = "Agree the offer " * 40
    found = plan(["1", "a", text, "LA"])
    assert len(found.actions[0].title) <= 500
    assert found.actions[0].title.endswith("offer…") or found.actions[0].title.endswith("the…")
    assert found.actions[0].update == f"Action: {text}"
    assert "title is cut" in told(found)[1][0][1]


def test_several_actions_in_a_cell_stay_one():
    found = plan(["1", "a", "1. Agree the offer\n2. Train staff", "LA"])
    assert found.actions[0].title == "1. Agree the offer 2. Train staff"
    assert told(found)[1] == [(2, "the cell lists several actions, which stay one")]


def test_more_than_an_update_can_hold_is_cut_and_flagged():
    action, flags = one("Progress", "word " * 900)
    assert len(action.update) <= 3000
    assert action.update.endswith("…")
    assert "the rest is cut off" in flags[0]


def test_a_source_is_known_by_its_ref_or_its_title():
    assert one("Source", "jtai-2022")[0].source == "JTAI-2022"
    assert one("Source", "Joint Targeted  Area Inspection")[0].source == "JTAI-2022"
    action, flags = one("Source", "JTAI")
    assert (action.source, action.finding, len(flags)) == ("", "Source in the tracker: JTAI", 1)
    assert one("Source", None, source="jtai-2022")[0].source == "JTAI-2022"


def test_contributors_that_are_not_set_up_are_kept_in_words():
    action, flags = one("Partner agencies", "ICB, Education; POLICE and LA")
    assert (action.contributors, action.update) == (
        ("ICB", "POLICE"),
        "Partner agencies: ICB, Education; POLICE and LA",
    )
    assert flags == ['"Education" is not a partner that is set up, so it is kept in words']


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_a_spreadsheets_error_stops_the_file_where_it_counts(error):
    with pytest.raises(BadInput, match=r"Plan, D2: the cell shows the spreadsheet's error"):
        plan(["1", "a", "Agree", error])
    assert len(plan(["1", "a", "Agree", "LA", None, error]).actions) == 1


def test_a_formula_without_a_result_stops_the_file_where_it_counts():
    with pytest.raises(BadInput, match="Plan, D2: a formula without a saved result"):
        plan(["1", "a", "Agree"], without_result=frozenset({Spot(1, 3)}))
    assert len(plan(["1", "a", "Agree"], without_result=frozenset({Spot(1, 5), Spot(0, 3)})).actions) == 1


NUMBER = "9990000018"


@pytest.mark.parametrize("at", range(5))
def test_an_identifier_leaves_its_row_out_and_is_repeated_nowhere(at):
    row = ["2", "Recording", "Train", "Education", "Begun"]
    row[at] = f"{row[at]} {NUMBER}"
    found = plan(["1", "a", "Agree", "LA"], row)
    assert told(found) == ([(3, "it holds an NHS number")], [])
    assert NUMBER not in found.model_dump_json()


def test_an_identifier_in_a_column_that_is_left_out_is_not_kept_either_way():
    found = plan(["1", "a", "Agree", "LA", None, NUMBER])
    assert len(found.actions) == 1
    assert NUMBER not in found.model_dump_json()


def test_an_identifier_in_a_heading_header_or_sheets_name_is_repeated_nowhere():
    found = tracker(
        ["Action", "Lead", f"Budget {NUMBER}", "Progress"],
        *([f"PRIORITY 1 {NUMBER}"], ["Agree", "LA", "5"]),
        name=f"Plan {NUMBER}",
        merged=(Area(1, 0, 1, 3),),
    )
    assert NUMBER not in found.model_dump_json()
    assert found.actions[0].finding == ""
    assert "it holds an NHS number" in found.notes[0]


def test_all_reasons_are_told_at_once():
    found = plan(["1", f"a {NUMBER}", None, "LA", f"b {NUMBER}"])
    assert len(found.rejected) == 1
    assert found.rejected[0].reason.count("it holds an NHS number") == 2
    assert "there is no action in column C" in found.rejected[0].reason


def test_a_source_that_is_chosen_and_unknown_partners_do_not_stop_other_rows():
    found = plan(["1", "a", "Agree", "LA"], choices=Choices(source="JTAI-2022"), known=KNOWN)
    assert found.actions[0].source == "JTAI-2022"


def test_a_year_of_two_digits_is_told_in_the_files_own_words():
    rows = (["Agree", "LA", "31.3.23"], ["Train", "LA", "1/4/23"], ["Audit", "LA", "2 May 2023"])
    [note] = tracker(["Action", "Lead", "Due"], *rows).notes
    assert note == (
        'Plan: in column C, "31.3.23" is read as 31 March 2023, and 1 other cell with a year of two digits likewise.'
    )
    [note] = tracker(["Action", "Lead", "Due"], rows[0]).notes
    assert note == 'Plan: in column C, "31.3.23" is read as 31 March 2023.'
