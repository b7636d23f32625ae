"""Finds words wherever they are kept, and takes them out without breaking the audit trail.

Words that should never have been stored are replaced in what is there now, in the trail, and in messages; those in
Slack are brought up to date. What the file still has of them in unused pages goes with `Store.wipe`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.domain.events import By
from storage import audit, chain, seals, wording
from storage.database import Row, Transaction

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
"""Every column that may hold somebody's words."""
_JSON = frozenset({"before", "after", "blocks", "bands", "carries", "choices", "value"})
"""Of these the columns of JSON, which are looked through string by string. Anywhere else a text is a text."""
_OURS = frozenset({"carries", "choices", "value"})
"""Of these the columns that Followthrough alone writes, where a date that stands alone is a moment."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.+]+)?")
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
            columns = tuple(name for name in WORDS[table] if _holds(table, name, row[name], found))
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
        shown = _escaped(instead) if place.table == "outbox" else instead  # in Slack's own markup
        fields = {name: _with(name, row[name], found, shown) for name in place.columns}
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
        audit.append(tx, by, chain.CORRECTED, chain.TRAIL, after={"reason": reason, "events": digests})
    return done


def _rows(tx: Transaction, table: str) -> Iterator[Row]:
    columns, subject = ", ".join(WORDS[table]), _SUBJECTS.get(table, "''")
    return tx.each(f"SELECT rowid AS rowid, {columns}, {subject} AS subject FROM {table} ORDER BY rowid")  # noqa: S608


def _with(column: str, value: str, found: re.Pattern[str], instead: str) -> str:
    def change(text: str) -> str:
        return text if _is_moment(column, text) else found.sub(lambda _: instead, text)

    loaded = wording.loaded(value) if column in _JSON else None
    return change(value) if loaded is None else json.dumps(wording.changed(loaded, change))


def _holds(table: str, column: str, value: str | None, found: re.Pattern[str]) -> bool:
    """Whether a text, or a string within JSON, holds the words. What was found out about Slack is JSON or a code."""
    loaded = wording.loaded(value) if value and column in _JSON else None
    if loaded is None:
        return bool(value and table != "found" and found.search(value))
    return any(found.search(text) for text in wording.strings(loaded) if not _is_moment(column, text))


def _is_moment(column: str, text: str) -> bool:
    return column in _OURS and _MOMENT.fullmatch(text) is not None


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
