"""The forms of /actions import, and the buttons below a check. What is slow is an errand: a handler reads no file."""

import json
from collections.abc import Callable

from bot.domain.errors import BadInput
from bot.domain.people import Verb
from bot.messages import imports as messages
from bot.messages.blocks import Block, Reply, fitted
from bot.messages.forms import imports as views
from bot.messages.forms.deeds import notice
from bot.messages.forms.imports import LEFT_OUT, Column, Readable
from bot.messages.lines import plain
from bot.messages.text import moment
from bot.usecases import imports
from bot.usecases.access import permit_plan
from commands.answering import Ask
from commands.forms.form import About, Filled, Form, Saved
from storage import actions, choices, outbox
from storage import imports as stored

AGAIN = "Read anew with other choices: the new check comes below."
BEGUN = "Importing. A message below says when it is done."
CANCELLED = "Cancelled: nothing was imported."


def _opened(ask: Ask, _ref: str, about: About) -> Block:
    permit_plan(Verb.MANAGE, ask.person)
    file, at = stored.lately(ask.tx, ask.person.user, ask.now) or ("", None)
    when = moment(at, ask.services.zone).partition(" at ")[2] if at else ""
    return views.ask(when, choices.sources(ask.tx), {**about, "file": file})


def _saved(ask: Ask, filled: Filled) -> Saved:
    file, source = _file(filled), filled.text("source")
    imports.ask(ask.tx, file, {"source": source} if source else {}, ask.by)
    return _reading()


def _file(filled: Filled) -> str:
    """Slack's id of the file that was chosen. Raises BadInput."""
    added = filled.files("file")
    if filled.text("which") != "uploaded":
        if not added:
            raise BadInput("Add the tracker's file.", field="file")
        return added[0]
    if added:
        raise BadInput("You chose the file that you uploaded, and added another: choose one of them.", field="which")
    return str(filled.about["file"])


def _reading() -> Saved:
    reply = plain(messages.READING)
    return Saved(reply, view=notice("Import a tracker", reply))


def _choosing(ask: Ask, ref: str, about: About) -> Block:
    number = _number(ref or about["import"])
    imports.shown(ask.tx, number, ask.by)
    return views.choices(_readable(ask, number), actions.partner_names(ask.tx), {"ref": "", "import": number})


def _chosen(ask: Ask, filled: Filled) -> Saved:
    number = _number(filled.about["import"])
    was, found = imports.shown(ask.tx, number, ask.by), _readable(ask, number)
    columns = {
        one.key: meaning
        for at, one in enumerate(found.columns)
        if (meaning := filled.text(f"column{at}")) and meaning != (one.meaning or LEFT_OUT)
    }
    leads = {words: code for at, words in enumerate(found.leads) if (code := filled.text(f"lead{at}"))}
    merged = was.choices | {
        "columns": was.choices.get("columns", {}) | columns,
        "leads": was.choices.get("leads", {}) | leads,
    }
    imports.again(ask.tx, number, merged, ask.by)
    _close(ask, number, AGAIN)
    return _reading()


def _readable(ask: Ask, number: int) -> Readable:
    """What the check of an import found to choose about."""
    message = outbox.by_key(ask.tx, imports.key(number))
    said = json.loads(message.carries or "{}") if message else {}
    columns = [Column(*one) for one in said.get("columns", [])]
    return Readable(columns, said.get("leads", []), said.get("meanings", []))


def _begin(ask: Ask, value: str) -> Reply:
    number = imports.begin(ask.tx, _number(value), ask.by).id
    _close(ask, number, BEGUN)
    return plain(BEGUN)


def _cancel(ask: Ask, value: str) -> Reply:
    number = imports.cancel(ask.tx, _number(value), ask.by).id
    _close(ask, number, CANCELLED)
    return plain(CANCELLED)


def _close(ask: Ask, number: int, words: str) -> None:
    """Take the buttons from the message with the check, and say in their stead what became of it."""
    if message := outbox.by_key(ask.tx, imports.key(number)):
        outbox.replace(ask.tx, message.key, *fitted(messages.closed(json.loads(message.blocks), words)))


def _number(value: str | int) -> int:
    return int(value) if str(value).isdigit() else 0


FORMS = (Form("import", _opened, _saved), Form("import_choices", _choosing, _chosen))
PRESSED: dict[str, Callable[[Ask, str], Reply]] = {"import_all": _begin, "import_cancel": _cancel}
"""By action_id; each is called in a unit of work that can write. Raises NotAllowed, NotFound, MovedOn."""
