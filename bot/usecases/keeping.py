"""The business unit keeps the list: adding an action, and editing one."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.actions import OPEN, Action, Contribution, Partner, Stage
from bot.domain.brag import Yardstick
from bot.domain.errors import BadInput, NotFound
from bot.domain.events import By
from bot.domain.people import Verb
from bot.usecases import assigning
from bot.usecases.access import permit, permit_plan, visible
from bot.usecases.progress import keep
from bot.usecases.words import Words, check_link
from storage import actions, audit, homes, plan
from storage.database import Transaction

LONGEST_TITLE = 3000  # of one that came with an import; the form takes less


class Draft(BaseModel):
    """An action as the business unit writes it. Partners are codes, the source is a ref, remit items are numbers.

    Args:
        due: None where the source fixes no day; `due_phrase` then has its own words.
        link: the message that it is made from.
    """

    model_config = ConfigDict(frozen=True)
    title: str = Field(max_length=LONGEST_TITLE)
    lead: str
    contributors: frozenset[str] = frozenset()
    named_lead: str | None = None
    success_measure: str = ""
    source: str | None = None
    finding: str = ""
    remit: frozenset[int] = frozenset()
    due: date | None = None
    due_phrase: str = ""
    link: str = ""


def add(tx: Transaction, draft: Draft, by: By, rules: Yardstick) -> Action:
    """Add an action; the due date it is given is its original one for ever. Raises NotAllowed, BadInput, NotFound."""
    permit_plan(Verb.MANAGE, by.person)
    if draft.due and draft.due < rules.today:
        raise BadInput("The due date is in the past.", "31 January 2023", "due")
    fields = _fields(tx, draft) | {"due": draft.due, "original_due": draft.due}
    action = Action(number=0, stage=Stage.NOT_STARTED, stage_since=by.at, added=by.at, **fields)
    number = actions.add(tx, action)
    kept = visible(tx, number, by.person)
    audit.append(tx, by, "added", str(kept.ref), after=kept.recorded())
    homes.changed(tx, {kept.lead.code, *kept.contributors})
    return kept


def edit(tx: Transaction, number: int, draft: Draft, by: By, rules: Yardstick) -> Action:
    """Change what an action says. A due date can be given to one that has none; to move one, time is asked for.

    Raises NotFound, NotAllowed, BadInput.
    """
    action = visible(tx, number, by.person)
    permit(Verb.MANAGE, action, by.person)
    fields = _fields(tx, draft, action)
    if draft.due and action.due is None:
        if draft.due < rules.today:
            raise BadInput("The due date is in the past.", "31 January 2023", "due")
        fields |= {"due": draft.due, "original_due": action.original_due or draft.due}
    if fields["lead"] != action.lead:
        fields["extension"] = None  # its former lead asked for it
    changed = action.changed(**fields)
    if changed.recorded() == action.recorded():
        raise BadInput("Nothing is different, so nothing was changed.", field="title")
    keep(tx, "edit", action, changed, by, Words(), None, on_behalf=False)
    return changed


def _fields(tx: Transaction, draft: Draft, was: Action | None = None) -> dict[str, Any]:
    if not draft.title.strip():
        raise BadInput("An action needs a title.", "Agree a rota for strategy meetings", "title")
    if draft.lead in draft.contributors:
        raise BadInput("The lead partner is not a contributing partner as well.", field="contributors")
    check_link(draft.link, "link")
    names = actions.partner_names(tx)
    if unknown := {draft.lead, *draft.contributors} - set(names):
        raise NotFound(f"There is no partner {min(unknown)}.", field="lead")
    if unknown_items := draft.remit - set(plan.remit_numbers(tx)):
        raise NotFound(f"There is no remit item R{min(unknown_items)}.", field="remit")
    if draft.source and draft.source not in plan.sources(tx):
        raise NotFound(f"There is no source {draft.source}.", field="source")
    lead = Partner(code=draft.lead, name=names[draft.lead])
    if draft.named_lead and (was is None or (draft.named_lead, lead) != (was.named_lead, was.lead)):
        assigning.check(tx, draft.named_lead, lead)
    return {
        **draft.model_dump(include={"success_measure", "source", "finding", "due_phrase", "named_lead", "link"}),
        "title": draft.title.strip(),
        "lead": _lead(lead, was),
        "contributions": _parts(draft, names, was),
        "remit": tuple(sorted(draft.remit)),
    }


def _lead(lead: Partner, was: Action | None) -> Partner:
    if was and was.lead != lead and was.stage in OPEN and was.reported_by:
        raise BadInput("Its report waits for acceptance, so the lead partner can't change now.", field="lead")
    return lead


def _parts(draft: Draft, names: dict[str, str], was: Action | None) -> tuple[Contribution, ...]:
    there = {part.partner.code: part for part in was.contributions} if was else {}
    if gone := [part for code, part in there.items() if part.reported and code not in draft.contributors]:
        raise BadInput(f"{gone[0].partner.name} has reported its part, so it stays.", field="contributors")
    return tuple(
        there.get(code) or Contribution(partner=Partner(code=code, name=names[code]))
        for code in sorted(draft.contributors)
    )
