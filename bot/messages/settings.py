"""The settings in Slack: people with a role, partners and sources.

A modal holds 100 blocks. So up to SHOWN people, and up to SHOWN partners, each have a row with a button; more of them
are listed, and picked from a menu.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from bot.domain.pauses import Pauses
from bot.messages import blocks as b
from bot.messages import pauses
from bot.messages.blocks import Block
from bot.messages.forms import fields
from bot.messages.forms.fields import Option
from bot.messages.forms.settings import ROLES, back
from bot.messages.text import clip, count, day, safe

Row = dict[str, Any]
SHOWN = 30
_LONGEST_LIST = 2900


class Kept(NamedTuple):
    """What the settings hold.

    Args:
        roles: user, team, role, partner (code or None), deactivated.
        first: user ids of the first business unit members, who are named outside Slack.
        partners: code, name, kind, channel, channel_id, lead, deputy.
        sources: ref, title, kind, published.
        home: id of the bot's own workspace.
        pauses: those of partners and of everything.
    """

    roles: Sequence[Row]
    first: Sequence[str]
    partners: Sequence[Row]
    sources: Sequence[Row]
    home: str
    pauses: Pauses


def settings(kept: Kept, only: str = "", above: Sequence[Block] = ()) -> Block:
    """Everything that is kept, with blocks `above` it; `only`: the roles of the person with this user id."""
    whole = [*above, *_people(kept), *_partners(kept), *_messages(kept), *_sources(kept)]
    blocks = _one_person(kept, only) if only else whole
    view = {"type": "modal", "callback_id": "settings", "title": b.plain("Settings", 24)}
    return view | {"close": b.plain("Close", 24), "blocks": blocks, "private_metadata": json.dumps({"ref": ""})}


def _people(kept: Kept) -> list[Block]:
    first = [b.context(f"Business unit by the bot's own settings: {_mentions(kept.first)}.")] if kept.first else []
    add = b.buttons(b.button("Name somebody", "person_add", ""))
    if len(kept.roles) <= SHOWN:
        rows = [_role(row, kept.home) for row in kept.roles]
    else:
        by_role: dict[str, list[str]] = {}
        for row in kept.roles:
            by_role.setdefault(row["role"], []).append(row["user"])
        rows = [b.section(f"*{ROLES[role]}* {_mentions(users)}") for role, users in by_role.items()]
        rows.append(b.section("Take a role away from", _picker("users_select", "settings", "Choose somebody")))
    return [b.header("People"), *first, *rows, add]


def _one_person(kept: Kept, user: str) -> list[Block]:
    rows = [_role(row, kept.home) for row in kept.roles if row["user"] == user][:SHOWN]
    nothing = [b.section(f"<@{user}> has no role here.")] if not rows else []
    return [b.header("People"), *rows, *nothing, back()]


def _role(row: Row, home: str) -> Block:
    title = f"Member of {row['partner']}" if row["partner"] else ROLES[row["role"]]
    notes = ["from another workspace"] if row["team"] not in {"", home} else []
    notes += ["has left Slack"] if row["deactivated"] else []
    value = json.dumps({name: row[name] for name in ("user", "team", "role", "partner")})
    after = "From then on they see and do here what their other roles and channels let them."
    remove = b.asking(b.button("Remove", "person_remove", value), "Take this role away?", after, "Remove", "Keep")
    words = f"<@{row['user']}> {safe(title)}" + (f" ({', '.join(notes)})" if notes else "")
    return b.section(words, remove)


def _partners(kept: Kept) -> list[Block]:
    add = b.buttons(b.button("Add a partner", "partner_add", ""))
    if len(kept.partners) <= SHOWN:
        rows = [
            b.section(_partner(row, _paused(kept, row)), b.button("Edit", "partner_edit", str(row["code"])))
            for row in kept.partners
        ]
    else:
        told = [f"*{safe(row['code'])}* {safe(row['name'], 80)}{_paused(kept, row)}" for row in kept.partners]
        rows = [_listed(told, "partner")]
        options = [Option(f"{row['code']} {row['name']}", f"partner_edit {row['code']}") for row in kept.partners]
        rows.append(b.section("Edit a partner", _choice("row_menu", "Choose a partner", options)))
    return [b.header("Partners"), *rows, add]


def _paused(kept: Kept, row: Row) -> str:
    one = kept.pauses.partners.get(row["code"])
    return f" · paused until {pauses.until(one)}" if one else ""


def _messages(kept: Kept) -> list[Block]:
    one = kept.pauses.everything
    told = f"{pauses.ALL} are paused until {pauses.until(one)}" if one else "Digests and nudges go out."
    words = "Change or end the pause" if one else "Pause everything"
    return [b.header("Messages"), b.section(told, b.button(words, "partner_pause", "all"))]


def _partner(row: Row, paused: str) -> str:
    if row["channel_id"]:
        where = f"<#{row['channel_id']}>"
    else:
        where = f"#{safe(row['channel'], 80)}, which was not found" if row["channel"] else "no channel yet"
    people = [f"{word} <@{row[word]}>" for word in ("lead", "deputy") if row[word]]
    told = " · ".join([safe(row["kind"]), where, *people])
    return f"*{safe(row['code'])}* {safe(row['name'], 300)}\n{told}{paused}"


def _sources(kept: Kept) -> list[Block]:
    told = [_source(row) for row in kept.sources]
    rows = [_listed(told, "source")] if told else []
    return [b.header("Sources"), *rows, b.buttons(b.button("Add a source", "source_add", ""))]


def _source(row: Row) -> str:
    kind = f", {safe(row['kind'], 80)}" if row["kind"] else ""
    published = f", published on {day(date.fromisoformat(row['published']))}" if row["published"] else ""
    return f"*{safe(row['ref'])}* {safe(row['title'], 200)}{kind}{published}"


def _listed(rows: Sequence[str], noun: str) -> Block:
    """As many rows as one paragraph holds, and how many more there are."""
    shown: list[str] = []
    for row in rows:
        if sum(map(len, shown)) + len(shown) + len(row) > _LONGEST_LIST:
            break
        shown.append(row)
    more = len(rows) - len(shown)
    return b.section("\n".join([*shown, *([f"and {count(more, noun)} more"] if more else [])]))


def _mentions(users: Sequence[str]) -> str:
    shown = [f"<@{user}>" for user in users[:100]]
    return ", ".join(shown) + (f" and {len(users) - 100:,} more" if len(users) > 100 else "")  # noqa: PLR2004


def _picker(kind: str, action_id: str, placeholder: str) -> Block:
    return {"type": kind, "action_id": action_id, "placeholder": b.plain(placeholder, 150)}


def _choice(action_id: str, placeholder: str, options: Sequence[Option]) -> Block:
    element: Block = fields.one_of("", "", [Option(clip(one.words, 75), one.value) for one in options])["element"]
    return element | _picker("static_select", action_id, placeholder)
