"""The ladder in words: what comes next for an overdue action and when, and who was told."""

from datetime import date

from bot.domain.ladder import EXCEPTION_LIST, EXECUTIVE, LEADS
from bot.messages.text import full_day, listed

_NEXT = {
    LEADS: "the named lead and the deputy are told directly",
    EXCEPTION_LIST: "it goes on the business unit's exception list",
    EXECUTIVE: "it is raised with the executive",
}
WHO = {EXCEPTION_LIST: "business unit's exception list", EXECUTIVE: "executive"}
INSTEAD = "business unit, for the executive"
"""Who is told at the second step and at the third, for the audit trail; and where the executive has no channel."""


def ahead(step: int, on: date) -> str:
    """What happens next: "If it is not reported done before Friday 2 December 2022, …"."""
    return f"If it is not reported done before {full_day(on)}, {_NEXT[step]}."


def leads(*, lead: bool, deputy: bool, why: str) -> str:
    """Who is told at the first step, for the audit trail: "named lead and deputy", or "nobody" and why."""
    who = [name for name, told in (("named lead", lead), ("deputy", deputy)) if told]
    return " and ".join(who) or f"nobody: {why}"


def taken(step: int, *, lead: bool = False, deputy: bool = False) -> str:
    """That a step was taken today, for the partner whose action it is; at the first one, who is told."""
    who = [name for name, told in (("the named lead", lead), ("the deputy", deputy)) if told]
    told = f"{listed(who).capitalize()} {'are' if len(who) > 1 else 'is'} told directly today."
    return {
        LEADS: told if who else "No lead could be told directly, so the business unit is told today.",
        EXCEPTION_LIST: "It is on the business unit's exception list from today.",
        EXECUTIVE: "It is raised with the executive today.",
    }[step]
