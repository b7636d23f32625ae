import random
import re
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.domain.errors import NotFound
from bot.domain.plan import Better, Indicator, Reading
from bot.messages.charts import picture as charts

NAME = "Referrals waiting to be screened"


def reading(on, value, **more):
    return Reading(on=date.fromisoformat(on), value=Decimal(value), **more)


def indicator(*readings, **more):
    return Indicator(
        **{"number": 1, "name": NAME, "unit": "cases", "better": Better.LOWER, **more}, readings=readings
    )


def banded(on, *parts):
    return reading(on, sum(parts), bands=tuple(map(Decimal, parts)))


FEW = (
    reading("2022-06-30", 540),
    reading("2022-07-31", 400, qualifier="over"),
    reading("2022-09-15", 612),
    reading("2022-10-31", 387),
)
BANDS = ("up to 5 days", "6 to 20 days", "over 20 days")
BROKEN_DOWN = (banded("2022-06-30", 100, 200, 240), FEW[1], banded("2022-10-31", 300, 50, 37))


def many(number):
    numbers = random.Random(4)
    days = [date(2021, 1, 31) + timedelta(days=30 * step) for step in range(number)]
    return [Reading(on=day, value=Decimal(numbers.randint(0, 600))) for day in days]


SHOWN = {
    "a few": indicator(*FEW, target=Decimal(300)),
    "one": indicator(FEW[0], target=Decimal(300)),
    "two days running": indicator(reading("2022-10-31", "1.5"), reading("2022-11-01", "0.25")),
    "two years": indicator(*many(24), target=Decimal(300)),
    "nothing but zeros": indicator(reading("2022-10-31", 0), reading("2022-11-30", 0), target=Decimal(0)),
    "below zero": indicator(reading("2022-10-31", "-5.5"), reading("2022-11-30", 3), target=Decimal(-2)),
    "very large": indicator(
        reading("2022-10-31", 123456789012345, qualifier="approximately"),
        reading("2022-11-30", "999999999999999.0123456789", qualifier="approximately"),
        target=Decimal(10**15 - 1),
    ),
    "long words": indicator(
        *FEW, name="assessments finished in time " * 20, unit="per cent of all of them, each quarter"
    ),
    "one long word": indicator(*FEW, name="W" * 300),
    "no name to speak of": indicator(*FEW, name=" ", unit=""),
    "formulas and unknown letters": indicator(
        *FEW, name=r"$x_2^3$ of_all \frac{1} 漢字 😀 " + "\x07\n<b>$", unit="$_x"
    ),
    "bands": indicator(*BROKEN_DOWN, bands=BANDS, target=Decimal(300)),
    "one bar": indicator(BROKEN_DOWN[0], bands=BANDS),
    "bands named for nothing that can be read": indicator(*BROKEN_DOWN, bands=("_a", "$b$", "漢" * 60)),
    "more bands than greys": indicator(
        *(banded(str(one.on), *range(1, 13)) for one in many(24)), bands=[f"from {day} days" for day in range(12)]
    ),
    "bands that were added since": indicator(banded("2022-06-30", 10), banded("2022-07-31", 10, 20, 30), bands=BANDS),
    "bands, and no reading of them": indicator(*FEW, bands=BANDS),
}


@pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)
def test_a_picture_is_a_png_of_one_size_and_always_the_same_and_is_told_in_words(shown):
    drawn = charts.picture(shown)
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", drawn[16:24]) == (1200, 675)
    assert charts.picture(shown) == drawn
    assert not re.search(rb"tEXt|tIME|iTXt", drawn)  # neither when, nor with what, it was drawn
    said = charts.described(shown)
    assert said.startswith("I1 ")
    assert len(said) <= charts.LONGEST
    assert "\n" not in said


def test_what_changes_the_reading_changes_the_picture():
    drawn = {charts.picture(one) for one in SHOWN.values()}
    assert len(drawn) == len(SHOWN)


def test_threads_may_draw_at_once():
    some = list(SHOWN.values())[:4]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(charts.picture, some)) == [charts.picture(one) for one in some]


@pytest.mark.parametrize("work", [charts.picture, charts.described])
def test_without_a_reading_there_is_nothing_to_show(work):
    with pytest.raises(NotFound) as refusal:
        work(indicator())
    assert refusal.value.sentence == "There is no reading of I1 yet."
    assert refusal.value.example == "/indicators reading I1 387 on 31 October 2022"


def test_the_words_say_what_the_picture_shows():
    assert charts.described(indicator(*FEW, target=Decimal(300), target_by=date(2023, 1, 31))) == (
        "I1 Referrals waiting to be screened (cases): 4 readings, from 540 on 30 June 2022 to 387 on 31 October 2022. "
        "Down by 153, which is better. Highest: 612 on 15 September 2022. Lowest: 387 on 31 October 2022. "
        "Target: 300 by 31 January 2023."
    )
    assert charts.described(indicator(FEW[1])) == (
        "I1 Referrals waiting to be screened (cases): one reading, over 400 on 31 July 2022. No target is set."
    )


@pytest.mark.parametrize(
    ("last", "better", "said"),
    [
        (100, Better.LOWER, "Down by 440, which is better."),
        (100, Better.HIGHER, "Down by 440, which is worse."),
        (1540, Better.LOWER, "Up by 1,000, which is worse."),
        (540, Better.LOWER, "The last is the same as the first. No target"),
    ],
)
def test_the_words_say_which_way_it_goes_and_whether_that_is_good(last, better, said):
    assert said in charts.described(indicator(FEW[0], reading("2022-10-31", last), better=better))


def test_the_words_say_what_the_last_bar_is_made_of():
    said = charts.described(indicator(*BROKEN_DOWN, FEW[3], bands=BANDS))
    assert said.endswith("On 31 October 2022: up to 5 days 300, 6 to 20 days 50 and over 20 days 37.")


def test_drawing_is_loaded_only_where_something_is_drawn():
    code = "import sys, app, bot.messages.charts\nsys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
