from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exchange.dates import read_date, read_due
from bot.exchange.faults import CellFault


@pytest.mark.parametrize(
    "text",
    [
        *(
            "31/01/2023",
            "31-1-2023",
            "31.01.2023",
            "2023-01-31",
            "31 January 2023",
            "31 Jan 2023",
            "31st january 2023",
        ),
        *("Tuesday 31 January 2023", "tuesday, 31 January 2023", "31-Jan-2023", "31 Jan. 2023"),
    ],
)
def test_a_day_in_the_order_of_the_united_kingdom(text):
    assert read_date(text) == date(2023, 1, 31)
    assert read_due(text) == (date(2023, 1, 31), "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("13/14/2022", "not a day in the calendar"),
        ("30 February 2023", "not a day in the calendar"),
        ("31/01/23", "two digits"),
        ("31 Janury 2023", "no month"),
        ("31/01/1999", "outside 2000 to 2100"),
        ("1 January 2101", "outside 2000 to 2100"),
        ("Monday 31 January 2023", "is a Tuesday"),
    ],
)
def test_what_is_written_as_a_day_but_is_none(text, why):
    with pytest.raises(CellFault, match=why):
        read_date(text)
    with pytest.raises(CellFault, match=why):
        read_due(text)


@pytest.mark.parametrize(
    "text", ["January 2023", "Q4", "ongoing", "ASAP", "TBC", "2022/23", "2023", "financial year 2012/13"]
)
def test_words_that_fix_no_day_are_kept_as_they_are(text):
    assert read_due(text) == (None, text)
    with pytest.raises(CellFault, match="not a date"):
        read_date(text)


@pytest.mark.parametrize("text", ["end of January 2023", "by the end of Jan 2023", "By end January 2023"])
def test_the_end_of_a_month_is_its_last_day(text):
    assert read_due(text) == (date(2023, 1, 31), text)


def test_words_around_a_day_are_kept():
    assert read_due("By 31/12/2016") == (date(2016, 12, 31), "By 31/12/2016")
    assert read_due("end of February 2024")[0] == date(2024, 2, 29)


def test_a_number_is_not_a_date():
    with pytest.raises(CellFault, match="is a number"):
        read_due("44927")


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_comes_back_from_every_way_to_write_it(day):
    written = (
        f"{day:%d/%m/%Y}",
        f"{day.day} {day:%B %Y}",
        f"{day:%d %b %Y}",
        f"{day:%A} {day.day} {day:%B %Y}",
        str(day),
    )
    assert {read_date(text) for text in written} == {day}


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_words_or_a_fault(text):
    with suppress(CellFault):
        day, words = read_due(text)
        assert day or words == text
