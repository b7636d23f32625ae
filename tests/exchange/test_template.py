import openpyxl
import pytest

from bot.domain.errors import BadInput
from bot.exchange.columns import GUIDE
from bot.exchange.form import FORM
from bot.exchange.plan import read_plan
from bot.exchange.sheets import read_sheets
from bot.exchange.template import write_template


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path)
    return path


def test_it_comes_in_as_it_is(written, bring):
    plan = read_plan(read_sheets(written))
    assert (plan.faults, plan.flags) == ((), ())
    outcome = bring(written)
    assert outcome.counts == {form.sheet: (1, 0, 0) for form in FORM}
    assert bring(written).total == (0, 0, len(FORM))


def test_its_rows_are_clearly_examples(written):
    plan = read_plan(read_sheets(written))
    assert plan.actions[0].title.startswith("Example: ")
    assert plan.actions[0].demonstration
    assert plan.partners[0].name.startswith("Example: ")


def test_it_explains_every_column(written):
    guide = openpyxl.load_workbook(written)[GUIDE]
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
        lists = {
            choice for rule in sheet.data_validations.dataValidation for choice in rule.formula1.strip('"').split(",")
        }
        assert lists == {choice for column in form.columns for choice in column.options} | (
            {"yes", "no"} if form.sheet == "Actions" else set()
        )
    due = book["Deadlines"]["C2"]
    assert (due.number_format, due.value) == ("d mmmm yyyy", "31 January 2023")
    assert book["Sources"]["D2"].is_date


def test_where_it_cant_be_written(tmp_path):
    with pytest.raises(BadInput, match="should end in"):
        write_template(tmp_path / "template.csv")
    with pytest.raises(BadInput, match="can't be written there"):
        write_template(tmp_path / "nowhere" / "template.xlsx")


@pytest.mark.parametrize("form", FORM, ids=lambda form: form.sheet)
def test_the_form_is_in_plain_english(form):
    texts = [form.purpose, *(column.meaning for column in form.columns)]
    assert all(text.endswith(".") for text in texts)
    words = " ".join(texts).casefold()
    for word in (" eg ", " ie ", "etc", "please", "ticket", "assignee", "resolved"):
        assert word not in words
