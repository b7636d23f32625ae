"""Statutory and working clocks of a partnership: what sets each going, how it counts, and on what it rests.

Only clocks of the partnership itself: never one about a child or a family. What is counted in working days leaves out
the day that sets the clock going. What is counted in months ends on the corresponding date, or on that month's last
day.
"""

import re
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.domain.clocks import WorkingDays, anywhere_in_the_uk, england_and_wales
from bot.domain.dates import months_later
from bot.domain.errors import BadInput


class Unit(StrEnum):
    """What a clock counts."""

    WORKING_DAYS = "working day"
    MONTHS = "month"


class Clock(BaseModel):
    """One clock.

    Args:
        name: what people type.
        title: what it is for.
        start: what sets it going, as it follows "from".
        count: how many `unit`s.
        rule: the rule in words.
        basis: the law or guidance that it rests on, and whether it is an expectation only.
        anywhere: whether bank holidays anywhere in the United Kingdom are left out, not England's and Wales' only.
        also: other names that people type.
    """

    model_config = ConfigDict(frozen=True)
    name: str
    title: str
    start: str
    count: int
    unit: Unit = Unit.WORKING_DAYS
    rule: str
    basis: str
    anywhere: bool = False
    also: tuple[str, ...] = ()

    @property
    def days(self) -> WorkingDays:
        """The working days that it counts."""
        return anywhere_in_the_uk() if self.anywhere else england_and_wales()

    @property
    def length(self) -> str:
        """15 working days, 6 months."""
        return f"{self.count} {self.unit}s"


class Fixed(NamedTuple):
    """The day that a clock comes to; `before` is the last working day before it, where it is none itself."""

    clock: Clock
    start: date
    due: date
    before: date | None = None


CLOCKS: Sequence[Clock] = (
    Clock(
        name="serious-incident",
        title="Serious incident notification",
        start="becoming aware of the incident",
        count=5,
        rule="Within 5 working days of becoming aware of the incident.",
        basis="Children Act 2004, section 16C(1), and GOV.UK guidance on notifying serious incidents",
        also=("incident", "notification", "serious incident notification", "incident notification"),
    ),
    Clock(
        name="rapid-review",
        title="Rapid review",
        start="the notification",
        count=15,
        rule="Within 15 working days of the notification. "
        "Local day numbering differs: give the day after which yours begins to count.",
        basis="Working Together to Safeguard Children: an expectation, not statute",
        also=("rapid",),
    ),
    Clock(
        name="practice-review",
        title="Local child safeguarding practice review",
        start="initiation",
        count=6,
        unit=Unit.MONTHS,
        rule="Published within 6 months of initiation.",
        basis="Child Safeguarding Practice Review and Relevant Agency (England) Regulations 2018 (SI 2018/789)",
        also=(
            *("lcspr", "cspr", "local review", "local practice review", "child safeguarding practice review"),
            *("local child safeguarding practice review",),
        ),
    ),
    Clock(
        name="jtai",
        title="Statement of proposed action after a joint targeted area inspection",
        start="receiving the report",
        count=70,
        rule="Within 70 working days of receiving the report.",
        basis="Children Act 2004 (Joint Area Reviews) Regulations 2015 (SI 2015/1792), regulations 3 and 4",
        also=(
            *("joint targeted area inspection", "joint inspection", "joint area review", "jtai statement"),
            *("statement of proposed action", "written statement of proposed action"),
        ),
    ),
    Clock(
        name="ilacs",
        title="Statement of action after an inspection of the council's children's services",
        start="receiving the report",
        count=70,
        rule="Within 70 working days of receiving the report.",
        basis="Education and Inspections Act 2006 (Inspection of Local Authorities) Regulations 2007 (SI 2007/462). "
        "Check it against the inspection letter.",
        also=(
            *("statement of action", "ilacs statement", "ofsted", "ofsted inspection"),
            *("inspection of local authority childrens services",),
        ),
    ),
    Clock(
        name="notice-review",
        title="Review of the improvement notice",
        start="the notice, or its last review",
        count=6,
        unit=Unit.MONTHS,
        rule="At least every 6 months.",
        basis="Department for Education's practice: an expectation, not statute. The notice's own words come first.",
        also=("notice", "improvement notice", "improvement notice review"),
    ),
    Clock(
        name="yearly-report",
        title="Yearly report",
        start="the last yearly report",
        count=12,
        unit=Unit.MONTHS,
        rule="At least every 12 months. Working Together 2023 asks for it by the end of September.",
        basis="Children Act 2004, section 16G; the month is an expectation, not statute",
        also=("yearly", "annual report", "annual"),
    ),
    Clock(
        name="foi",
        title="Answer to a freedom of information request",
        start="receiving the request",
        count=20,
        rule="Within 20 working days following receipt. Bank holidays of any part of the UK do not count.",
        basis="Freedom of Information Act 2000, section 10(1)",
        anywhere=True,
        also=(
            "foia",
            "freedom of information",
            "freedom of information request",
            "foi request",
            "information request",
        ),
    ),
)


def find(text: str) -> Clock | None:
    """The clock of this name, or of another name for it: in any case, with or without spaces, singular or plural."""
    return _BY_NAME.get(_plain(text))


def near(text: str) -> Clock:
    """The clock whose name is most like this, for an example; the rapid review where none is."""
    like = get_close_matches(_plain(text), _BY_NAME, 1, 0.5)
    return _BY_NAME[like[0] if like else _plain("rapid-review")]


def fixed(clock: Clock, start: date) -> Fixed:
    """The day that a clock which `start` sets going comes to. Raises BadInput past the published bank holidays."""
    days = clock.days
    try:
        if clock.unit is Unit.WORKING_DAYS:
            return Fixed(clock, start, days.add(start, clock.count))
        due = months_later(start, clock.count)
        return Fixed(clock, start, due, None if days.is_working(due) else days.on_or_before(due))
    except (BadInput, ValueError, OverflowError) as error:  # past the calendar itself, too
        raise BadInput(
            f"That can't be counted yet: bank holidays are known from {days.first.year} to {days.last.year} only.",
            f"/deadlines from {clock.name} 3 November 2022",
        ) from error


def _plain(text: str) -> str:
    words = re.sub(r"[^a-z0-9 ]", "", re.sub(r"[-_/]", " ", text.lower())).split()
    return "".join(word.removesuffix("s") for word in words if word not in {"a", "the"})


_BY_NAME = {_plain(name): clock for clock in CLOCKS for name in (clock.name, clock.title, *clock.also)}
