"""The files that people ask for, made from the store as it is now. Nothing is written or sent meanwhile."""

from datetime import date
from typing import NamedTuple

from bot.domain.events import By
from bot.domain.people import Person
from bot.exchange.pack.model import Pack
from bot.messages import files as messages
from bot.messages.files import KINDS
from bot.services import Services
from bot.usecases.reports import Wanted
from storage import actions
from storage.database import Transaction


class Made(NamedTuple):
    """A file: its name, its bytes, its title in Slack and what is said beside it."""

    name: str
    contents: bytes
    title: str
    beside: str


def since_of(services: Services, wanted: Wanted, person: Person) -> date | None:
    """Since when a pack tells what changed; None for what is no pack."""
    from bot.exchange.pack.contents import last_pack  # noqa: PLC0415 — loaded with the first file

    if wanted.since or not KINDS[wanted.kind].pack:
        return wanted.since
    with services.store.read() as tx:
        return last_pack(tx, wanted.as_at, person)


def made(services: Services, wanted: Wanted, person: Person) -> Made:
    """The file, as `person` may see the plan. Raises BadInput, NotAllowed."""
    kind = KINDS[wanted.kind]
    contents = _pack(services, wanted, person) if kind.pack else _export(services, wanted.kind, person)
    whose = "" if person.sees_everything else _names(services, person)
    beside = messages.beside(wanted.kind, wanted.as_at, wanted.since, whose)
    return Made(messages.file_name(wanted.kind, wanted.as_at), contents, beside.partition(".")[0], beside)


def recorded(tx: Transaction, wanted: Wanted, by: By) -> None:
    """Say in the audit trail who took it out."""
    from bot.exchange.exports import exported  # noqa: PLC0415 — as above
    from bot.exchange.pack import contents  # noqa: PLC0415 — as above

    if wanted.since:
        contents.recorded(tx, by, wanted.as_at, wanted.since, KINDS[wanted.kind].ends)
    else:
        exported.recorded(tx, by, wanted.kind)


def _names(services: Services, person: Person) -> str:
    with services.store.read() as tx:
        names = actions.partner_names(tx)
    return " and ".join(names.get(code, code) for code in sorted(person.partners))


def _pack(services: Services, wanted: Wanted, person: Person) -> bytes:
    from bot.exchange.pack import contents, excel, word  # noqa: PLC0415 — as above

    if wanted.since is None:
        raise AssertionError("since when is known before a pack is made")
    with services.store.read() as tx:
        pack: Pack = contents.gathered(tx, services.yardstick(), wanted.as_at, wanted.since, person)
    return {"word": word.as_word, "excel": excel.as_excel}[wanted.kind](pack)  # drawn with no unit of work open


def _export(services: Services, kind: str, person: Person) -> bytes:
    from bot.exchange.exports.exported import exported  # noqa: PLC0415 — as above

    with services.store.read() as tx:
        return exported(tx, kind, person)
