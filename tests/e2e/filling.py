"""The largest plan that can be stored, put into the example partnership: whatever can be long is as long as it can be."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal

from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.domain.plan import Better, Precision, Reading
from bot.usecases import deadlines, indicators, keeping, people, progress, remit
from bot.usecases.words import Words
from storage import people as kept_people
from storage import updates

WORDS = "R&D <multi-agency> 😀 & “safe” "
LINK = "https://partnership.example/" + "a" * 2900
CODES = [f"P{number}" for number in range(100)]
SOURCE = "SOURCE-1000-".ljust(40, "X")
DAY = date(2022, 12, 1)


def of(length, first=""):
    """As many characters as can be stored, full of what Slack escapes."""
    return (first + WORDS * (length // len(WORDS) + 1))[:length].strip().ljust(length, "x")


def filled(world):
    """105 partners, 120 sources, 100 remit items, deadlines and indicators; A13 has everything that one can have.

    Gives the database with all that, in memory.
    """
    for fill in (_around, _remit, _actions):
        with world.store.write() as tx:
            fill(tx, world)
    database = sqlite3.connect(":memory:")
    with closing(sqlite3.connect(world.store.path)) as live:
        live.backup(database)
    return database


def _by(world, user="U0SOMEBODY"):
    person = Person(user=user, team="T0", roles=frozenset({Role.BUSINESS_UNIT, Role.ASSURER}))
    return By(person=person, at=world.clock(), origin=Origin.COMMAND)


def _around(tx, world):
    for code in CODES:
        draft = people.PartnerDraft(
            name=of(300, f"{code} "), kind="relevant agency", lead="U0NHS", deputy="U0COUNCIL"
        )
        people.add_partner(tx, code, draft, _by(world), ())
    for number in range(116):
        ref = f"SOURCE-{1000 + number}-".ljust(40, "X")
        draft = people.SourceDraft(ref=ref, title=of(300), kind=of(300))
        people.add_source(tx, draft, _by(world), (), world.services.today())
    for number in range(60):
        kept_people.name_role(tx, f"U0NAMED{number}", world.services.home, Role.OBSERVER)


def _remit(tx, world):
    by, today = _by(world), world.services.today()
    for number in range(99):
        better = Better.LOWER
        bands = tuple(of(60, f"{place} ") for place in range(10))
        draft = indicators.Draft(
            name=of(300, f"{number} "), unit=of(300), better=better, target=Decimal(100), bands=bands
        )
        indicators.add(tx, draft, by)
        text = of(300)
        draft = deadlines.Draft(title=of(300), phrase=text, basis=of(3000), precision=Precision.DAY, due=DAY)
        deadlines.add(tx, draft, by)
    for number in range(40):
        parts = tuple(Decimal(10**10) for _ in range(10))
        reading = Reading(on=today - timedelta(days=number), value=Decimal(10**11), bands=parts)
        indicators.add_reading(tx, 2, reading, by, today)
    everything = frozenset(range(1, 101))
    for number in range(93):
        linked = everything if number == 0 else frozenset()
        draft = remit.Draft(text=of(3000, f"{number} "), source="JTAI-2022", deadlines=linked, indicators=linked)
        remit.add(tx, draft, by)


LARGEST = keeping.Draft(
    title=of(150),
    lead="POLICE",
    contributors=frozenset(CODES),
    success_measure=of(3000),
    source=SOURCE,
    finding=of(3000),
    remit=frozenset(range(1, 101)),
    due=DAY,
    named_lead="U0POLICE",
)


def _actions(tx, world):
    by, rules = _by(world), world.services.yardstick()
    keeping.add(tx, LARGEST, by, rules)
    for number in range(35):  # put straight into the store, since recording takes its time
        word = updates.add(tx, 13, "update", of(3000, f"{number} "), by, "POLICE", on_behalf=True)
        updates.add_evidence(tx, word, LINK, of(3000))
    for number in range(25):
        words = Words(text=of(3000, f"{number} "), proof=LINK, difference=of(3000))
        progress.record(tx, "update", 13, words, by, rules)
    progress.record(tx, "blocked", 13, Words(text=of(3000)), by, rules)
    progress.record(tx, "extend", 13, Words(text=of(3000), due=date(2023, 1, 31)), by, rules)
    few = {"contributors": frozenset(CODES[:3]), "remit": frozenset(range(1, 10))}
    for number in range(45):
        own = {"title": of(150, f"{number} "), "due": DAY + timedelta(days=number)}
        added = keeping.add(tx, LARGEST.model_copy(update=own | few), by, rules).number
        _completed(tx, world, added, number - 41)


def _completed(tx, world, number, steps):
    """Go so many steps: reported done, accepted by somebody else, embedded."""
    words = Words(text=of(3000), proof=LINK, difference=of(3000))
    deeds = [
        ("done", words, _by(world)),
        ("accept", Words(text=of(3000)), _by(world, "U0ANOTHER")),
        ("embedded", Words(text=of(3000), proof=LINK), _by(world)),
    ]
    for verb, said, by in deeds[: max(0, steps)]:
        progress.record(tx, verb, number, said, by, world.services.yardstick())
