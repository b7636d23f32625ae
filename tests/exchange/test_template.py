import openpyxl
import pytest

from bot.domain.errors import BadInput
from bot.exchange.columns import GUIDE, MARK, Kind
from bot.exchange.form import FORM
from bot.exchange.plan import LEFT_OUT, read_plan
from bot.exchange.sheets import read_sheets
from bot.exchange.template import template, write_template
from tests.exchange.conftest import everything, small


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path)
    return path


EXAMPLES = tuple((form.sheet, 2, "", LEFT_OUT) for form in FORM)


def test_untouched_it_changes_nothing(written, bring, store, as_yaml):
    plan = read_plan(read_sheets(written))
    assert (plan.faults, plan.flags) == ((), EXAMPLES)
    bring(as_yaml(small()))
    before = everything(store, but=())
    outcome = bring(written)
    assert (outcome.counts, outcome.changes, outcome.added) == ({}, [], [])
    assert everything(store, but=()) == before


def test_below_the_examples_the_filled_rows_alone_come_in(written, bring):
    book = openpyxl.load_workbook(written)
    book["Partners"].append(["LA", "Solihull Council", "safeguarding partner"])
    book["People"].append(["U0LA", "T0LA", "partner member", "LA"])
    book["Indicators"].append(["I1", "Waiting", None, "lower"])
    book["Readings"].append(["I1", "31 August 2022", 72])
    book["Actions"].append(["A12", None, "Agree the rota", None, None, None, None, "LA"])
    book.save(written)
    plan = read_plan(read_sheets(written))
    assert (plan.faults, plan.flags) == ((), EXAMPLES)
    assert bring(written).added == ["LA", "U0LA", "I1", "I1 on 2022-08-31", "A12"]


def test_what_only_an_example_row_names_is_not_there(written):
    book = openpyxl.load_workbook(written)
    book["Actions"].append(["A1", None, "Agree the rota", None, None, None, None, "POLICE"])
    book.save(written)
    faults = read_plan(read_sheets(written)).faults
    assert [(fault.sheet, fault.row, fault.column) for fault in faults] == [("Actions", 3, "Lead")]


def test_only_the_marked_cell_makes_an_example_of_a_row(as_yaml):
    action = {"Lead": "LA", "Update": "Example: not one of the form"}
    plan = {
        "Partners": [{"Code": "LA", "Name": "Solihull Council", "Kind": "other"}],
        "Actions": [
            action | {"Title": "For example: a rota"},
            action | {"title": "example: in any case", "Ref": "?"},
        ],
    }
    found = read_plan(read_sheets(as_yaml(plan)))
    assert (found.faults, [one.title for one in found.actions]) == ((), ["For example: a rota"])
    assert [(flag.sheet, flag.row) for flag in found.flags] == [("Actions", 2)]


@pytest.mark.parametrize("form", FORM, ids=lambda form: form.sheet)
def test_every_example_row_can_be_told_by_a_cell_that_every_row_needs(form):
    assert form.marked.required
    assert [column for column in form.columns if (column.sample or "").startswith(MARK)] == [form.marked]


def test_it_explains_every_column(written):
    guide = openpyxl.load_workbook(written)[GUIDE]
    assert any("are left out when you import" in str(row[0]) for row in guide.iter_rows(values_only=True))
    explained = {(row[0], row[1]): row[2:] for row in guide.iter_rows(values_only=True)}
    for form in FORM:
        for column in form.columns:
            assert explained[form.sheet, column.header][0] == column.meaning
            assert explained[form.sheet, column.header][3] == column.example


def test_it_helps_to_fill_in(written):
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == [GUIDE, *(form.sheet for form in FORM)]
    for form in FORM:
        sheet = book[form.sheet]
        assert [cell.value for cell in sheet[1]] == [column.header for column in form.columns]
        assert sheet.freeze_panes == "A2"
        assert all(cell.font.bold for cell in sheet[1])
        rules = [rule.formula1 for rule in sheet.data_validations.dataValidation]
        lists = {choice for rule in rules if rule.startswith('"') for choice in rule.strip('"').split(",")}
        assert lists == {choice for column in form.columns for choice in column.options} | (
            {"yes", "no"} if form.sheet == "Actions" else set()
        )
        named = {"Partners!$A$3:$A$5000": Kind.PARTNER, "Sources!$A$3:$A$5000": Kind.SOURCE}
        kinds = {column.kind for column in form.columns}
        assert {named[rule] for rule in rules if rule in named} == kinds & set(named.values())
        assert sheet.oddHeader.center.text == "OFFICIAL"
    due = book["Deadlines"]["C2"]
    assert (due.number_format, due.value) == ("d mmmm yyyy", "31 January 2023")
    assert book["Sources"]["D2"].is_date


def test_where_it_cant_be_written(tmp_path):
    with pytest.raises(BadInput, match="should end in"):
        write_template(tmp_path / "template.csv")
    with pytest.raises(BadInput, match="can't be written there"):
        write_template(tmp_path / "nowhere" / "template.xlsx")


def test_it_is_always_the_same(written):
    assert template() == written.read_bytes()


def test_what_is_there_is_left(written):
    before = written.read_bytes()
    with pytest.raises(BadInput, match=r"template\.xlsx is there already, and would be overwritten\. Choose another"):
        write_template(written)
    assert written.read_bytes() == before


@pytest.mark.parametrize("form", FORM, ids=lambda form: form.sheet)
def test_the_form_is_in_plain_english(form):
    texts = [form.purpose, *(column.meaning for column in form.columns)]
    assert all(text.endswith(".") for text in texts)
    words = " ".join(texts).casefold()
    for word in (" eg ", " ie ", "etc", "please", "ticket", "assignee", "resolved"):
        assert word not in words
