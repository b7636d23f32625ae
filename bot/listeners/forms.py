"""Forms that come back: what was typed is recorded, or stays in the form with the reason beside it."""

import json
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.errors import FollowthroughError, MovedOn, Stranger
from bot.domain.events import ESCALATED, Event, Origin
from bot.listeners import whole
from bot.listeners.answers import Place, say
from bot.listeners.who import Body, by_press
from bot.messages import blocks as b
from bot.messages import happening, lines
from bot.messages.blocks import Block, Reply
from bot.messages.forms import deeds as forms
from bot.messages.forms import fields
from bot.services import Services
from commands import guarding
from commands.answering import Ask, asking, refusal, remembering
from commands.forms.form import Filled, Form, Saved
from commands.registry import FORMS
from storage import audit, seen

Answer = dict[str, Any]
MOST = 60_000  # bytes; the Socket Mode client can't frame more than 65,535 of an answer


def register(app: App, services: Services) -> None:
    """Listen for each form being sent."""

    def sent(ack: Ack, body: Body, client: WebClient) -> None:
        ack(**_sendable(client, body["view"], received(services, body)))

    for name in FORMS:
        app.view(name)(sent)


def opened(form: Form, ask: Ask, ref: str, about: dict[str, Any]) -> Block:
    """A form to be shown; it remembers the last event of what it is about."""
    return remembering(ask.tx, form.open(ask, ref, about))


def received(services: Services, body: Body) -> Answer:
    """What Slack is answered after somebody pressed a form's button."""
    view, form = body["view"], FORMS[body["view"]["callback_id"]]
    whole.check(view)
    filled, asked = Filled.of(view), by_press(body, Origin.FORM)
    try:
        guarding.check(services, asked, filled.written())
        with services.store.write() as tx:
            ask, key = asking(services, tx, asked), f"form:{view['id']}:{view.get('hash', '')}"
            if seen.before(tx, key):  # sent twice: a slow network, a double click
                return {"response_action": "update", "view": forms.saved(lines.plain("This was already recorded."))}
            if news := _news(ask, filled):
                return {"response_action": "update", "view": _again(form, ask, filled, news, view)}
            seen.first_time(tx, key, ask.now)
            saved = form.save(ask, filled)
            answer = _confirmed(saved, ask, filled)
    except FollowthroughError as error:
        return _refused(error, view, refusal(services, error, asked))
    services.mail.set()
    return answer


def _sendable(client: WebClient, view: Block, answer: Answer) -> Answer:
    """The answer, or where it is too long for one, the view put in its place by a call, and a word beside a field."""
    again = answer.get("view")
    if again is None or len(json.dumps(answer)) <= MOST:
        return answer
    client.views_update(view_id=view["id"], view=again)
    field = next(block["block_id"] for block in again["blocks"] if block["type"] == "input")
    return {"response_action": "errors", "errors": {field: "This has changed meanwhile: what changed stands above."}}


def _news(ask: Ask, filled: Filled) -> list[Event]:
    """What happened since the form was opened. Raises MovedOn where it knows of more than there is."""
    ref, known = filled.about.get("ref"), filled.about.get("seen", 0)
    if ref and known > audit.last_id(ask.tx, ref):
        raise MovedOn("The plan was put back to an earlier state since this form was opened: open it again.")
    events = audit.since(ask.tx, ref, known) if ref else []
    return [event for event in events if event.verb != ESCALATED]


def _again(form: Form, ask: Ask, filled: Filled, news: list[Event], sent: Block) -> Block:
    """The form as it has to look now, with what changed said first, and with the words that were typed."""
    ref = filled.about["ref"]
    own = {name: value for name, value in filled.about.items() if name not in {"ref", "seen"}}
    view = fields.with_typed(opened(form, ask, ref, own), sent)
    told = b.section(happening.meanwhile(ref, news, ask.services.yardstick()))
    return view | {"blocks": [told, *view["blocks"]]}


def _confirmed(saved: Saved, ask: Ask, filled: Filled) -> Answer:
    """Said in the thread that the form was opened from; else in the form's own place."""
    if saved.view:
        return {"response_action": "update", "view": saved.view}
    if "channel" not in filled.about:
        return {"response_action": "update", "view": forms.saved(saved.reply)}
    about = tuple(action.number for action in saved.actions)
    place = Place(filled.about["channel"], filled.about["thread_ts"], about)
    say(ask.tx, place, saved.reply, saved.actions, ask.asked, ask.by)
    return {}


def _refused(error: FollowthroughError, view: Block, reply: Reply) -> Answer:
    """Beside the field that is wrong; in the form's place where it has no fields, and for a stranger."""
    names = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    if not names or isinstance(error, Stranger):
        return {"response_action": "update", "view": forms.notice("Not saved", reply)}
    where = error.field if error.field in names else names[0]
    return {"response_action": "errors", "errors": {where: error.sentence}}


def about_of(body: Body) -> dict[str, str]:
    """Where the line that confirms goes: under the message, unless only one person sees that message."""
    container = body["container"]
    if container.get("is_ephemeral") or "message_ts" not in container:
        return {}
    message = body.get("message", {})
    return {"channel": container["channel_id"], "thread_ts": message.get("thread_ts") or container["message_ts"]}
