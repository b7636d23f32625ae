"""What can be done to an action, as data: who may do it, in which stages, and what becomes of the action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.domain import life
from bot.domain.actions import COMPLETE, NUDGED, OPEN, TO_DO, Account, Action, Extension, Partner, Stage
from bot.domain.brag import Yardstick
from bot.domain.dates import months_later
from bot.domain.errors import MovedOn
from bot.domain.events import By
from bot.domain.people import Person, Verb
from bot.usecases.access import is_own_or_units, is_own_report, is_own_request, is_own_work
from bot.usecases.words import Words


class Saying(NamedTuple):
    """Somebody saying something: the words, who, for which partner, whether of that partner's own part only."""

    words: Words
    by: By
    rules: Yardstick
    partner: Partner
    part: bool

    @property
    def account(self) -> Account:
        """Who says it."""
        return Account(user=self.by.person.user, team=self.by.person.team)


@dataclass(frozen=True)
class Deed:
    """One thing that can be done to an action.

    Args:
        verb: the row of the permission table.
        stages: those in which it can be done.
        change: the action afterwards. Raises MovedOn, BadInput.
        example: what might be said with it.
        asks: what to ask for where nothing is said; "" where nothing need be.
        evidence: whether the words are evidence.
        own: whether it concerns somebody's own report or request, which others decide on.
        when: what else must hold for it to be offered.
    """

    verb: Verb
    stages: frozenset[Stage]
    change: Callable[[Action, Saying], Action]
    example: str
    asks: str = ""
    evidence: bool = False
    own: Callable[[Action, Person], bool] = lambda _action, _person: False
    when: Callable[[Action], bool] = lambda _action: True


def _done(action: Action, said: Saying) -> Action:
    if said.part:
        return life.report_part(action, said.partner.code, said.account, said.by.at)
    if action.stage is Stage.REPORTED_DONE:
        raise MovedOn(
            f"{action.ref} is already reported done and waits for acceptance; more can be added as evidence.",
            f"evidence {action.ref} {said.words.text[:150]}".strip(),
        )
    return life.report(action, said.account, said.by.at)


def _asked(action: Action, said: Saying) -> Action:
    request = Extension(
        due=said.words.due or date.max,
        reason=said.words.text,
        partner=said.partner,
        by=said.account,
        at=said.by.at,
    )
    return life.ask_for_time(action, request, said.rules.today)


def _review(said: Saying, months: int) -> date:
    """The day of a test so many months on, or the next working day."""
    day = months_later(said.rules.today, months)
    return said.rules.days.on_or_after(day) if said.rules.days.knows(day) else day


def _waits_for_time(action: Action) -> bool:
    return action.extension is not None


DEEDS: Mapping[str, Deed] = {
    "done": Deed(Verb.UPDATE, OPEN | COMPLETE, _done, "rota agreed and signed off", evidence=True),
    "evidence": Deed(
        Verb.UPDATE,
        OPEN | COMPLETE,
        lambda action, said: life.update(action, said.by.at),
        "minutes of the meeting: https://partnership.example/minutes",
        asks="what was done, or where the proof is",
        evidence=True,
        when=lambda action: action.stage not in TO_DO,  # taken for a part that was reported; wanted only later
    ),
    "update": Deed(
        Verb.UPDATE,
        OPEN | COMPLETE,
        lambda action, said: life.update(action, said.by.at),
        "first two sessions held",
        asks="what there is to record",
    ),
    "blocked": Deed(
        Verb.UPDATE,
        TO_DO,
        lambda action, said: life.block(action, said.words.text, said.by.at),
        "waiting for the data-sharing agreement",
        asks="what holds it up",
    ),
    "unblocked": Deed(
        Verb.UPDATE,
        TO_DO,
        lambda action, said: life.free(action, said.by.at),
        "agreement signed",
        asks="what has changed",
        when=lambda action: action.blocked is not None,
    ),
    "extend": Deed(
        Verb.ASK_FOR_TIME,
        TO_DO,
        _asked,
        "31 January 2023 because the new rota begins in January",
        asks="until when, and why",
        when=lambda action: action.extension is None,
    ),
    "agree": Deed(
        Verb.DECIDE,
        TO_DO,
        lambda action, said: life.extend(action, said.rules.today),
        "",
        own=is_own_request,
        when=_waits_for_time,
    ),
    "refuse": Deed(
        Verb.DECIDE,
        TO_DO,
        lambda action, _: life.refuse_time(action),
        "the board needs this in January",
        asks="why not",
        own=is_own_request,
        when=_waits_for_time,
    ),
    "accept": Deed(
        Verb.DECIDE,
        frozenset({Stage.REPORTED_DONE}),
        lambda action, said: life.accept(action, said.by.at, _review(said, said.rules.embedded_after)),
        "minutes seen",
        own=is_own_report,
    ),
    "return": Deed(
        Verb.DECIDE,
        frozenset({Stage.REPORTED_DONE}),
        lambda action, said: life.send_back(action, said.by.at),
        "the link leads to last year's rota",
        asks="what is missing",
        own=is_own_report,
    ),
    "embedded": Deed(
        Verb.ASSURE_EMBEDDED,
        frozenset({Stage.ADDRESSED}),
        lambda action, said: life.embed(action, said.by.at, _review(said, said.rules.sustained_after)),
        "audit of 20 records: all links present",
        asks="what was tested, and what it showed",
        evidence=True,
        own=is_own_work,
    ),
    "sustained": Deed(
        Verb.ASSURE_SUSTAINED,
        frozenset({Stage.EMBEDDED}),
        lambda action, said: life.sustain(action, said.by.at),
        "second audit, six months on: all links present",
        asks="what was tested, and what it showed",
        evidence=True,
        own=is_own_or_units,
    ),
    "withdraw": Deed(
        Verb.MANAGE,
        OPEN,
        lambda action, said: life.withdraw(action, said.by.at),
        "merged with A4 by the board",
        asks="why",
    ),
    "reopen": Deed(
        Verb.MANAGE,
        COMPLETE | {Stage.WITHDRAWN},
        lambda action, said: life.reopen(action, said.by.at),
        "the audit found missing links again",
        asks="why",
    ),
    "pause": Deed(
        Verb.MANAGE,
        NUDGED,
        lambda action, said: life.pause(action, said.words.due or date.max, said.words.text),
        "until 12 January 2023 because the lead is in court",
        asks="until when, and why",
    ),
    "resume": Deed(
        Verb.MANAGE,
        NUDGED,
        lambda action, said: life.resume(action, said.rules.today),
        "",
        when=lambda action: action.paused_until is not None,
    ),
    "assign": Deed(
        Verb.ASSIGN,
        OPEN | COMPLETE,
        lambda action, said: life.assign(action, said.words.named),
        "@council.lead",
        asks="whom",
    ),
}
"""By the word that is typed."""
