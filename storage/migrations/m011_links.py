"""Each link says which column it leads to: programs such as Datasette can't follow it where that is only understood.

SQLite can't alter a link, and making all tables anew for a word would be a greater risk than SQLite's own shorter way
for what changes nothing that is stored (https://sqlite.org/lang_altertable.html#otheralter).
"""

import sqlite3
from contextlib import suppress
from functools import reduce
from typing import Any

LED_TO = ("partners", "sources", "remit_items", "actions", "updates", "deadlines", "indicators", "events", "outbox")
_SQL = reduce(lambda sql, name: f"replace({sql}, 'REFERENCES {name}', 'REFERENCES {name} (id)')", LED_TO, "sql")
_NAME_COLUMNS = f"UPDATE sqlite_master SET sql = {_SQL} WHERE type = 'table' AND sql LIKE '%REFERENCES %'"  # noqa: S608 — ours


def run(db: Any) -> None:  # noqa: ANN401 — sqlite-utils ships no types
    """Name the columns. Where SQLite was built to refuse it, all is left as it was: the bot needs none of this."""
    db.execute("PRAGMA writable_schema = 1")
    with suppress(sqlite3.OperationalError):
        db.execute(_NAME_COLUMNS)
    db.execute("PRAGMA writable_schema = 0")
    # Every connection is to read the schema again.
    version = db.execute("PRAGMA schema_version").fetchone()[0]
    db.execute(f"PRAGMA schema_version = {version + 1}")
