"""Finds words wherever they are kept, and takes them out without breaking the audit trail.

Words that should never have been stored are replaced in what is there now, in the trail, and in messages; those in
Slack are brought up to date. What the file still has of them in unused pages goes with `Store.wipe`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from bot.domain.events import By
from storage import audit, chain, seals
from storage.database import Row, Transaction

TRAIL = "TRAIL"
"""The subject of the events that tell of corrections: no thing of the plan, so that their stories stay theirs."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "actions": ("title", "success_measure", "finding", "blocked", "due_phrase", "paused_why", "tracker_ref"),
    "updates": ("text",),
    "evidence": ("proof", "difference"),
    "extension_requests": ("reason",),
    "remit_items": ("text",),
    "deadlines": ("title", "phrase", "basis"),
    "indicators": ("name", "unit", "bands"),
    "readings": ("qualifier", "phrase", "bands"),
    "funding": ("purpose", "phrase"),
    "sources": ("title", "kind", "phrase"),
    "partners": ("name",),
    "pauses": ("reason",),
    "holds": ("reason",),
    "outbox": ("text", "blocks", "carries", "fault"),
    "outbox_actions": ("why",),
    "errands": ("carries",),
    "imports": ("choices",),
    "found": ("value",),
    "runs": ("outcome",),
    "events": ("before", "after"),
}
"""Every column that may hold somebody's words; those of JSON are looked through string by string."""
_NO_WORDS = frozenset(
    {
        *("lead", "contributors", "reported", "stage", "source", "kind", "code"),
        *("role", "team", "user", "by", "partner", "due", "original_due"),
        *("review", "stage_since", "added", "updated", "paused_until", "at", "met"),
        *("removed", "precision", "better", "target", "target_by", "owner", "remit"),
        *("deadlines", "indicators", "link", "channel", "channel_id", "deputy", "named_lead"),
        *("type", "action_id", "block_id", "value", "style", "run", "key"),
    }
)
"""What names values in JSON that are codes, ids and moments: replaced, they would lead nowhere."""
_SUBJECTS = {
    "actions": "'A' || id",
    "updates": "'A' || action_id",
    "evidence": "(SELECT 'A' || action_id FROM updates WHERE id = update_id)",
    "extension_requests": "'A' || action_id",
    "remit_items": "'R' || id",
    "deadlines": "'D' || id",
    "indicators": "'I' || id",
    "readings": "'I' || indicator_id",
    "sources": "ref",
    "partners": "code",
    "events": "subject",
    "outbox": "channel",
}


class Place(NamedTuple):
    """Where words were found: what it belongs to (a ref, a code, a channel, or ""), table, columns, the row's id."""

    subject: str
    table: str
    columns: tuple[str, ...]
    rowid: int


def pattern(words: str) -> re.Pattern[str]:
    """What finds these words in any case, with any space between them, and as Slack escapes them."""
    parts = [f"(?:{re.escape(one)}|{re.escape(_escaped(one))})" for one in words.split()]
    return re.compile(r"\s+".join(parts), re.IGNORECASE)


def places(tx: Transaction, words: str) -> Iterator[Place]:
    """Where these words are kept, with the trail last."""
    found = pattern(words)
    for table in WORDS:
        for row in _rows(tx, table):
            columns = tuple(name for name in WORDS[table] if _mapped(row[name], found.search) is not None)
            if columns:
                yield Place(row["subject"], table, columns, row["rowid"])


def replace(tx: Transaction, words: str, reason: str, by: By) -> list[Place]:
    """Put the reason in place of these words wherever they are kept; where that was.

    One event tells which earlier events say something else since, so that the trail can still be checked.
    """
    found, instead = pattern(words), f"[taken out: {reason}]"
    done, digests = list(places(tx, words)), {}
    for place in done:
        [row] = tx.rows(f"SELECT * FROM {place.table} WHERE rowid = ?", (place.rowid,))  # noqa: S608 — our own names
        fields = {name: _with(row[name], found, instead) for name in place.columns}
        extra = ""
        if place.table == "events":
            extra, digests[place.rowid] = ", salt = ''", seals.digest("", {**row, **fields})
        elif place.table == "outbox" and {"text", "blocks"} & fields.keys():
            extra = ", refresh = refresh + (state = 'sent' AND ts IS NOT NULL)"
        elif place.table == "actions":
            extra = ", version = version + 1"
        sets = ", ".join(f"{name} = ?" for name in fields)
        sql = f"UPDATE {place.table} SET {sets}{extra} WHERE rowid = ?"  # noqa: S608
        tx.run(sql, (*fields.values(), place.rowid))
    if done:
        audit.append(tx, by, chain.CORRECTED, TRAIL, after={"reason": reason, "events": digests})
    return done


def _rows(tx: Transaction, table: str) -> Iterator[Row]:
    columns, subject = ", ".join(WORDS[table]), _SUBJECTS.get(table, "''")
    return tx.each(f"SELECT rowid AS rowid, {columns}, {subject} AS subject FROM {table} ORDER BY rowid")  # noqa: S608


def _with(value: str, found: re.Pattern[str], instead: str) -> str:
    def change(text: str) -> str:
        return found.sub(lambda _: instead, text)

    loaded = _loaded(value)
    return change(value) if loaded is None else json.dumps(_changed(loaded, change))


def _mapped(value: str | None, find: Callable[[str], Any]) -> object:
    """The first thing that `find` finds in a text, or in a string within JSON; None for nothing."""
    if not value:
        return None
    loaded = _loaded(value)
    texts = [value] if loaded is None else _strings(loaded)
    return next((found for text in texts if (found := find(text)) is not None), None)


def _loaded(value: str) -> Any:  # noqa: ANN401 — whatever JSON holds
    """What a JSON text of an object or a list holds; None for other text."""
    if value[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in _NO_WORDS or isinstance(one, dict):
                yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _changed(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {
            name: one if name in _NO_WORDS and not isinstance(one, dict) else _changed(one, change)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [_changed(one, change) for one in value]
    return value


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
