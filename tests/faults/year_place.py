"""Where a year is lived through: so many partners, a unit and an executive, with the bot among them."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time
from random import Random

from app import Followthrough, build
from bot.clock import MovableClock
from bot.domain.clocks import england_and_wales
from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.exchange.importing import apply
from bot.listeners import membership
from bot.playground import demo
from bot.playground.server import Server
from bot.playground.workspace import Timing, Workspace
from storage import people
from tests.benchmarks.plans import made
from tests.world import LONDON

DAYS = england_and_wales()
UNIT, BOARD, MANAGER, ASSURER = "unit", "executive", "U0MANAGER", "U0ASSURER"


@dataclass
class Place:
    """The bot and all that is around it.

    Attributes:
        codes: the partners'; each has a channel and the people A and B.
        counts: how often things happened.
    """

    bot: Followthrough
    slack: Workspace
    clock: MovableClock
    codes: list[str]
    chance: Random
    counts: Counter = field(default_factory=Counter)

    @property
    def services(self):
        return self.bot.services

    @property
    def now(self):
        return self.clock().astimezone(LONDON)

    @property
    def today(self):
        return self.now.date()

    def rows(self, sql, params=()):
        with self.services.store.read() as tx:
            return tx.rows(sql, params)


@contextmanager
def placed(folder, start, partners, chance):
    """So many partners with twelve actions each, a unit, an executive; from a day at midnight on."""
    clock = MovableClock(datetime.combine(start, time(), LONDON))
    slack = Workspace(clock, demo.yaml.safe_load(demo.MANIFEST.read_text()), timing=Timing(retry_delays=(0, 0, 0)))
    own = slack.app.user_id
    for user in (MANAGER, ASSURER):
        slack.add_user(user.lower(), user, user_id=user)
    codes = [f"P{number:03}" for number in range(1, partners + 1)]
    for code in codes:
        users = [slack.add_user(f"{code}{one}".lower(), f"{code} {one}", user_id=f"U0{code}{one}").id for one in "AB"]
        slack.add_channel(f"partner-{code.lower()}", [*users, own])
    slack.add_channel(UNIT, [MANAGER, own])
    slack.add_channel(BOARD, [ASSURER, own])
    with Server(slack) as server:
        settings = demo.settings(slack, server.api_url, folder)
        bot = build(settings.model_copy(update={"unit_channel": UNIT, "executive_channel": BOARD}), clock, pace=0)
        by = By(
            person=Person(user="", team="", roles=frozenset({Role.BUSINESS_UNIT})), at=clock(), origin=Origin.IMPORT
        )
        apply(bot.services.store, made(partners * 12, partners), by)
        with bot.services.store.write() as tx:
            people.name_role(tx, ASSURER, bot.services.home, Role.ASSURER)
            tx.run("UPDATE partners SET lead = 'U0' || code || 'A', deputy = 'U0' || code || 'B'")
        membership.refresh(bot.app.client, bot.services)
        try:
            yield Place(bot, slack, clock, codes, chance)
        finally:
            bot.services.store.close()
