"""What trackers bring: the ref that an action has in its own tracker, funding, and files that wait to be imported."""

STATEMENTS = (
    "ALTER TABLE actions ADD COLUMN tracker_ref TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX actions_by_tracker_ref ON actions (tracker_ref COLLATE NOCASE) WHERE tracker_ref <> ''",
    # Money that came with the plan, in pounds as decimal text; `phrase` has the source's own words for when.
    """CREATE TABLE funding (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        purpose TEXT NOT NULL CHECK (purpose <> ''),
        amount TEXT NOT NULL,
        phrase TEXT NOT NULL DEFAULT '',
        source_id INTEGER REFERENCES sources
    ) STRICT""",
    "CREATE UNIQUE INDEX funding_once ON funding (purpose, coalesce(source_id, 0))",
    # A file in Slack that somebody wants to import. The file itself is never kept here: `digest` is its SHA-256, so
    # that what is applied is what was looked at; `found` is that of what the look found.
    """CREATE TABLE imports (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        user TEXT NOT NULL,
        team TEXT NOT NULL,
        file TEXT NOT NULL,
        choices TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(choices)),
        digest TEXT NOT NULL DEFAULT '',
        found TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL CHECK (state IN ('reading', 'shown', 'applying', 'applied', 'cancelled', 'refused')),
        at TEXT NOT NULL
    ) STRICT""",
)
