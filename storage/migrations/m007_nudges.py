"""What nudges need: why a message shows an action, what may be dropped, pauses, the ladder, who wants no messages."""

OUTBOX = """CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    thread_ts TEXT,
    parent_id INTEGER REFERENCES outbox,
    only_for TEXT,
    shows TEXT NOT NULL CHECK (shows IN ('card', 'actions', 'digest', 'heartbeat', 'line', 'nudge', 'alert')),
    text TEXT NOT NULL,
    blocks TEXT NOT NULL CHECK (json_valid(blocks)),
    carries TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'claimed', 'sent', 'failed', 'dropped')),
    queued TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before TEXT NOT NULL DEFAULT '',
    ts TEXT,
    fault TEXT,
    refresh INTEGER NOT NULL DEFAULT 0,
    picture TEXT,
    file_id TEXT,
    scheduled INTEGER NOT NULL DEFAULT 0 CHECK (scheduled IN (0, 1)),
    doubts INTEGER NOT NULL DEFAULT 0,
    ended TEXT
) STRICT"""
OLD = """id, key, channel, thread_ts, parent_id, only_for, shows, text, blocks, carries, state, queued, attempts,
    not_before, ts, fault, refresh, picture, file_id"""

STATEMENTS = (
    # SQLite can't change a CHECK: the two tables are made anew, the one that refers to the other first to go.
    "CREATE TABLE old_outbox AS SELECT * FROM outbox",
    "CREATE TABLE old_outbox_actions AS SELECT * FROM outbox_actions",
    "DROP TABLE outbox_actions",
    "DROP TABLE outbox",
    OUTBOX,
    f"INSERT INTO outbox ({OLD}) SELECT {OLD} FROM old_outbox ORDER BY id",  # noqa: S608 — our own names
    # A digest, a heartbeat and what stands in a digest's thread go out in working hours only.
    """UPDATE outbox SET scheduled = 1 WHERE shows IN ('digest', 'heartbeat')
        OR parent_id IN (SELECT id FROM old_outbox WHERE shows = 'digest')""",
    # When it was sent was not kept: when it was queued comes nearest.
    "UPDATE outbox SET ended = queued WHERE state IN ('sent', 'failed')",
    # `why` is what a nudge says of an action: it is looked at again before the nudge is sent.
    """CREATE TABLE outbox_actions (message_id INTEGER NOT NULL REFERENCES outbox,
        position INTEGER NOT NULL, action_id INTEGER NOT NULL REFERENCES actions, why TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (message_id, position)) STRICT""",
    "INSERT INTO outbox_actions (message_id, position, action_id) SELECT * FROM old_outbox_actions",
    "DROP TABLE old_outbox_actions",
    "DROP TABLE old_outbox",
    # Covers what is asked at each turn of the worker: which message is next in which channel.
    """CREATE INDEX outbox_to_send ON outbox (channel, id, scheduled, state, not_before)
        WHERE state IN ('waiting', 'claimed')""",
    "CREATE INDEX outbox_to_refresh ON outbox (id) WHERE refresh > 0",
    "CREATE UNIQUE INDEX outbox_by_ts ON outbox (channel, ts) WHERE ts IS NOT NULL AND only_for IS NULL",
    "CREATE INDEX outbox_by_parent ON outbox (parent_id) WHERE parent_id IS NOT NULL",
    *(
        f"CREATE INDEX outbox_{state} ON outbox (ended) WHERE state = '{state}'"
        for state in ("sent", "failed", "dropped")
    ),
    "CREATE INDEX outbox_actions_by_action ON outbox_actions (action_id)",
    "ALTER TABLE actions ADD COLUMN paused_until TEXT CHECK (paused_until IS date(paused_until, '+0 days'))",
    "ALTER TABLE actions ADD COLUMN paused_why TEXT",
    "CREATE INDEX actions_by_pause ON actions (paused_until) WHERE paused_until IS NOT NULL",
    # Of one partner, or of everything where there is none.
    """CREATE TABLE pauses (
        id INTEGER PRIMARY KEY,
        partner_id INTEGER REFERENCES partners,
        until TEXT NOT NULL CHECK (until IS date(until, '+0 days')),
        reason TEXT NOT NULL CHECK (reason <> '')
    ) STRICT""",
    "CREATE UNIQUE INDEX pauses_once ON pauses (coalesce(partner_id, 0))",
    # How far up the ladder an overdue action is, on which day the next step is taken, and when that was announced.
    """CREATE TABLE ladder (
        action_id INTEGER PRIMARY KEY REFERENCES actions,
        due TEXT NOT NULL CHECK (due IS date(due, '+0 days')),
        step INTEGER NOT NULL DEFAULT 0 CHECK (step BETWEEN 0 AND 3),
        next_on TEXT CHECK (next_on IS date(next_on, '+0 days')),
        announced TEXT CHECK (announced IS date(announced, '+0 days')),
        taken TEXT CHECK (taken IS date(taken, '+0 days'))
    ) STRICT""",
    # Who wants no direct messages from the bot of its own accord.
    """CREATE TABLE no_direct_messages (user TEXT NOT NULL, team TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (user, team)) STRICT""",
    "CREATE INDEX actions_by_due ON actions (due, id) WHERE rank = 0 AND due IS NOT NULL",
    # When a partner was last heard.
    "CREATE INDEX updates_by_partner ON updates (partner_id, at) WHERE undone IS NULL",
    # What was said lately of the bot's own accord: where a digest goes out, no nudge does on that day.
    "CREATE INDEX outbox_own ON outbox (queued) WHERE shows IN ('digest', 'heartbeat', 'nudge')",
)
