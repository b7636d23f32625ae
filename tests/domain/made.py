"""Actions for tests that need no store."""

from datetime import UTC, datetime

from bot.domain.actions import Account, Action, Contribution, Partner

ADDED = datetime(2022, 11, 7, 9, tzinfo=UTC)
NOW = datetime(2022, 11, 14, 9, tzinfo=UTC)
POLICE = Partner(code="POLICE", name="West Midlands Police")
ME = Account(user="U1", team="T1")
ICB = Partner(code="ICB", name="Birmingham and Solihull ICB")


def an_action(contributors=(), **fields):
    """A12, led by the police, not started, added a week before NOW."""
    parts = tuple(Contribution(partner=partner) for partner in contributors)
    known = {"number": 12, "title": "Agree a rota", "lead": POLICE, "stage_since": ADDED, "added": ADDED}
    return Action.model_validate({**known, "contributions": parts, **fields})
