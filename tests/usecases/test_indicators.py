from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.domain.errors import BadInput, MovedOn, NotAllowed, NotFound
from bot.domain.people import Role
from bot.domain.plan import Better, Reading
from bot.domain.refs import Kind, Ref
from bot.usecases import indicators, plan_changes
from bot.usecases.indicators import Draft
from storage import audit, plan
from tests.storage.plans import ADVISER, POLICE, TODAY, UNIT, by, partnership, person

NHS = person("ICB", user="U-NHS")
BANDS = ("up to 5 days", "6 to 20 days", "over 20 days")
WAITING = Draft(name="Unallocated cases", unit="cases", better=Better.LOWER, owner="POLICE", bands=BANDS)
I1 = Ref(Kind.INDICATOR, 1)


@pytest.fixture
def tx(tmp_path, shared):
    with partnership(tmp_path / "own.db", like=shared).write() as made:
        indicators.add(made, WAITING, by())
        yield made


def read(tx, value, *bands, on=TODAY, who=UNIT):
    reading = Reading(on=on, value=Decimal(value), bands=tuple(map(Decimal, bands)))
    return indicators.add_reading(tx, 1, reading, by(who), TODAY)


def test_a_reading_is_one_field_of_one_event(tx):
    kept = read(tx, 387, 120, 200, 67, who=POLICE)
    assert kept.readings == (Reading(on=TODAY, value=Decimal(387), bands=(Decimal(120), Decimal(200), Decimal(67))),)
    [event, _] = audit.history(tx, "I1")
    assert (event.verb, event.partner, event.before) == ("reading", "POLICE", {"reading 2022-11-14": None})
    told = {"value": "387", "qualifier": "", "phrase": "", "bands": ["120", "200", "67"]}
    assert event.after == {"reading 2022-11-14": told}


def test_a_second_reading_of_a_day_takes_its_place_and_undo_brings_the_first_back(tx):
    read(tx, 387)
    read(tx, 390)
    assert [one.value for one in plan.readings(tx, 1)] == [390]
    assert plan_changes.undo(tx, I1, by()) == "reading"
    assert [one.value for one in plan.readings(tx, 1)] == [387]


def test_a_first_reading_taken_back_is_gone_and_still_in_the_trail(tx):
    read(tx, 387, who=POLICE)
    with pytest.raises(MovedOn):
        plan_changes.undo(tx, I1, by())
    plan_changes.undo(tx, I1, by(POLICE))
    assert plan.readings(tx, 1) == []
    [undone, _, _] = audit.history(tx, "I1")
    assert (undone.verb, undone.after) == ("took back: reading", {"reading 2022-11-14": None})


@pytest.mark.parametrize(
    ("value", "bands", "on", "field", "sentence"),
    [
        ("387", (), TODAY + timedelta(days=1), "on", "still to come"),
        ("-1", (), TODAY, "amount", "I1 can't be below 0"),
        ("0.00001", (), TODAY, "amount", "too fine"),
        ("9" * 13, (), TODAY, "amount", "too large"),
        ("387", ("-20", "207", "200"), TODAY, "band_1", "No part of I1 can be below 0"),
        ("387", ("120", "200", "66"), TODAY, "band_3", "The bands add up to 386, and the value is 387"),
        ("387", ("187", "200"), TODAY, "band_1", "I1 has 3 bands: give all of them, or none"),
    ],
)
def test_a_reading_that_can_not_be_is_refused_at_its_field(tx, value, bands, on, field, sentence):
    with pytest.raises(BadInput, match=sentence) as refused:
        read(tx, value, *bands, on=on)
    assert refused.value.field == field
    assert plan.readings(tx, 1) == []


def test_below_nought_is_fine_where_the_target_is(tx):
    indicators.edit(tx, 1, WAITING.model_copy(update={"target": Decimal(-5), "bands": ()}), by())
    assert read(tx, -3).readings[-1].value == -3


@pytest.mark.parametrize("who", [NHS, ADVISER, person(user="U-OBSERVER", roles=[Role.OBSERVER])])
def test_readings_come_from_the_unit_and_the_partner_that_owns_the_indicator(tx, who):
    with pytest.raises(NotAllowed, match="Only the business unit, or the partner"):
        read(tx, 387, who=who)
    with pytest.raises(NotFound):
        read(tx, 387, who=person(user="U-OUTSIDE"))


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"name": ""}, "name", "needs a name"),
        ({"better": None, "target": Decimal(100)}, "better", "which way is better"),
        ({"target_by": date(2023, 3, 31)}, "target", "no target"),
        ({"target": Decimal("0.000001")}, "target", "too fine"),
        ({"owner": "NOBODY"}, "owner", "There is no partner NOBODY"),
        ({"remit": frozenset({9})}, "remit", "There is no remit item R9"),
        ({"bands": ("up to 5 days",)}, "bands", "2 to 10 bands"),
        ({"bands": ("Few", "few")}, "bands", "the same words"),
        ({"bands": ("few", "m" * 61)}, "bands", "longer than 60"),
        ({"bands": tuple(map(str, range(11)))}, "bands", "2 to 10 bands"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(tx, change, field, sentence):
    with pytest.raises((BadInput, NotFound), match=sentence) as refused:
        indicators.add(tx, WAITING.model_copy(update=change), by())
    assert refused.value.field == field
    assert len(plan.indicators(tx)) == 1


def test_bands_that_readings_are_kept_in_are_renamed_but_stay_as_many(tx):
    read(tx, 387, 120, 200, 67)
    renamed = ("to 5 days", "to 20 days", "longer")
    assert indicators.edit(tx, 1, WAITING.model_copy(update={"bands": renamed}), by()).bands == renamed
    for bands in ((), ("short", "long"), ("short", "", "long")):
        with pytest.raises(BadInput, match="kept in 3 bands") as refused:
            indicators.edit(tx, 1, WAITING.model_copy(update={"bands": bands}), by())
        assert refused.value.field == "bands"


def test_an_assurer_keeps_indicators_and_a_partner_does_not(tx):
    assert indicators.edit(tx, 1, WAITING.model_copy(update={"target": Decimal(100)}), by(ADVISER)).target == 100
    with pytest.raises(NotAllowed):
        indicators.edit(tx, 1, WAITING, by(POLICE))


def test_the_same_reading_again_changes_nothing(tx):
    read(tx, 387)
    with pytest.raises(BadInput, match="Nothing is different") as refused:
        read(tx, 387)
    assert refused.value.field == "amount"
