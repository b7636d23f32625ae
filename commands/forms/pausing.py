"""The form in which messages to a partner, or all of them, are paused."""

from bot.domain.pauses import Pause
from bot.messages import pauses as messages
from bot.messages.blocks import Block
from bot.messages.forms import settings as views
from bot.messages.lines import plain
from bot.usecases import pausing
from bot.usecases.words import Words
from commands.answering import Ask
from commands.forms.form import About, Filled, Form, Saved
from commands.settings import settings
from storage import actions, pauses


def said_of(ask: Ask, code: str | None, made: Pause) -> str:
    """What is said after messages to a partner, or (None) everything, were paused."""
    name = actions.partner_names(ask.tx)[code] if code else None
    return messages.paused(name, code, made, pauses.on(ask.tx, ask.services.today()), ask.services.yardstick())


def _opened(ask: Ask, ref: str, about: About) -> Block:
    """The form for the partner with the code `ref`, or for everything; `typed` in `about`: from no settings."""
    pausing.permit(ask.person)
    return views.partner_pause(ref, pausing.current(ask.tx, _code(ref), ask.services.yardstick()), about)


def _saved(ask: Ask, filled: Filled) -> Saved:
    code, words = _code(filled.about["ref"]), Words(text=filled.text("words"), due=filled.day("due"))
    made = pausing.pause(ask.tx, code, words, ask.by, ask.services.yardstick())
    return Saved(plain(said_of(ask, code, made)), view=None if filled.about.get("typed") else settings(ask))


def _code(ref: str) -> str | None:
    return None if ref == pausing.EVERYTHING else ref


FORM = Form("partner_pause", _opened, _saved)
