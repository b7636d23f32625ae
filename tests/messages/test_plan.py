"""How remit items, deadlines and indicators read."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.domain.brag import Yardstick
from bot.domain.clocks import england_and_wales
from bot.domain.events import Event, Origin
from bot.domain.plan import Better, Deadline, Indicator, Reading
from bot.messages import deadlines, happening, indicators
from bot.messages.forms import plan as plan_forms
from bot.messages.indicators import latest
from bot.playground.validation import view_faults
from tests.domain.made import NOW

LONDON = ZoneInfo("Europe/London")
YARDSTICK = Yardstick(today=date(2022, 11, 14), zone=LONDON, days=england_and_wales())
ONE = Indicator(number=1, name="Cases & plans", unit="cases", better=Better.LOWER)
DAY = date(2022, 11, 10)


def reading(value, *parts, qualifier="", on=DAY):
    return Reading(on=on, value=Decimal(value), qualifier=qualifier, bands=tuple(map(Decimal, parts)))


@pytest.mark.parametrize(
    ("better", "value", "qualifier", "said"),
    [
        (Better.LOWER, "387", "", "Target: 100 cases, not met: 287 above it."),
        (Better.LOWER, "87", "", "Target: 100 cases, met: 13 below it."),
        (Better.LOWER, "100", "", "Target: 100 cases, met exactly."),
        (Better.HIGHER, "87.5", "", "Target: 100 cases, not met: 12.5 below it."),
        (Better.HIGHER, "1250", "", "Target: 100 cases, met: 1,150 above it."),
        (Better.LOWER, "400", "over", "Target: 100 cases, not met: more than 300 above it."),
        (Better.LOWER, "100", "over", "Target: 100 cases."),
    ],
)
def test_whether_the_target_is_met_and_how_far_it_is(better, value, qualifier, said):
    kept = (reading(value, qualifier=qualifier),)
    one = ONE.model_copy(update={"better": better, "target": Decimal(100), "readings": kept})
    assert latest(one).endswith(said)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("400", "387", ", down 13 since 1 November 2022 (better)."),
        ("over 400", "387", ", down by more than 13 since 1 November 2022 (better)."),
        ("at least 400", "387", ", down by at least 13 since 1 November 2022 (better)."),
        ("about 400", "387", ", down by about 13 since 1 November 2022 (better)."),
        ("under 400", "over 410", ", up by more than 10 since 1 November 2022 (worse)."),
        ("400", "over 410", ", up by more than 10 since 1 November 2022 (worse)."),
        ("over 400", "410", " (before: over 400 cases on 1 November 2022)."),
        ("over 400", "over 387", " (before: over 400 cases on 1 November 2022)."),
        ("over 400", "about 387", " (before: over 400 cases on 1 November 2022)."),
        ("nearly 400", "387", " (before: nearly 400 cases on 1 November 2022)."),
        ("about 400", "400", " (before: about 400 cases on 1 November 2022)."),
    ],
)
def test_no_change_is_told_more_exactly_than_its_readings_are(was, now, said):
    (*was_words, was_value), (*now_words, now_value) = was.split(), now.split()
    before = reading(was_value, qualifier=" ".join(was_words), on=date(2022, 11, 1))
    kept = (before, reading(now_value, qualifier=" ".join(now_words)))
    assert f"on 10 November 2022{said}" in latest(ONE.model_copy(update={"readings": kept}))


def test_a_target_without_a_reading_is_said_as_it_is():
    one = ONE.model_copy(update={"target": Decimal(100), "target_by": date(2023, 3, 31), "unit": "%"})
    assert latest(one) == "no reading yet. Lower is better. Target: 100% by 31 March 2023."


def test_bands_are_said_in_words_in_list_and_card():
    bands = ("up to 5 days", "6 to 20 days", "over 20 days")
    kept = (reading(400, on=date(2022, 8, 31)), reading(387, 120, 200, 67))
    one = ONE.model_copy(update={"bands": bands, "readings": kept})
    said = "Of these: up to 5 days: 120, 6 to 20 days: 200, over 20 days: 67"
    assert said in indicators.listing([one], may_keep=False).text
    card = indicators.card(one, may_keep=False, may_read=False)
    assert said in card.blocks[1]["text"]["text"]
    assert "Cases &amp; plans" in card.text
    assert "&amp;amp;" not in card.text


def test_a_moved_deadline_shows_both_dates_wherever_it_is_shown():
    one = Deadline(number=1, title="Report", due=date(2023, 2, 28), original_due=date(2023, 1, 31))
    for shown in (
        deadlines.listing([one], YARDSTICK, may_keep=False),
        deadlines.card(one, YARDSTICK, why_moved="agreed", may_keep=False),
    ):
        assert "Tuesday 28 February 2023 (originally 31 January 2023)" in shown.text


def event(verb, before, after):
    return Event(
        at=NOW, user="U1", team="T1", role="assurer", origin=Origin.FORM, verb=verb, subject="D1", before=before, after=after
    )  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "before", "after", "said"),
    [
        ("moved", {"due": "2023-01-31"}, {"due": "2023-02-28", "reason": "agreed"}, ": due date from 31 January 2023 to 28 February 2023. Because: agreed"),
        ("met", {"met": None}, {"met": "2023-01-31"}, ": day it was met 31 January 2023"),
        ("edited", {"remit": [2], "title": "Old"}, {"remit": [2, 4], "title": "<New>"}, ": remit items from R2 to R2 and R4; title from “Old” to “&lt;New&gt;”"),
        ("reading", {"reading 2022-11-10": None}, {"reading 2022-11-10": {"value": "387", "qualifier": "over"}}, ": 10 November 2022, over 387"),
        ("took back: reading", {"reading 2022-11-10": {"value": "387", "qualifier": ""}}, {"reading 2022-11-10": None}, ": 10 November 2022, from 387 to none"),
        ("reading", {}, {"on": "2022-08-31", "value": "400", "qualifier": "over", "phrase": ""}, ": 31 August 2022, over 400"),
        ("took back: added", {"removed": None, "remit": [2]}, {"removed": "2022-11-14T09:00:00+00:00", "remit": []}, ": no longer shown; remit items from R2 to none"),
        ("added", {}, {"title": "Report"}, ""),
    ],
)  # fmt: skip
def test_history_says_from_what_to_what(verb, before, after, said):
    told = happening.history("*D1* Report", "D1", [event(verb, before, after)], 1, YARDSTICK)
    line = told.blocks[1]["text"]["text"]
    assert line.split("*", 2)[1] == verb
    assert line.endswith(f"by <@U1> (assurer), from a form{said}")


def test_forms_take_as_much_as_there_can_be():
    many = dict.fromkeys(range(1, 251), "Secure improvement " * 20)
    refs = {f"SOURCE-{number}": "A long title " * 20 for number in range(1000, 1150)}
    choices = plan_forms.Choices(refs, {f"P{n}": "Partner" for n in range(120)}, many, many, many)
    one = ONE.model_copy(update={"name": "N" * 500, "bands": tuple("b" * 59 + str(n) for n in range(10))})
    bound = Deadline(number=1, title="T" * 500, phrase="early", source="SOURCE-1149", remit=(1, 250))
    for view in (
        plan_forms.deadline_add(plan_forms.Start("t", DAY, "p", "b"), choices, {}),
        plan_forms.deadline_edit(bound, choices, {}),
        plan_forms.deadline_move(bound, {}),
        plan_forms.indicator_add(choices, {}),
        plan_forms.indicator_edit(one, choices, {}),
        plan_forms.reading(one, DAY, {}),
        plan_forms.remit_add(choices, {}),
        plan_forms.deadline_add(plan_forms.Start(), plan_forms.Choices(), {}),
    ):
        assert view_faults(view) == []


def test_a_form_never_shortens_what_is_kept():
    bound = Deadline(number=1, title="T" * 500, phrase="w" * 2500)
    shown = plan_forms.deadline_edit(bound, plan_forms.Choices(), {})
    filled = {
        block["block_id"]: block["element"].get("initial_value") for block in shown["blocks"] if "element" in block
    }
    assert (filled["title"], filled["phrase"]) == (bound.title, bound.phrase)
