import pytest

from bot.exchange.faults import Fault
from bot.exchange.plan import read_plan
from bot.exchange.rows import Known
from bot.exchange.sheets import read_sheets
from tests.exchange.conftest import small


def plan_of(path, **options):
    return read_plan(read_sheets(path), **options)


@pytest.fixture
def faults(as_yaml):
    """The faults of the small plan with these cells put into a sheet's first row; as (column, reason)."""

    def faults(sheet, **cells):
        plan = small()
        headers = {header.replace("_", " "): cell for header, cell in cells.items()}
        plan.setdefault(sheet, [{}])[0] |= headers
        found = plan_of(as_yaml(plan)).faults
        assert {(fault.sheet, fault.row) for fault in found} <= {(sheet, 1), (sheet, 2), (sheet, 0)}
        return [(fault.column, fault.reason) for fault in found]

    return faults


def test_the_small_plan_has_none(as_yaml):
    plan = plan_of(as_yaml(small()))
    assert (plan.faults, plan.flags) == ((), ())


def test_a_fault_says_where_and_what():
    fault = Fault("Actions", 7, "Lead", "there is no partner POLCE on the sheet Partners. Known: LA.")
    assert str(fault) == "Actions, row 7, Lead: there is no partner POLCE on the sheet Partners. Known: LA."
    assert str(Fault("Aktions", 0, "", "there is no such sheet.")) == "Aktions: there is no such sheet."


@pytest.mark.parametrize(
    ("sheet", "cells", "column", "reason"),
    [
        (
            "Actions",
            {"Lead": "POLCE"},
            "Lead",
            "there is no partner POLCE on the sheet Partners. Known: LA, ICB, POLICE.",
        ),
        ("Actions", {"Lead": "POL"}, "Lead", "there is no partner POL "),
        ("Actions", {"Lead": None}, "Lead", "this is missing"),
        ("Actions", {"Contributors": "ICB / NHS"}, "Contributors", "there is no partner NHS "),
        ("Actions", {"Contributors": "LA and ICB"}, "Contributors", "LA leads this action"),
        ("Actions", {"Source": "JTAI"}, "Source", "there is no source JTAI on the sheet Sources. Known: JTAI-2022."),
        (
            "Actions",
            {"Remit_items": "R4; R9"},
            "Remit items",
            "there is no remit item R9 on the sheet Remit. Known: R4.",
        ),
        ("Actions", {"Remit_items": "A4"}, "Remit items", '"A4" is not a ref of this kind. Write it like R4.'),
        ("Actions", {"Ref": "twelve"}, "Ref", '"twelve" is not a ref of this kind. Write it like A12.'),
        ("Actions", {"Due": "13/14/2022"}, "Due", '"13/14/2022" is not a day in the calendar.'),
        ("Actions", {"Original_due": "Q4"}, "Original due", '"Q4" is not a date'),
        ("Actions", {"Stage": "done"}, "Stage", '"done" is not one of the choices: not started, in progress,'),
        ("Actions", {"Demonstration": "perhaps"}, "Demonstration", "neither yes nor no"),
        ("Actions", {"Title": "x" * 501}, "Title", "it has 501 characters. The most is 500: shorten it."),
        ("Actions", {"Finding": "x" * 3001}, "Finding", "it has 3,001 characters. The most is 3,000"),
        ("Actions", {"Title": "#REF!"}, "Title", "spreadsheet error #REF!"),
        (
            "Actions",
            {"Named_lead": "Jane Smith"},
            "Named lead",
            "this is not a Slack user id. Write it like U012AB3CD.",
        ),
        ("Actions", {"Leed": "LA"}, "Leed", "there is no such column. Did you mean Lead? Known: Ref, Tracker ref,"),
        ("Partners", {"Kind": "charity"}, "Kind", '"charity" is not one of the choices: safeguarding partner,'),
        ("Partners", {"Channel": "two words"}, "Channel", "is not a channel"),
        ("Sources", {"Published": "31/01/1922"}, "Published", "the year 1922 is outside 2000 to 2100"),
        ("Deadlines", {"Due": None}, "Due", "say when it is due"),
        ("Deadlines", {"Due": "Q4", "Precision": "day"}, "Precision", "there is no day in Due"),
        ("Indicators", {"Better": "up"}, "Better", "choices: lower, higher"),
        ("Readings", {"Value": "over 400"}, "Value", '"over 400" is not a number alone.'),
        (
            "Readings",
            {"Indicator": "I2"},
            "Indicator",
            "there is no indicator I2 on the sheet Indicators. Known: I1.",
        ),
        ("Remit", {"Deadlines": "D2"}, "Deadlines", "there is no deadline D2 on the sheet Deadlines. Known: D1."),
        ("People", {"Slack_user_id": "U0X", "Role": "partner member"}, "Partner", "say of which partner"),
        ("People", {"Slack_user_id": "U0X", "Role": "observer", "Partner": "LA"}, "Partner", "only a partner member"),
    ],
)
def test_one_fault(faults, sheet, cells, column, reason):
    ((found, why),) = faults(sheet, **cells)
    assert found == column
    assert reason in why


def test_a_code_that_reads_like_a_ref_or_two_words_is_refused(as_yaml):
    for code in ("A12", "two words", "x" * 21):
        plan = plan_of(as_yaml({"Partners": [{"Code": code, "Name": "x", "Kind": "other"}]}))
        assert [(fault.column, fault.row) for fault in plan.faults] == [("Code", 1)]


def test_a_name_in_place_of_an_id_is_not_repeated(faults):
    ((_, why),) = faults("Actions", Named_lead="Jane Smith")
    assert "Jane" not in why


@pytest.mark.parametrize(
    ("sheet", "row", "column", "reason"),
    [
        ("Actions", {"Ref": "a-7", "Title": "Other", "Lead": "LA"}, "Ref", "A7 is in row 2 already"),
        (
            "Actions",
            {"Title": "Agree the rota", "Lead": "LA", "Source": "JTAI-2022"},
            "Title",
            "the same is in row 2",
        ),
        ("Partners", {"Code": "police", "Name": "x", "Kind": "other"}, "Code", "police is in row 3 already"),
        (
            *("Partners", {"Code": "X", "Name": "x", "Kind": "other", "Channel": "#Solihull-Council"}),
            *("Channel", "solihull-council is in row 1 already"),
        ),
        ("Sources", {"Ref": "jtai-2022", "Title": "x"}, "Ref", "jtai-2022 is in row 1 already"),
        ("Readings", {"Indicator": "I1", "On": "2022-08-31", "Value": 1}, "On", "a reading of this day is in row 1"),
    ],
)
def test_what_stands_twice(as_yaml, sheet, row, column, reason):
    plan = small()
    plan[sheet].append(row)
    (fault,) = plan_of(as_yaml(plan)).faults
    assert (fault.sheet, fault.row, fault.column) == (sheet, len(plan[sheet]), column)
    assert reason in fault.reason


def test_all_faults_come_at_once_and_in_order(as_yaml):
    plan = small()
    plan["Actions"][0] |= {"Lead": "NOBODY", "Due": "13/14/2022", "Leed": "x"}
    plan["Actions"][2] |= {"Source": "NOWHERE"}
    plan["Partners"][1]["Kind"] = "x"
    plan["Aktions"] = [{"Title": "x"}]
    found = plan_of(as_yaml(plan))
    assert [(fault.sheet, fault.row, fault.column) for fault in found.faults] == [
        ("Aktions", 0, ""),
        ("Partners", 2, "Kind"),
        ("Actions", 1, "Leed"),
        ("Actions", 1, "Due"),
        ("Actions", 1, "Lead"),
        ("Actions", 3, "Source"),
    ]
    assert "Did you mean Actions?" in found.faults[0].reason
    assert found.actions == ()


def test_a_fault_in_one_cell_brings_no_other(as_yaml):
    plan = small()
    plan["Partners"][2]["Kind"] = "x"
    assert len(plan_of(as_yaml(plan)).faults) == 1


def test_an_empty_sheet_of_another_name_is_nothing(as_workbook):
    assert plan_of(as_workbook({"Sheet1": [], "Actions": []})).faults == ()


def test_a_workbooks_rows_are_numbered_as_the_person_sees_them(as_workbook):
    plan = small()
    plan["Actions"][2]["Lead"] = "NOBODY"
    (fault,) = plan_of(as_workbook(plan)).faults
    assert (fault.row, fault.column) == (4, "Lead")


def test_words_that_fix_no_day_are_flags(as_yaml):
    plan = small()
    plan["Actions"][0]["Due"] = "January 2023"
    plan["Actions"][1]["Due"] = "by the end of January 2023"
    plan["Deadlines"][0]["Due"] = "Q4"
    found = plan_of(as_yaml(plan))
    assert found.faults == ()
    assert [(flag.sheet, flag.row, flag.column) for flag in found.flags] == [
        ("Deadlines", 1, "Due"),
        ("Actions", 1, "Due"),
    ]
    assert '"January 2023" fixes no day' in found.flags[1].reason


def test_what_is_known_already_can_be_named(as_yaml):
    rows = [{"Title": "x", "Lead": "la", "Source": "jtai-2022", "Remit items": "4, R5"}]
    known = Known(partners=("LA",), sources=("JTAI-2022",), remit={4, 5})
    (action,) = plan_of(as_yaml({"Actions": rows}), known=known).actions
    assert (action.lead, action.source, action.remit) == ("LA", "JTAI-2022", (4, 5))


def test_text_that_may_not_be_kept_is_not_repeated(as_yaml):
    plan = small()
    plan["Actions"][0]["Finding"] = "About 9990000018"
    (fault,) = plan_of(as_yaml(plan), refuse=lambda text: "it holds an NHS number" if "999" in text else "").faults
    assert (
        str(fault)
        == "Actions, row 1, Finding: it holds an NHS number, so it can't be kept here. Take it out of the file."
    )
