"""How long words are kept, and what must not go whatever its time."""

from datetime import date, datetime, timedelta

from bot.domain.dates import months_later
from bot.domain.errors import BadInput
from bot.domain.events import By
from bot.domain.identifiers import NOTHING_MORE, Allowed, refusal
from bot.domain.refs import Kind, read_ref
from storage import actions, audit, holds, plan, retention
from storage.database import Transaction
from storage.retention import Going

HOLD = "HOLD"
"""The subject of the events that tell of holds."""
ALL = "all"
EXAMPLE = 'followthrough hold JTAI-2022 --reason "the inquiry asks for it"'


def over(tx: Transaction, messages_days: int, ended_years: int, now: datetime) -> list[Going]:
    """What has been kept for long enough, held things apart.

    Args:
        tx: a unit of work.
        messages_days: for how many days the words of a message are kept after it went out.
        ended_years: for how many years those of an action are after it was sustained or withdrawn; 0 for ever.
        now: the present moment.
    """
    found = list(retention.messages(tx, now - timedelta(days=messages_days)))
    if ended_years:
        day = months_later(now.date(), -12 * ended_years)
        found += retention.actions(tx, datetime.combine(day, now.time(), now.tzinfo))
    return found


def let_go(tx: Transaction, going: list[Going], today: date, by: By) -> None:
    """Take the words of these away, for good."""
    retention.let_go(tx, going, today, by)


def hold(tx: Transaction, what: str, reason: str, by: By, allowed: Allowed = NOTHING_MORE) -> str:
    """Begin a hold on an action, a source or all; what it is on, as it is written. Raises BadInput.

    `allowed` is what the settings let the reason name.
    """
    subject = _subject(tx, what)
    if not reason.strip():
        raise BadInput("Say why it is held.", EXAMPLE)
    if why := refusal(reason, allowed):
        raise BadInput(f"The reason can't be kept: {why}.", EXAMPLE)
    if not holds.put(tx, subject, " ".join(reason.split()), by.at):
        raise BadInput(f"{_named(subject)} is held already.", f"followthrough hold {subject or ALL} --end")
    audit.append(tx, by, "held", HOLD, after={"what": subject or ALL, "reason": reason})
    return subject or ALL


def release(tx: Transaction, what: str, by: By) -> str:
    """End a hold; what it was on. Raises BadInput where there is none."""
    subject = _subject(tx, what)
    if not holds.end(tx, subject, by.at):
        raise BadInput(f"{_named(subject)} is not held.", EXAMPLE)
    audit.append(tx, by, "released", HOLD, after={"what": subject or ALL})
    return subject or ALL


def _named(subject: str) -> str:
    return subject or "Everything"


def _subject(tx: Transaction, what: str) -> str:
    if what.strip().lower() in {ALL, "everything"}:
        return holds.EVERYTHING
    ref = read_ref(what)
    if ref and ref.kind is Kind.ACTION and actions.find(tx, ref.number):
        return str(ref)
    for source in plan.sources(tx):
        if source.lower() == what.strip().lower():
            return source
    raise BadInput(f"There is no action and no source {what[:40]}.", EXAMPLE)
