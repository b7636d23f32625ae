"""Whether the record can be trusted: the audit trail is as it was written, and the plan is what the trail says."""

from datetime import UTC, date, datetime

from bot.checking.finding import Finding
from bot.domain.errors import BadInput
from bot.messages.text import count, day, listed
from storage import actions, chain
from storage.chain import Corrected, Head
from storage.database import Transaction
from storage.replay import actions_as_at

EXAMPLE = "followthrough verify --head 4512:3f9a51c2d0e1aa77"
SHORTEST = 16  # hexadecimal digits of a head: fewer could be met by trying
ALTERED = "Stop Followthrough, keep a copy of the file for whoever looks into it, and compare it with the backups"
MOST = 5  # actions that are named, and corrections


def read_head(text: str) -> Head:
    """The head that somebody kept: "4512:3f9a51c2d0e1aa77". Raises BadInput."""
    number, _, seal = text.strip().lower().partition(":")
    if not (number.isascii() and number.isdigit()) or len(seal) < SHORTEST or set(seal) - set("0123456789abcdef"):
        raise BadInput(
            "That is not the head of an audit trail: it has a number, a colon and 16 digits or more.", EXAMPLE
        )
    return Head(int(number), seal)


def trail(tx: Transaction, signed: Head | None = None) -> Finding:
    """Whether every event is as it was recorded, and, where a head was kept elsewhere, whether it is still there."""
    what, last = "Audit trail", chain.head(tx)
    if found := chain.broken(tx, signed):
        return Finding(what, f"event {found.id:,} is not as it was recorded: {found.why}", ALTERED)
    also = f", and event {signed.id:,} is the one that was kept" if signed else ""
    told = f"{last.id:,} events, each as it was recorded{also}. Its head: {last.short}"
    return Finding(what, f"{told}{_corrected(chain.corrected(tx, signed), ' since that one' if signed else '')}")


def _corrected(found: Corrected, since: str) -> str:
    """What a person has to look at: the seal of an event that was corrected tells no more what it said."""
    if not found.by:
        return ""
    last = [f"event {number:,} on {day(date.fromisoformat(when))}" for number, when in found.by[-MOST:]]
    more = f", and {len(found.by) - MOST:,} times before" if len(found.by) > MOST else ""
    replaced = f"What {count(found.events, 'event')} said was replaced{since} by {listed(last)}{more}"
    return f". {replaced}: a correction, or its time was over. Ask why where nobody knows"


def plan(tx: Transaction) -> Finding:
    """Whether every action is what its events say: one that was changed behind the bot's back is not."""
    what = "Actions and their events"
    said = actions_as_at(tx, datetime.max.replace(tzinfo=UTC))
    there = {one.number: one.changed(version=1) for one in actions.select(tx, "ORDER BY a.id")}
    wrong = [f"A{number}" for number in sorted(said.keys() | there.keys()) if said.get(number) != there.get(number)]
    if wrong:
        more = f" and {len(wrong) - MOST:,} more" if len(wrong) > MOST else ""
        return Finding(what, f"{', '.join(wrong[:MOST])}{more} differ from what the audit trail says", ALTERED)
    return Finding(what, f"{len(there):,} actions are what the audit trail says")
