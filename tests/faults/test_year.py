"""A year of 40 partners, hour by hour; eight weeks of eight partners in the short form."""

from datetime import date

import pytest

from tests.faults.report import note
from tests.faults.year import simulated


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_whatever_happens_in_a_year_each_message_is_there_once_and_only_when_it_should_be(
    tmp_path, chance, seed, long
):
    days, partners = (365, 40) if long else (56, 8)
    with simulated(tmp_path, date(2022, 10, 24), partners, chance) as year:
        year.run(days)
    note("year", [{"what": "seed", "number": str(seed)}, *year.table()])
    assert year.wrong == []
