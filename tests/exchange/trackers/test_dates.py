"""When something is due: a day where the words fix one, and nothing guessed where they don't."""

from datetime import date

import pytest

from bot.exchange.trackers.dates import Around, middle, read_when
from tests.exchange.trackers.conftest import TODAY, one


def when(cell, **options):
    return read_when(cell, Around(TODAY, "today"), **options)


@pytest.mark.parametrize(
    ("cell", "day", "words"),
    [
        (date(2022, 12, 31), "2022-12-31", ""),
        ("31/12/2022", "2022-12-31", ""),
        ("31.12.2022", "2022-12-31", ""),
        ("2022-12-31", "2022-12-31", ""),
        ("31/12/2022 00:00:00", "2022-12-31", ""),
        ("31st Dec. 2022", "2022-12-31", ""),
        ("Saturday 31 December 2022", "2022-12-31", ""),
        ("the 31st of December 2022", "2022-12-31", ""),
        ("December 31, 2022", "2022-12-31", ""),
        ("01/02/2023", "2023-02-01", ""),
        ("By 31/12/2022", "2022-12-31", "By 31/12/2022"),
        ("To be completed by 31 December 2022", "2022-12-31", "To be completed by 31 December 2022"),
        ("end of January 2023", "2023-01-31", "end of January 2023"),
        ("31/12/2022 (revised)", "2022-12-31", "31/12/2022 (revised)"),
        ("29/02/2024", "2024-02-29", ""),
    ],
)
def test_what_fixes_a_day(cell, day, words):
    found = when(cell)
    assert (str(found.day), found.words, found.look) == (day, words, "")


@pytest.mark.parametrize(
    "cell",
    [
        *("Sept 22", "April 2023", "Dec-22", "Q4", "financial year 2022/23", "2023", 2023, 2022.5, 12, -1, 0, 10**12),
        *(
            "Ongoing",
            "ASAP",
            "TBC",
            "immediate",
            "Completed",
            "12 weeks",
            "1/2",
            True,
            "31 March",
            "before 31/12/2022",
        ),
        *(
            "31/12/2022 - 31/03/2023",
            "31/12/2022, 31/03/2023",
            "Phase 1: 31/12/2022",
            "31/12/2022 TBC",
            "31/12/2022?!x",
        ),
        *("31/12/2022 revised 31/01/2023 revised 28/02/2023", "3/4/23-5/6/23", "131/12/2022", "31/12/20222"),
        *(float("nan"), float("inf"), "99999"),
    ],
)
def test_what_fixes_no_day_is_kept_in_words_and_looked_at(cell):
    found = when(cell)
    assert (found.day, found.first, bool(found.words), "no date is guessed" in found.look) == (None, None, True, True)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("31 June 2023", "no day in the calendar"),
        ("12/31/2022", "no day in the calendar"),
        ("29/02/2023", "no day in the calendar"),
        ("Friday 31 December 2022", "is a Saturday, not a Friday"),
        ("31/12/1999", "check the year"),
        ("31/12/85", "check the year"),
        ("31/12/2122", "check the year"),
        (date(2032, 1, 1), "more than 5 years from today: check the year"),
        ("14/11/2017", ""),
        ("13/11/2017", "more than 5 years from today: check the year"),
        ("14/11/2027", ""),
        ("15/11/2027", "more than 5 years from today: check the year"),
    ],
)
def test_a_day_that_can_hardly_be_meant_is_looked_at(cell, why):
    found = when(cell)
    assert (found.day is None, why in found.look) == (bool(why), True)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "31/12/2022 extended to 31/03/2023",
            "revised 31/03/2023 (was 31/12/2022)",
            "31/12/2022\nRevised: 31/03/2023",
        ),
        *("Original: 31/12/2022 Revised: 31/03/2023", "31 Dec 2022, now 31 March 2023"),
        *("31/03/2023 (extended from 31/12/2022)", "Due 31/12/2022 - extension agreed to 31/03/2023"),
    ],
)
def test_a_cell_that_says_which_date_is_which_gives_both(cell):
    found = when(cell)
    assert (found.first, found.day) == (date(2022, 12, 31), date(2023, 3, 31))
    assert found.words == " ".join(cell.split())
    assert "first due on 31 December 2022, and now on 31 March 2023" in found.look


@pytest.mark.parametrize(("cell", "epoch"), [(44926, False), (44926.75, False), ("44926", False), (43464, True)])
def test_a_number_of_days_is_read_as_spreadsheets_count_them(cell, epoch):
    found = when(cell, epoch_1904=epoch)
    assert found.day == date(2022, 12, 31)
    assert "read as a date" in found.look


def test_years_of_two_digits_are_after_2000_and_that_is_said():
    short = '"31.1.23" is read as 31 January 2023'
    assert (when("31.1.23").day, when("31.1.23").short_year) == (date(2023, 1, 31), short)


def test_a_due_date_becomes_the_actions():
    action, flags = one("By when", "31/12/2022 extended to 31/03/2023")
    assert (action.due.day, action.original_due, len(flags)) == (date(2023, 3, 31), date(2022, 12, 31), 1)
    action, flags = one("By when", "Q4")
    assert (action.due.day, action.due.words, len(flags)) == (None, "Q4", 1)


@pytest.mark.parametrize(
    ("cell", "stage", "says"),
    [
        (date(2022, 3, 3), "reported done", "Completed on 3 March 2022, as the tracker says."),
        ("3/3/2010", "reported done", "Completed on 3 March 2010, as the tracker says."),
        ("Yes", "reported done", "Date completed: Yes"),
        ("Ongoing", "in progress", "Date completed: Ongoing"),
        ("Waiting for the board", "None", "Date completed: Waiting for the board"),
        (date(2023, 3, 3), "None", "Date completed: 3 March 2023"),
    ],
)
def test_a_date_completed_is_no_more_than_reported(cell, stage, says):
    action, flags = one("Date completed", cell)
    assert (str(action.stage), action.update, len(flags)) == (stage, says, 0 if cell == "Ongoing" else 1)


def test_the_years_of_a_plan_are_told_by_its_own_dates():
    old = ["31/12/2016", date(2017, 3, 31), "By 30/06/2017", "ongoing", "31/12/2061"]
    around = middle(old, TODAY)
    assert (str(around.day), around.called) == ("2017-06-30", "most other dates here")
    assert str(read_when("31/12/2016", around).day) == "2016-12-31"
    assert "more than 5 years from most other dates here: check the year" in read_when("31/12/2061", around).look
    assert middle(old[:2], TODAY) == Around(TODAY, "today")
