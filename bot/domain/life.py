"""The life of an action: not started → in progress → reported done → addressed → embedded → sustained, or withdrawn.

Each function gives the action as it is afterwards, or raises MovedOn where its stage does not allow it. Who may do
what is decided elsewhere; here is only what can follow what.
"""

from collections.abc import Mapping
from datetime import date, datetime

from bot.domain.actions import COMPLETE, NUDGED, OPEN, TO_DO, Account, Action, Contribution, Extension, Stage
from bot.domain.dates import in_words
from bot.domain.errors import BadInput, MovedOn

WHY_NOT: Mapping[Stage, str] = {
    Stage.NOT_STARTED: "is not reported done yet",
    Stage.IN_PROGRESS: "is not reported done yet",
    Stage.REPORTED_DONE: "is already reported done and waits for acceptance",
    Stage.ADDRESSED: "is already accepted as addressed",
    Stage.EMBEDDED: "is already embedded",
    Stage.SUSTAINED: "is already sustained",
    Stage.WITHDRAWN: "was withdrawn",
}


def update(action: Action, at: datetime) -> Action:
    """After a word of progress: work has started."""
    if action.stage is Stage.WITHDRAWN:
        raise _moved_on(action)
    stage = Stage.IN_PROGRESS if action.stage in TO_DO else action.stage
    return _to(action, stage, at).changed(updated=_heard(action, at))


def block(action: Action, reason: str, at: datetime) -> Action:
    """Held up for `reason`."""
    _only(action, TO_DO)
    return update(action, at).changed(blocked=reason or None)


def free(action: Action, at: datetime) -> Action:
    """No longer held up."""
    _only(action, TO_DO)
    if not action.blocked:
        raise MovedOn(f"{action.ref} is not blocked, so nothing was changed.")
    return update(action, at).changed(blocked=None)


def report(action: Action, by: Account, at: datetime) -> Action:
    """Reported done by its lead: never more than that.

    A request for more time ends with that. Nothing else changes, so that its colour stays as it was while the report
    waits for acceptance.
    """
    _only(action, TO_DO)
    return _to(action, Stage.REPORTED_DONE, at).changed(reported_by=by, extension=None)


def report_part(action: Action, partner: str, by: Account, at: datetime) -> Action:
    """A contributing partner (its code) has reported its own part done; also after the whole was accepted."""
    _only(action, OPEN | COMPLETE)
    mine = next(part for part in action.contributions if part.partner.code == partner)
    if mine.reported:
        raise MovedOn(f"{mine.partner.name} has already reported its part of {action.ref} done.")
    done = Contribution(partner=mine.partner, reported=at, by=by)
    parts = tuple(done if part is mine else part for part in action.contributions)
    stage = Stage.IN_PROGRESS if action.stage is Stage.NOT_STARTED else action.stage
    return _to(action, stage, at).changed(contributions=parts, updated=_heard(action, at))


def accept(action: Action, at: datetime, review: date) -> Action:
    """Its evidence was accepted: it is addressed; whether that is embedded is to be tested by `review`."""
    _only(action, {Stage.REPORTED_DONE})
    return _to(action, Stage.ADDRESSED, at).changed(review=review, extension=None, blocked=None)


def send_back(action: Action, at: datetime) -> Action:
    """Its evidence was not accepted: the work goes on. Parts that were reported stay so."""
    _only(action, {Stage.REPORTED_DONE})
    return _to(action, Stage.IN_PROGRESS, at).changed(reported_by=None)


def embed(action: Action, at: datetime, review: date) -> Action:
    """Tested and found embedded; whether it is sustained is to be tested by `review`."""
    _only(action, {Stage.ADDRESSED})
    return _to(action, Stage.EMBEDDED, at).changed(review=review)


def sustain(action: Action, at: datetime) -> Action:
    """Tested and found sustained: nothing more is to be done."""
    _only(action, {Stage.EMBEDDED})
    return _to(action, Stage.SUSTAINED, at).changed(review=None)


def ask_for_time(action: Action, asked: Extension, today: date) -> Action:
    """A later date was asked for; nothing moves until somebody else has decided. Raises BadInput for no later one."""
    _only(action, TO_DO)
    if action.extension:
        until, who = in_words(action.extension.due), action.extension.partner.name
        raise MovedOn(
            f"{who} has already asked for more time for {action.ref}, until {until}; that waits to be decided."
        )
    if asked.due < today:
        raise BadInput(f"The new date, {in_words(asked.due)}, is in the past.", field="due")
    if action.original_due and asked.due < action.original_due:
        raise BadInput(f"The new date, {in_words(asked.due)}, is before the original one.", field="due")
    if action.due and asked.due <= action.due:
        raise BadInput(f"The new date, {in_words(asked.due)}, is not later than the present one.", field="due")
    return action.changed(extension=asked)


def extend(action: Action, today: date) -> Action:
    """The request for more time was agreed to: the due date moves, the original one stays."""
    asked = _asked(action)
    if asked.due < today:
        raise MovedOn(
            f"The date asked for, {in_words(asked.due)}, has gone by: refuse it, so that a new one can be asked for."
        )
    if (action.due and asked.due <= action.due) or (action.original_due and asked.due < action.original_due):
        raise MovedOn(
            f"The due date has changed since, so {in_words(asked.due)} is no longer later: refuse the request."
        )
    return action.changed(due=asked.due, original_due=action.original_due or asked.due, extension=None)


def refuse_time(action: Action) -> Action:
    """The request for more time was refused."""
    _asked(action)
    return action.changed(extension=None)


def withdraw(action: Action, at: datetime) -> Action:
    """Given up: it is kept, and can be reopened."""
    _only(action, OPEN)
    return _to(action, Stage.WITHDRAWN, at).changed(extension=None, blocked=None)


def reopen(action: Action, at: datetime) -> Action:
    """The work begins again, and everybody reports again."""
    if action.stage in OPEN:
        raise MovedOn(f"{action.ref} is {action.stage}, so there is nothing to reopen.")
    parts = tuple(Contribution(partner=part.partner) for part in action.contributions)
    return _to(action, Stage.IN_PROGRESS, at).changed(contributions=parts, reported_by=None, review=None)


def pause(action: Action, until: date, reason: str) -> Action:
    """Nobody is nudged about it before the day `until`."""
    _only(action, NUDGED)
    if (action.paused_until, action.paused_why) == (until, reason):
        raise MovedOn(
            f"Nudges about {action.ref} are paused until {in_words(until)} already, so nothing was changed."
        )
    return action.changed(paused_until=until, paused_why=reason)


def resume(action: Action, today: date) -> Action:
    """It is nudged about again. A pause that has ended by itself is none any more."""
    _only(action, NUDGED)
    if not action.pause_on(today):
        raise MovedOn(f"Nudges about {action.ref} are not paused, so nothing was changed.")
    return action.changed(paused_until=None, paused_why=None)


def assign(action: Action, user: str) -> Action:
    """Somebody (a user id) is its named lead now."""
    _only(action, OPEN | COMPLETE)
    return action.changed(named_lead=user or None)


def _to(action: Action, stage: Stage, at: datetime) -> Action:
    if stage is action.stage:
        return action
    begun = action.stage is Stage.NOT_STARTED and stage is Stage.IN_PROGRESS
    # A pause was made for who had to do something then: any other step is made, and is somebody else's to go on from.
    ended = {} if begun else {"paused_until": None, "paused_why": None}
    return action.changed(stage=stage, stage_since=at, **ended)


def _heard(action: Action, at: datetime) -> datetime | None:
    # What is said after a report must not change the colour that the report left as it was.
    return action.updated if action.stage is Stage.REPORTED_DONE else at


def _asked(action: Action) -> Extension:
    if not action.extension:
        raise MovedOn(f"Nobody waits for more time on {action.ref}.")
    return action.extension


def _only(action: Action, stages: set[Stage] | frozenset[Stage]) -> None:
    if action.stage not in stages:
        raise _moved_on(action)


def _moved_on(action: Action) -> MovedOn:
    return MovedOn(f"{action.ref} {WHY_NOT[action.stage]}, so nothing was changed.")
