"""What must not go, whatever its time: a legal hold on everything, on what came from a source, or on one action."""

STATEMENTS = (
    # `subject` is "" for everything, a source's ref, or an action's as "A12".
    """CREATE TABLE holds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        subject TEXT NOT NULL COLLATE NOCASE,
        reason TEXT NOT NULL CHECK (reason <> ''),
        since TEXT NOT NULL,
        ended TEXT
    ) STRICT""",
    "CREATE UNIQUE INDEX holds_once ON holds (subject) WHERE ended IS NULL",
)
