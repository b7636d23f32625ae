"""What an event's seal is made of: its own fields, the hash of the event before it, and a digest of its contents.

The digest of the contents (`before` and `after`) has a random salt of its own. A text that has to go can be replaced
without breaking the chain: the digest stays, and without the salt nobody can try out what the text may have been.
Its frame is a digest of the contents without any words, and is sealed too: so no replacing of words can pass that
changed a code, a date, a number or a name of a field.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping

from storage import wording

BEGINNING = ""
"""What stands for the hash of the event before the first."""
_OWN = ("at", "user", "team", "role", "partner", "origin", "verb", "subject", "undoes")


def salt() -> str:
    """A new salt: 32 hexadecimal digits."""
    return secrets.token_hex(16)


def digest(salt: str, row: Mapping[str, str]) -> str:
    """The digest of an event's contents, as they are stored."""
    return hashlib.sha256(json.dumps([salt, row["before"], row["after"]]).encode()).hexdigest()


def frame(row: Mapping[str, str]) -> str:
    """The digest of an event's contents, as they are stored, without the words in them."""
    parts = [wording.without(json.loads(row[name])) for name in ("before", "after")]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def seal(number: int, row: Mapping[str, object], content: str, before: str) -> str:
    """The hash of an event that follows the one with the hash `before`.

    Events from before there were frames have none, and their seals are as they always were.
    """
    own = [row.get(name) for name in _OWN] + ([row["frame"]] if row.get("frame") else [])
    return hashlib.sha256(json.dumps([before, number, *own, content]).encode()).hexdigest()
