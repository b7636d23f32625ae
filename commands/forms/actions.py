"""Forms about one action: opened by a button or a verb without words, and saved as if the words had been typed."""

from collections.abc import Callable
from functools import partial

from bot.domain.actions import Action, Stage
from bot.domain.errors import MovedOn, NotFound
from bot.domain.people import Person, Verb, may
from bot.domain.refs import Kind, read_ref
from bot.messages import lines, offering
from bot.messages.blocks import Block
from bot.messages.forms import deeds as views
from bot.messages.forms import draft as drafts
from bot.messages.forms.draft import Choices, Start
from bot.usecases import keeping, progress
from bot.usecases.access import permit, permit_plan, visible
from bot.usecases.keeping import Draft
from bot.usecases.words import Words
from commands.answering import Ask
from commands.forms.form import About, Filled, Form, Saved
from commands.recording import record
from storage import actions, choices, updates

_DEED = {"decide": "agree", "check": "accept"}
"""The deed that must be possible for a form to be opened, where it is not the form's own name."""


def forms_for(action: Action, person: Person) -> list[str]:
    """The forms that `person` could fill in for the action as it is."""
    edits = may(Verb.MANAGE, person.standings(None))
    return offering.forms(progress.offers(action, person), edits=edits)


def _opened(form: str, ask: Ask, ref: str, about: About) -> Block:
    number, rules, chosen = number_of(ref), ask.services.yardstick(), about.pop("choice", "")
    deed = _DEED.get(form, form)
    if form == "assure":
        deed = _assured(visible(ask.tx, number, ask.person))
    action = progress.possible(ask.tx, deed, number, ask.by, rules)
    said = updates.last(ask.tx, number) if form in {"check", "assure"} else []
    make: dict[str, Callable[[], Block]] = {
        "extend": lambda: views.extend(action, about, rules),
        "decide": lambda: views.decide(action, about, rules, chosen),
        "check": lambda: views.check(action, said, about, rules, chosen),
        "assure": lambda: views.assure(action, said, about, rules),
        "assign": lambda: views.assign(action, about, rules),
        "pause": lambda: views.pause(action, about, rules),
    }
    return make.get(form, lambda: views.say(form, action, about, rules))()


def _assured(action: Action) -> str:
    if action.stage not in {Stage.ADDRESSED, Stage.EMBEDDED}:
        raise MovedOn(f"{action.ref} is {action.stage}: it has to be addressed before it can be embedded.")
    return "embedded" if action.stage is Stage.ADDRESSED else "sustained"


def _saved(form: str, ask: Ask, filled: Filled) -> Saved:
    deed = filled.text("choice") or filled.about.get("deed") or _DEED.get(form, form)
    words = Words(
        text=filled.text("words"),
        proof=filled.text("proof"),
        difference=filled.text("difference"),
        due=filled.day("due"),
        named=filled.text("named"),
    )
    number, here = number_of(filled.about["ref"]), filled.about.get("channel", "")
    done = record(ask.tx, ask.services, ask.by, deed, [number], words, here)
    return Saved(lines.recorded(done, ask.services.yardstick()), [one.action for one in done])


def _add(ask: Ask, _ref: str, about: About) -> Block:
    permit_plan(Verb.MANAGE, ask.person)
    start = about.pop("start", Start())
    return drafts.add(start, _choices(ask), about)


def _edit(ask: Ask, ref: str, about: About) -> Block:
    action = visible(ask.tx, number_of(ref), ask.person)
    permit(Verb.MANAGE, action, ask.person)
    return drafts.edit(action, _choices(ask), about)


def _choices(ask: Ask) -> Choices:
    names = actions.partner_names(ask.tx)
    if not names:
        raise NotFound("There is no partner in the plan yet: add the partners first.", "/actions settings")
    return Choices(names, choices.sources(ask.tx), choices.remit(ask.tx))


def draft_of(filled: Filled) -> Draft:
    """The action that somebody wrote."""
    return Draft(
        title=filled.text("title"),
        lead=filled.text("lead"),
        contributors=frozenset(filled.several("contributors")),
        named_lead=filled.text("named") or None,
        success_measure=filled.text("measure"),
        source=filled.text("source") or None,
        finding=filled.text("finding"),
        remit=frozenset(int(number) for number in filled.several("remit")),
        due=filled.day("due"),
        due_phrase=filled.text("phrase"),
        link=filled.about.get("link", ""),
    )


def _added(ask: Ask, filled: Filled) -> Saved:
    action = keeping.add(ask.tx, draft_of(filled), ask.by, ask.services.yardstick())
    return Saved(lines.added(action, ask.services.yardstick()), [action])


def _edited(ask: Ask, filled: Filled) -> Saved:
    number = number_of(filled.about["ref"])
    was = visible(ask.tx, number, ask.person)
    kept = {"link": was.link} | ({} if was.due is None else {"due_phrase": was.due_phrase})
    draft = draft_of(filled).model_copy(update=kept)
    action = keeping.edit(ask.tx, number, draft, ask.by, ask.services.yardstick())
    return Saved(lines.plain(f"{action.ref} was edited."), [action])


def number_of(ref: str) -> int:
    """The number of an action's ref. Raises NotFound."""
    read = read_ref(ref)
    if read is None or read.kind is not Kind.ACTION:
        raise NotFound(f"There is no action {ref[:20]}.", "/actions")
    return read.number


_NAMES = (*views.SAYING, "extend", "decide", "check", "assure", "assign", "pause")
FORMS = (
    *(Form(name, partial(_opened, name), partial(_saved, name)) for name in _NAMES),
    Form("add", _add, _added),
    Form("edit", _edit, _edited),
)
BY_NAME = {form.name: form for form in FORMS}
