"""The money that came with the plan, and how all of it is to be read."""

from decimal import Decimal

from bot.exchange.pack.facts import Facts
from bot.exchange.pack.model import Column, Section, Value, Width
from bot.exchange.pack.telling import clean, narrow, table
from bot.messages.text import full_day
from storage.history import POUND

FUNDING = "Funding"


def funding(facts: Facts) -> Section:
    """Each sum with its purpose, and what they come to; the partnership's as a whole, so not in a partner's pack."""
    found = facts.plan.funding
    if facts.seen_by:
        return Section(FUNDING, ("Funding is told in the pack of the whole partnership.",))
    if not found:
        return Section(FUNDING, ("No funding is recorded in the plan.",))
    total = sum((one.amount for one in found), Decimal(0))
    rows: list[tuple[Value, ...]] = [
        (clean(one.purpose), one.amount, clean(one.phrase), clean(facts.plan.sources.get(one.source, one.source)))
        for one in found
    ]
    columns = (
        Column("Purpose", Width.WIDE),
        *narrow("Pounds"),
        Column("When, in the source's words"),
        Column("Source"),
    )
    return Section(
        FUNDING, (f"{pounds(total)} in total.",), table("Funding", "Funding that came with the plan", columns, rows)
    )


def pounds(amount: Decimal) -> str:
    """The amount with its sign, and its pence where it has any."""
    whole = amount == amount.to_integral_value()
    return f"{POUND}{amount:,.0f}" if whole else f"{POUND}{amount:,.2f}"


def reading(facts: Facts) -> Section:
    """What the words in the pack mean."""
    shown = (
        (
            f"This pack says how the plan stood at the end of {full_day(facts.by.today)}, from its audit trail. "
            "What was recorded later is not in it, and made again from the same trail it says the same."
        ),
        f"What changed is told from the end of {full_day(facts.since)} on.",
        (
            f"Colours are computed on that day, never chosen. {facts.by.rule} What is reported done keeps the colour "
            "that it had when it was reported."
        ),
        (
            "Working days leave out Saturdays, Sundays and the bank holidays of England and Wales. The day from "
            "which they are counted is not counted itself."
        ),
        (
            "“Reported done” means that the lead organisation says so; it waits until the business unit or an "
            "assurer has accepted the evidence. “Addressed” means accepted, “embedded” tested and found in use, "
            "“sustained” tested again and found lasting."
        ),
        "An original date never changes. Where more time was agreed, the later date stands beside it.",
        "Where a source fixes no day, its own words stand in place of a date, and nothing counts as overdue by them.",
        "Actions marked “(demonstration)” are invented, and from no real plan.",
        "Organisations and roles are named, never people.",
    )
    own = (f"Only the actions that {clean(facts.seen_by)} leads are in this pack.",) if facts.seen_by else ()
    return Section("How to read this", (*own, *shown))
