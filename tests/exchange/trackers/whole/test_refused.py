"""What stops a whole tracker: one sentence with the sheet and the cell, an example, and nothing imported."""

import openpyxl
import pytest

from bot.domain.errors import BadInput
from bot.exchange.files.reading import read_path
from tests.exchange.trackers.whole import rotherham
from tests.exchange.trackers.whole.bradford import BRADFORD
from tests.exchange.trackers.whole.reading import READING
from tests.exchange.trackers.whole.rotherham import ROTHERHAM
from tests.exchange.trackers.whole.sandwell import SANDWELL
from tests.exchange.trackers.whole.solihull import SOLIHULL


def stopped(call):
    """The sentence and the example with which it is refused."""
    with pytest.raises(BadInput) as refused:
        call()
    return refused.value.sentence, refused.value.example or ""


def test_two_columns_of_the_same_meaning_are_named_with_an_example_that_works(plan):
    sentence, example = stopped(lambda: plan(BRADFORD, columns={}))
    for words in ("bradford", "G3", "J3", "By when", "Deadline"):
        assert words in sentence
    assert "--map" in example


@pytest.mark.parametrize(
    "chosen", [{"deadline": "leave out"}, {"bradford!g": "Leave out"}, {"BY  when": "original due"}]
)
def test_a_choice_between_them_is_by_header_or_by_letter_in_any_case(plan, chosen):
    assert len(plan(BRADFORD, columns=chosen).actions) == 4


@pytest.mark.parametrize("cell", ["C9", "E5"])
def test_an_error_in_a_cell_that_is_used_stops_it_all(read, tmp_path, cell):
    rotherham.write(path := tmp_path / "plan.xlsx", {}, errors=[cell])
    assert f"Action plan, {cell}" in stopped(lambda: read(ROTHERHAM, read_path(path)))[0]


@pytest.mark.parametrize("cell", ["A4", "C9", "E5"])
def test_a_formula_without_a_result_in_a_cell_that_is_used_stops_it_all(read, tmp_path, cell):
    rotherham.write(path := tmp_path / "plan.xlsx", {}, without=[cell])
    assert f"Action plan, {cell}" in stopped(lambda: read(ROTHERHAM, read_path(path)))[0]


def test_what_is_wrong_in_a_column_that_is_left_out_does_not_matter(read, tmp_path):
    rotherham.write(path := tmp_path / "plan.xlsx", {}, without=["G4", "H4"])
    assert len(read(ROTHERHAM, read_path(path)).actions) == len(ROTHERHAM.rows)


def test_a_tracker_in_which_no_sheet_has_a_header_says_where_it_looked(read, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active["A1"], book.active["A3"] = "Improvement Board", "Prepared for 16 November 2022"
    book.save(path := tmp_path / "cover.xlsx")
    sentence, example = stopped(lambda: read(SOLIHULL, read_path(path)))
    assert "Cover" in sentence
    assert example


@pytest.mark.parametrize("source", ["ILACS-2019", "JTAI"])
def test_a_source_that_is_not_known_can_not_be_chosen(plan, source):
    assert source in stopped(lambda: plan(READING, source=source))[0]


def test_a_lead_can_only_be_chosen_from_the_partners(plan):
    assert "FIRE" in stopped(lambda: plan(SANDWELL, leads={"Health": "FIRE"}))[0]


def test_a_meaning_that_columns_can_not_have_is_refused(plan):
    assert "colour" in stopped(lambda: plan(SOLIHULL, columns={"BRAG": "colour"}))[0]


def test_a_choice_about_a_column_or_a_sheet_that_is_not_there_is_refused(plan):
    assert "Ownership" in stopped(lambda: plan(SOLIHULL, columns={"Ownership": "lead partner"}))[0]
    assert "Plan B" in stopped(lambda: plan(SOLIHULL, sheets=("Plan B",)))[0]


def test_a_hidden_sheet_can_be_chosen_and_then_only_that_is_read(plan):
    found = plan(SANDWELL, sheets=("archive",))
    assert [(one.title, one.lead) for one in found.actions] == [("An action of last year", "LA")]
    assert {one.sheet for one in found.columns} == {"Archive"}


def test_what_is_chosen_is_marked_as_chosen(plan):
    chosen = {one.header: one.chosen for one in plan(SOLIHULL, columns={"Cost (£)": "progress"}).columns}
    assert chosen["Cost (£)"]
    assert not chosen["BRAG"]
