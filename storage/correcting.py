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
_DIGESTS = "events"
"""What names digests in an event of the trail: replaced, the trail could not be checked any more."""
_NAMED_BY_WORDS = frozenset({"columns", "leads"})
"""What holds words as names: how somebody chose that an import's columns and leads are read."""
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
            columns = tuple(name for name in WORDS[table] if _holds(table, row[name], found))
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
        fields = {name: _with(row[name], found, shown) for name in place.columns}
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


def _with(value: str, found: re.Pattern[str], instead: str) -> str:
    def change(text: str) -> str:
        return found.sub(lambda _: instead, text)

    loaded = _loaded(value)
    return change(value) if loaded is None else json.dumps(_changed(loaded, change))


def _holds(table: str, value: str | None, found: re.Pattern[str]) -> bool:
    """Whether a text, or a string within JSON, holds the words. What was found out about Slack is JSON or a code."""
    loaded = _loaded(value) if value else None
    if loaded is None:
        return bool(value and table != "found" and found.search(value))
    return any(map(found.search, _strings(loaded)))


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
        if not _MOMENT.fullmatch(value):
            yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name in _NAMED_BY_WORDS and isinstance(one, dict):
                yield from one
            if _has_words(name, one):
                yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _changed(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return value if _MOMENT.fullmatch(value) else change(value)
    if isinstance(value, dict):
        return {name: _under(name, one, change) if _has_words(name, one) else one for name, one in value.items()}
    if isinstance(value, list):
        return [_changed(one, change) for one in value]
    return value


def _has_words(name: str, value: Any) -> bool:  # noqa: ANN401
    return name != _DIGESTS and (name not in _NO_WORDS or isinstance(value, dict))


def _under(name: str, value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401
    if name in _NAMED_BY_WORDS and isinstance(value, dict):
        return {change(words): _changed(one, change) for words, one in value.items()}
    return _changed(value, change)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
