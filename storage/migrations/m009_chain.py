"""Each event carries the hash of the one before it. What is there already is sealed as it stands."""

from typing import Any

from storage.seals import BEGINNING, digest, salt, seal

BEFORE = (
    "ALTER TABLE events ADD COLUMN salt TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE events ADD COLUMN content TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE events ADD COLUMN hash TEXT NOT NULL DEFAULT ''",
    "DROP TRIGGER events_are_not_changed",
)
# Only a correction may replace what an event says: its salt goes with it, its seal stays, and an event tells of it.
AFTER = (
    """CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
        WHEN NOT (new.salt = '' AND new.content = old.content AND new.hash = old.hash
            AND new.id = old.id AND new.at = old.at AND new.user = old.user AND new.team = old.team
            AND new.role = old.role AND new.partner IS old.partner AND new.origin = old.origin
            AND new.verb = old.verb AND new.subject = old.subject AND new.undoes IS old.undoes)
        BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END""",
)


def seal_all(db: Any) -> None:  # noqa: ANN401 — sqlite-utils ships no types
    """Seal the events that are there, oldest first."""
    last = BEGINNING
    cursor = db.execute("SELECT * FROM events ORDER BY id")
    names = [column[0] for column in cursor.description]
    for values in cursor.fetchall():
        row, own = dict(zip(names, values, strict=True)), salt()
        content = digest(own, row)
        last = seal(row["id"], row, content, last)
        db.execute("UPDATE events SET salt = ?, content = ?, hash = ? WHERE id = ?", (own, content, last, row["id"]))
