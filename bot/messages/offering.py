"""What is offered to be done to an action: the names of forms, and the words on their buttons."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.actions import COMPLETE, OPEN, TO_DO, Action, Stage
from bot.messages import blocks as b
from bot.messages.blocks import Block

FORM_OF: Mapping[str, str] = {
    "done": "done",
    "accept": "check",
    "return": "check",
    "agree": "decide",
    "refuse": "decide",
    "embedded": "assure",
    "sustained": "assure",
    "evidence": "evidence",
    "update": "update",
    "blocked": "blocked",
    "unblocked": "unblocked",
    "extend": "extend",
    "assign": "assign",
    "withdraw": "withdraw",
    "reopen": "reopen",
    "pause": "pause",
    "resume": "pause",
}
"""The form for each deed, most wanted first."""
LABELS: Mapping[str, str] = {
    "done": "Report done",
    "check": "Accept or return",
    "decide": "Decide on more time",
    "assure": "Record assurance",
    "evidence": "Add evidence",
    "update": "Add an update",
    "blocked": "Say what blocks it",
    "unblocked": "No longer blocked",
    "extend": "Ask for more time",
    "assign": "Choose named lead",
    "edit": "Edit",
    "withdraw": "Withdraw",
    "reopen": "Reopen",
    "pause": "Pause or resume",
}
IN_SIGHT = ("done", "check", "decide", "assure", "update", "pause")
MOST_IN_MENU = 5


def forms(deeds: Iterable[str], *, edits: bool = False) -> list[str]:
    """The forms for these deeds, each once, most wanted first; `edits`: the action may be edited too."""
    wanted = {FORM_OF[deed] for deed in deeds} | ({"edit"} if edits else set())
    return [form for form in LABELS if form in wanted]


def public(action: Action, *, unit: bool = False, code: str | None = None) -> list[str]:
    """What a message that a whole channel sees offers.

    `unit`: it is the business unit's channel; `code`: of the partner whose channel it is.
    """
    offered = []
    if action.stage in TO_DO:
        offered += ["update", "unblocked" if action.blocked else "blocked"]
        offered += ["decide"] if unit and action.extension else []
        offered += ["extend"] if not action.extension and code in {None, action.lead.code} else []
    elif action.stage in OPEN:
        offered += ["check", "update"] if unit else ["update"]
    elif action.stage in COMPLETE and action.stage is not Stage.SUSTAINED and unit:
        offered += ["assure"]
    if action.stage in TO_DO and not is_part(action, code):
        offered.append("done")
    if is_part(action, code) and code in {partner.code for partner in action.outstanding}:
        offered.append("done")
    return [form for form in LABELS if form in offered]


def is_part(action: Action, code: str | None) -> bool:
    """Whether the partner with this code only contributes to the action."""
    return code in action.contributors


def buttons(offered: Sequence[str], ref: str, *, part: bool = False) -> list[Block]:
    """Buttons for what is most wanted, and a menu for the rest; `part`: what is reported is one's own part."""
    made = [
        b.button(_label(form, part=part), form, ref, **({"style": "primary"} if form in {"done", "check"} else {}))
        for form in offered
        if form in IN_SIGHT
    ]
    rest = [(LABELS[form], f"{form} {ref}") for form in offered if form not in IN_SIGHT][:MOST_IN_MENU]
    return [*made, b.menu("row_menu", rest)] if rest else made


def menu(offered: Sequence[str], ref: str, *, part: bool = False) -> Block:
    """The menu on a row of a list: opening it, then what is most wanted, then its history where there is room."""
    choices = [("Open", "card"), *((_label(form, part=part), form) for form in offered), ("History", "history")]
    return b.menu("row_menu", [(words, f"{name} {ref}") for words, name in choices[:MOST_IN_MENU]])


def _label(form: str, *, part: bool) -> str:
    return "Report our part done" if part and form == "done" else LABELS[form]
