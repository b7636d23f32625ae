"""The ladder in words: what comes next for an overdue action and when, and who was told."""

from datetime import date
from typing import NamedTuple

from bot.domain.ladder import EXCEPTION_LIST, EXECUTIVE, LEADS, Rung
from bot.messages.text import full_day, listed

WHO = {EXCEPTION_LIST: "business unit's exception list", EXECUTIVE: "executive"}
INSTEAD = "business unit, for the executive"
"""Who is told at the second step and at the third, for the audit trail; and where the executive has no channel."""


class Whom(NamedTuple):
    """Who can be told of a step: the named lead and the deputy directly, the executive in its own channel."""

    lead: bool = False
    deputy: bool = False
    executive: bool = False

    def directly(self) -> list[str]:
        """Those who are told directly."""
        return [name for name, told in (("the named lead", self.lead), ("the deputy", self.deputy)) if told]


def ahead(step: int, on: date, whom: Whom) -> str:
    """What happens next: "If it is not reported done before Friday 2 December 2022, …"."""
    who = whom.directly()
    next_ = {
        LEADS: f"{_are_told(who)} directly" if who else "the business unit is told that no lead could be reached",
        EXCEPTION_LIST: "it goes on the business unit's exception list",
        EXECUTIVE: "it is raised with the executive"
        if whom.executive
        else "the business unit is told of it, for the executive",
    }
    return f"If it is not reported done before {full_day(on)}, {next_[step]}."


def undecided(until: date) -> str:
    """In place of what happens next, while a request for more time waits: nothing does."""
    return f"More time until {full_day(until)} was asked for and is not decided yet."


def stands(rung: Rung) -> str:
    """That an action is on the business unit's exception list or a step further, and since when."""
    last = ", at the last step, for the executive," if rung.step == EXECUTIVE else ""
    since = f"{last} since {full_day(rung.taken)}" if rung.taken else ""
    return f"On the exception list{since}."


def leads(*, lead: bool, deputy: bool, why: str) -> str:
    """Who is told at the first step, for the audit trail: "named lead and deputy", or "nobody" and why."""
    who = [name for name, told in (("named lead", lead), ("deputy", deputy)) if told]
    return " and ".join(who) or f"nobody: {why}"


def taken(step: int, whom: Whom) -> str:
    """That a step was taken today, for the partner whose action it is, and who is told."""
    who = whom.directly()
    return {
        LEADS: f"{_are_told(who).capitalize()} directly today."
        if who
        else "No lead could be told directly, so the business unit is told today.",
        EXCEPTION_LIST: "It is on the business unit's exception list from today.",
        EXECUTIVE: "It is raised with the executive today."
        if whom.executive
        else "The business unit is told of it today, for the executive.",
    }[step]


def _are_told(who: list[str]) -> str:
    return f"{listed(who)} {'are' if len(who) > 1 else 'is'} told"
