"""A stand-in workspace: its people, channels, messages and views, and what tests look at.

Everything here is state. What changes it and tells the app about it is in `posting` (messages, reactions,
members), `views` (modals, App Home) and `people` (what humans do).
"""

import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock
from bot.playground.app_profile import AppProfile
from bot.playground.errors import SlackError
from bot.playground.event_feed import EventFeed
from bot.playground.faults import Faults
from bot.playground.limits import Limits
from bot.playground.records import Channel, Json, Message, StoredFile, User, View
from bot.playground.socket_mode import RETRY_DELAYS, SocketMode
from bot.playground.tickets import ResponseTickets, Triggers
from bot.playground.timestamps import Timestamps

SLACKBOT = "USLACKBOT"
WAIT_SECONDS = 5.0


@dataclass(frozen=True)
class Call:
    """One Web API call as it came in, and the error it got, if any."""

    method: str
    arguments: Json
    error: str | None = None


@dataclass
class Timing:
    """Times that tests shorten.

    Args:
        monotonic: seconds that only go forward; trigger ids are 3 of them old at most.
        ack_seconds: how long the app has to acknowledge.
        retry_delays: seconds before each further delivery of an event that was not acknowledged.
    """

    monotonic: Callable[[], float] = time.monotonic
    ack_seconds: float = 3.0
    retry_delays: tuple[float, ...] = field(default=RETRY_DELAYS)


class Workspace:
    """A workspace with one app installed. Thread-safe: hold `lock` to read several things at once.

    Args:
        clock: gives the present moment; message timestamps and response URLs go by it.
        manifest: the app's manifest; see AppProfile.
        team_id: the workspace's own id.
        name: the workspace's name.
        timing: what tests shorten.

    Attributes:
        calls: every Web API call so far, oldest first.
        errors: a sentence for everything the app did that Slack would refuse, or left unanswered.
        faults: what is to go wrong; see Faults.
        limits: how often the app may ask, once they are turned on; see Limits.
        events: every event sent to the app, and the means to send one again.
        socket: the Socket Mode connections.
    """

    def __init__(
        self,
        clock: Clock,
        manifest: Json | None = None,
        *,
        team_id: str = "T0SOLIHULL",
        name: str = "Solihull",
        timing: Timing | None = None,
    ) -> None:
        timing = timing or Timing()
        self.clock, self.team_id, self.name = clock, team_id, name
        self.app = AppProfile(manifest or {})
        self.lock = threading.RLock()
        self.base_url = ""
        self._changed = threading.Condition(self.lock)
        self.version = 0
        self.on_change: list[Callable[[], None]] = []
        self.timestamps = Timestamps(clock)
        self.triggers = Triggers(timing.monotonic)
        self.tickets = ResponseTickets(clock)
        self.faults = Faults()
        self.limits = Limits()
        self.socket = SocketMode(self.app.app_id, timing.ack_seconds, timing.retry_delays)
        self.socket.on_change = self.touch
        self.events = EventFeed(self.app, team_id, self.socket)
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.log: dict[str, dict[str, Message]] = defaultdict(dict)
        self.private_log: dict[str, list[Message]] = defaultdict(list)
        self.homes: dict[str, View] = {}
        self.stacks: dict[str, list[View]] = defaultdict(list)
        self.files: dict[str, StoredFile] = {}
        self.uploads: dict[str, str] = {}
        self.read_until: dict[tuple[str, str], str] = {}
        self.step_runs: dict[str, Json] = {}
        self.step_tokens: dict[str, tuple[str, datetime]] = {}
        self.calls: list[Call] = []
        self.errors: list[str] = []
        self._ids = 0
        self._add_own_users()

    def _add_own_users(self) -> None:
        bot = self.add_user(self.app.name.lower(), self.app.name, user_id=self.app.user_id)
        bot.is_bot = True
        self.add_user("slackbot", "Slackbot", user_id=SLACKBOT)

    @property
    def domain(self) -> str:
        """The name in its address."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    def new_id(self, prefix: str) -> str:
        """An id that nothing else has, such as `C0000012`."""
        with self.lock:
            self._ids += 1
            return f"{prefix}{self._ids:07d}"

    def touch(self) -> None:
        """Tell everyone who waits or watches that something changed."""
        with self.lock:
            self.version += 1
            self._changed.notify_all()
            watchers = list(self.on_change)
        for tell in watchers:
            tell()

    def wait_for(self, condition: Callable[[], bool], seconds: float = WAIT_SECONDS) -> None:
        """Wait until `condition()` holds; it is asked again after every change.

        Raises:
            TimeoutError: it did not within `seconds`.
        """
        with self._changed:
            if not self._changed.wait_for(condition, timeout=seconds):
                raise TimeoutError(f"not within {seconds} s; errors so far: {self.errors}")

    def record_error(self, text: str) -> None:
        """Keep a sentence about something that Slack would refuse."""
        with self.lock:
            self.errors.append(text)
        self.touch()

    # People and channels

    def add_user(
        self,
        name: str,
        real_name: str,
        *,
        user_id: str | None = None,
        team_id: str | None = None,
        title: str = "",
    ) -> User:
        """Add somebody; another `team_id` makes them a Slack Connect outsider."""
        with self.lock:
            user = User(
                id=user_id or self.new_id("U"),
                name=name,
                real_name=real_name,
                team_id=team_id or self.team_id,
                title=title,
                email=f"{name}@example.org",
            )
            self.users[user.id] = user
            return user

    def add_channel(
        self,
        name: str,
        members: Iterable[str] = (),
        *,
        private: bool = False,
        channel_id: str | None = None,
        ext_shared: bool = False,
    ) -> Channel:
        """Add a channel with these members (user ids) in it, without telling the app."""
        with self.lock:
            channel_id = channel_id or self.new_id("C")
            created = int(self.clock().timestamp())
            self.channels[channel_id] = Channel(
                channel_id, name, created, private, is_ext_shared=ext_shared, members=list(members)
            )
            return self.channels[channel_id]

    def open_dm(self, user_id: str) -> Channel:
        """The direct message between the bot and somebody, made if it is not there yet."""
        with self.lock:
            for channel in self.channels.values():
                if channel.im_user == user_id:
                    return channel
            channel = self.add_channel("", [user_id, self.app.user_id], channel_id=self.new_id("D"))
            channel.im_user = user_id
            return channel

    def is_outsider(self, user_id: str) -> bool:
        """Whether somebody belongs to another workspace."""
        return self.users[user_id].team_id != self.team_id

    def is_bot_in(self, channel: Channel) -> bool:
        """Whether the app's bot is in a channel."""
        return self.app.user_id in channel.members

    def channel(self, id_or_name: str) -> Channel:
        """A channel by id or name.

        Raises:
            SlackError: channel_not_found.
        """
        with self.lock:
            found = self.channels.get(id_or_name)
            name = id_or_name.removeprefix("#")
            named = (c for c in self.channels.values() if c.name == name and name)
            found = found or next(named, None)
        if found is None:
            raise SlackError("channel_not_found")
        return found

    # What a test, or a person's screen, looks at

    def message(self, channel: str, ts: str, user_id: str | None = None) -> Message:
        """The message `ts` of a channel, or the one that only `user_id` sees.

        Raises:
            SlackError: message_not_found.
        """
        with self.lock:
            found = self.log[channel].get(ts)
            own = (m for m in self.private_log[user_id or ""] if m.channel == channel and m.ts == ts)
            found = found or next(own, None)
        if found is None or found.deleted:
            raise SlackError("message_not_found")
        return found

    def messages(self, channel: str) -> list[Message]:
        """What stands in a channel, oldest first, without the replies in threads."""
        return [m for m in self.everything(channel) if not m.is_reply or m.options.get("reply_broadcast")]

    def everything(self, channel: str) -> list[Message]:
        """What stands in a channel and its threads, oldest first."""
        channel_id = self.channel(channel).id
        with self.lock:
            return [m for m in self.log[channel_id].values() if not m.deleted]

    def replies(self, channel: str, ts: str) -> list[Message]:
        """The replies under a message, oldest first, without the message itself."""
        return [m for m in self.everything(channel) if m.is_reply and m.thread_ts == ts]

    def direct_messages(self, user_id: str) -> list[Message]:
        """What stands in somebody's direct messages with the bot, oldest first."""
        return self.messages(self.open_dm(user_id).id)

    def ephemerals(self, user_id: str, channel: str | None = None) -> list[Message]:
        """What only this person sees, oldest first, in one channel or in all."""
        with self.lock:
            mine = [m for m in self.private_log[user_id] if not m.deleted]
        return [m for m in mine if channel is None or m.channel == self.channel(channel).id]

    def home(self, user_id: str) -> View | None:
        """Somebody's App Home, if the app published one."""
        return self.homes.get(user_id)

    def modals(self, user_id: str) -> list[View]:
        """The modals open on somebody's screen, the one on top last."""
        with self.lock:
            return list(self.stacks[user_id])

    def modal(self, user_id: str) -> View | None:
        """The modal on top of somebody's screen."""
        open_now = self.modals(user_id)
        return open_now[-1] if open_now else None
