"""What the stand-in Slack keeps: people, channels, messages, views and files."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
"""A JSON object as Slack sends or receives it."""


@dataclass
class User:
    """Somebody, or the app's own bot, in a workspace. `team_id` differs for Slack Connect outsiders."""

    id: str
    name: str
    real_name: str
    team_id: str
    title: str = ""
    email: str = ""
    deleted: bool = False
    is_bot: bool = False


@dataclass
class Channel:
    """A channel, or a direct message between the bot and `im_user`."""

    id: str
    name: str
    created: int
    is_private: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    im_user: str | None = None
    members: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """`channel`, `group` or `im`, as events call it in `channel_type`."""
        if self.im_user:
            return "im"
        return "group" if self.is_private else "channel"

    @property
    def scope_prefix(self) -> str:
        """The first half of the scopes for it: `channels`, `groups` or `im`."""
        return {"channel": "channels", "group": "groups", "im": "im"}[self.kind]


@dataclass
class StoredFile:
    """An uploaded file.

    `alt` is its text for those who can't see it; `complete` says that the upload has ended, `given` that somebody put
    it into a field of the app's, and `deleted` that it is gone.
    """

    id: str
    name: str
    title: str
    user: str
    created: int
    alt: str = ""
    content: bytes = b""
    complete: bool = True
    given: bool = False
    deleted: bool = False


@dataclass
class Message:
    """A message as it stands now.

    `ephemeral_to` is the only person who sees it, or None; `values` is what each person chose in it so far, by
    user and block; `step` is the run of a workflow step in which the app sent it.
    """

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    bot_id: str | None = None
    metadata: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[StoredFile] = field(default_factory=list)
    edited: Json | None = None
    deleted: bool = False
    ephemeral_to: str | None = None
    client_msg_id: str | None = None
    options: Json = field(default_factory=dict)
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    is_error: bool = False
    step: str | None = None

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread and not at its head."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class View:
    """A modal or a Home tab of one person.

    `values` is what that person typed or chose so far; `step` as in a message.
    """

    id: str
    user: str
    body: Json
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    values: dict[str, Json] = field(default_factory=dict)
    step: str | None = None

    @property
    def blocks(self) -> list[Json]:
        """Its blocks, each with a block_id."""
        blocks: list[Json] = self.body["blocks"]
        return blocks

    @property
    def title(self) -> str:
        """The words of a modal's title; empty for a Home tab."""
        return str(self.body.get("title", {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        """What the app calls it."""
        return str(self.body.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        """What the app keeps in it."""
        return str(self.body.get("private_metadata", ""))
