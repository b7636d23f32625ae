"""The whole plan as it was at any moment, and what happened until then, from the audit trail alone."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from bot.domain.actions import Action
from bot.domain.events import Event
from bot.domain.plan import Deadline, Indicator, RemitItem
from bot.domain.refs import Kind
from storage import actions
from storage.audit import event_of
from storage.database import Transaction
from storage.plan_fields import READING
from storage.replay import REF, Fields, actions_of, played, utc

POUND = "\N{POUND SIGN}"
PACK, REPORTED = "PACK", "reported"
"""What the trail calls a board pack, and the verb of its having been made."""


class Sum(NamedTuple):
    """Money that came with the plan: pounds, the source's words for when, the ref of the source or ""."""

    number: int
    purpose: str
    amount: Decimal
    phrase: str = ""
    source: str = ""


class Organisation(NamedTuple):
    """A partner by its name, and what kind it is."""

    name: str
    kind: str


@dataclass(frozen=True)
class PlanAsAt:
    """Everything in the plan as it was just after `moment`; what was removed by then is not in it.

    Args:
        moment: aware.
        partners: by code.
        sources: titles by ref.
        actions: by number; partners have the names that they had then, versions are 1.
        remit: by number, with their actions counted by stage.
        deadlines: soonest first; those that were met, and those without a day, last.
        indicators: by number, with all readings until then.
        funding: by number.
    """

    moment: datetime
    partners: Mapping[str, Organisation]
    sources: Mapping[str, str]
    actions: Mapping[int, Action]
    remit: tuple[RemitItem, ...]
    deadlines: tuple[Deadline, ...]
    indicators: tuple[Indicator, ...]
    funding: tuple[Sum, ...]


def as_at(tx: Transaction, moment: datetime) -> PlanAsAt:
    """The plan just after `moment` (aware), as the events until then tell it."""
    things = played(tx, moment)
    partners = {
        code: Organisation(fields["name"], fields.get("kind") or "")
        for code, fields in things.items()
        if fields.get("code") == code
    }
    # A partner that came in without an event, as none has since the first version, has the name that it has now.
    names = actions.partner_names(tx) | {code: one.name for code, one in partners.items()}
    found = actions_of(things, names)
    deadlines = tuple(
        sorted((Deadline.model_validate(one) for one in _numbered(things, Kind.DEADLINE)), key=_soonest)
    )
    indicators = tuple(Indicator.model_validate(_with_readings(one)) for one in _numbered(things, Kind.INDICATOR))
    return PlanAsAt(
        moment=moment,
        partners=partners,
        sources={ref: fields["title"] for ref, fields in things.items() if fields.get("ref") == ref},
        actions=found,
        remit=tuple(_remit(things, deadlines, indicators, found)),
        deadlines=deadlines,
        indicators=indicators,
        funding=tuple(_funding(things)),
    )


def _numbered(things: Mapping[str, Fields], kind: Kind) -> Iterator[Fields]:
    """The fields of what there is of a kind, by number."""
    refs = sorted((ref for ref in things if ref[0] == kind and REF.fullmatch(ref)), key=lambda ref: int(ref[1:]))
    # What was linked to before it was told of is not there yet; blank fields are as if they were not told.
    for ref, fields in ((ref, things[ref]) for ref in refs):
        if fields.keys() & {"title", "text", "name"} and not fields.get("removed"):
            yield {name: value for name, value in fields.items() if value is not None} | {"number": int(ref[1:])}


def _soonest(one: Deadline) -> tuple[bool, bool, date, int]:
    return one.met is not None, one.due is None, one.due or date.max, one.number


def _with_readings(fields: Fields) -> Fields:
    days = {name.removeprefix(READING): value for name, value in fields.items() if name.startswith(READING) and value}
    return fields | {"readings": [{"on": day, **days[day]} for day in sorted(days)]}


def _remit(
    things: Mapping[str, Fields],
    deadlines: Sequence[Deadline],
    indicators: Sequence[Indicator],
    found: Mapping[int, Action],
) -> Iterator[RemitItem]:
    stages: dict[int, Counter[str]] = {}
    for action in found.values():
        for item in action.remit:
            stages.setdefault(item, Counter())[action.stage] += 1
    for fields in _numbered(things, Kind.REMIT):
        number = fields["number"]
        yield RemitItem(
            **{name: fields.get(name) for name in ("number", "text", "source", "met")},
            stages=dict(sorted(stages.get(number, {}).items())),
            deadlines=tuple(one for one in deadlines if number in one.remit),
            indicators=tuple(one for one in indicators if number in one.remit),
        )


def _funding(things: Mapping[str, Fields]) -> Iterator[Sum]:
    numbers = sorted(int(name[1:]) for name in things if name[0] == POUND and name[1:].isdecimal())
    for number, fields in ((number, things[f"{POUND}{number}"]) for number in numbers):
        amount, source = Decimal(fields["amount"]), fields.get("source") or ""
        yield Sum(number, fields["purpose"], amount, fields.get("phrase") or "", source)


def stages_at(tx: Transaction, ends: Sequence[datetime], of: Collection[int]) -> list[Counter[str]]:
    """How many of the actions with these numbers were in each stage just after each of these moments, in order."""
    sql = """SELECT substr(subject, 2) AS number, at, json_extract("after", '$.stage') AS stage FROM events
        WHERE at <= ? AND subject GLOB 'A[0-9]*' AND json_extract("after", '$.stage') IS NOT NULL ORDER BY at, id"""
    remaining = iter(tx.rows(sql, (utc(ends[-1]),)) if ends else [])
    wanted, now, counts, found = {str(one) for one in of}, dict[str, str](), Counter[str](), list[Counter[str]]()
    ahead = next(remaining, None)
    for end in map(utc, ends):
        while ahead and ahead["at"] <= end:
            if (number := ahead["number"]) in wanted:
                counts[now.get(number, "")] -= 1
                counts[ahead["stage"]] += 1
                now[number] = ahead["stage"]
            ahead = next(remaining, None)
        found.append(+counts)
    return found


_STANDS = """NOT EXISTS (SELECT 1 FROM events u WHERE u.undoes = e.id AND u.at <= :until)
    AND (e.undoes IS NULL OR EXISTS (SELECT 1 FROM events o WHERE o.id = e.undoes AND o.at <= :since))"""
"""SQL for an event `e` that was not taken back by then, and that takes back none that would be told itself."""


def happened(tx: Transaction, since: datetime, until: datetime) -> list[Event]:
    """What happened after `since` until `until` (aware), oldest first, without what was taken back in that time."""
    sql = f"SELECT e.* FROM events e WHERE e.at > :since AND e.at <= :until AND {_STANDS} ORDER BY e.id"  # noqa: S608 — ours
    return [event_of(row) for row in tx.rows(sql, {"since": utc(since), "until": utc(until)})]


def dated(tx: Transaction, until: datetime) -> list[Event]:
    """Every event until then that tells of an action's due date or of more time for it, oldest first.

    What was taken back by then is left out, but for the addition of an action, which is still there.
    """
    sql = f"""SELECT e.* FROM events e WHERE e.at <= :until AND e.subject GLOB 'A[0-9]*'
        AND (e.verb = 'added' OR ({_STANDS}))
        AND (json_type(e."after", '$.due') IS NOT NULL OR json_type(e."after", '$.extension') IS NOT NULL)
        ORDER BY e.id"""  # noqa: S608 — ours
    return [event_of(row) for row in tx.rows(sql, {"since": "", "until": utc(until)})]


def first(tx: Transaction) -> datetime | None:
    """When the first thing was recorded, aware; None where nothing was."""
    found: Any = tx.value("SELECT min(at) FROM events")
    return datetime.fromisoformat(found) if found else None


def last_reported(tx: Transaction, day: date, whose: str | None) -> date | None:
    """The last day before `day` of which a pack was made before the first one of `day` itself; None for none.

    `whose`: the codes of the partners whose pack it is, as the trail has them, or None for that of the whole plan.
    So packs that were made later change nothing for those of days that had theirs.
    """
    sql = """WITH packs AS (SELECT id, json_extract("after", '$.as_at') AS day FROM events
            WHERE subject = :pack AND verb = :reported AND partner IS :whose)
        SELECT max(day) FROM packs WHERE day < :day
            AND id < coalesce((SELECT min(id) FROM packs WHERE day = :day), 9e18)"""
    found: Any = tx.value(sql, {"pack": PACK, "reported": REPORTED, "whose": whose, "day": str(day)})
    return date.fromisoformat(found) if found else None
