"""One-line answers: in a thread after something was recorded, and when something can't be."""

import json
from collections.abc import Sequence
from datetime import date

from bot.domain.actions import TO_DO, Action, Recorded
from bot.domain.brag import Yardstick
from bot.domain.errors import FollowthroughError
from bot.messages import blocks as b
from bot.messages.actions import due, named, passed_on
from bot.messages.blocks import Reply
from bot.messages.happening import KINDS
from bot.messages.text import clip, day, full_day, listed, safe


def recorded(said: Sequence[Recorded], by: Yardstick) -> Reply:
    """What was recorded, for the thread: organisation and ref, no person's name; evidence is asked for."""
    text = " ".join(_line(one, by) for one in said)
    if any(one.verb == "done" for one in said):
        text += " The business unit will check the evidence."
    if paused := [str(one.action.ref) for one in said if one.verb == "pause" and not _longer(one)]:
        text += f" To end it sooner: /actions resume {', '.join(paused)}"
    text += "".join(_still_to_report(one) for one in said)
    bare = [one.action for one in said if one.bare][:MOST_BUTTONS]
    if not bare:
        return plain(text)
    words = "Add the evidence" if len(bare) == 1 else "Add the evidence for {}"
    add = [b.button(words.format(action.ref), "evidence", str(action.ref)) for action in bare]
    return Reply(safe(text), [b.section(safe(text)), b.buttons(*add)])


MOST_BUTTONS = 10


def _still_to_report(one: Recorded) -> str:
    """Who has not reported yet, where that matters: after a report, a part or an acceptance."""
    action = one.action
    waiting = [partner.name for partner in action.outstanding]
    if one.verb == "part done" and action.stage in TO_DO:
        waiting.insert(0, f"{action.lead.name}, which leads it,")
    concerned = one.verb in {"done", "part done", "accept"} and waiting
    return f" Still to report on {action.ref}: {listed(waiting)}." if concerned else ""


def _line(one: Recorded, by: Yardstick) -> str:
    action, ref, why = one.action, one.action.ref, f": {clip(one.words, 500)}" if one.words else ""
    whom = f"{'on behalf of' if one.on_behalf else 'for'} {one.partner.name}"
    test = full_day(action.review) if action.review else ""
    return {
        "done": lambda: f"{ref} reported done {whom}.",
        "part done": lambda: f"{ref}: {one.partner.name} reported its part done.",
        "update": lambda: f"Update on {ref} recorded {whom}.",
        "evidence": lambda: f"Evidence on {ref} recorded {whom}.",
        "blocked": lambda: f"{ref} recorded as blocked {whom}.",
        "unblocked": lambda: f"{ref} recorded as no longer blocked {whom}.",
        "extend": lambda: _asked(action, whom.replace("for ", "by ", 1), by),
        "agree": lambda: f"{ref} is now {due(action, full_day)}.",
        "refuse": lambda: f"More time for {ref} was refused, so {_stays(action)}{why}",
        "accept": lambda: (
            f"{ref} accepted: it is addressed. Whether the change is embedded is tested by {test}.{_ended(one)}"
        ),
        "return": lambda: f"{ref} returned to {action.lead.name}, and is in progress again{why}",
        "embedded": lambda: (
            f"{ref} recorded as embedded{_early(one, by)}. Whether the change is sustained is tested by {test}."
        ),
        "sustained": lambda: f"{ref} recorded as sustained{_early(one, by)}.",
        "withdraw": lambda: _closed(f"{ref} withdrawn{why}", _ended(one)),
        "reopen": lambda: f"{ref} reopened, and is {action.stage}{why}",
        "assign": lambda: f"{ref} has a new named lead.",
        "pause": lambda: f"Nudges about {ref} are paused. {_again(one, by)}",
        "resume": lambda: f"Nudges about {ref} begin again." if not one.quiet else _still_quiet(one),
    }[one.verb]()


def _ended(one: Recorded) -> str:
    """What is said where a request for more time waited and now has nothing to wait for."""
    return " The request for more time ended with that." if one.was and one.was.extension else ""


def _closed(said: str, more: str) -> str:
    """What was said and a sentence after it; words that people typed need not end with a full stop."""
    stop = "" if said.endswith((".", "!", "?", "…")) else "."
    return f"{said}{stop}{more}" if more else said


def _stays(action: Action) -> str:
    """How it is dated while nothing changes: "it stays due 31 January 2023", "no date is fixed (“Q4”)"."""
    return f"it stays {due(action)}" if action.due else due(action).replace("no date", "no date is", 1)


def _again(one: Recorded, by: Yardstick) -> str:
    """The day on which nudges about an action begin again: its own, or that of all messages to its lead partner."""
    until = one.action.paused_until
    assert until is not None  # noqa: S101 — it was just paused
    if one.quiet and _longer(one):
        return f"They begin again on {full_day(one.quiet)}, as all messages to {one.action.lead.name} do."
    return f"They begin again on {full_day(until)}.{odd(until, by)}"


def _longer(one: Recorded) -> bool:
    """Whether all messages to its lead partner are paused for longer than the action itself."""
    until = one.action.paused_until
    return bool(one.quiet and until and one.quiet > until)


def _still_quiet(one: Recorded) -> str:
    assert one.quiet is not None  # noqa: S101 — it was looked at before
    name = one.action.lead.name
    return (
        f"Nudges about {one.action.ref} are not paused any more, but all messages to {name} are: "
        f"they begin again on {full_day(one.quiet)}."
    )


def _early(one: Recorded, by: Yardstick) -> str:
    wanted = one.was.review if one.was else None
    return f", before the test was due on {day(wanted)}" if wanted and by.today < wanted else ""


def _asked(action: Action, whom: str, by: Yardstick) -> str:
    asked = action.extension
    assert asked is not None  # noqa: S101 — it was just asked for
    return (
        f"More time for {action.ref}, until {full_day(asked.due)}, was asked for {whom}.{odd(asked.due, by)} "
        f"Somebody else decides; until then {_stays(action)}."
    )


def added(action: Action, by: Yardstick) -> Reply:
    """After an action was added; a due date on which nobody works is pointed out."""
    note = odd(action.due, by) if action.due else ""
    return plain(f"{action.ref} added for {action.lead.name}, {due(action, full_day)}.{note}")


def odd(when: date, by: Yardstick) -> str:
    """A sentence to follow a date on which nobody works; nothing for other dates."""
    known = by.days.knows(when)
    return f" {full_day(when)} is not a working day." if known and not by.days.is_working(when) else ""


def taken_back(one: Recorded) -> str:
    """After an undo: what was taken back, and how things stand again."""
    action, ref = one.action, one.action.ref
    if one.verb == "added":
        return f"Taken back: {ref} was added by mistake, so it is withdrawn."
    kind = KINDS.get(one.verb, one.verb)
    waits = " The request for more time waits again." if action.extension and one.verb in {"agree", "refuse"} else ""
    return f"Taken back: “{kind}” on {ref}. It is {action.stage}, {due(action)}.{waits}"


def gone(actions: Sequence[Action]) -> Reply:
    """In place of a card whose action is with another partner now."""
    return plain(passed_on(actions))


def plain(text: str) -> Reply:
    """A sentence on its own."""
    return Reply(safe(text), [b.section(safe(text))])


def problem(error: FollowthroughError, *, typed_after: str = "") -> Reply:
    """What is wrong, and an example that works, as it is typed after the command `typed_after` or in a thread."""
    sentence, example = safe(error.sentence), safe(f"{typed_after} {error.example}".strip(), 200)
    example = example if error.example else ""
    if not example:
        return Reply(sentence, [b.section(sentence)])
    return Reply(f"{sentence} For example: {example}", [b.section(f"{sentence}\nFor example: `{example}`")])


def stranger(coordinators: list[str]) -> Reply:
    """For somebody whom the partnership doesn't know: told whom to ask, and nothing else."""
    whom = listed([f"<@{user}>" for user in coordinators[:3]]) or "your partnership's business unit"
    text = (
        f"This answers members of the partnership only. Ask {whom} to add you, or join your organisation's channel."
    )
    return Reply(text, [b.section(text)])


def fault(reference: str) -> Reply:
    """When it is the bot that failed."""
    text = f"Something went wrong and nothing was changed. Tell the business unit this reference: {reference}."
    return Reply(text, [b.section(text)])


def untold(reference: str) -> Reply:
    """When it is Slack that refused what came after the work, so that nobody knows here what was recorded."""
    text = (
        "Slack did not take the answer, so look whether it was recorded before you try again. "
        f"If it goes on, tell the business unit this reference: {reference}."
    )
    return Reply(text, [b.section(text)])


MOST_CHOICES = 20
CHOOSING = {
    "done": "report done",
    "evidence": "add evidence to",
    "update": "update",
    "blocked": "record as blocked",
    "unblocked": "unblock",
    "extend": "ask for more time on",
}


def choose(verb: str, actions: list[Action], key: str) -> Reply:
    """Buttons to choose from when it is unclear which action is meant; only its author sees it.

    Args:
        verb: what is to be recorded.
        actions: what to choose from.
        key: under which the words that were written wait.
    """
    words = CHOOSING[verb]
    head = f"Which action do you want to {words}? Press one here, or write its ref: {verb} {actions[0].ref}."
    rows = [
        b.section(
            named(one, 150),
            b.button(str(one.ref), f"choose_{verb}", json.dumps({"key": key, "ref": str(one.ref)})),
        )
        for one in actions[:MOST_CHOICES]
    ]
    if len(actions) > MOST_CHOICES:
        rows.append(b.context(f"And {len(actions) - MOST_CHOICES} more: write the ref of the one that you mean."))
    return Reply(head, [b.section(head), *rows])
