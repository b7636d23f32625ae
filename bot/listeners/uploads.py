"""Files that people share: the last one that may be a tracker is remembered for a while, of who may import it."""

from collections.abc import Sequence

from bot.domain.people import Verb, may
from bot.listeners.who import Body
from bot.messages.forms.imports import ENDINGS
from bot.services import Asked, Services
from storage import imports

_ENDINGS = tuple(f".{one}" for one in ENDINGS)


def notice(services: Services, asked: Asked, files: Sequence[Body]) -> None:
    """Remember Slack's id of a file, and when it came; nothing that it holds, and not what it is called."""
    found = [one["id"] for one in files if str(one.get("name") or "").lower().endswith(_ENDINGS)]
    if not found:
        return
    with services.store.read() as tx:
        if not may(Verb.MANAGE, asked.person(tx, services).standings(None)):
            return
    with services.store.write() as tx:
        imports.uploaded(tx, asked.user, found[-1], services.clock())
