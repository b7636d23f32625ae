"""What the page does as a person. The shapes are in `play_api`."""

from collections.abc import Callable, Mapping

from bot.playground.errors import BadRequestError
from bot.playground.people import Person
from bot.playground.play_screens import message_json, run_json, shown_file, view_json
from bot.playground.records import Json, Message, View
from bot.playground.step_values import faults
from bot.playground.views import find_view

Deed = Callable[[Person, Json], Json]


def need(body: Mapping[str, object], name: str) -> str:
    """A text that has to be there.

    Raises:
        BadRequestError: it is not.
    """
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise BadRequestError(f"{name} is missing")
    return value


def _modals(person: Person) -> Json:
    return {"modals": len(person.workspace.modals(person.user.id))}


def _command(person: Person, body: Json) -> Json:
    reply = person.command(need(body, "command"), str(body.get("text") or ""), need(body, "channel"))
    shown = message_json(person.workspace, reply) if reply else None
    return {"message": shown, **_modals(person)}


def _say(person: Person, body: Json) -> Json:
    thread_ts = body.get("thread_ts")
    ts = person.say(need(body, "channel"), need(body, "text"), str(thread_ts) if thread_ts else None)
    return {"ts": ts}


def _edit(person: Person, body: Json) -> Json:
    person.edit(need(body, "channel"), need(body, "ts"), need(body, "text"))
    return {}


def _delete(person: Person, body: Json) -> Json:
    person.delete(need(body, "channel"), need(body, "ts"))
    return {}


def _react(person: Person, body: Json) -> Json:
    do = person.react if body.get("on", True) else person.unreact
    do(need(body, "channel"), need(body, "ts"), need(body, "name"))
    return {}


def _where(person: Person, body: Json) -> Message | View:
    if body.get("view_id"):
        return _own_view(person, body)
    channel = person.workspace.channel(need(body, "channel"))
    return person.workspace.message(channel.id, need(body, "ts"), person.user.id)


def _own_view(person: Person, body: Json) -> View:
    view = find_view(person.workspace, need(body, "view_id"))
    if view.user != person.user.id:
        raise BadRequestError("that view is on somebody else's screen")
    return view


def _values(body: Json) -> Json:
    values = body.get("values") or {}
    if not isinstance(values, dict):
        raise BadRequestError("values has to be an object")
    return values


def _press(person: Person, body: Json) -> Json:
    where = _where(person, body)
    person.fill(where, _values(body))
    person.press(where, f"{need(body, 'block_id')}/{need(body, 'action_id')}", body.get("value"))
    return _modals(person)


def _submit(person: Person, body: Json) -> Json:
    errors = person.submit(_own_view(person, body), _values(body))
    return {"errors": errors, **_modals(person)}


def _close(person: Person, body: Json) -> Json:
    person.close_view(_own_view(person, body), everything=bool(body.get("all")))
    return _modals(person)


def _home(person: Person, body: Json) -> Json:
    if body.get("tab") == "messages":
        person.open_messages()
    else:
        person.open_home()
    view = person.workspace.home(person.user.id)
    return {"view": view_json(view) if view else None}


def _run(person: Person, body: Json) -> Json:
    step = person.workspace.app.functions.get(need(body, "callback_id"), {})
    inputs = body.get("inputs") or {}
    if not isinstance(inputs, dict):
        raise BadRequestError("inputs has to be an object")
    wrong = faults(person.workspace, step.get("input_parameters", {}), inputs)
    if wrong:
        return {"errors": {name: f"This {what}." for name, what in wrong.items()}, "run": None}
    return {"errors": {}, "run": run_json(person.run_step(need(body, "callback_id"), inputs))}


def _shortcut(person: Person, body: Json) -> Json:
    person.shortcut(need(body, "callback_id"), need(body, "ts"), need(body, "channel"))
    return _modals(person)


def _join(person: Person, body: Json) -> Json:
    person.join(need(body, "channel"))
    return {}


def _leave(person: Person, body: Json) -> Json:
    person.leave(need(body, "channel"))
    return {}


def upload(person: Person, asked: Mapping[str, object], content: bytes) -> Json:
    """Share a file in a channel."""
    return {"ts": person.upload(need(asked, "channel"), need(asked, "name"), content)}


def attach(person: Person, asked: Mapping[str, object], content: bytes) -> Json:
    """Upload a file that goes into a form."""
    file_id = person.attach(need(asked, "name"), content)
    return {"file": shown_file(person.workspace, person.workspace.files[file_id])}


DEEDS: Mapping[str, Deed] = {
    "command": _command,
    "say": _say,
    "edit": _edit,
    "delete": _delete,
    "react": _react,
    "press": _press,
    "submit": _submit,
    "close": _close,
    "home": _home,
    "run": _run,
    "shortcut": _shortcut,
    "join": _join,
    "leave": _leave,
}
