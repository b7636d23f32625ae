"""The forms behind the settings. Each, once saved, gives way to the settings as they then are."""

from collections.abc import Callable, Collection
from functools import partial

from bot.domain.errors import NotFound
from bot.domain.people import PARTNER_KINDS
from bot.messages.blocks import Block
from bot.messages.forms import settings as views
from bot.messages.lines import plain
from bot.usecases import people as keeping
from bot.usecases.people import PartnerDraft, SourceDraft
from commands.answering import Ask
from commands.forms.form import About, Filled, Form, Saved
from commands.settings import settings
from storage import actions, errands, partnership, people

ASKING = "Slack is being asked about that person's account. Press Name again in a few seconds."


def forms(taken: Collection[str]) -> tuple[Form, ...]:
    """The forms; `taken` are the words, in small letters, that mean something in a command."""
    partner_add = _opening(lambda _ask, _ref, about: views.partner_add(PARTNER_KINDS, about))
    source_add = _opening(lambda _ask, _ref, about: views.source_add(about))
    return (
        Form("settings", lambda ask, ref, _about: settings(ask, ref), lambda ask, _filled: _back(ask, "Saved.")),
        Form("person_add", _opening(_naming), _named),
        Form("partner_add", partner_add, partial(_added, taken)),
        Form("partner_edit", _opening(_editing), _edited),
        Form("source_add", source_add, partial(_sourced, taken)),
    )


def _opening(draft: Callable[[Ask, str, About], Block]) -> Callable[[Ask, str, About], Block]:
    def opened(ask: Ask, ref: str, about: About) -> Block:
        keeping.permit(ask.person)
        return draft(ask, ref, about)

    return opened


def _back(ask: Ask, said: str) -> Saved:
    return Saved(plain(said), view=settings(ask))


def _naming(ask: Ask, _ref: str, about: About) -> Block:
    return views.person_add(actions.partner_names(ask.tx), about)


def _named(ask: Ask, filled: Filled) -> Saved:
    keeping.permit(ask.person)
    user = filled.text("person")
    if people.account(ask.tx, user) is None:  # nobody of this workspace: Slack tells only if asked about that one
        errands.add(ask.tx, "account", user, ask.now)
        view = views.person_add(actions.partner_names(ask.tx), filled.about, ASKING)
        return Saved(plain(ASKING), view=view)  # Slack keeps what stands in the fields
    keeping.name_somebody(ask.tx, user, filled.text("role"), filled.text("partner") or None, ask.by)
    return _back(ask, "Named.")


def _added(taken: Collection[str], ask: Ask, filled: Filled) -> Saved:
    draft = _draft(filled)
    code = keeping.add_partner(ask.tx, filled.text("code"), draft, ask.by, taken)
    _read_members(ask, draft.channel_id)
    return _back(ask, f"{code} added.")


def _editing(ask: Ask, ref: str, about: About) -> Block:
    row = partnership.partner(ask.tx, ref)
    if row is None:
        raise NotFound(f"There is no partner {ref[:20]}.", "/actions settings")
    return views.partner_edit(row, PARTNER_KINDS, about)


def _edited(ask: Ask, filled: Filled) -> Saved:
    code, draft = filled.about["ref"], _draft(filled)
    was = partnership.partner(ask.tx, code)
    keeping.edit_partner(ask.tx, code, draft, ask.by)
    if was and draft.channel_id != was["channel_id"]:
        _read_members(ask, draft.channel_id)
    return _back(ask, f"{code} edited.")


def _draft(filled: Filled) -> PartnerDraft:
    return PartnerDraft(
        name=filled.text("name"),
        kind=filled.text("kind"),
        channel_id=filled.text("channel") or None,
        lead=filled.text("lead") or None,
        deputy=filled.text("deputy") or None,
        without_channel=bool(filled.several("without")),
    )


def _read_members(ask: Ask, channel: str | None) -> None:
    """Whoever is in the channel becomes the partner's member, as soon as Slack has told who that is."""
    if channel:
        chosen = {"chosen_by": ask.person.user, "delivery": ask.asked.delivery}
        errands.add(ask.tx, "members", channel, ask.now, chosen)


def _sourced(taken: Collection[str], ask: Ask, filled: Filled) -> Saved:
    draft = SourceDraft(
        ref=filled.text("ref"),
        title=filled.text("title"),
        kind=filled.text("kind"),
        published=filled.day("published"),
    )
    ref = keeping.add_source(ask.tx, draft, ask.by, taken, ask.services.today())
    return _back(ask, f"{ref} added.")
