"""A small partnership put straight into a store, and units of work that leave nothing behind."""

import sqlite3
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.brag import Yardstick
from bot.domain.clocks import england_and_wales
from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from storage.database import Store

NOW = datetime(2022, 11, 14, 9, tzinfo=UTC)
TODAY = date(2022, 11, 14)
HOME = "T0HOME"
PARTNERS = {"POLICE": 1, "ICB": 2, "LA": 3}
SOURCES = {"JTAI-2022": 1, "PANEL-2022": 2}
REMIT = (1, 2, 3)


def partnership(path, like=None):
    """A store with partners, sources and remit items; a copy of `like` where that was made before."""
    store = Store(path)
    if like:
        with closing(sqlite3.connect(like.path)) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
        return store
    store.migrate()
    with store.write() as tx:
        for code, number in PARTNERS.items():
            tx.insert("partners", {"id": number, "code": code, "name": f"The {code}", "kind": "relevant agency"})
        for ref, number in SOURCES.items():
            tx.insert("sources", {"id": number, "ref": ref, "title": ref})
        for number in REMIT:
            tx.insert("remit_items", {"id": number, "text": f"Secure {number}"})
    return store


class _TakeBack(Exception):
    pass


@contextmanager
def nothing_kept(store):
    """A unit of work that can write, and whose changes are taken back at its end."""
    with suppress(_TakeBack), store.write() as tx:
        yield tx
        raise _TakeBack


def add_action(tx, *, lead="POLICE", contributors=(), remit=(), source=None, **fields):
    """Add an action; its number."""
    row = {
        "title": "Agree a rota",
        "lead_partner_id": PARTNERS[lead],
        "source_id": SOURCES[source] if source else None,
        "stage": "not started",
        "stage_since": NOW.isoformat(),
        "added": NOW.isoformat(),
        **{name: str(value) if isinstance(value, date) else value for name, value in fields.items()},
    }
    number = tx.insert("actions", row)
    for item in remit:
        tx.insert("action_remit", {"action_id": number, "remit_item_id": item})
    for code in contributors:
        tx.insert("contributions", {"action_id": number, "partner_id": PARTNERS[code]})
    return number


def add_update(tx, number, text, *, taken_back=False):
    """Add a word about an action."""
    undone = NOW.isoformat() if taken_back else None
    row = {"action_id": number, "kind": "update", "text": text, "user": "U1", "at": NOW.isoformat(), "undone": undone}
    tx.insert("updates", row)


def person(*partners, user="U1", roles=()):
    """Somebody of the partnership, or a stranger."""
    return Person(user=user, team=HOME, roles=frozenset(roles), partners=frozenset(partners))


def yardstick(today=TODAY):
    """What actions are held against on a day."""
    return Yardstick(today=today, zone=ZoneInfo("Europe/London"), days=england_and_wales())


UNIT = person(user="U-UNIT", roles=[Role.BUSINESS_UNIT])
POLICE = person("POLICE", user="U-POLICE")
ADVISER = person(user="U2", roles=[Role.ASSURER])


def by(who=UNIT, minutes=0):
    """Who changes something, by a command so many minutes after NOW."""
    return By(person=who, at=NOW + timedelta(minutes=minutes), origin=Origin.COMMAND)
