"""Buttons and menus. They carry refs, never state: what an action is by now is looked up when they are pressed."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.domain.errors import FollowthroughError, MovedOn, NotFound
from bot.listeners.answers import Place, say
from bot.listeners.forms import about_of, opened
from bot.listeners.hearing import HEARD
from bot.listeners.who import Body, by_press
from bot.messages import lines
from bot.messages.blocks import Block, Opened, Reply, fitted
from bot.messages.forms import deeds as forms
from bot.services import Asked, Services
from bot.usecases.words import Words
from commands.answering import Ask, answer, asking, refusal
from commands.forms.actions import number_of
from commands.listing import listing, post_listing
from commands.recording import record
from commands.registry import COMMANDS, FORMS, PRESSED, VIEWS
from storage import outbox, seen
from storage.database import Transaction


@dataclass(frozen=True)
class Press:
    """One press: which button (or choice of a menu), with what value, by whom."""

    services: Services
    body: Body
    asked: Asked
    name: str
    value: str

    def ask(self, tx: Transaction) -> Ask:
        """The press as a question inside a unit of work. Raises Stranger for somebody unknown."""
        return asking(self.services, tx, self.asked)


@dataclass(frozen=True)
class Shown:
    """What the person sees: a message of its own, or in place of the one that was pressed."""

    reply: Reply
    replace: bool = False


def register(app: App, services: Services) -> None:
    """Listen for every button and menu of ours. What is shown goes to the response_url, after the acknowledgement."""

    def pressed(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        press = _read(services, body)
        try:
            shown = WORK[press.name](press)
        except FollowthroughError as error:
            shown = Shown(refusal(services, error, press.asked))
        if isinstance(shown, Opened):
            show(client, body, shown.view)
        elif "view" in body:
            show(client, body, forms.notice("Followthrough", fitted(shown.reply)))
        else:
            context["shown"] = {**fitted(shown.reply)._asdict(), "replace_original": shown.replace}
        ack()

    names = "|".join(map(re.escape, [*WORK, "row_menu"]))
    app.action(re.compile(f"^({names})$"))(ack=pressed, lazy=[tell])


def show(client: WebClient, body: Body, view: Block) -> None:
    """Open a form or notice: in place of the modal that was pressed in, or on top of a message or App Home."""
    on = body.get("view", {})
    if on.get("type") == "modal":
        client.views_update(view_id=on["id"], view=view)
    else:
        client.views_open(trigger_id=body["trigger_id"], view=view)


def tell(context: BoltContext, respond: Respond) -> None:
    """Show the person what the press brought."""
    if shown := context.get("shown"):
        respond(response_type="ephemeral", **shown)


def _read(services: Services, body: Body) -> Press:
    action = body["actions"][0]
    name, value = action["action_id"], action.get("value") or action.get("selected_user") or ""
    if name == "row_menu":
        name, _, value = action["selected_option"]["value"].partition(" ")
    return Press(services, body, by_press(body), name, value)


def _open_form(press: Press) -> Opened:
    with press.services.store.read() as tx:
        return Opened(opened(FORMS[press.name], press.ask(tx), press.value, dict(about_of(press.body))))


def _typed(press: Press, text: str) -> Shown | Opened:
    """As if the person had typed it after /actions."""
    reply = answer(press.services, press.asked, COMMANDS["/actions"], text)
    return reply if isinstance(reply, Opened) else Shown(reply)


def _turn(press: Press) -> Shown:
    asked = json.loads(press.value)
    with press.services.store.read() as tx:
        return Shown(listing(press.ask(tx), asked["asked"], asked["page"]), replace=True)


def _show_list(press: Press) -> Shown:
    asked = json.loads(press.value)
    with press.services.store.write() as tx:
        reply = post_listing(press.ask(tx), asked["asked"], asked["page"])
    press.services.mail.set()
    return Shown(reply)


def _do(press: Press) -> Shown:
    with press.services.store.write() as tx:
        ask = press.ask(tx)
        if not seen.first_time(tx, f"pressed:{press.asked.delivery}", ask.now):
            return Shown(lines.plain("This was already recorded."))
        reply = PRESSED[press.name](ask, press.value)
    press.services.mail.set()
    return Shown(reply)


def _view(press: Press) -> Opened:
    with press.services.store.write() as tx:
        return Opened(VIEWS[press.name](press.ask(tx), press.value))


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
        number, words = number_of(chosen["ref"]), Words.model_validate_json(offer.carries)
        done = record(tx, press.services, ask.by, verb, [number], words, offer.channel)
        reply = lines.recorded(done, press.services.yardstick())
        say(
            tx,
            Place(offer.channel, offer.thread_ts, (number,)),
            reply,
            [one.action for one in done],
            press.asked,
            ask.by,
        )
    press.services.mail.set()
    return Shown(lines.plain(f"Recorded for {chosen['ref']}."), replace=True)


WORK: dict[str, Callable[[Press], Shown | Opened]] = {
    **dict.fromkeys(FORMS, _open_form),
    **dict.fromkeys((f"choose_{verb}" for verb in HEARD), _choose),
    **dict.fromkeys(("page_next", "page_previous"), _turn),
    **dict.fromkeys(PRESSED, _do),
    **dict.fromkeys(VIEWS, _view),
    "card": lambda press: _typed(press, press.value),
    "history": lambda press: _typed(press, f"history {press.value}"),
    "show_card": lambda press: _typed(press, f"post {press.value}"),
    "show_list": _show_list,
}
