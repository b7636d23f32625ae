"""The audit trail as a chain: each event carries the hash of the one before, so that nothing is altered unseen."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from storage.database import Row, Transaction
from storage.seals import BEGINNING, digest, frame, salt, seal

TRAIL, CORRECTED = "TRAIL", "corrected"
"""The subject and the verb of the event that tells that what earlier events say was replaced. Its subject is no thing
of the plan, so that their stories stay theirs; `after` has "events": digests of what they say now, by ids."""


class Head(NamedTuple):
    """The last event: its id, and the hash that stands for the whole trail up to it."""

    id: int
    hash: str

    @property
    def short(self) -> str:
        """Enough of it to be written down, and more than anybody can meet by trying: "4512:3f9a51c2d0e1aa77"."""
        return f"{self.id}:{self.hash[:16]}"


class Break(NamedTuple):
    """The first place where the trail is not what was recorded: the event's id, and what is wrong there."""

    id: int
    why: str


class Corrected(NamedTuple):
    """How many events say something else since they were corrected, and by which events: their ids and days.

    Whoever can correct can put anything in the place of what an event said, so a person has to look at these.
    """

    events: int
    by: tuple[tuple[int, str], ...]


def head(tx: Transaction) -> Head:
    """The last event; 0 and no hash where there is none."""
    row = tx.row("SELECT id, hash FROM events ORDER BY id DESC LIMIT 1")
    return Head(row["id"], row["hash"]) if row else Head(0, BEGINNING)


def sealed(tx: Transaction, rows: Iterable[Row]) -> Iterator[Row]:
    """These events, in this order, with ids and seals that follow the trail's last. The unit of work has to write."""
    last = head(tx)
    # Ids are not given twice, not even where somebody took the last events out of the file.
    given = tx.value("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'")
    number, before = max(last.id, given), last.hash
    for row in rows:
        number += 1
        own = salt()
        content, framed = digest(own, row), {**row, "frame": frame(row)}
        before = seal(number, framed, content, before)
        yield {**framed, "id": number, "salt": own, "content": content, "hash": before}


def broken(tx: Transaction, signed: Head | None = None) -> Break | None:
    """The first event that was altered, removed, moved or put in between; None where all is as it was recorded.

    Args:
        tx: a unit of work.
        signed: a head that was kept elsewhere: the trail has to have that event with that hash. So it is also found
            where the whole file was replaced by an older one, or the trail was made anew from some event on.
    """
    last, number = BEGINNING, 0
    replaced = dict(_replaced(tx))
    for row in tx.each("SELECT * FROM events ORDER BY id"):
        if why := _wrong(row, number, last, replaced):
            return Break(row["id"], why)
        last, number = row["hash"], row["id"]
        if signed and number == signed.id and not last.startswith(signed.hash):
            return Break(number, "it is not the event that was signed off")
    given = tx.value("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'")
    if given > number:
        return Break(number + 1, "it was removed, and so was every event after it")
    if signed and signed.id > number:
        return Break(number + 1, f"it is missing: the trail went on to event {signed.id} when it was signed off")
    return None


def _wrong(row: Row, number: int, last: str, replaced: Mapping[int, str]) -> str:
    if row["id"] != number + 1:
        return f"the event before it is missing: event {number + 1}"
    if row["hash"] != seal(row["id"], row, row["content"], last):
        return "it was altered, moved or put in between"
    if row["salt"]:
        return "" if row["content"] == digest(row["salt"], row) else "what it says was altered"
    if row["id"] not in replaced:
        return "what it says was replaced, and no event tells of it"
    if replaced[row["id"]] != digest("", row):
        return "what it says was altered after it was corrected"
    return "" if _same_but_for_words(row) else "more than words was altered when it was corrected"


def _same_but_for_words(row: Row) -> bool:
    """Whether a corrected event still has its codes, dates and numbers; those from before frames can't tell."""
    try:
        return not row["frame"] or row["frame"] == frame(row)
    except ValueError:  # it is no JSON any more
        return False


def _replaced(tx: Transaction) -> Iterator[tuple[int, str]]:
    """What earlier events say since they were corrected."""
    for row in _corrections(tx):
        yield from ((number, content) for number, content in _told(row).items() if number < row["id"])


def corrected(tx: Transaction, signed: Head | None = None) -> Corrected:
    """What was corrected, in the whole trail; with a head that was kept elsewhere, only what was since then."""
    found = [row for row in _corrections(tx) if not signed or row["id"] > signed.id]
    events = {number for row in found for number in _told(row)}
    return Corrected(len(events), tuple((row["id"], row["at"][:10]) for row in found if _told(row)))


def _corrections(tx: Transaction) -> list[Row]:
    return tx.rows("SELECT id, at, after FROM events WHERE verb = ? AND subject = ? ORDER BY id", (CORRECTED, TRAIL))


def _told(row: Row) -> dict[int, str]:
    """The digests that an event tells, by events' ids; none where somebody made it nonsense, which its seal tells."""
    try:
        return {int(number): str(content) for number, content in json.loads(row["after"])["events"].items()}
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}
