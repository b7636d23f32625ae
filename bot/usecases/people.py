"""The business unit keeps who has which role, the partners, and the sources of actions."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.domain.errors import BadInput, MovedOn, NotAllowed, NotFound
from bot.domain.events import By
from bot.domain.people import PARTNER_KINDS, Person, Role, Verb, may
from bot.domain.refs import read_ref
from storage import audit, homes, partnership, people
from storage.database import Transaction

LONGEST_CODE = 12
LONGEST_REF = 40
_CODE = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9-]+")
_SOURCE_REF = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9._-]*")


class Named(NamedTuple):
    """Somebody's role: Slack's user id and team id, the role, and the code of the partner for a partner member."""

    user: str
    team: str
    role: str
    partner: str | None = None


class PartnerDraft(BaseModel):
    """A partner as the business unit writes it; `lead` and `deputy` are user ids, `channel_id` a channel's.

    `without_channel`: that a channel which was set is taken away is meant.
    """

    model_config = ConfigDict(frozen=True)
    name: str
    kind: str
    channel_id: str | None = None
    lead: str | None = None
    deputy: str | None = None
    without_channel: bool = False


class SourceDraft(BaseModel):
    """A source as the business unit writes it; `published` is the day on which it was published, where known."""

    model_config = ConfigDict(frozen=True)
    ref: str
    title: str
    kind: str = ""
    published: date | None = None


def permit(person: Person) -> None:
    """Raise NotAllowed unless `person` keeps the settings."""
    if not may(Verb.MANAGE, person.standings(None)):
        raise NotAllowed("Only the business unit keeps people, partners and sources, so nothing was changed.")


def name_somebody(tx: Transaction, user: str, role: str, partner: str | None, by: By) -> Named:
    """Give somebody a role; their workspace is the one that Slack says is theirs. Raises NotAllowed, BadInput."""
    permit(by.person)
    account = check_person(tx, user, "person")
    if account is None:
        raise BadInput("Slack has not told yet whose account this is.", field="person")
    member = role == people.PARTNER_MEMBER
    if member and not partner:
        raise BadInput("Say of which partner.", field="partner")
    if partner and not member:
        raise BadInput("Only a member of a partner has a partner, so leave it empty.", field="partner")
    if partner and partnership.partner(tx, partner) is None:
        raise NotFound(f"There is no partner {partner}.", field="partner")
    named = Named(user, account["team"], role if member else str(Role(role)), partner)
    if not partnership.give_role(tx, *named):
        raise BadInput("That person has this role already.", field="person")
    audit.append(tx, by, "added", user, after=_recorded(named))
    homes.all_changed(tx)
    return named


def remove(tx: Transaction, named: Named, by: By, coordinators: Collection[str]) -> bool:
    """Take a role away; False where it was taken away already.

    `coordinators` are the user ids of the business unit's first members, which are kept elsewhere.
    Raises NotAllowed, and MovedOn where nobody would be left to keep the plan.
    """
    permit(by.person)
    if named.role == Role.BUSINESS_UNIT and not _unit_without(tx, named.user, coordinators):
        raise MovedOn("That is the last member of the business unit: name somebody else first.")
    if not partnership.take_role(tx, *named):
        return False
    audit.append(tx, by, "removed", named.user, before=_recorded(named))
    homes.all_changed(tx)
    return True


def add_partner(tx: Transaction, code: str, draft: PartnerDraft, by: By, taken: Collection[str]) -> str:
    """Add a partner; its code as it is kept. `taken` are words that commands use. Raises NotAllowed, BadInput."""
    permit(by.person)
    code = code.strip().upper()
    if len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
        raise BadInput("A code is at most 12 letters, digits and hyphens: POLICE.", "POLICE", "code")
    if partnership.partner(tx, code):
        raise BadInput(f"There is a partner {code} already.", field="code")
    _check_word(code, taken, "code")
    if partnership.is_source(tx, code):
        raise BadInput(f"There is a source {code}, so a partner can't have that code.", field="code")
    fields = {"code": code, **_fields(tx, code, draft)}
    partnership.add_partner(tx, fields)
    audit.append(tx, by, "added", code, after=_filled(fields))
    homes.all_changed(tx)
    return code


def edit_partner(tx: Transaction, code: str, draft: PartnerDraft, by: By) -> None:
    """Change a partner; its code stays, since the audit trail knows it by that. Raises as `add_partner`, NotFound."""
    permit(by.person)
    was = partnership.partner(tx, code)
    if was is None:
        raise NotFound(f"There is no partner {code}.", "/actions settings")
    fields: dict[str, Any] = _fields(tx, was["code"], draft, was)
    if was["channel_id"] and not draft.channel_id:
        if not draft.without_channel:
            raise BadInput(
                "Without a channel its members see nothing here any more. If that is meant, "
                "tick “Leave it without a channel”.",
                field="channel",
            )
        fields["channel"] = ""  # else its name would be looked up again
    before, after = audit.differing(was, fields)
    if not after:
        raise BadInput("Nothing is different, so nothing was changed.", field="name")
    partnership.change_partner(tx, code, after)
    audit.append(tx, by, "edited", was["code"], before=before, after=after)
    homes.all_changed(tx)


def add_source(tx: Transaction, draft: SourceDraft, by: By, taken: Collection[str], today: date) -> str:
    """Add a source; its ref as it is kept. Raises NotAllowed, BadInput."""
    permit(by.person)
    ref, title = draft.ref.strip().upper(), draft.title.strip()
    if len(ref) > LONGEST_REF or not _SOURCE_REF.fullmatch(ref):
        raise BadInput("A ref is one short word, best with its year: JTAI-2022.", "JTAI-2022", "ref")
    if partnership.is_source(tx, ref):
        raise BadInput(f"There is a source {ref} already.", field="ref")
    _check_word(ref, taken, "ref")
    if partnership.partner(tx, ref):
        raise BadInput(f"There is a partner {ref}, so a source can't have that ref.", field="ref")
    if not title:
        raise BadInput("A source needs a title.", "Joint targeted area inspection", "title")
    if draft.published and draft.published > today:
        raise BadInput("That day is still to come, so nothing was published on it yet.", field="published")
    published = str(draft.published) if draft.published else None
    fields = {"ref": ref, "title": title, "kind": draft.kind.strip(), "published": published}
    partnership.add_source(tx, fields)
    audit.append(tx, by, "added", ref, after=_filled(fields))
    return ref


def check_person(tx: Transaction, user: str, field: str) -> dict[str, Any] | None:
    """What Slack says of somebody's account; None where it has said nothing. Raises BadInput for apps and leavers."""
    account = people.account(tx, user)
    if account and account["bot"]:
        raise BadInput("That is an app, and this has to be a person.", field=field)
    if account and account["deactivated"]:
        raise BadInput("That person's Slack account was deactivated.", field=field)
    return account


def _fields(tx: Transaction, code: str, draft: PartnerDraft, was: dict[str, Any] | None = None) -> dict[str, Any]:
    if not draft.name.strip():
        raise BadInput("A partner needs a name.", "West Midlands Police", "name")
    if draft.kind not in PARTNER_KINDS:
        raise BadInput("Choose what kind of partner it is.", field="kind")
    _, owner = people.channel_kind(tx, draft.channel_id) if draft.channel_id else (None, None)
    if owner and owner != code:
        raise BadInput(f"That channel is {owner}'s already, and a channel is one partner's only.", field="channel")
    if draft.lead and draft.lead == draft.deputy:
        raise BadInput("The deputy is somebody else than the lead.", field="deputy")
    for field, user in (("lead", draft.lead), ("deputy", draft.deputy)):
        if user and not (was and was[field] == user):  # who has left meanwhile must not block another change
            check_person(tx, user, field)
            if was and was["channel_id"] and was["channel_id"] == draft.channel_id:
                _check_member(tx, user, code, draft.name.strip(), field)
    return draft.model_dump(exclude={"without_channel"}) | {"name": draft.name.strip()}


def _check_member(tx: Transaction, user: str, code: str, name: str, field: str) -> None:
    """Raise BadInput for somebody who is not the partner's member; who is in a new channel is not known yet."""
    account, home = people.account(tx, user), people.remembered(tx, "home")
    if code not in people.person(tx, user, account["team"] if account else home, home).partners:
        raise BadInput(f"That person is not in {name}'s channel, so they can't be its {field}.", field=field)


def _unit_without(tx: Transaction, user: str, coordinators: Collection[str]) -> set[str]:
    """Who else keeps the plan."""
    first = {one for one in coordinators if not (people.account(tx, one) or {}).get("deactivated")}
    return (set(people.with_role(tx, Role.BUSINESS_UNIT)) - {user}) | first


def _check_word(word: str, taken: Collection[str], field: str) -> None:
    if word.lower() in taken or read_ref(word):
        raise BadInput(f"{word} means something else in a command, so choose another word.", field=field)


def _recorded(named: Named) -> dict[str, Any]:
    return {"role": named.role, "team": named.team, "partner": named.partner}


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in {None, ""}}
