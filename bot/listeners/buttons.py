"""Buttons and menus. They carry refs, never state: what an action is by now is looked up when they are pressed."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.domain.errors import FollowthroughError, MovedOn, NotFound
from bot.domain.refs import read_ref
from bot.listeners.answers import Place, confirm
from bot.listeners.forms import FORMS
from bot.listeners.who import Body, by_press
from bot.messages import forms, lines
from bot.messages.blocks import Reply, fitted
from bot.services import Asked, Services
from bot.usecases import progress
from bot.usecases.progress import Evidence
from commands import actions
from commands.answering import Ask, answer
from commands.registry import COMMANDS
from storage import outbox, seen
from storage.database import Transaction


@dataclass(frozen=True)
class Press:
    """One press: which button (or choice of a menu), with what value, by whom."""

    services: Services
    client: WebClient
    body: Body
    asked: Asked
    name: str
    value: str

    def ask(self, tx: Transaction) -> Ask:
        """The press as a question inside a unit of work."""
        person = self.asked.person(tx, self.services)
        return Ask(tx, self.services, self.asked, person, self.services.clock())


@dataclass(frozen=True)
class Shown:
    """What the person sees: a message of its own, or in place of the one that was pressed."""

    reply: Reply
    replace: bool = False


def register(app: App, services: Services) -> None:
    """Listen for every button and menu of ours. What is shown goes to the response_url, after the acknowledgement."""

    def pressed(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        press = _read(services, client, body)
        try:
            shown = WORK[press.name](press)
        except FollowthroughError as error:
            shown = Shown(lines.problem(error))
        if shown:
            context["shown"] = {**fitted(shown.reply)._asdict(), "replace_original": shown.replace}
        ack()

    names = "|".join(map(re.escape, [*WORK, "row_menu"]))
    app.action(re.compile(f"^({names})$"))(ack=pressed, lazy=[tell])


def tell(context: BoltContext, respond: Respond) -> None:
    """Show the person what the press brought."""
    if shown := context.get("shown"):
        respond(response_type="ephemeral", **shown)


def _read(services: Services, client: WebClient, body: Body) -> Press:
    action = body["actions"][0]
    name, value = action["action_id"], action.get("value", "")
    if name == "row_menu":
        name, _, value = action["selected_option"]["value"].partition(" ")
    return Press(services, client, body, by_press(body), name, value)


def _open_form(press: Press) -> Shown | None:
    with press.services.store.read() as tx:
        ask = press.ask(tx)
        action = progress.possible(tx, FORMS[press.name], _number(press.value), ask.by)
        view = forms.say(press.name, action, _where(press.body))
    press.client.views_open(trigger_id=press.body["trigger_id"], view=view)
    return None


def _where(body: Body) -> dict[str, str]:
    """Where the line that confirms goes: under the message, unless only one person sees that message."""
    container = body["container"]
    if container.get("is_ephemeral") or "message_ts" not in container:
        return {}
    message = body.get("message", {})
    return {"channel": container["channel_id"], "thread_ts": message.get("thread_ts") or container["message_ts"]}


def _typed(press: Press, text: str) -> Shown:
    """As if the person had typed it after /actions."""
    return Shown(answer(press.services, press.asked, COMMANDS["/actions"], text))


def _turn(press: Press) -> Shown:
    asked = json.loads(press.value)
    with press.services.store.read() as tx:
        return Shown(actions.listing(press.ask(tx), asked["asked"], asked["page"]), replace=True)


def _show_list(press: Press) -> Shown:
    asked = json.loads(press.value)
    with press.services.store.write() as tx:
        reply = actions.post_listing(press.ask(tx), asked["asked"], asked["page"])
    press.services.mail.set()
    return Shown(reply)


def _choose(press: Press) -> Shown:
    chosen = json.loads(press.value)
    verb = press.name.removeprefix("choose_")
    with press.services.store.write() as tx:
        ask = press.ask(tx)
        offer = outbox.by_key(tx, chosen["key"])
        if offer is None or offer.only_for != ask.person.user or offer.thread_ts is None:
            raise NotFound("That choice is no longer there. Write it again in the thread.")
        if not seen.first_time(tx, f"chosen:{offer.key}", ask.now):
            raise MovedOn("You have chosen already. To record another one, write it in the thread.")
        said = progress.record(tx, verb, _number(chosen["ref"]), Evidence(done=offer.carries), ask.by)
        confirm(tx, Place(offer.channel, offer.thread_ts, (said.action.number,)), [said], press.asked, ask.by)
    press.services.mail.set()
    return Shown(lines.plain(f"Recorded for {chosen['ref']}."), replace=True)


def _number(text: str) -> int:
    ref = read_ref(text)
    if ref is None:
        raise NotFound(f"There is no action {text[:20]}.", "/actions")
    return ref.number


WORK: dict[str, Callable[[Press], Shown | None]] = {
    **dict.fromkeys(FORMS, _open_form),
    **dict.fromkeys((f"choose_{verb}" for verb in progress.VERBS), _choose),
    **dict.fromkeys(("page_next", "page_previous"), _turn),
    "card": lambda press: _typed(press, press.value),
    "history": lambda press: _typed(press, f"history {press.value}"),
    "show_card": lambda press: _typed(press, f"post {press.value}"),
    "show_list": _show_list,
}
