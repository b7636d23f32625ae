"""Who is in which partner's channel: asked of Slack at the start and daily, and kept up to date by its events."""

from collections.abc import Callable, Collection, Iterator
from functools import partial

import structlog
from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.errors import Busy
from bot.listeners import accounts, channels
from bot.listeners.faults import FAULTS
from bot.listeners.who import Body
from bot.services import Services
from storage import errands, homes, people
from storage.errands import Errand

log = structlog.get_logger()


def register(app: App, services: Services) -> None:
    """Listen for people coming into channels and leaving them."""

    def joined(event: Body) -> None:
        with services.store.write() as tx:
            people.member_joined(tx, event["channel"], event["user"])
            homes.person_changed(tx, event["user"])
            if people.account(tx, event["user"]) is None:
                errands.add(tx, "account", event["user"], services.clock())

    def invited(event: Body, context: BoltContext, client: WebClient) -> None:
        """The bot itself came into a channel: now it can be found by its name, and asked who is in it."""
        if event["user"] == context.bot_user_id:
            find_channels(client, services)
            read_members(client, services, [event["channel"]])

    app.event("member_joined_channel")(ack=joined, lazy=[invited])

    @app.event("member_left_channel")
    def left(event: Body) -> None:
        with services.store.write() as tx:
            people.member_left(tx, event["channel"], event["user"])
            homes.person_changed(tx, event["user"])


def refresh(client: WebClient, services: Services) -> None:
    """Find every partner's channel and read who is in it, and whose account that is.

    A step that fails leaves none of the others undone.
    """
    steps: tuple[Callable[[], object], ...] = (
        partial(find_channels, client, services),
        partial(accounts.read_accounts, client, services),
        partial(read_members, client, services),
        partial(accounts.wonder, services),
    )
    for number, step in enumerate(steps, start=1):
        try:
            step()
        except (*FAULTS, Busy) as error:
            log.warning("refresh_incomplete", step=number, error=type(error).__name__)


def find_named(client: WebClient, services: Services, sought: set[tuple[int, str]]) -> None:
    """Find the channels of partners that were named since the last look, as by an import beside the running bot.

    `sought` is what was looked for, as partner and name: whoever is in none of that name is not asked about again,
    since Slack tells when the bot comes into one. Where nothing was named, Slack is not asked.
    """
    with services.store.read() as tx:
        wanted = {
            (row["id"], row["channel"]) for row in people.partners(tx) if row["channel"] and not row["channel_id"]
        }
    try:
        if wanted <= sought or find_channels(client, services):
            new = {id_ for id_, _ in wanted - sought}
            sought.clear()
            sought.update(wanted)
            _read_found(client, services, new)
    except Busy as error:
        log.warning("refresh_incomplete", step=1, error=type(error).__name__)


def _read_found(client: WebClient, services: Services, partners: Collection[int]) -> None:
    if not partners:
        return
    with services.store.read() as tx:
        found = [row["channel_id"] for row in people.partners(tx) if row["id"] in partners and row["channel_id"]]
    read_members(client, services, found)
    accounts.wonder(services)


def find_channels(client: WebClient, services: Services) -> bool:
    """Find the ids of channels that were given by name: the partners', the business unit's and the executive's.

    One that was given by id is taken as it is. A name is looked up once: a channel that takes over an old name later
    must not take over the partner. What Slack won't tell is left as it was known; whether it told.
    """
    own = {"unit channel": services.settings.unit_channel, "executive channel": services.settings.executive_channel}
    with services.store.read() as tx:
        wanted = [row for row in people.partners(tx) if row["channel"] and not row["channel_id"]]
        named = {kind: people.remembered(tx, f"{kind} was named") for kind in own}
    new = {kind: name for kind, name in own.items() if name and named[kind] != name}
    names = [*(row["channel"] for row in wanted), *new.values()]
    ids, told = {name: name for name in names if channels.is_id(name)}, True
    try:
        ids |= dict(_channel_ids(client)) if len(ids) < len(names) else {}
    except FAULTS as error:
        log.warning("channels_unknown", error=type(error).__name__)
        told = False
    with services.store.write() as tx:
        for row in wanted:
            channel = ids.get(row["channel"]) or ids.get(channels.plain(row["channel"]))
            if channel is None or not people.channel_found(tx, row["id"], channel):
                log.warning("channel_not_found", partner=row["code"])
        for kind, name in new.items():
            if channel := ids.get(name) or ids.get(channels.plain(name)):
                people.remember(tx, kind, channel)
                people.remember(tx, f"{kind} was named", name)
    return told


def read_members(client: WebClient, services: Services, only: Collection[str] | None = None) -> None:
    """Read who is in each partner's channel, or in `only` these.

    One that can't be asked about now is left as it was known.
    """
    with services.store.read() as tx:
        known = [row["channel_id"] for row in people.partners(tx) if row["channel_id"]]
    for channel in known if only is None else set(known) & set(only):
        try:
            _read(client, services, channel)
        except (*FAULTS, Busy) as error:
            log.warning("members_unknown", channel=channel, error=type(error).__name__)


def read_channel(client: WebClient, services: Services, errand: Errand) -> None:
    """Read who is in one channel, which has become a partner's. Raises SlackApiError, OSError."""
    _read(client, services, errand.about)
    accounts.wonder(services)
    channels.tell_unfit(client, services, errand)


def _read(client: WebClient, services: Services, channel: str) -> None:
    try:
        users = [
            user for page in client.conversations_members(channel=channel, limit=1000) for user in page["members"]
        ]
    except SlackApiError as error:
        word = error.response.get("error")
        if word not in {"channel_not_found", "not_in_channel"}:
            raise
        log.warning("members_unknown", channel=channel, error=word)
        users = []  # the bot was put out of it, so it vouches for nobody
    with services.store.write() as tx:
        homes.members_changed(tx, channel, users)
        people.set_members(tx, channel, users)


def _channel_ids(client: WebClient) -> Iterator[tuple[str, str]]:
    """Each channel's name and id."""
    pages = client.conversations_list(types="public_channel,private_channel", exclude_archived=True, limit=1000)
    for page in pages:
        for channel in page["channels"]:
            yield channel["name"], channel["id"]
