import os
import random
import struct
import subprocess
import sys
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exchange.pack.charts import STAGES, overdue, stages_over_time
from bot.exchange.pack.draw_overdue import LETTERS, _wrapped
from bot.exchange.pack.draw_stages import apart
from bot.exchange.pack.excel import as_excel
from bot.exchange.pack.word import as_word
from tests.exchange.pack import packs

AGES = ("up to 10", "11 to 20", "21 to 30", "over 30")
NAMES = (
    "Solihull Council",
    "West Midlands Police",
    "NHS Birmingham and Solihull Integrated Care Board",
    "$_x 漢 " * 40,
    "",
)


def weeks(number):
    numbers = random.Random(4)
    return [
        (date(2022, 1, 3) + timedelta(weeks=week), {stage: numbers.randint(0, 40) for stage in STAGES})
        for week in range(number)
    ]


def bars(number, most=9):
    numbers = random.Random(4)
    return [(NAMES[at % len(NAMES)], tuple(numbers.randint(0, most) for _ in AGES)) for at in range(number)]


DRAWN = {
    "one point": lambda: stages_over_time(weeks(1)),
    "200 weeks": lambda: stages_over_time(weeks(200)),
    "nothing": lambda: stages_over_time([]),
    "nothing but zeros": lambda: stages_over_time([(date(2022, 1, 3), {})]),
    "very large": lambda: stages_over_time(
        [(date(2022, 1, 3), {"open": 10**12}), (date(2022, 1, 4), {"sustained": 1})]
    ),
    "no bars": lambda: overdue([], AGES),
    "a bar": lambda: overdue(bars(1), AGES),
    "25 bars": lambda: overdue(bars(25), (*AGES[:3], "_over 30")),
    "bars of zeros": lambda: overdue(bars(3, 0), AGES),
    "very long bars": lambda: overdue(bars(2, 10**12), AGES),
}


def size(png):
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


def test_charts_are_pngs_of_one_width_that_say_nothing_of_when_they_were_drawn():
    drawn = {name: draw() for name, draw in DRAWN.items()}
    assert {size(png)[0] for png in drawn.values()} == {1200}
    assert size(drawn["200 weeks"]) == (1200, 675)
    assert size(drawn["a bar"])[1] < size(drawn["25 bars"])[1] <= 2000  # at full width on a page
    assert not any(mark in png for png in drawn.values() for mark in (b"tEXt", b"tIME", b"iTXt"))
    assert drawn["nothing"] == drawn["nothing but zeros"]
    assert len(set(drawn.values())) == len(drawn) - 1
    assert DRAWN["one point"]() == drawn["one point"]


def test_the_order_of_stages_in_a_point_plays_no_part():
    (on, counts), *_ = weeks(1)
    turned = dict(reversed(counts.items()))
    assert stages_over_time([(on, counts)]) == stages_over_time([(on, turned)])


@given(st.lists(st.floats(0, 700), min_size=1, max_size=6).map(sorted))
def test_names_at_the_ends_never_overlap(wanted):
    found = apart(wanted, 30.0, 50.0)
    assert len(found) == len(wanted)
    assert all(high - low >= 29.99 for low, high in pairwise(found))
    assert found[0] >= 64.99


def test_a_name_that_has_room_stays_where_it_is():
    assert apart([100, 200, 400], 30, 0) == [100, 200, 400]
    assert apart([100, 110, 400], 30, 0) == [90, 120, 400]


@pytest.mark.parametrize("name", NAMES)
def test_long_names_are_wrapped(name):
    lines = _wrapped(name, 3).split("\n")
    assert len(lines) <= 3
    assert all(len(line) <= LETTERS for line in lines)


def made():
    contents = [as_word(packs.usual()), as_excel(packs.usual()), DRAWN["one point"](), DRAWN["a bar"]()]
    return [sha256(one).hexdigest() for one in contents]


def test_the_same_pack_is_the_same_bytes_in_another_process_zone_and_order_of_hashes():
    code = f"from {__name__} import made; print(*made())"
    elsewhere = {**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1"}
    run = subprocess.run([sys.executable, "-c", code], env=elsewhere, capture_output=True, text=True, check=True)
    assert run.stdout.split() == made()
