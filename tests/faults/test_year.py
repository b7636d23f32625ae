"""A year of 40 partners, hour by hour; and five weeks of eight partners, short enough for every run of the tests."""

from datetime import date

import pytest

from tests.faults.report import note
from tests.faults.year import simulated


def test_five_weeks_of_eight_partners(tmp_path, chance):
    with simulated(tmp_path, date(2022, 11, 28), 8, chance) as year:
        year.run(35, every=3)
    assert year.wrong == []


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_a_year_of_forty_partners(tmp_path, chance, seed):
    with simulated(tmp_path, date(2022, 10, 24), 40, chance) as year:
        year.run(365)
    note("year", [{"what": "seed", "number": str(seed)}, *year.table()])
    assert year.wrong == []
