"""Where a person of Slack appears in the store, by their user id: for whoever asks what is kept about them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from storage.database import Transaction

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "partners": ("lead", "deputy"),
    "people": ("user",),
    "channel_members": ("user",),
    "actions": ("named_lead", "reported_user"),
    "contributions": ("reported_user",),
    "updates": ("user",),
    "extension_requests": ("user",),
    "events": ("user",),
    "accounts": ("user",),
    "homes": ("user",),
    "no_direct_messages": ("user",),
    "imports": ("user",),
    "outbox": ("channel", "only_for"),
    "errands": ("about",),
    "found": ("name",),
}
"""Every column that may hold the user id of a person."""
WHAT = {
    "partners": "named as a lead or deputy",
    "people": "roles",
    "channel_members": "partner channels they are in",
    "actions": "actions they are the named lead of, or reported done",
    "contributions": "parts they reported done",
    "updates": "words they said about actions",
    "extension_requests": "requests for more time that wait",
    "events": "changes they made, in the audit trail",
    "accounts": "what Slack says of the account",
    "homes": "App Home was opened",
    "no_direct_messages": "direct messages turned off",
    "imports": "files they brought",
    "outbox": "messages to them",
    "errands": "things to be asked of Slack about them",
    "found": "their direct messages with Followthrough",
}


class Kept(NamedTuple):
    """How many rows of a table name the person, and what that says of them."""

    table: str
    what: str
    number: int


def kept(tx: Transaction, user: str) -> Iterator[Kept]:
    """What is kept about the person with this Slack user id, or names them."""
    for table, columns in COLUMNS.items():
        # Keys such as "dm U012AB3CD" and "U012AB3CD T012AB3CD" have the id as one of their words.
        having = " OR ".join(f"' ' || replace({name}, ':', ' ') || ' ' LIKE '% ' || ? || ' %'" for name in columns)
        number = tx.value(f"SELECT count(*) FROM {table} WHERE {having}", [user] * len(columns))  # noqa: S608
        if number:
            yield Kept(table, WHAT[table], number)
