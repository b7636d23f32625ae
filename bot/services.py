"""What every part of the bot is handed, and who is asking."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.brag import Yardstick
from bot.domain.clocks import WorkingDays, england_and_wales, local_date
from bot.domain.errors import BadInput
from bot.domain.events import By, Origin
from bot.domain.people import Person
from bot.metrics import Metrics
from bot.settings import Settings
from storage import people
from storage.database import Store, Transaction


@dataclass(frozen=True)
class Services:
    """Store, clock and settings, put together once in app.py.

    Args:
        settings: read once at the start.
        store: the partnership's database.
        clock: gives the present moment.
        home: id of the bot's own workspace.
        mail: set whenever something was queued, so that it is sent at once.
        metrics: what is counted and timed while the bot works.
    """

    settings: Settings
    store: Store
    clock: Clock
    home: str = ""
    mail: Event = field(default_factory=Event)
    metrics: Metrics = field(default_factory=Metrics)

    @property
    def zone(self) -> ZoneInfo:
        """The partnership's time zone."""
        return ZoneInfo(self.settings.timezone)

    @property
    def days(self) -> WorkingDays:
        """Working days of England and Wales."""
        return england_and_wales()

    def today(self) -> date:
        """The date now, in the partnership's zone."""
        return local_date(self.clock(), self.zone)

    def yardstick(self) -> Yardstick:
        """What actions are held against today."""
        return Yardstick(
            today=self.today(),
            zone=self.zone,
            days=self.days,
            due_soon=self.settings.due_soon_working_days,
            stale=self.settings.stale_working_days,
            embedded_after=self.settings.review_embedded_months,
            sustained_after=self.settings.review_sustained_months,
        )

    def soon(self) -> date:
        """The last date that counts as due soon; the holiday data's last day where it would lie beyond."""
        try:
            return self.days.add(self.today(), self.settings.due_soon_working_days + 1) - timedelta(days=1)
        except BadInput:
            return max(self.today(), self.days.last)


@dataclass(frozen=True)
class Asked:
    """Who asks, from where.

    `delivery` is the same when Slack delivers the same thing again; `answer_at` is the address for what comes later.
    """

    user: str
    team: str
    channel: str
    origin: Origin
    delivery: str = ""
    answer_at: str = ""

    def person(self, tx: Transaction, services: Services) -> Person:
        """The person who asks, as they stand now."""
        coordinators = services.settings.coordinators
        return people.person(tx, self.user, self.team, services.home, self.channel, coordinators)

    def by(self, tx: Transaction, services: Services, at: datetime) -> By:
        """What the audit trail says of who asks."""
        return By(person=self.person(tx, services), at=at, origin=self.origin)
