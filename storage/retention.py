"""What has been kept for as long as the settings say: found, and let go. Holds win.

Nothing is deleted: the words go, and what they belonged to stays with its ref, its dates and its place in the trail.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from bot.domain.events import By
from storage import audit, chain, outbox, seals
from storage.correcting import WORDS
from storage.database import Row, Transaction
from storage.holds import FREE

GONE = "[no longer kept since {}]"
"""What stands in place of words that went."""
_GONE = "[[]no longer kept since *"
_EMPTY = ("text = ''", "blocks = '[]'", "carries = ''")


class Going(NamedTuple):
    """Something whose time is over: the ref of an action or the channel of a message, and when it ended."""

    kind: str
    subject: str
    id: int
    since: str


def messages(tx: Transaction, before: datetime) -> Iterator[Going]:
    """Messages that went out, or could not, before then, and still have their words; none that shows what is held."""
    sql = f"""SELECT m.id, m.channel, m.ended FROM outbox m WHERE m.ended < ? AND m.text <> ''
        AND NOT EXISTS (SELECT 1 FROM holds WHERE ended IS NULL AND subject = '')
        AND NOT EXISTS (SELECT 1 FROM outbox_actions x JOIN actions a ON a.id = x.action_id
            WHERE x.message_id = m.id AND NOT ({FREE})) ORDER BY m.id"""  # noqa: S608 — our own words
    for row in tx.rows(sql, (before.isoformat(),)):
        yield Going("message", row["channel"], row["id"], row["ended"])


def actions(tx: Transaction, before: datetime) -> Iterator[Going]:
    """Actions that were sustained or withdrawn before then, and still have their words; none that is held."""
    sql = f"""SELECT a.id, a.stage_since FROM actions a WHERE a.stage IN ('sustained', 'withdrawn')
        AND a.stage_since < ? AND a.title NOT GLOB ? AND {FREE} ORDER BY a.id"""  # noqa: S608
    for row in tx.rows(sql, (before.isoformat(), _GONE)):
        yield Going("action", f"A{row['id']}", row["id"], row["stage_since"])


def let_go(tx: Transaction, going: Iterable[Going], today: date, by: By) -> None:
    """Take the words of these messages and actions away; one event tells of all the actions."""
    words, digests = GONE.format(today), dict[int, str]()
    for one in list(going):
        if one.kind == "message":
            tx.run(f"UPDATE outbox SET {', '.join(_EMPTY)} WHERE id = ?", (one.id,))  # noqa: S608
        else:
            digests |= _emptied(tx, one.id, words)
    if digests:
        audit.append(
            tx, by, chain.CORRECTED, chain.TRAIL, after={"reason": "kept for as long as was set", "events": digests}
        )


def _emptied(tx: Transaction, number: int, words: str) -> dict[int, str]:
    """Take an action's words away wherever they are; the digests of its events by their ids."""
    for table, key in (("actions", "id"), ("updates", "action_id"), ("extension_requests", "action_id")):
        sets = ", ".join(
            f"{name} = CASE WHEN coalesce({name}, '') = '' THEN {name} ELSE ? END" for name in WORDS[table]
        )
        tx.run(f"UPDATE {table} SET {sets} WHERE {key} = ?", (*[words] * len(WORDS[table]), number))  # noqa: S608
    own = "update_id IN (SELECT id FROM updates WHERE action_id = ?)"
    tx.run(f"UPDATE evidence SET proof = '', difference = '' WHERE {own}", (number,))  # noqa: S608
    tx.run(
        f"""UPDATE outbox SET {", ".join(_EMPTY)} WHERE shows <> 'card'
            AND id IN (SELECT message_id FROM outbox_actions WHERE action_id = ?)""",  # noqa: S608
        (number,),
    )
    tx.run("UPDATE actions SET version = version + 1 WHERE id = ?", (number,))
    outbox.refresh_cards(tx, number, None)  # what Slack still shows of it loses the words too
    rows = tx.rows("SELECT * FROM events WHERE subject = 'A' || ? ORDER BY id", (number,))
    return {row["id"]: _without(tx, row, words) for row in rows}


def _without(tx: Transaction, row: Row, words: str) -> str:
    fields = {name: json.dumps(_blanked(json.loads(row[name]), words)) for name in ("before", "after")}
    tx.run("UPDATE events SET before = ?, after = ?, salt = '' WHERE id = ?", (*fields.values(), row["id"]))
    return seals.digest("", {**row, **fields})


def _blanked(fields: dict[str, Any], words: str) -> dict[str, Any]:
    own = {*WORDS["actions"], "reason", "update"}
    return {
        name: words
        if name in own and isinstance(value, str) and value
        else _blanked(value, words)
        if isinstance(value, dict)
        else value
        for name, value in fields.items()
    }
