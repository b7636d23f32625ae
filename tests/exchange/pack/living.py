"""A year of a partnership: people do whatever they may do, at random, through the use cases."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.clock import MovableClock
from bot.domain.actions import Stage
from bot.domain.brag import Yardstick
from bot.domain.clocks import england_and_wales
from bot.domain.errors import FollowthroughError
from bot.domain.events import By, Origin
from bot.domain.people import Role
from bot.domain.plan import Better, Precision, Reading
from bot.domain.refs import Kind, Ref
from bot.exchange.importing import apply
from bot.exchange.rows import (
    ActionRow,
    DeadlineRow,
    Due,
    FundingRow,
    IndicatorRow,
    PartnerRow,
    PersonRow,
    Plan,
    ReadingRow,
    RemitRow,
    SourceRow,
)
from bot.usecases import deadlines, indicators, keeping, pausing, people, plan_changes, progress, remit
from bot.usecases.words import Words
from storage import actions
from storage import people as known
from storage.database import Store
from tests.storage.plans import HOME, person

START, DAYS = date(2022, 1, 10), 365
LONDON = ZoneInfo("Europe/London")
CODES = ("POLICE", "ICB", "LA", "UNIT")
UNIT = person("UNIT", user="U0UNIT", roles=[Role.BUSINESS_UNIT])
POLICE = person("POLICE", user="U0POLICE")
PEOPLE = (
    UNIT,
    POLICE,
    person("ICB", user="U0ICB"),
    person("LA", user="U0LA"),
    person(user="U0ASSURER", roles=[Role.ASSURER]),
)
SOURCES = ("JTAI-2022", "PANEL-2022", None)
PLAN = Plan(
    partners=tuple(
        PartnerRow(code=code, name=f"The {code}", kind="business unit" if code == "UNIT" else "relevant agency")
        for code in CODES
    ),
    sources=(SourceRow(ref="JTAI-2022", title="Inspection"), SourceRow(ref="PANEL-2022", title="Panel's review")),
    people=tuple(
        PersonRow(user=one.user, team=HOME, role="partner member", partner=code)
        for one in PEOPLE
        for code in one.partners
    ),
    deadlines=(
        DeadlineRow(number=1, title="Report", due=Due(day=date(2022, 6, 30))),
        DeadlineRow(number=2, title="Review", due=Due(day=None, words="in the spring")),
    ),
    indicators=(IndicatorRow(number=1, name="Waiting", unit="cases", better=Better.LOWER, owner="POLICE"),),
    remit=(
        RemitRow(number=1, text="Secure the first", source="JTAI-2022", deadlines=(1,), indicators=(1,)),
        RemitRow(number=2, text="Secure the second", deadlines=(1, 2)),
        RemitRow(number=3, text="Secure the third"),
    ),
    readings=(ReadingRow(indicator=1, on=date(2021, 12, 31), value=Decimal(400), qualifier="over"),),
    funding=(FundingRow(purpose="Capacity", amount=Decimal(532000), phrase="January 2022"),),
    actions=tuple(
        ActionRow(
            number=number,
            title=f"Agree rota {number}",
            lead=CODES[number % 4],
            contributors=(CODES[(number + 1) % 4],) if number % 3 == 0 else (),
            source="JTAI-2022",
            tracker_ref=f"{number}.1",
            remit=(number % 3 + 1,),
            due=Due(day=START + timedelta(days=20 * number)) if number % 5 else Due(day=None, words="ongoing"),
            stage=Stage.ADDRESSED if number == 7 else Stage.NOT_STARTED,
            demonstration=number == 2,
        )
        for number in range(1, 13)
    ),
)


def yardstick(today):
    return Yardstick(today=today, zone=LONDON, days=england_and_wales())


class Year:
    """Lives through the year; `done` has the names of what was done, however often."""

    def __init__(self, path, chance):
        self.chance, self.done = chance, []
        self.clock = MovableClock(datetime.combine(START, time(9), LONDON))
        self.store = Store(path)
        self.store.migrate()
        with self.store.write() as tx:
            known.remember(tx, "home", HOME)
        apply(self.store, PLAN, self.by(UNIT), home=HOME)

    @property
    def today(self):
        return self.clock().astimezone(LONDON).date()

    def by(self, who):
        return By(person=who, at=self.clock(), origin=Origin.COMMAND)

    def days(self):
        """Each day, once people have done what they do on it."""
        yield START
        for number in range(1, DAYS):
            moment = datetime.combine(START + timedelta(days=number), time(self.chance.randrange(24)), LONDON)
            self.clock.move_to(moment)
            with self.store.write() as tx:
                for _ in range(self.chance.choice([0, 0, 1, 1, 2, 3])):
                    self.something(tx)
            if number % 10 == 0:
                self.bring()
            yield self.today

    def something(self, tx):
        kinds = [self.deed] * 10 + [self.take_back] * 2 + [self.edit, self.settle] + [self.around] * 3
        self.attempt(tx, *self.chance.choice(kinds)(tx))

    def attempt(self, tx, name, change):
        """Try it a moment later: what is refused changes nothing."""
        self.clock.advance(seconds=self.chance.randrange(1, 120))
        with suppress(FollowthroughError), tx.apart():
            change(tx)
            self.done.append(name)

    def one_of(self, *choices):
        return self.chance.choice(choices)

    def soon(self, most=90):
        return self.today + timedelta(days=self.chance.randrange(1, most))

    def some(self, *choices):
        return frozenset(self.chance.sample(choices, self.chance.randrange(len(choices))))

    def deed(self, tx):
        action = actions.find(tx, self.chance.randrange(1, 13))
        offered = [(who, verb) for who in PEOPLE for verb in progress.offers(action, who)]
        # What is offered nearly always would otherwise be nearly all that is done.
        rarest = min(self.done.count(verb) for _, verb in offered)
        who, verb = self.chance.choice([one for one in offered if self.done.count(one[1]) == rarest])
        lead = next(iter(one.user for one in PEOPLE if action.lead.code in one.partners))
        words = Words(
            text=f"{verb} by <@{who.user}>", due=self.soon(), named=lead, difference=self.one_of("", "less waiting")
        )
        self.last = (who, action.ref)
        return verb, lambda tx: progress.record(tx, verb, action.number, words, self.by(who), yardstick(self.today))

    def take_back(self, tx):
        """Somebody does something and thinks better of it at once."""
        name, change = self.one_of(self.deed, self.around, self.edit)(tx)
        self.attempt(tx, name, change)
        who, ref = self.last
        if ref.kind is Kind.ACTION:
            return f"undo {name}", lambda tx: progress.undo(tx, ref.number, self.by(who))
        return f"undo {name}", lambda tx: plan_changes.undo(tx, ref, self.by(who))

    def edit(self, tx):
        number = self.chance.randrange(1, 16)
        fields = {
            "title": f"Agree rota {number} {self.one_of('at once', 'again', '')}",
            "source": self.one_of(*SOURCES),
        }
        draft = keeping.Draft(
            **fields,
            lead=self.one_of(*CODES),
            contributors=self.some(*CODES[:3]),
            remit=self.some(1, 2, 3),
            due=self.soon(),
        )
        self.last = (UNIT, Ref(Kind.ACTION, number))
        if self.chance.random() < 0.3:
            return "add", lambda tx: keeping.add(tx, draft, self.by(UNIT), yardstick(self.today))
        return "edit", lambda tx: keeping.edit(tx, number, draft, self.by(UNIT), yardstick(self.today))

    def around(self, tx):
        """What becomes of remit items, deadlines and indicators."""
        number, who, today = self.chance.randrange(1, 5), self.one_of(UNIT, PEOPLE[-1]), self.today
        when = self.one_of(self.soon(), self.soon(), None)
        words = {"phrase": "soon", "precision": Precision.DAY if when else Precision.VAGUE}
        deadline = deadlines.Draft(title=f"Report {number}", due=when, remit=self.some(1, 2, 3, 4), **words)
        item = remit.Draft(text=f"Secure {number}", deadlines=self.some(1, 2, 3), indicators=self.some(1, 2))
        measure = {"name": f"Waiting {number}", "better": Better.LOWER, "remit": self.some(1, 2, 3)}
        draft = indicators.Draft(**measure, owner=self.one_of("POLICE", None), target=self.one_of(None, Decimal(5)))
        reading = Reading(on=today - timedelta(days=self.chance.randrange(3)), value=self.chance.randrange(400))
        name, letter, change = self.one_of(
            ("add deadline", "D", lambda tx: deadlines.add(tx, deadline, self.by(who))),
            ("edit deadline", "D", lambda tx: deadlines.edit(tx, number, deadline, self.by(who), today)),
            ("move deadline", "D", lambda tx: deadlines.move(tx, number, self.soon(), "agreed", self.by(who))),
            ("meet deadline", "D", lambda tx: deadlines.meet(tx, number, today, self.by(who), today)),
            ("add remit", "R", lambda tx: remit.add(tx, item, self.by(who))),
            ("edit remit", "R", lambda tx: remit.edit(tx, number, item, self.by(who), today)),
            ("meet remit", "R", lambda tx: remit.meet(tx, number, today, self.by(who), today)),
            ("link", "A", lambda tx: remit.link(tx, number, [number], self.by(who))),
            ("unlink", "A", lambda tx: remit.unlink(tx, number, [number], self.by(who))),
            ("add indicator", "I", lambda tx: indicators.add(tx, draft, self.by(who))),
            ("edit indicator", "I", lambda tx: indicators.edit(tx, number, draft, self.by(who))),
            ("reading", "I", lambda tx: indicators.add_reading(tx, number, reading, self.by(UNIT), today)),
            ("reading", "I", lambda tx: indicators.add_reading(tx, 1, reading, self.by(UNIT), today)),
        )
        if name.startswith("add "):  # what was added may be taken back
            table = {"D": "deadlines", "R": "remit_items", "I": "indicators"}[letter]
            number = tx.value(f"SELECT max(id) + 1 FROM {table}")
        self.last = (UNIT if name == "reading" else who, Ref(Kind(letter), number))
        return name, change

    def settle(self, _):
        """What the business unit keeps in its settings."""
        code, number = self.one_of(*CODES[:3]), len(self.done)
        draft = people.PartnerDraft(name=f"The {code} of {self.today.year}, {number}", kind="relevant agency")
        source = people.SourceDraft(ref=f"NOTICE-{number}", title="A notice", published=self.today)
        return self.one_of(
            ("rename", lambda tx: people.edit_partner(tx, code, draft, self.by(UNIT))),
            ("rename", lambda tx: people.edit_partner(tx, code, draft, self.by(UNIT))),
            ("add partner", lambda tx: people.add_partner(tx, f"P{number}", draft, self.by(UNIT), ())),
            ("add source", lambda tx: people.add_source(tx, source, self.by(UNIT), (), self.today)),
            (
                "pause partner",
                lambda tx: pausing.pause(
                    tx, code, Words(text="why", due=self.soon()), self.by(UNIT), yardstick(self.today)
                ),
            ),
        )

    def bring(self):
        """Somebody imports a file in which some of it differs."""
        rows = [self.differing(row) for row in self.chance.sample(PLAN.actions, 3)]
        value = Decimal(self.chance.randrange(400))
        plan = Plan(
            actions=tuple(rows),
            remit=(replace(PLAN.remit[1], deadlines=self.one_of((1,), (2,), (1, 2))),),
            deadlines=(replace(PLAN.deadlines[1], title=self.one_of("Review", "Review again")),),
            sources=(replace(PLAN.sources[0], title=self.one_of("Inspection", "Joint inspection")),),
            readings=(ReadingRow(indicator=1, on=self.one_of(date(2021, 12, 31), self.today), value=value),),
            funding=(
                replace(
                    PLAN.funding[0],
                    amount=Decimal(self.one_of(1, 2)) * 1000,
                    purpose=self.one_of("Capacity", "Training"),
                ),
            ),
        )
        with suppress(FollowthroughError):
            apply(self.store, plan, self.by(UNIT), home=HOME)
            self.done.append("import")

    def differing(self, row):
        lead = self.one_of(row.lead, self.one_of(*CODES))
        return replace(
            row,
            lead=lead,
            contributors=tuple(self.some(*CODES) - {lead}),
            due=Due(day=self.soon()),
            update=f"Heard on {self.today}",
            remit=tuple(self.some(1, 2, 3)),
        )
