"""Who gets what in a board pack."""

from datetime import date

import pytest

from bot.domain.errors import BadInput, NotAllowed
from bot.domain.people import Role
from tests.exchange.pack.weeks import BEFORE, COUNCIL, POLICE, UNIT, live, part, rows, words
from tests.storage.plans import person


def test_a_partners_member_gets_what_the_partner_leads_and_nothing_of_others(lived):
    made = lived(COUNCIL)
    assert made.seen_by == "Solihull Council"
    assert part(made, "Summary").lead[0].startswith("6 actions: 4 open past their date")
    assert {row["Ref"] for row in rows(made, "Remit actions")} == {"A1", "A2", "A3", "A4", "A5", "A12"}
    said = words(made)
    for other in (
        "West Midlands Police",
        "Birmingham",
        "ICB",
        "Probation",
        "business unit,",
        "A6",
        "A7",
        "A8",
        "A11",
    ):
        assert other not in said
    titles = [section.title for section in made.sections]
    assert "Overdue by age" in titles
    assert [len(row) for row in part(made, "Overdue by age").tables[0].rows] == [6]
    assert part(made, "Funding").tables == ()
    assert "No action serves" not in said


def test_the_part_of_a_contributing_partner_is_not_in_its_pack(world, pack):
    live(world)
    world.ask(world.police, "done A9 our part is done")
    assert "A9" not in words(pack(POLICE))


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (person(user="U1", roles=[Role.BUSINESS_UNIT]), 12),
        (person(user="U1", roles=[Role.ASSURER]), 12),
        (person(user="U1", roles=[Role.OBSERVER]), 12),
        (person("POLICE", user="U1", roles=[Role.OBSERVER]), 12),
        (person("POLICE", user="U1"), 2),
        (person("POLICE", "ICB", user="U1"), 4),
        (person(user="U1"), None),
    ],
)
def test_who_may_report_gets_what_they_may_report(world, pack, who, sees):
    if sees is None:
        with pytest.raises(NotAllowed):
            pack(who, date(2022, 11, 14))
        return
    made = pack(who, date(2022, 11, 14), date(2022, 11, 1))
    assert part(made, "Summary").lead[0].startswith(f"{sees} actions:")


def test_days_of_which_nothing_can_be_known_are_refused(world, pack):
    for as_at, since, said, example in (
        (date(2022, 11, 15), BEFORE, "still to come", "14 November 2022"),
        (
            date(2022, 11, 13),
            date(2022, 11, 1),
            "Nothing is recorded from before Monday 14 November",
            "14 November 2022",
        ),
        (date(2022, 11, 14), date(2022, 11, 14), "too late", "17 October 2022"),
    ):
        with pytest.raises(BadInput, match=said) as refused:
            pack(UNIT, as_at, since)
        assert refused.value.example == example
