"""Working days in England and Wales, and in the whole United Kingdom; local dates.

Source of the days: GOV.UK's list of bank holidays, shipped by the package govuk-bank-holidays.
"""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

from bot.domain.errors import BadInput

SATURDAY = 5


class WorkingDays:
    """Counts working days: not Saturday, not Sunday, not a bank holiday of the division.

    The day that sets a count going is not counted: day 1 is the next working day.

    Args:
        holidays: bank holidays; the years from the first to the last are the ones that can be counted in.
    """

    def __init__(self, holidays: list[date]) -> None:
        self._holidays = sorted(day for day in holidays if day.weekday() < SATURDAY)
        self.first = date(min(holidays).year, 1, 1)
        self.last = date(max(holidays).year, 12, 31)

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day. Raises BadInput past the data."""
        self._known(day)
        return day.weekday() < SATURDAY and not self._holidays_in(day, day)

    def add(self, day: date, count: int) -> date:
        """The working day that is `count` (1 or more) working days after `day`. Raises BadInput past the data."""
        while count:
            day += timedelta(days=1)
            count -= self.is_working(day)
        return day

    def on_or_after(self, day: date) -> date:
        """`day`, or the next working day where it is none. Raises BadInput past the data."""
        return self.add(day - timedelta(days=1), 1)

    def on_or_before(self, day: date) -> date:
        """`day`, or the last working day before it where it is none. Raises BadInput past the data."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; negative the other way round.

        Raises BadInput past the data.
        """
        if end < start:
            return -self.between(end, start)
        self._known(start)
        self._known(end)
        return _weekdays_until(end) - _weekdays_until(start) - self._holidays_in(start + timedelta(days=1), end)

    def knows(self, day: date) -> bool:
        """Whether the data reaches `day`."""
        return self.first <= day <= self.last

    def _holidays_in(self, start: date, end: date) -> int:
        return bisect_right(self._holidays, end) - bisect_left(self._holidays, start)

    def _known(self, day: date) -> None:
        if not self.knows(day):
            raise BadInput(
                f"Working days can be counted from {self.first.year} to {self.last.year} only: "
                f"bank holidays outside those years are not published yet or not kept."
            )


def _weekdays_until(day: date) -> int:
    weeks, rest = divmod(day.toordinal() - 1, 7)  # ordinal 1 was a Monday
    return weeks * 5 + min(rest + 1, 5)


@cache
def england_and_wales() -> WorkingDays:
    """Working days of England and Wales, from the list that the package ships (never from the network)."""
    cached = BankHolidays(use_cached_holidays=True)
    return WorkingDays([day["date"] for day in cached.get_holidays(division=BankHolidays.ENGLAND_AND_WALES)])


@cache
def anywhere_in_the_uk() -> WorkingDays:
    """Working days of the United Kingdom: a bank holiday of any part of it is none (FOIA 2000, section 10(6))."""
    cached = BankHolidays(use_cached_holidays=True)
    parts = [[day["date"] for day in cached.get_holidays(division=part)] for part in BankHolidays.ALL_DIVISIONS]
    years = range(max(min(part).year for part in parts), min(max(part).year for part in parts) + 1)
    return WorkingDays(list({day for part in parts for day in part if day.year in years}))


def local_date(moment: datetime, zone: ZoneInfo) -> date:
    """The calendar date in `zone` at an aware moment."""
    return moment.astimezone(zone).date()
