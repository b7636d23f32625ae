"""`followthrough digest`: what would go out on a day, for a person in a terminal and for machines."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from rich.console import Console
from rich.text import Text

from bot.clock import MovableClock
from bot.digests import nudges, reach, week
from bot.domain.errors import BadInput, NotFound
from bot.messages.heartbeat import Sent
from bot.messages.plain import lines_of
from bot.messages.text import full_day, listed
from bot.schedule import jobs
from bot.services import Services
from storage import actions, people
from storage.database import Row, Transaction
from storage.outbox import Message

EXAMPLE = "followthrough digest --on tomorrow"


class Day(NamedTuple):
    """What would go out on a day.

    Args:
        on: the day.
        today: the day on which this was worked out.
        digests_on: the day of that week's digests.
        working: whether anything goes out on it.
        messages: in order; those that show a digest's actions stand in its thread.
        skipped: names of partners that would get no digest on the digests' day, and why.
        names: whose channels are, by id.
        connected: whether Followthrough was ever connected to Slack with this database.
    """

    on: date
    today: date
    digests_on: date
    working: bool
    messages: Sequence[Message]
    skipped: Sequence[tuple[str, str]]
    names: dict[str, str]
    connected: bool


def of_day(tx: Transaction, services: Services, on: date, code: str) -> Day:
    """What would go out on a day, as the plan is now: all of it, or what goes to the partner with this code.

    Raises BadInput for a day that is over and past the bank holiday data, NotFound for an unknown partner.
    """
    today = services.today()
    if on < today:
        raise BadInput(f"{full_day(on)} is over, so nothing goes out on it.", EXAMPLE)
    digests_on, working = jobs.digest_day(on, services.days), services.days.is_working(on)
    there = _there(tx, services, on)
    row = _partner(tx, code) if code else None
    found, skipped = _going_out(tx, there, digests=on == digests_on) if working else ([], [])
    if row:
        found = [one for one in found if _is_for(tx, one, row)]
        skipped = [one for one in skipped if one[0] == row["name"]]
    connected = bool(people.remembered(tx, "home"))
    return Day(on, today, digests_on, working, found, skipped, _names(tx, there), connected)


def _there(tx: Transaction, services: Services, on: date) -> Services:
    """The services as the bot itself would have them when that day's messages are made."""
    at = datetime.combine(on, services.settings.digest_at, services.zone)
    first = services.settings.coordinators or tuple(filter(None, people.remembered(tx, "coordinators").split(",")))
    settings = services.settings.model_copy(update={"coordinators": first})
    return Services(settings, services.store, MovableClock(at), home=people.remembered(tx, "home"))


def _going_out(tx: Transaction, services: Services, *, digests: bool) -> tuple[list[Message], list[tuple[str, str]]]:
    """A working day's messages. A channel with a digest or a heartbeat has no nudge on that day."""
    found, told = week.made(tx, services) if digests else week.Week([], Sent([], []))
    weekly = {one.channel for one in found}
    return [*found, *(one for one in nudges.made(tx, services) if one.channel not in weekly)], told.skipped


def _is_for(tx: Transaction, message: Message, row: Row) -> bool:
    """Whether a message is in a partner's channel, or tells somebody directly of an action that the partner leads."""
    if message.channel == row["channel_id"]:
        return True
    direct = "direct" in message.whys
    return direct and any(one.lead.code == row["code"] for one in actions.by_numbers(tx, message.actions))


def _partner(tx: Transaction, code: str) -> Row:
    rows = people.partners(tx)
    if found := next((row for row in rows if row["code"].casefold() == code.strip().casefold()), None):
        return found
    codes = listed([row["code"] for row in rows])
    raise NotFound(f"There is no partner “{code[:40]}”: there {f'are {codes}' if codes else 'is none yet'}.")


def _names(tx: Transaction, services: Services) -> dict[str, str]:
    unit, executive = people.unit_channel(tx), reach.executive(tx, services).channel
    own = {row["channel_id"]: row["name"] for row in people.partners(tx) if row["channel_id"]}
    others = {unit: "The business unit", executive: "The executive's channel"}
    return {channel: name for channel, name in others.items() if channel} | own


def as_dict(day: Day) -> dict[str, Any]:
    """Everything, as JSON values."""
    return {
        "on": str(day.on),
        "today": str(day.today),
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
    console.print(Text(f"{full_day(day.on)}: {_what(day)} {_as_of(day)}"))
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
    if day.on == day.digests_on:
        return "the day of the week's digests."
    weekly = f"the week's digests are for {full_day(day.digests_on)}."
    if not day.working:
        return f"no working day, so that nothing goes out; {weekly}"
    monday = day.on + timedelta(days=7 - day.on.weekday())
    return f"{weekly} This is what goes out besides. For the next digests: --on “{monday.day} {monday:%B %Y}”."


def _as_of(day: Day) -> str:
    if day.on == day.today:
        return "The plan is as it is now, and nothing is sent."
    return (
        f"This is worked out from how things stand today, {full_day(day.today)}: the ladder's steps and dates depend "
        "on the days in between and may come out differently. Nothing is sent."
    )
