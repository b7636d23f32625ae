"""Sees whether anything was committed to a store: reading every table each time would take longer than the tests."""

import sqlite3
from contextlib import closing


class Watch:
    """A connection of its own, for which SQLite counts what others commit."""

    def __init__(self, store):
        self._connection = sqlite3.connect(store.path)
        self._read = {}

    def commits(self):
        """A number that is another one after every commit that changed something, and only then."""
        return self._connection.execute("PRAGMA data_version").fetchone()[0]

    def once(self, name, read):
        """What `read` gives, read anew only after a change."""
        now = self.commits()
        if self._read.get(name, (None,))[0] != now:
            self._read[name] = now, read()
        return self._read[name][1]

    def close(self):
        """Let go of the file."""
        with closing(self._connection):
            self._read.clear()
