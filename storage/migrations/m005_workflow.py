"""What is still owed to Slack or to be asked of it. It is in the store so that a restart forgets none of it."""

STATEMENTS = (
    # `asked` counts how often: what was asked for again while it was being done is done again.
    """CREATE TABLE errands (
        kind TEXT NOT NULL CHECK (kind <> ''),
        about TEXT NOT NULL,
        carries TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(carries)),
        asked INTEGER NOT NULL DEFAULT 1,
        attempts INTEGER NOT NULL DEFAULT 0,
        not_before TEXT NOT NULL,
        PRIMARY KEY (kind, about)
    ) STRICT""",
)
