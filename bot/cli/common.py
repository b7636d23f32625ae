"""What the commands share: who runs them, and the store that they run on."""

from datetime import datetime
from typing import Annotated

import typer

from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.settings import Settings
from storage import checks
from storage.database import Store

AsJson = Annotated[bool, typer.Option("--json", help="For machines instead of people.")]

UNIT = Person(user="", team="", roles=frozenset({Role.BUSINESS_UNIT}))
"""Whoever can run a command has the database itself: they may do what the business unit may."""


def by(now: datetime, origin: Origin = Origin.TERMINAL) -> By:
    """What the audit trail says of who runs a command."""
    return By(person=UNIT, at=now, origin=origin)


def readable() -> Store:
    """The store of the settings. Raises BadInput where there is none that this version can read."""
    store = Store(Settings().database)
    checks.check_readable(store)
    return store
