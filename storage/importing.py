"""What an import needs of the store: things by number or title as their fields, and inserts and changes in bulk.

Fields have the names that people's changes have in the audit trail; links are refs and codes: an action's `source`
is "JTAI-2022", its `lead` "POLICE", its `remit` [4, 7].
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bot.domain.events import By
from storage.audit import made_by
from storage.chain import sealed
from storage.database import Row, Transaction

Title = tuple[str, str]
"""The ref of a thing's source or "", and its title."""


class Link(NamedTuple):
    """A table of links: its name, the column of the thing itself, the column of what it links to."""

    table: str
    own: str
    other: str


class Entry(NamedTuple):
    """One line of the audit trail, as `audit.append` takes it."""

    verb: str
    subject: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    partner: str | None = None


_SELECTS = {
    "partners": "SELECT t.* FROM partners t",
    "sources": "SELECT t.* FROM sources t",
    "remit_items": """SELECT t.*, s.ref AS source,
        (SELECT json_group_array(deadline_id) FROM remit_deadlines l WHERE l.remit_item_id = t.id) AS deadlines,
        (SELECT json_group_array(indicator_id) FROM remit_indicators l WHERE l.remit_item_id = t.id) AS indicators
        FROM remit_items t LEFT JOIN sources s ON s.id = t.source_id""",
    "deadlines": "SELECT t.*, s.ref AS source FROM deadlines t LEFT JOIN sources s ON s.id = t.source_id",
    "indicators": "SELECT t.*, p.code AS owner FROM indicators t LEFT JOIN partners p ON p.id = t.owner_id",
    "actions": """SELECT t.*, s.ref AS source, p.code AS lead,
        (SELECT json_group_array(remit_item_id) FROM action_remit l WHERE l.action_id = t.id) AS remit,
        (SELECT json_group_array(c.code) FROM contributions l JOIN partners c ON c.id = l.partner_id
            WHERE l.action_id = t.id) AS contributors,
        (SELECT json_group_array(c.code) FROM contributions l JOIN partners c ON c.id = l.partner_id
            WHERE l.action_id = t.id AND l.reported IS NOT NULL) AS reported,
        (SELECT json_group_array(text) FROM updates u WHERE u.action_id = t.id) AS updates,
        EXISTS (SELECT 1 FROM extension_requests x WHERE x.action_id = t.id) AS more_time
        FROM actions t JOIN partners p ON p.id = t.lead_partner_id LEFT JOIN sources s ON s.id = t.source_id""",
}
_LISTS = frozenset({"remit", "contributors", "reported", "updates", "deadlines", "indicators"})
_POINTERS = {
    "actions": {"source": ("source_id", "sources"), "lead": ("lead_partner_id", "partners")},
    "remit_items": {"source": ("source_id", "sources")},
    "deadlines": {"source": ("source_id", "sources")},
    "indicators": {"owner": ("owner_id", "partners")},
}
LINKS = {
    "actions": {
        "remit": Link("action_remit", "action_id", "remit_item_id"),
        "contributors": Link("contributions", "action_id", "partner_id"),
    },
    "remit_items": {
        "deadlines": Link("remit_deadlines", "remit_item_id", "deadline_id"),
        "indicators": Link("remit_indicators", "remit_item_id", "indicator_id"),
    },
}
_BLANK: dict[str, Row] = {
    "partners": {"channel": "", "channel_id": None, "lead": None, "deputy": None},
    "sources": {"kind": "", "published": None, "phrase": ""},
    "remit_items": {"source": None, "met": None},
    "deadlines": dict.fromkeys(("due", "original_due", "source", "met")) | {"phrase": "", "basis": ""},
    "indicators": {"unit": "", "target": None, "target_by": None, "owner": None, "bands": []},
    "actions": dict.fromkeys(("source", "named_lead", "original_due", "due", "updated", "review"))
    | {"success_measure": "", "finding": "", "tracker_ref": "", "due_phrase": "", "demonstration": False},
}
_TITLES = {
    "remit_items": """SELECT t.id, s.ref AS source, text AS title, removed
        FROM remit_items t LEFT JOIN sources s ON s.id = source_id ORDER BY t.id""",
    "deadlines": """SELECT t.id, s.ref AS source, t.title, removed
        FROM deadlines t LEFT JOIN sources s ON s.id = source_id ORDER BY t.id""",
    "indicators": "SELECT id, NULL AS source, name AS title, removed FROM indicators ORDER BY id",
    "actions": """SELECT t.id, s.ref AS source, t.title, NULL AS removed
        FROM actions t LEFT JOIN sources s ON s.id = source_id ORDER BY t.id""",
}
_NAMES = {"partners": "SELECT code AS name, id FROM partners", "sources": "SELECT ref AS name, id FROM sources"}


def names(tx: Transaction, table: str) -> dict[str, int]:
    """The ids of partners by code, or of sources by ref."""
    return {row["name"]: row["id"] for row in tx.rows(_NAMES[table])}


def source_titles(tx: Transaction) -> dict[str, str]:
    """The titles of sources by ref."""
    return {row["ref"]: row["title"] for row in tx.rows("SELECT ref, title FROM sources ORDER BY id")}


def unit_codes(tx: Transaction) -> list[str]:
    """Codes of the partners that are the business unit."""
    return [row["code"] for row in tx.rows("SELECT code FROM partners WHERE kind = 'business unit' ORDER BY id")]


def tracker_refs(tx: Transaction) -> dict[tuple[str, str], list[int]]:
    """The numbers of actions by (ref of the source or "", the ref that they have in their tracker, in lower case)."""
    sql = """SELECT a.id, coalesce(s.ref, '') AS source, a.tracker_ref FROM actions a
        LEFT JOIN sources s ON s.id = a.source_id WHERE a.tracker_ref <> '' ORDER BY a.id"""
    found: dict[tuple[str, str], list[int]] = {}
    for row in tx.rows(sql):
        found.setdefault((row["source"], row["tracker_ref"].casefold()), []).append(row["id"])
    return found


def broken_bands(tx: Transaction) -> list[Row]:
    """Readings with another number of parts than their indicator has bands: number (of the indicator), on, parts."""
    return tx.rows(
        """SELECT r.indicator_id AS number, r."on", json_array_length(r.bands) AS parts
        FROM readings r JOIN indicators i ON i.id = r.indicator_id
        WHERE json_array_length(r.bands) NOT IN (0, json_array_length(i.bands)) ORDER BY 1, 2"""
    )


def channels(tx: Transaction) -> list[Row]:
    """The partners that have a Slack channel's id: id, code, channel_id."""
    return tx.rows("SELECT id, code, channel_id FROM partners WHERE channel_id IS NOT NULL")


def numbers(tx: Transaction, table: str) -> set[int]:
    """The number of everything that is there and not removed."""
    return {row["id"] for row in tx.rows(f"SELECT id FROM {table} WHERE removed IS NULL")}  # noqa: S608 — our own names


def last_number(tx: Transaction, table: str) -> int:
    """The highest number that was ever given; numbers are not given twice."""
    highest = tx.value(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608
    given = tx.value("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?", (table,))
    return max(int(highest), int(given))


def by_title(tx: Transaction, table: str, letter: str, title: str) -> dict[Title, list[int]]:
    """The numbers of things by (ref of the source or "", title); `title` is the field that holds it.

    What has a title now comes before what had it until it was changed in Slack, and that before what was removed.
    """
    now = {row["id"]: row for row in tx.rows(_TITLES[table])}
    there: dict[Title, list[int]] = {}
    for number, row in now.items():
        if not row["removed"]:
            there.setdefault((row["source"] or "", row["title"]), []).append(number)
    removed: dict[Title, list[int]] = {
        (row["source"] or "", row["title"]): [number] for number, row in now.items() if row["removed"]
    }
    return removed | _earlier_titles(tx, letter, title, now) | there


def _earlier_titles(tx: Transaction, letter: str, title: str, now: Mapping[int, Row]) -> dict[Title, list[int]]:
    sql = """SELECT subject, before FROM events WHERE origin <> 'import' AND subject GLOB ? || '[0-9]*'
        AND (json_type(before, '$.' || ?) IS NOT NULL OR json_type(before, '$.source') IS NOT NULL) ORDER BY id"""
    found: dict[Title, list[int]] = {}
    for row in tx.rows(sql, (letter, title)):
        number, before = row["subject"][1:], json.loads(row["before"])
        if number.isdigit() and (thing := now.get(int(number))) and not thing["removed"]:
            source = before.get("source", thing["source"]) or ""
            found[source, before.get(title) or thing["title"]] = [int(number)]
    return found


def decided(tx: Transaction, subjects: Iterable[str]) -> dict[str, set[str]]:
    """The fields of these things that were last changed by somebody, not by an import.

    What was taken back does not count, nor what was left blank when a thing was added.
    """
    wanted = list(subjects)
    # With max(), SQLite takes the other columns from the row that has the highest id.
    sql = f"""SELECT subject, field FROM (
            SELECT e.subject, j.key AS field, e.origin, max(e.id) FROM events e, json_each(e.after) j
            WHERE e.subject IN ({", ".join("?" * len(wanted))})
                AND e.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM events u WHERE u.undoes = e.id)
                AND NOT (e.verb = 'added' AND coalesce(j.value, '') IN ('', '[]'))
            GROUP BY e.subject, j.key)
        WHERE origin <> 'import'"""  # noqa: S608 — placeholders
    found: dict[str, set[str]] = {}
    for row in tx.rows(sql, wanted):
        found.setdefault(row["subject"], set()).add(row["field"])
    return found


def stored(tx: Transaction, table: str, ids: Sequence[int]) -> dict[int, Row]:
    """Those of these things that there are, as fields by number."""
    marks = ", ".join("?" * len(ids))
    found = tx.rows(f"{_SELECTS[table]} WHERE t.id IN ({marks})", ids)
    return {row["id"]: {name: _field(name, value) for name, value in row.items()} for row in found}


def _field(name: str, value: Any) -> Any:  # noqa: ANN401 — a field has any type that JSON has
    if name in _LISTS:
        return sorted(json.loads(value))
    if name == "bands":
        return json.loads(value)
    return bool(value) if name == "demonstration" else value


class Writer:
    """Writes things from their fields.

    Args:
        tx: the unit of work.
        ids: ids by code (of partners) and by ref (of sources), by table; new ones are to be put in by the caller.
    """

    def __init__(self, tx: Transaction, ids: Mapping[str, Mapping[str, int]]) -> None:
        self._tx = tx
        self._ids = ids

    def add(self, table: str, things: Sequence[tuple[int, Row]]) -> None:
        """Add things by number; fields that are left out are blank."""
        self._tx.insert_all(
            table, [self._columns(table, {"id": number, **_BLANK[table], **row}) for number, row in things]
        )
        for field, link in LINKS.get(table, {}).items():
            pairs = ((number, other) for number, row in things for other in self._others(field, row.get(field, ())))
            self._tx.insert_all(link.table, [{link.own: number, link.other: other} for number, other in pairs])

    def change(self, table: str, number: int, fields: Row) -> None:
        """Change these fields of one thing."""
        columns = self._columns(table, fields)
        sets = [f"{column} = ?" for column in columns] + ["version = version + 1"] * (table == "actions")
        if sets:
            sql = f"UPDATE {table} SET {', '.join(sets)} WHERE id = ?"  # noqa: S608 — columns are named in this file
            self._tx.run(sql, (*columns.values(), number))
        for field, link in LINKS.get(table, {}).items():
            if field in fields:
                self._relink(link, number, set(self._others(field, fields[field])))

    def say(self, by: By, words: Sequence[tuple[int, str, str]]) -> None:
        """Keep updates: action's number, the text, and the code of the partner on whose behalf it is recorded."""
        common = {"kind": "update", "user": by.person.user, "on_behalf": 1, "at": by.at.isoformat()}
        partners = self._ids["partners"]
        rows = [
            {"action_id": number, "text": text, "partner_id": partners[code]} | common for number, text, code in words
        ]
        self._tx.insert_all("updates", rows)

    def free_channels(self, numbers: Iterable[int]) -> None:
        """Take the channel ids from these partners, so that two partners can swap theirs."""
        for number in numbers:
            self._tx.run("UPDATE partners SET channel_id = NULL WHERE id = ?", (number,))

    def _columns(self, table: str, fields: Row) -> Row:
        pointers, links = _POINTERS.get(table, {}), LINKS.get(table, {})
        return dict(self._column(pointers, name, value) for name, value in fields.items() if name not in links)

    def _column(self, pointers: Mapping[str, tuple[str, str]], name: str, value: Any) -> tuple[str, Any]:  # noqa: ANN401
        if name not in pointers:
            return name, json.dumps(value) if name == "bands" else value
        column, table = pointers[name]
        return column, self._ids[table][value] if value else None

    def _others(self, field: str, values: Iterable[Any]) -> Iterator[int]:
        partners = self._ids["partners"]
        return (partners[value] if field == "contributors" else value for value in values)

    def _relink(self, link: Link, number: int, wanted: set[int]) -> None:
        sql = f"SELECT {link.other} AS other FROM {link.table} WHERE {link.own} = ?"  # noqa: S608
        there = {row["other"] for row in self._tx.rows(sql, (number,))}
        for other in there - wanted:
            sql = f"DELETE FROM {link.table} WHERE {link.own} = ? AND {link.other} = ?"  # noqa: S608
            self._tx.run(sql, (number, other))
        self._tx.insert_all(link.table, [{link.own: number, link.other: other} for other in sorted(wanted - there)])


def trail(tx: Transaction, by: By, entries: Iterable[Entry]) -> None:
    """Append many events: `audit.append` one by one would take minutes for a large file."""
    common = made_by(by)
    rows = [{**common, **_event(entry)} for entry in entries]
    tx.insert_all("events", sealed(tx, rows))


def _event(entry: Entry) -> Row:
    return {**entry._asdict(), "before": json.dumps(dict(entry.before)), "after": json.dumps(dict(entry.after))}
