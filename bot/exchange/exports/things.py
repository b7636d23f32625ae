"""What an export is made of: the things of the plan as their fields, as much as a scope holds."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.exchange.exports.scope import Scope
from storage import exporting, importing, loose, people
from storage.database import Row, Transaction

_HIDDEN = {"channel": "", "lead": None, "deputy": None}


@dataclass(frozen=True, slots=True)
class Things:
    """The plan, as fields with the names that storage/importing.py gives them; links are to what is here only."""

    partners: list[Row]
    people: list[Row]
    sources: list[Row]
    remit: list[Row]
    deadlines: list[Row]
    indicators: list[Row]
    readings: list[Row]
    funding: list[Row]
    actions: list[Row]


def read(tx: Transaction, scope: Scope) -> Things:
    """Everything that is not removed, or of it what a partner's own actions refer to."""
    actions = exporting.things(tx, "actions", exporting.action_numbers(tx, scope.partners))
    remit = _live(tx, "remit_items", None if scope.whole else {one for action in actions for one in action["remit"]})
    deadlines = _live(tx, "deadlines", _linked(remit, "deadlines", scope))
    indicators = _live(tx, "indicators", _linked(remit, "indicators", scope))
    _only(actions, "remit", remit)
    _only(remit, "deadlines", deadlines)
    _only(remit, "indicators", indicators)
    measured = {one["id"] for one in indicators}
    return Things(
        partners=_partners(tx, scope, actions, indicators),
        people=_people(tx) if scope.people and scope.whole else [],
        sources=_sources(tx, scope, [*actions, *remit, *deadlines]),
        remit=remit,
        deadlines=deadlines,
        indicators=indicators,
        readings=[one for one in exporting.readings(tx) if one["indicator"] in measured],
        funding=list(loose.funding(tx).values()) if scope.whole else [],
        actions=actions,
    )


def _live(tx: Transaction, table: str, wanted: Collection[int] | None) -> list[Row]:
    there = importing.numbers(tx, table)
    return exporting.things(tx, table, there if wanted is None else there & set(wanted))


def _linked(remit: list[Row], field: str, scope: Scope) -> set[int] | None:
    return None if scope.whole else {number for item in remit for number in item[field]}


def _only(rows: list[Row], field: str, there: list[Row]) -> None:
    numbers = {one["id"] for one in there}
    for row in rows:
        row[field] = [number for number in row[field] if number in numbers]


def _partners(tx: Transaction, scope: Scope, actions: list[Row], indicators: list[Row]) -> list[Row]:
    """Of other partners, a partner's member gets no more than what they are called."""
    found = exporting.things(tx, "partners", importing.names(tx, "partners").values())
    found = [one | {"channel": one["channel"] or one["channel_id"] or ""} for one in found]
    if scope.partners is None:
        return found
    named = {code for action in actions for code in action["contributors"]} | {one["owner"] for one in indicators}
    return [
        one if one["code"] in scope.partners else one | _HIDDEN
        for one in found
        if one["code"] in scope.partners | named
    ]


def _people(tx: Transaction) -> list[Row]:
    """Everybody with a role; those of the bot's own workspace without its id, which another one would not have."""
    home = people.remembered(tx, "home")
    return [
        {"user": user, "team": "" if team == home else team, "role": role, "partner": code}
        for user, team, role, code in sorted(loose.roles(tx))
    ]


def _sources(tx: Transaction, scope: Scope, referring: list[Row]) -> list[Row]:
    found = exporting.things(tx, "sources", importing.names(tx, "sources").values())
    named = {one["source"] for one in referring}
    return [one for one in found if scope.whole or one["ref"] in named]
