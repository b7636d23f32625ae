"""Each event has a digest of what it says without the words, so that a correction can change nothing but words."""

STATEMENTS = (
    "ALTER TABLE events ADD COLUMN frame TEXT NOT NULL DEFAULT ''",
    "DROP TRIGGER events_are_not_changed",
    # Only a correction may replace what an event says: its salt goes, its seal stays, and an event tells of it.
    """CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
        WHEN NOT (new.salt = '' AND new.content = old.content AND new.hash = old.hash AND new.frame = old.frame
            AND new.id = old.id AND new.at = old.at AND new.user = old.user AND new.team = old.team
            AND new.role = old.role AND new.partner IS old.partner AND new.origin = old.origin
            AND new.verb = old.verb AND new.subject = old.subject AND new.undoes IS old.undoes)
        BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END""",
)
