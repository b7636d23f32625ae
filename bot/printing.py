"""`followthrough digest`: what would go out on a day, for a person in a terminal and for machines."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from rich.console import Console
from rich.text import Text

from bot.clock import MovableClock
from bot.digests import nudges, week
from bot.domain.errors import NotFound
from bot.messages.plain import lines_of
from bot.messages.text import full_day, listed
from bot.schedule import jobs
from bot.services import Services
from storage import people
from storage.database import Row, Transaction
from storage.outbox import Message


class Day(NamedTuple):
    """What would go out on a day.

    Args:
        on: the day.
        digests_on: the day of that week's digests.
        working: whether anything goes out on it.
        messages: in order; those that show a digest's actions stand in its thread.
        skipped: names of partners that would get no digest, and why.
        names: whose channels are, by id.
        connected: whether Followthrough was ever connected to Slack with this database.
    """

    on: date
    digests_on: date
    working: bool
    messages: Sequence[Message]
    skipped: Sequence[tuple[str, str]]
    names: dict[str, str]
    connected: bool


def of_day(tx: Transaction, services: Services, on: date, code: str) -> Day:
    """What would go out on a day, as the plan is now: all of it, or what goes to the partner with this code.

    Raises BadInput past the bank holiday data, NotFound for an unknown partner.
    """
    digests_on = jobs.digest_day(on, services.days)
    at = datetime.combine(on, services.settings.digest_at, services.zone)
    there = Services(services.settings, services.store, MovableClock(at))
    row = _partner(tx, code) if code else None
    found, skipped = _digests(tx, there, row)
    if on != digests_on:
        found += [one for one in nudges.made(tx, there) if row is None or one.channel == row["channel_id"]]
    return Day(
        on, digests_on, services.days.is_working(on), found, skipped, _names(tx), bool(people.remembered(tx, "home"))
    )


def _digests(tx: Transaction, services: Services, row: Row | None) -> tuple[list[Message], list[tuple[str, str]]]:
    if row is None:
        found, told = week.made(tx, services)
        return found, told.skipped
    own = week.of_partner(tx, services, row)
    return ([], [(row["name"], own)]) if isinstance(own, str) else (own, [])


def _partner(tx: Transaction, code: str) -> Row:
    rows = people.partners(tx)
    if found := next((row for row in rows if row["code"].casefold() == code.strip().casefold()), None):
        return found
    codes = listed([row["code"] for row in rows])
    raise NotFound(f"There is no partner “{code[:40]}”: there {f'are {codes}' if codes else 'is none yet'}.")


def _names(tx: Transaction) -> dict[str, str]:
    unit = people.unit_channel(tx)
    own = {row["channel_id"]: row["name"] for row in people.partners(tx) if row["channel_id"]}
    return ({unit: "The business unit"} if unit else {}) | own


def as_dict(day: Day) -> dict[str, Any]:
    """Everything, as JSON values."""
    return {
        "on": str(day.on),
        "digests_on": str(day.digests_on),
        "working_day": day.working,
        "messages": [_message(one) for one in day.messages],
        "skipped": [{"partner": name, "why": why} for name, why in day.skipped],
    }


def _message(message: Message) -> dict[str, Any]:
    blocks = json.loads(message.blocks)
    own = {name: getattr(message, name) for name in ("key", "channel", "shows", "text")}
    return {**own, "in_thread": message.shows == "actions", "lines": lines_of(blocks), "blocks": blocks}


def show(console: Console, day: Day) -> None:
    """Print everything as somebody would read it."""
    console.print(Text(f"{full_day(day.on)}: {_what(day)} The plan is as it is now, and nothing is sent."))
    for message in day.messages:
        lines = lines_of(json.loads(message.blocks))
        if message.shows == "actions":
            console.print(Text("\n".join(["", *(f"    {line}".rstrip() for line in ["In its thread:", *lines])])))
            continue
        console.print()
        whose = day.names.get(message.channel, f"Direct message to {message.channel}")
        console.rule(Text(f"{whose}: {message.shows}"), align="left")
        console.print(Text("\n".join(lines or [message.text])))
    for name, why in day.skipped:
        console.print(Text(f"\nNo digest for {name}: {why}."))
    if not day.connected:
        console.print(Text("\nFollowthrough finds the channels when it first connects to Slack with this database."))


def _what(day: Day) -> str:
    if not day.working:
        return "no working day, so that nothing goes out. This is what would if it were one."
    if day.on == day.digests_on:
        return "the day of the week's digests."
    return f"the week's digests are for {full_day(day.digests_on)}. This is how they would be, and the day's nudges."
