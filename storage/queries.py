"""Read models: lists and counts of actions, for one person at a time.

Whoever asks is part of every question here, so that nothing can be listed, counted or found that they may not see.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.domain.actions import TO_DO, Action, Stage
from bot.domain.filters import Counts, Filters
from bot.domain.people import Person
from storage import actions
from storage.database import Transaction
from storage.ladder import LISTED

PAGE = 10

_RANK = {
    Stage.NOT_STARTED: 0,
    Stage.IN_PROGRESS: 0,
    Stage.REPORTED_DONE: 1,
    Stage.ADDRESSED: 2,
    Stage.EMBEDDED: 2,
    Stage.SUSTAINED: 2,
    Stage.WITHDRAWN: 3,
}

_COUNTS = """SELECT coalesce(sum({n}), 0) AS total,
    coalesce(sum({n} * (rank = 0)), 0) AS to_do,
    coalesce(sum({n} * (rank = 0 AND due_order < :today)), 0) AS overdue,
    coalesce(sum({n} * (rank = 0 AND due_order BETWEEN :today AND :soon)), 0)
        AS due_soon,
    coalesce(sum({n} * (rank = 1)), 0) AS awaiting FROM {source} a """

Clauses = list[tuple[str, dict[str, Any]]]


def page(tx: Transaction, person: Person, filters: Filters, today: date, number: int = 0) -> list[Action]:
    """One page of the list, in order of urgency: what is still to do before what waits for acceptance, by due date.

    Args:
        tx: a unit of work.
        person: who asks.
        filters: what they ask for.
        today: the date in the partnership's zone.
        number: pages before this one.
    """
    where, params = _where([*_dates(filters, today), *_narrow(filters, person, today)])
    # The page is found first and loaded then: loading is dear, and sorting would load every row of the list.
    order = "ORDER BY a.rank, a.due_order, a.id"
    source, own = _seen(person, where, f"{order} LIMIT :size + :skip")
    found = f"SELECT a.id FROM {source} a {order} LIMIT :size OFFSET :skip"  # noqa: S608 — our own SQL
    params |= {**own, "size": PAGE, "skip": number * PAGE}
    return actions.select(tx, f"WHERE a.id IN ({found}) {order}", params)


def count(tx: Transaction, person: Person, filters: Filters, today: date, soon: date) -> Counts:
    """How many actions the whole list has, and of what kinds; `soon` is the last date that counts as due soon."""
    where, params = _where([*_dates(filters, today), *_narrow(filters, person, today)])
    own: dict[str, Any] = {}
    if person.sees_everything and not filters.narrows:
        sql = _COUNTS.format(n="n", source="tally") + where
    else:
        source, own = _seen(person, where)
        sql = _COUNTS.format(n="1", source=source)
    return Counts.model_validate(tx.row(sql, {**params, **own, "today": str(today), "soon": str(soon)}))


def _seen(person: Person, where: str, first: str = "") -> tuple[str, dict[str, Any]]:
    """What a person may see of what they ask for, as a table; of each of its parts the `first` ones will do.

    The indexes hold a partner's actions in order of urgency, so the first ones are found without reading the others.
    """
    columns = "a.id, a.stage, a.rank, a.due_order"
    if person.sees_everything:
        return f"(SELECT {columns} FROM actions a {where} {first})", {}  # noqa: S608 — our own clauses
    marks, params = _marks("own", sorted(person.partners))
    ids = f"(SELECT id FROM partners WHERE code IN ({marks}))"  # noqa: S608 — placeholders
    one = len(person.partners) == 1
    led = f"""SELECT {columns} FROM actions a
        {where} AND a.lead_partner_id {"=" if one else "IN"} {ids} {first}"""  # noqa: S608
    # Who belongs to two partners may find an action twice among those that they contribute to.
    shared = f"""SELECT {"" if one else "DISTINCT"} {columns}
        FROM contributions n JOIN actions a ON a.id = n.action_id
        {where} AND n.partner_id IN {ids} AND a.lead_partner_id NOT IN {ids} {first}"""  # noqa: S608
    return f"(SELECT * FROM ({led}) UNION ALL SELECT * FROM ({shared}))", params  # noqa: S608


def any_invented(tx: Transaction, person: Person) -> bool:
    """Whether there are demonstration actions among those that a person may see."""
    where, params = _where([("a.demonstration = 1", {}), *visible_to(person)])
    return tx.value(f"SELECT 1 FROM actions a {where} LIMIT 1", params) is not None  # noqa: S608 — our own clauses


def visible_to(person: Person) -> Clauses:
    """What keeps a person to the actions that they may see, as conditions on `a`."""
    if person.sees_everything:
        return []
    marks, params = _marks("own", sorted(person.partners))
    return [(f"a.id IN ({_led_or_shared(marks)})", params)]


def _led_or_shared(codes: str) -> str:
    """SQL for the ids of actions that partners lead or contribute to; `codes` is a list of placeholders."""
    ids = f"(SELECT id FROM partners WHERE code IN ({codes}))"  # noqa: S608 — placeholders
    return (
        f"SELECT id FROM actions WHERE lead_partner_id IN {ids} "  # noqa: S608
        f"UNION ALL SELECT action_id FROM contributions WHERE partner_id IN {ids}"
    )


def _dates(filters: Filters, today: date) -> Clauses:
    stages = filters.stages & TO_DO if filters.overdue or filters.due_by else filters.stages
    marks, params = _marks("stage", sorted(stages))
    ranks = sorted(_RANK[stage] for stage in stages) or [0]
    # The rank says nothing that the stage does not, but lets the index by urgency begin and end in the right place.
    found: Clauses = [
        (f"a.stage IN ({marks})", params),
        ("a.rank BETWEEN :rank_first AND :rank_last", {"rank_first": ranks[0], "rank_last": ranks[-1]}),
    ]
    if filters.due_by:
        found.append(("a.due_order <= :due_by", {"due_by": str(filters.due_by)}))
        if not filters.overdue:
            found.append(("a.due_order >= :day", {"day": str(today)}))
    elif filters.overdue:
        found.append(("a.due_order < :day", {"day": str(today)}))
    return found


def _narrow(filters: Filters, person: Person, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    if filters.mine:
        yield "a.id IN (SELECT id FROM actions WHERE named_lead = :me)", {"me": person.user}
    if filters.paused:
        yield _PAUSED, {"day": str(today)}
    if filters.exceptions:
        yield _EXCEPTIONS, {}
    if filters.partners:
        marks, params = _marks("partner", filters.partners)
        yield f"a.id IN ({_led_or_shared(marks)})", params
    if filters.remit:
        marks, params = _marks("remit", filters.remit)
        yield f"a.id IN (SELECT action_id FROM action_remit WHERE remit_item_id IN ({marks}))", params  # noqa: S608
    if filters.sources:
        marks, params = _marks("source", filters.sources)
        from_them = f"source_id IN (SELECT id FROM sources WHERE ref IN ({marks}))"  # noqa: S608
        yield f"a.id IN (SELECT id FROM actions WHERE {from_them})", params  # noqa: S608
    for number, word in enumerate(filters.words):
        name = f"word{number}"
        yield _FOUND.format(name), {name: '"{}"*'.format(word.replace('"', '""')), f"{name}_ref": word}


_PAUSED = """a.id IN (SELECT id FROM actions WHERE paused_until > :day UNION ALL
        SELECT x.id FROM pauses q JOIN actions x ON x.lead_partner_id = q.partner_id WHERE q.until > :day)
    OR EXISTS (SELECT 1 FROM pauses WHERE partner_id IS NULL AND until > :day)"""
_EXCEPTIONS = f"a.id IN (SELECT x.id FROM ladder l JOIN actions x ON x.id = l.action_id WHERE {LISTED})"  # noqa: S608
_FOUND = """a.id IN (SELECT rowid FROM actions_fts WHERE actions_fts MATCH :{0} UNION
    SELECT action_id FROM updates WHERE undone IS NULL AND id IN
        (SELECT rowid FROM updates_fts WHERE updates_fts MATCH :{0}) UNION
    SELECT id FROM actions WHERE tracker_ref = :{0}_ref COLLATE NOCASE AND tracker_ref <> '')"""


def _marks(name: str, values: Any) -> tuple[str, dict[str, Any]]:  # noqa: ANN401 — strings or numbers
    params = {f"{name}{index}": value for index, value in enumerate(values)}
    return ", ".join(f":{key}" for key in params) or "NULL", params


def _where(clauses: Clauses) -> tuple[str, dict[str, Any]]:
    params = {key: value for _, own in clauses for key, value in own.items()}
    return "WHERE " + " AND ".join(f"({text})" for text, _ in clauses), params
