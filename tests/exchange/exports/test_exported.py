"""Who gets what, and what a spreadsheet does with it."""

import csv
import io
import json

import openpyxl
import pytest

from bot.domain.errors import BadInput, NotAllowed
from bot.domain.people import Person, Role
from bot.exchange.defusing import as_meant, defused
from bot.exchange.exports.exported import KINDS, exported, recorded
from bot.exchange.form import FORM, form
from tests.exchange.exports.conftest import HOME, LATER, POLICE, UNIT


def made(store, kind, person=UNIT, **options):
    with store.read() as tx:
        return exported(tx, kind, person, **options)


def book(store, person=UNIT, **options):
    return openpyxl.load_workbook(io.BytesIO(made(store, "xlsx", person, **options)))


def text(kind, contents):
    """Everything in a file that somebody could read."""
    if kind != "xlsx":
        return contents.decode()
    sheets = openpyxl.load_workbook(io.BytesIO(contents))
    return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)


@pytest.mark.parametrize("kind", KINDS)
def test_a_partners_member_gets_what_the_partner_leads_and_no_more(plan, kind):
    with plan.read() as tx:
        actions = tx.rows("SELECT a.id, a.title, p.code FROM actions a JOIN partners p ON p.id = lead_partner_id")
    own = text(kind, made(plan, kind, POLICE))
    for action in actions:
        title = defused(action["title"]).replace(",", "\\,") if kind == "ics" else action["title"]
        found = title[:30] in own.replace("\r\n ", "") or f"A{action['id']}," in own
        is_own = action["code"] == "POLICE"
        # What was done before anybody could have it in a calendar is not in one.
        assert found == is_own or (len(title) < 5), (action, kind)
    for secret in ("U0COMMISSION", "U0OTHER", "532", "solihull-council", "no agreement yet"):
        assert secret not in own


def test_of_other_partners_it_has_the_names_only(plan):
    partners = json.loads(made(plan, "json", Person(user="U0NHS", team=HOME, partners=frozenset({"ICB"}))))[
        "partners"
    ]
    channels = {one["code"]: one["channel"] for one in partners}
    assert channels == {"ICB": "bsol-icb", "LA": "", "POLICE": "", "PROB": ""}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", Role)
def test_who_sees_the_whole_plan_gets_it(plan, kind, role):
    person = Person(user="U1", team=HOME, roles=frozenset({role}))
    assert made(plan, kind, person) == made(plan, kind)


def test_a_stranger_gets_nothing(plan):
    for kind in KINDS:
        with pytest.raises(NotAllowed, match="You are not one of them here"):
            made(plan, kind, Person(user="U0OUTSIDE", team="T0OTHER"))


def test_people_are_in_it_only_where_that_is_asked_for_and_never_for_one_partner(plan):
    assert "People" not in book(plan).sheetnames
    assert "People" in book(plan, people=True).sheetnames
    assert {"People", "Funding"}.isdisjoint(book(plan, POLICE, people=True).sheetnames)
    assert json.loads(made(plan, "json", POLICE, people=True))["people"] == []


def test_what_cant_be_made_is_said(plan):
    with pytest.raises(BadInput, match=r"as \.xlsx, \.csv, \.json, \.ics"):
        made(plan, "pdf")
    with pytest.raises(BadInput, match="There is no sheet “Nothing”: there are Partners"):
        made(plan, "csv", sheet="Nothing")
    with pytest.raises(BadInput, match=r"Only a \.csv file holds one sheet"):
        made(plan, "xlsx", sheet="Remit")
    with pytest.raises(BadInput, match="The sheet Funding is not in this export"):
        made(plan, "csv", POLICE, sheet="Funding")


def test_the_trail_says_who_took_it_out(plan):
    before = made(plan, "xlsx")
    with plan.write() as tx:
        recorded(tx, LATER, "xlsx")
    with plan.read() as tx:
        event = tx.rows("SELECT * FROM events ORDER BY id DESC LIMIT 1")[0]
    assert (event["verb"], event["subject"], event["user"]) == ("exported", "PLAN", "U0MANAGER")
    assert json.loads(event["after"]) == {"kind": "xlsx"}
    assert made(plan, "xlsx") == before


def test_a_workbook_is_made_for_people(plan):
    made_book = book(plan)
    for sheet in made_book:
        assert sheet.oddHeader.center.text == "OFFICIAL"
        assert sheet.page_setup.orientation == "landscape"
    for one in FORM:
        if one.sheet not in made_book.sheetnames:
            continue
        sheet = made_book[one.sheet]
        assert [cell.value for cell in sheet[1]] == [column.header for column in one.columns]
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
        assert sheet.auto_filter.ref == sheet.dimensions
    actions = made_book["Actions"]
    headers = [cell.value for cell in actions[1]]
    due = actions.cell(2, headers.index("Due") + 1)
    assert (due.is_date, due.number_format) == (True, "d mmmm yyyy")
    assert made_book.worksheets[0]["A2"].value.startswith("OFFICIAL. The whole plan. Last change in it: ")


def test_no_text_of_anybodys_becomes_a_formula(plan):
    cells = [cell for sheet in book(plan) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.data_type for cell in cells} == {"s"}
    risky = [cell for cell in cells if cell.value[0] in "=+-@"]
    assert {"=SUM(A1:A9)", "@home “visits”, 🙂", "-1", "+ A plan = ours"} <= {cell.value for cell in risky}
    assert all(cell.quotePrefix for cell in risky)


def test_text_with_commas_runs_nothing_and_opens_in_excel(plan):
    contents = made(plan, "csv")
    assert contents.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(contents.decode("utf-8-sig"), newline="")))
    assert rows[0] == [column.header for column in form("Actions").columns]
    titles = [row[2] for row in rows[-3:]]
    assert titles == ["'=SUM(A1:A9)", "'@home “visits”, 🙂", "'-1"]
    assert not [
        cell for row in rows for cell in row if cell.lstrip(' "').startswith(("=", "+", "-", "@", "\t", "\r"))
    ]


@pytest.mark.parametrize(
    "words", ["=1+1", "+44", "-1", "@SUM", '"=1', " =1", "'=1", "''-x", "'tis", "plain", "", "a=b", "＝1", '" -1']
)
def test_what_is_defused_is_read_as_it_was(words):
    assert as_meant(defused(words)) == words
    assert (defused(words) != words) == bool(words.strip("' \"")[:1] in ("=", "+", "-", "@", "＝") and words)
