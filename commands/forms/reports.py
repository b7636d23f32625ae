"""The form of /actions report. The file is made and sent afterwards, by an errand."""

from bot.messages import files as messages
from bot.messages.blocks import Block
from bot.messages.files import KINDS
from bot.messages.forms import reports as views
from bot.messages.forms.deeds import notice
from bot.messages.lines import plain
from bot.usecases import reports
from bot.usecases.reports import Wanted
from commands.answering import Ask
from commands.forms.form import About, Filled, Form, Saved
from storage import actions


def _opened(ask: Ask, _ref: str, about: About) -> Block:
    reports.permit(ask.person)
    channel = ask.asked.channel
    code = reports.shown_in(ask.tx, ask.person, channel)
    here = "" if code is None else f"only the actions of {_name(ask, code)}" if code else "the whole plan"
    place = {"place": channel, "code": code or ""} if here else {}
    return views.ask(ask.services.today(), None, here, {**about, **place})


def _name(ask: Ask, code: str) -> str:
    return actions.partner_names(ask.tx)[code]


def _saved(ask: Ask, filled: Filled) -> Saved:
    today, here = ask.services.today(), filled.text("where") == "here"
    kind = filled.text("what")
    pack = KINDS[kind].pack
    wanted = Wanted(
        kind=kind,
        user=ask.person.user,
        team=ask.person.team,
        as_at=(filled.day("as_at") or today) if pack else today,
        since=filled.day("since") if pack else None,
        channel=filled.about["place"] if here else "",
        code=filled.about["code"] if here else "",
    )
    reports.ask(ask.tx, wanted, ask.asked.delivery, ask.by, today)
    where = "to that channel" if here else "in your direct messages with Followthrough"
    reply = plain(messages.on_its_way(kind, where))
    return Saved(reply, view=notice("Board pack or export", reply))


FORM = Form("report", _opened, _saved)
