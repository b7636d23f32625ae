"""The message shortcut "Turn into an action": the form for a new action, filled with the message."""

from urllib.parse import urlencode

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.errors import FollowthroughError, NotAllowed
from bot.listeners.forms import opened
from bot.listeners.who import Body, by_press
from bot.messages import blocks as b
from bot.messages import lines
from bot.messages.blocks import Block, Reply
from bot.messages.forms import deeds as forms
from bot.messages.forms.draft import LONGEST_TITLE, Start
from bot.messages.forms.fields import LONGEST
from bot.messages.mrkdwn import words_of
from bot.messages.text import clip, listed
from bot.services import Services
from commands.answering import Ask, coordinators, strange
from commands.registry import FORMS

TITLE = "Turn into an action"


def register(app: App, services: Services) -> None:
    """Listen for the shortcut, which works on any message, also where the bot is not in the channel."""

    @app.message_shortcut("turn_into_action")
    def chosen(ack: Ack, body: Body, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=_form(services, body))
        ack()


def _form(services: Services, body: Body) -> Block:
    """The form; for somebody who may not add actions, a notice that says who can."""
    asked = by_press(body)
    text = words_of(body["message"].get("text") or "")
    finding = clip(text, LONGEST) if len(text) > LONGEST_TITLE else ""
    start = Start(title=clip(text, LONGEST_TITLE), link=link_of(body), finding=finding)
    with services.store.read() as tx:
        ask = Ask(tx, services, asked, asked.person(tx, services), services.clock())
        if not ask.person.known:
            return forms.notice(TITLE, strange(tx, services, asked))
        try:
            return opened(FORMS["add"], ask, "", {"start": start})
        except FollowthroughError as error:
            return forms.notice(TITLE, _who_can(error, coordinators(tx, services)))


def _who_can(error: FollowthroughError, users: list[str]) -> Reply:
    reply = lines.problem(error)
    if not isinstance(error, NotAllowed) or not users:
        return reply
    ask = f"Ask {listed([f'<@{user}>' for user in users[:3]])}."
    return Reply(f"{reply.text} {ask}", [*reply.blocks, b.section(ask)])


def link_of(body: Body) -> str:
    """The message's own address, as "Copy link" gives it; nothing where Slack does not say whose workspace it is."""
    domain = (body.get("team") or {}).get("domain")
    if not domain:
        return ""
    message, channel = body["message"], body["channel"]["id"]
    ts, thread = body["message_ts"], message.get("thread_ts")
    place = f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"
    return f"{place}?{urlencode({'thread_ts': thread, 'cid': channel})}" if thread and thread != ts else place
