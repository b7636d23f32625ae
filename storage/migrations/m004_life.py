"""What the whole life of things needs: tests, who reported, requests for more time, accounts, Homes, pictures."""

STATEMENTS = (
    "ALTER TABLE actions ADD COLUMN review TEXT CHECK (review IS date(review, '+0 days'))",
    "ALTER TABLE actions ADD COLUMN reported_user TEXT",
    "ALTER TABLE actions ADD COLUMN reported_team TEXT",
    "ALTER TABLE actions ADD COLUMN link TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX actions_by_review ON actions (review) WHERE review IS NOT NULL",
    # A first date that was given by mistake can be taken back, as long as it was not built on: nothing else.
    "DROP TRIGGER original_due_is_kept",
    """CREATE TRIGGER original_due_is_kept BEFORE UPDATE OF original_due ON actions
        WHEN old.original_due IS NOT NULL AND new.original_due IS NOT old.original_due
            AND NOT (new.original_due IS NULL AND new.due IS NULL AND old.due IS old.original_due)
        BEGIN SELECT raise(ABORT, 'the original due date is never changed'); END""",
    "ALTER TABLE contributions ADD COLUMN reported_user TEXT",
    "ALTER TABLE contributions ADD COLUMN reported_team TEXT",
    # Only the request that waits: what was asked for and decided before is in the audit trail.
    """CREATE TABLE extension_requests (
        action_id INTEGER PRIMARY KEY REFERENCES actions,
        due TEXT NOT NULL CHECK (due IS date(due, '+0 days')),
        reason TEXT NOT NULL CHECK (reason <> ''),
        partner_id INTEGER NOT NULL REFERENCES partners,
        user TEXT NOT NULL,
        team TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT""",
    # Nothing is deleted: what was added by mistake and taken back is only no longer shown.
    "ALTER TABLE remit_items ADD COLUMN removed TEXT",
    "ALTER TABLE deadlines ADD COLUMN removed TEXT",
    "ALTER TABLE indicators ADD COLUMN removed TEXT",
    # How a measure is broken down ("up to 5 days", "over 5 days"), as a JSON list; and each reading's parts, alike.
    "ALTER TABLE indicators ADD COLUMN bands TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(bands))",
    "ALTER TABLE readings ADD COLUMN bands TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(bands))",
    # What Slack says of its accounts, as far as it matters: who is a machine, and who has left.
    """CREATE TABLE accounts (
        user TEXT NOT NULL,
        team TEXT NOT NULL,
        bot INTEGER NOT NULL CHECK (bot IN (0, 1)),
        deactivated INTEGER NOT NULL CHECK (deactivated IN (0, 1)),
        PRIMARY KEY (user, team)
    ) STRICT""",
    # Who has opened App Home; `stale` counts what happened since it was last published to them.
    """CREATE TABLE homes (
        user TEXT NOT NULL,
        team TEXT NOT NULL,
        everything INTEGER NOT NULL CHECK (everything IN (0, 1)),
        stale INTEGER NOT NULL DEFAULT 0,
        published TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (user, team)
    ) STRICT""",
    "CREATE INDEX homes_to_publish ON homes (published) WHERE stale > 0",
    # A picture is drawn and uploaded just before its message is posted: what it shows, and Slack's id of the file.
    "ALTER TABLE outbox ADD COLUMN picture TEXT",
    "ALTER TABLE outbox ADD COLUMN file_id TEXT",
)
