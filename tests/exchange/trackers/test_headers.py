"""Which column means what, and where the header is."""

import pytest

from bot.domain.errors import BadInput
from bot.exchange.files.book import Area, Book, Sheet
from bot.exchange.trackers.choices import Choices, read_pair
from bot.exchange.trackers.meanings import sense_of
from bot.exchange.trackers.reader import is_form, read_tracker
from tests.exchange.trackers.conftest import KNOWN, TODAY, book, refuse, tracker


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Ref / No", "ref"),
        ("#", "ref"),
        ("ACTION(S)", "action"),
        ("3. Action", "action"),
        ("What will we do?", "action"),
        ("Area for\nimprovement", "finding"),
        ("Lead agency / officer", "lead partner"),
        ("Who?", "lead partner"),
        ("Who’s responsible?", "lead partner"),
        ("Who is leading this", "lead partner"),
        ("Single point of contact", "lead partner"),
        ("Strategic aim", "finding"),
        ("✓", "status"),
        ("By when", "due"),
        ("Due date (dd/mm/yyyy)", "due"),
        ("Revised completion date", "due"),
        ("Original target date", "original due"),
        ("B-RAG", "status"),
        ("RAG  rating", "status"),
        ("% complete", "status"),
        ("Update September", "progress"),
        ("Progress as at 30 June 2016", "progress"),
        ("Evidence / Impact", "evidence"),
        ("What difference has it made?", "evidence"),
        ("Date (completed)", "completed"),
        ("How will we know it has worked?", "success measure"),
        ("Partner agencies", "contributors"),
    ],
)
def test_a_header_is_known_whatever_its_case_spaces_and_punctuation(header, meaning):
    assert sense_of(header).meaning == meaning


@pytest.mark.parametrize(
    "header", ["Reaction", "Actionable", "Leader", "Budget", "Noted", "Update the board weekly", ""]
)
def test_a_part_of_a_word_is_no_header(header):
    assert sense_of(header) is None


def meanings(*header, rows=(("a", "b", "c", "d", "e", "f", "g"),), **options):
    plan = tracker(header, *rows, **options)
    return {column.header: column.meaning for column in plan.columns}


def test_an_officer_leads_only_where_no_partner_does():
    assert meanings("Action", "Owner")["Owner"] == "lead partner"
    both = meanings("Action", "Owner", "Lead agency")
    assert (both["Owner"], both["Lead agency"]) == ("lead officer", "lead partner")


def test_a_revised_date_is_the_due_one_and_the_other_the_original():
    assert meanings("Action", "Due date", "Revised due date") == {
        "Action": "action",
        "Due date": "original due",
        "Revised due date": "due",
        "": "",
    }


def test_a_completion_date_beside_a_target_date_is_when_it_was_completed():
    assert meanings("Action", "Completion date")["Completion date"] == "due"
    assert meanings("Action", "Completion date", "Target date")["Completion date"] == "completed"


def test_progress_and_evidence_may_stand_in_several_columns():
    rows = [("Agree", "LA", "Begun", "Half done", "None yet", "Audit")]
    plan = tracker(("Action", "Lead", "Progress", "Update September", "Evidence", "Impact"), *rows)
    assert plan.actions[0].update == "Progress: Begun\nUpdate September: Half done\nEvidence: None yet\nImpact: Audit"


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        (
            ("Action", "Owner", "x", "Responsible officer"),
            ["B3", "Owner", "D3", "Responsible officer", "lead partner"],
        ),
        (("Action", "Target date", "Deadline"), ["B3", "C3", "due"]),
        (("Action", "Action", "Lead"), ["A3", "B3", "action"]),
    ],
)
def test_two_columns_that_claim_the_same_are_asked_about(headers, says):
    with pytest.raises(BadInput) as refused:
        tracker(["Our plan"], [], headers, ["a", "b", "c", "d"])
    assert all(words in refused.value.sentence for words in says)
    assert refused.value.example.startswith('--map "')


def test_the_example_of_the_question_answers_it():
    rows = [("Action", "Owner", "Responsible officer"), ("Agree", "LA", "POLICE")]
    with pytest.raises(BadInput) as refused:
        tracker(*rows)
    pair = read_pair(refused.value.example.removeprefix('--map "').removesuffix('"'), "")
    plan = tracker(*rows, choices=Choices(columns=dict([pair])))
    assert plan.actions[0].lead == "LA"
    assert [column.chosen for column in plan.columns] == [False, True, False]


def test_what_is_chosen_counts_over_the_words():
    chosen = Choices.written(["OWNER = lead  Partner", "Plan!D=due", "Notes=leave out"])
    plan = tracker(
        ["Action", "Owner", "Lead agency", None, "Notes"], ["Agree", "LA", "x", "31/12/2022", "y"], choices=chosen
    )
    assert [(one.meaning, one.chosen) for one in plan.columns] == [
        ("action", False),
        ("lead partner", True),
        ("", False),
        ("due", True),
        ("", True),
    ]
    assert str(plan.actions[0].due.day) == "2022-12-31"
    assert "y" not in plan.actions[0].update


@pytest.mark.parametrize(
    "wrong", [{"columns": ["Owner"]}, {"columns": ["Owner=boss"]}, {"leads": ["=LA"]}, {"columns": ["=due"]}]
)
def test_a_choice_that_can_not_be_read_is_bad_input_with_an_example(wrong):
    with pytest.raises(BadInput) as refused:
        Choices.written(**wrong)
    assert refused.value.example


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        (Choices(columns={"Ownr": "lead partner"}), "no column"),
        (Choices(leads={"Health": "NHS"}), "no partner NHS"),
        (Choices(source="ILACS"), "no source ILACS"),
        (Choices(sheets=("Other",)), "no sheet Other"),
        (Choices(columns={"Plan!A": "due"}), "no column is for the action"),
    ],
)
def test_a_choice_that_leads_nowhere_is_bad_input(choices, says):
    with pytest.raises(BadInput, match=says):
        tracker(["Action", "Lead"], ["Agree", "LA"], choices=choices)


def test_a_source_is_asked_for_before_any_is_set_up():
    nothing = KNOWN.model_copy(update={"sources": (), "titles": {}})
    with pytest.raises(BadInput, match="no source ILACS, since none is set up") as refused:
        tracker(["Action", "Lead"], ["Agree", "LA"], choices=Choices(source="ILACS"), known=nothing)
    assert refused.value.example == "followthrough template plan.xlsx"


def test_what_was_chosen_earlier_is_told_where_it_counts_and_no_fault_elsewhere():
    earlier = Choices(columns={"Owner": "lead partner", "Elsewhere": "due"}, leads={"Health": "ICB", "Gone": "NHS"})
    plan = tracker(["Action", "Owner"], ["Agree", "Health"], choices=Choices().over(earlier))
    assert plan.actions[0].lead == "ICB"
    assert plan.notes == (
        'Remembered from an earlier import: the column "Owner" is lead partner; the lead "Health" is ICB.',
    )
    again = tracker(
        ["Action", "Owner"], ["Agree", "LA"], choices=Choices(columns={"owner": "leave out"}).over(earlier)
    )
    assert again.columns[1].meaning == ""


def test_the_header_may_stand_anywhere_below_a_title():
    plan = tracker(
        ["Plan of the board"],
        [],
        ["Owner: somebody", None, "Version 3"],
        ["Ref", "Action", "Lead"],
        [1, "Agree", "LA"],
    )
    assert plan.actions[0].row == 5
    assert plan.notes == ("Plan: rows 1 and 3 above the header in row 4 are left out.",)


def test_a_header_in_two_rows():
    plan = tracker(
        ["Ref", "Action", "Timescale", None, "Progress", None],
        [None, None, "Original date", "Revised date", "September", "December"],
        ["1", "Agree", "31/12/2022", "31/01/2023", "Begun", "Going on"],
        merged=(Area(0, 0, 1, 0), Area(0, 1, 1, 1), Area(0, 2, 0, 3), Area(0, 4, 0, 5)),
    )
    action = plan.actions[0]
    assert (str(action.original_due), str(action.due.day)) == ("2022-12-31", "2023-01-31")
    assert action.update == "Progress: September: Begun\nProgress: December: Going on"


def test_a_header_whose_words_go_on_in_the_row_below():
    plan = tracker(
        ["Plan of the board"],
        ["Ref", "What do we", "Who's", "Completion", "BRAG", "Status update"],
        ["no.", "need to do?", "responsible?", "date", None, "(Nov)"],
        ["1", "Agree", "LA", "31/12/2022", "Green", "Begun"],
        ["2", "Train", "ICB", "ASAP", "Amber", None],
    )
    assert [(one.tracker_ref, one.title, one.lead) for one in plan.actions] == [
        ("1", "Agree", "LA"),
        ("2", "Train", "ICB"),
    ]
    assert {one.header: one.meaning for one in plan.columns}["Who's responsible?"] == "lead partner"
    assert plan.actions[0].update == "Status update (Nov): Begun"


def test_a_row_of_known_words_below_a_header_is_an_action():
    plan = tracker(["Action", "Lead", "Status"], ["Review", "ICB", "Complete"], ["Update", "LA", "Open"])
    assert [one.title for one in plan.actions] == ["Review", "Update"]


def test_where_columns_are_chosen_by_letter_no_action_is_taken_for_one_more_header():
    plan = tracker(
        *(["Thing", "Body"], ["Agree", "LA"], ["Train", "ICB"], ["Audit", "POLICE"]),
        choices=Choices.written(["Plan!A=action", "Plan!B=lead partner"]),
    )
    assert [one.title for one in plan.actions] == ["Agree", "Train", "Audit"]


def test_dates_in_a_column_that_nobody_knows_are_told_where_none_is_read_as_due():
    said = "Plan: no column is read as due, though dates stand in column C"
    rows = [["Agree", "LA", "31/12/2022"]]
    assert tracker(["Action", "Lead", "Date"], *rows).notes == (f'{said} "Date".',)
    assert tracker(["Action", "Lead", "Due"], *rows).notes == ()
    assert tracker(["Action", "Lead", "Budget"], ["Agree", "LA", "12"]).notes == ()


def test_a_title_merged_over_the_header_is_no_group():
    plan = tracker(["Action plan", None], ["Action", "Lead"], ["Agree", "LA"], merged=(Area(0, 0, 0, 1),))
    assert [column.header for column in plan.columns] == ["Action", "Lead"]


def test_a_header_merged_over_several_columns_is_that_of_the_first():
    plan = tracker(["Action", "Progress", None], ["Agree", "Begun", "More"], merged=(Area(0, 1, 0, 2),))
    assert [(one.column, one.meaning, one.filled) for one in plan.columns] == [
        ("A", "action", 1),
        ("B", "progress", 1),
        ("C", "", 1),
    ]


def test_a_header_that_comes_again_is_skipped_and_another_one_begins_a_table():
    plan = tracker(
        *(["Action", "Lead"], ["Agree", "LA"], ["Action", "Lead"], ["Train", "ICB"]),
        *(["Ref", "Action", "Lead"], ["7", "Audit", "POLICE"]),
    )
    assert [(one.title, one.lead, one.tracker_ref) for one in plan.actions] == [
        ("Agree", "LA", ""),
        ("Train", "ICB", ""),
        ("Audit", "POLICE", "7"),
    ]
    assert plan.notes == (
        "Plan: row 3 repeats the header.",
        "Plan: another table begins, with its own header in row 5.",
    )


def test_without_an_action_column_a_recommendation_is_the_action():
    plan = tracker(["No", "Recommendation", "Lead"], ["1", "Agree the offer", "LA"])
    assert (plan.actions[0].title, plan.actions[0].finding) == ("Agree the offer", "")
    assert plan.notes == ("Plan: no column is for the action, so the finding or recommendation is read as it.",)


def test_sheets_that_are_hidden_or_have_no_header_are_told():
    rows = [["Action", "Lead"], ["Agree", "LA"]]
    found = Book((Sheet("Plan", rows), Sheet("Old", rows, hidden=True), Sheet("Lists", [["x"]]), Sheet("Empty", [])))
    plan = read_tracker(found, KNOWN, Choices(), refuse, TODAY)
    assert plan.notes == (
        'The sheet "Old" is hidden, so its 2 filled rows are left out.',
        'The sheet "Lists" has no header that can be read, so its 1 filled row is left out.',
    )
    old = read_tracker(found, KNOWN, Choices(sheets=("old",)), refuse, TODAY)
    assert (len(old.actions), old.columns[0].sheet) == (1, "Old")


@pytest.mark.parametrize("rows", [[["a", "b"], ["c"]], [["Action"]], [], [["Lead", "Due"]]])
def test_a_file_without_a_header_is_bad_input(rows):
    with pytest.raises(BadInput) as refused:
        tracker(*rows)
    assert refused.value.example


def test_the_form_is_told_from_a_tracker():
    assert is_form(book(["Ref", "Title", "Lead", "Due"], name="Actions"))
    assert is_form(Book((Sheet("How to fill this in", []), Sheet("x", [["y"]]))))
    assert not is_form(book(["Ref", "Action", "Lead"], name="Actions"))
    assert not is_form(book(["Ref", "Title"], name="Sheet1"))
    assert not is_form(book())
