"""/actions digest: what would be posted now, and for the business unit the sending of one partner's digest."""

import json
from difflib import get_close_matches

from bot.digests import again, week
from bot.domain.errors import BadInput, NotFound
from bot.domain.people import Verb, may
from bot.messages import lines
from bot.messages import preview as messages
from bot.messages.blocks import Reply
from bot.messages.preview import Posted
from bot.messages.text import moment
from commands.answering import Ask
from commands.grammar import Said
from storage import people
from storage.database import Row
from storage.outbox import Message

NONE = (
    "No digest is sent to assurers and observers. "
    "To see what is open, type /actions, and to see what is late, /actions overdue."
)
NO_UNIT = "No heartbeat would be posted now: the business unit's channel is not set, or was not found."


def sends(said: Said) -> bool:
    """Whether these words send something."""
    return said.words.lower().split()[:1] == ["send"]


def digest(ask: Ask, said: Said) -> Reply:
    """What would be posted now, or the sending of it. Raises BadInput, NotFound, NotAllowed, MovedOn."""
    verb, _, code = said.words.partition(" ")
    if not said.words and not said.refs:
        return _own(ask)
    if said.refs or verb.lower() not in {"preview", "send"}:
        raise BadInput("After “digest” comes nothing, preview or send.", "/actions digest preview police")
    again.permit(ask.person)
    if not code:
        if verb.lower() == "preview":
            return _everybody(ask)
        raise BadInput("Say whose digest is to be sent.", "/actions digest send police")
    row = _partner(ask, code.strip(), verb.lower())
    return _preview(ask, [row]) if verb.lower() == "preview" else _send(ask, row)


def _own(ask: Ask) -> Reply:
    if may(Verb.MANAGE, ask.person.standings(None)):
        found = week.heartbeat_now(ask.tx, ask.services)
        return messages.shown([_posted([found])]) if found else lines.plain(NO_UNIT)
    rows = [row for row in people.partners(ask.tx) if row["code"] in ask.person.partners]
    return _preview(ask, rows) if rows else lines.plain(NONE)


def _preview(ask: Ask, rows: list[Row]) -> Reply:
    found = [(row["name"], week.of_partner(ask.tx, ask.services, row)) for row in rows]
    return messages.shown(
        [_posted(one) for _, one in found if not isinstance(one, str)],
        [(name, why) for name, why in found if isinstance(why, str)],
    )


def _posted(found: list[Message]) -> Posted:
    head, *thread = [json.loads(message.blocks) for message in found]
    return Posted(found[0].channel, found[0].text, head, [block for blocks in thread for block in blocks])


def _everybody(ask: Ask) -> Reply:
    found = [(f"{row['code']} {row['name']}", why) for row, why in week.standing(ask.tx, ask.services)]
    return messages.who([name for name, why in found if not why], [(name, why) for name, why in found if why])


def _send(ask: Ask, row: Row) -> Reply:
    goes_out = again.send(ask.tx, ask.services, row, ask.by)
    local = goes_out.astimezone(ask.services.zone)
    when = f"{local:%A} {moment(goes_out, ask.services.zone)}" if goes_out > ask.now else ""
    return messages.sent(row["name"], row["channel_id"], when)


def _partner(ask: Ask, words: str, verb: str) -> Row:
    """The partner with this code or name. Raises NotFound with the nearest."""
    rows = people.partners(ask.tx)
    for row in rows:
        if words.casefold() in {row["code"].casefold(), row["name"].casefold()}:
            return row
    near = get_close_matches(words.upper(), [row["code"] for row in rows], 1, 0.5)
    named = [row["code"] for row in rows if words.casefold() in row["name"].casefold()]
    example = next(iter([*near, *named, *(row["code"] for row in rows)]), "")
    raise NotFound(f"There is no partner “{words[:40]}”.", f"/actions digest {verb} {example.lower()}")
