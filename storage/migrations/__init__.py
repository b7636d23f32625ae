"""The schema, as steps that are only ever added to: a released step is never edited.

Each step is explicit SQL. Tables are STRICT, with foreign keys and checks; what may never be changed or deleted is
defended by triggers, so that no mistake in the code above can rewrite it.
"""

from typing import Any

from sqlite_utils import Migrations

from storage.migrations import m001_plan as plan
from storage.migrations import m002_search as search
from storage.migrations import m003_trail_and_messages as trail_and_messages
from storage.migrations import m004_life as life
from storage.migrations import m005_workflow as workflow
from storage.migrations import m006_remit_tally as remit_tally
from storage.migrations import m007_nudges as nudges
from storage.migrations import m008_trackers as trackers
from storage.migrations import m009_chain as chain
from storage.migrations import m010_holds as holds
from storage.migrations import m011_links as links
from storage.migrations import m012_frames as frames

migrations = Migrations("followthrough")

TABLES = frozenset(
    {
        *("partners", "people", "channel_members", "sources", "remit_items", "actions", "action_remit"),
        *("contributions", "updates", "evidence", "deadlines", "remit_deadlines", "indicators", "remit_indicators"),
        *("readings", "events", "outbox", "outbox_actions", "runs", "found", "seen"),
        *("extension_requests", "accounts", "homes", "errands"),
        *("pauses", "ladder", "no_direct_messages"),
        *("funding", "imports", "holds"),
    }
)
"""Every table that code may insert into."""


@migrations()
def m001_plan(db: Any) -> None:  # noqa: ANN401 — sqlite-utils ships no types
    """Partners, people and the plan itself."""
    _run(db, plan.STATEMENTS)


@migrations()
def m002_search(db: Any) -> None:  # noqa: ANN401
    """Full-text search over actions and updates, kept up to date by triggers."""
    _run(db, search.STATEMENTS)


@migrations()
def m003_trail_and_messages(db: Any) -> None:  # noqa: ANN401
    """The audit trail, which defends itself, and the messages on their way to Slack."""
    _run(db, trail_and_messages.STATEMENTS)


@migrations()
def m004_life(db: Any) -> None:  # noqa: ANN401
    """What the whole life of things needs: reviews, who reported, requests for more time, accounts, pictures."""
    _run(db, life.STATEMENTS)


@migrations()
def m005_workflow(db: Any) -> None:  # noqa: ANN401
    """What is still owed to Slack or to be asked of it."""
    _run(db, workflow.STATEMENTS)


@migrations()
def m006_remit_tally(db: Any) -> None:  # noqa: ANN401
    """How many actions serve each remit item, by stage, kept by triggers."""
    _run(db, remit_tally.STATEMENTS)


@migrations()
def m007_nudges(db: Any) -> None:  # noqa: ANN401
    """Why a message shows an action, what was dropped, pauses, the ladder, who wants no direct messages."""
    _run(db, nudges.STATEMENTS)


@migrations()
def m008_trackers(db: Any) -> None:  # noqa: ANN401
    """The ref that an action has in its own tracker, funding, and files that wait to be imported."""
    _run(db, trackers.STATEMENTS)


@migrations()
def m009_chain(db: Any) -> None:  # noqa: ANN401
    """Each event carries the hash of the one before it."""
    _run(db, chain.BEFORE)
    chain.seal_all(db)
    _run(db, chain.AFTER)


@migrations()
def m010_holds(db: Any) -> None:  # noqa: ANN401
    """What must not go, whatever its time."""
    _run(db, holds.STATEMENTS)


@migrations()
def m011_links(db: Any) -> None:  # noqa: ANN401
    """Each link says which column it leads to."""
    links.run(db)


@migrations()
def m012_frames(db: Any) -> None:  # noqa: ANN401
    """Each event has a digest of what it says without the words."""
    _run(db, frames.STATEMENTS)


def _run(db: Any, statements: tuple[str, ...]) -> None:  # noqa: ANN401
    for statement in statements:
        db.execute(statement)
