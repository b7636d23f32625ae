"""The audit trail, which defends itself, and the messages on their way to Slack."""

STATEMENTS = (
    """CREATE TABLE events (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        user TEXT NOT NULL,
        team TEXT NOT NULL,
        role TEXT NOT NULL,
        partner TEXT,
        origin TEXT NOT NULL,
        verb TEXT NOT NULL,
        subject TEXT NOT NULL,
        before TEXT NOT NULL CHECK (json_valid(before)),
        after TEXT NOT NULL CHECK (json_valid(after)),
        undoes INTEGER UNIQUE REFERENCES events
    ) STRICT""",
    "CREATE INDEX events_by_subject ON events (subject, id)",
    """CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
        BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END""",
    """CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
        BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END""",
    # A message stays here after it was sent: its ts says what a thread, a reaction or a card in Slack is about.
    """CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        channel TEXT NOT NULL,
        thread_ts TEXT,
        parent_id INTEGER REFERENCES outbox,
        only_for TEXT,
        shows TEXT NOT NULL CHECK (shows IN ('card', 'actions', 'digest', 'heartbeat', 'line')),
        text TEXT NOT NULL,
        blocks TEXT NOT NULL CHECK (json_valid(blocks)),
        carries TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'claimed', 'sent', 'failed')),
        queued TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        not_before TEXT NOT NULL DEFAULT '',
        ts TEXT,
        fault TEXT,
        refresh INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    "CREATE INDEX outbox_to_send ON outbox (channel, id) WHERE state IN ('waiting', 'claimed')",
    "CREATE INDEX outbox_to_refresh ON outbox (id) WHERE refresh > 0",
    "CREATE UNIQUE INDEX outbox_by_ts ON outbox (channel, ts) WHERE ts IS NOT NULL AND only_for IS NULL",
    "CREATE INDEX outbox_by_parent ON outbox (parent_id) WHERE parent_id IS NOT NULL",
    """CREATE TABLE outbox_actions (message_id INTEGER NOT NULL REFERENCES outbox,
        position INTEGER NOT NULL, action_id INTEGER NOT NULL REFERENCES actions,
        PRIMARY KEY (message_id, position)) STRICT""",
    "CREATE INDEX outbox_actions_by_action ON outbox_actions (action_id)",
    """CREATE TABLE runs (job TEXT NOT NULL, period TEXT NOT NULL, at TEXT NOT NULL, outcome TEXT NOT NULL,
        PRIMARY KEY (job, period)) STRICT""",
    "CREATE TABLE found (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    "CREATE TABLE seen (key TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT",
    "CREATE INDEX seen_by_time ON seen (at)",
)
