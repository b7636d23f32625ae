"""What humans do in Slack. Tests drive the bot through this, and so does the page.

Every deed waits until the app has acknowledged it (or has not, for 3 seconds) and gives what the person then
sees. Listeners that run after the acknowledgement may still be at work: see `Workspace.wait_for`.
"""

import html
import re
import secrets

from bot.playground import posting
from bot.playground.errors import AppFailedError, CannotDoError, SlackError
from bot.playground.file_methods import new_file
from bot.playground.forms import Forms
from bot.playground.payloads import command_payload, shortcut_payload
from bot.playground.records import Channel, Json, Message, View
from bot.playground.response_urls import say as say_for_app
from bot.playground.step_values import faults
from bot.playground.steps import start
from bot.playground.tickets import ResponseTicket
from bot.playground.workspace import SLACKBOT, Workspace

KEPT_MARKUP = re.compile(r"<(?:[@#!][^<>]+|https?://[^<>]+)>")
TYPED_ADDRESS = re.compile(r"https?://[^\s<>|]*[^\s<>|.,;:!?)'\"]")
MARKED = re.compile(rf"({KEPT_MARKUP.pattern}|{TYPED_ADDRESS.pattern})")
TYPED_MENTION = re.compile(r"(?<![\w<@])([@#])([\w.-]*\w)")
READ_ONLY = (
    "Sending messages to this app has been turned off. (Its manifest's app_home needs messages_tab_enabled: true"
    " and messages_tab_read_only_enabled: false.)"
)


class Person(Forms):
    """Somebody at their screen.

    Args:
        workspace: where they are.
        user_id: who they are.
    """

    def __init__(self, workspace: Workspace, user_id: str) -> None:
        super().__init__(workspace, workspace.users[user_id])

    # Commands and shortcuts

    def command(self, command: str, text: str = "", channel: str | None = None) -> Message | None:
        """Type a slash command in a channel, or in the direct messages with the bot.

        Returns:
            The answer: the acknowledgement's own message or else the last one sent to the response URL in
            the meantime, or None. When the app fails, what Slackbot says (`is_error` is true).

        Raises:
            AppFailedError: the acknowledgement's message is one that Slack would not take.
            CannotDoError: the person is not in that channel, or can't write there.
        """
        place = self._writable(channel)
        if command == "/invite":
            return self._invite(place, text)
        if (refusal := self._not_a_command(command)) is not None:
            return self._slackbot(place, refusal)
        escapes = self.workspace.app.commands[command].get("should_escape")
        sent_text = self._escaped(text, named=True) if escapes else text
        payload = command_payload(self.workspace, self.user, place, command, sent_text)
        seen_before = len(self.workspace.private_log[self.user.id])
        try:
            told = self._send("slash_commands", payload)
        except AppFailedError as failure:
            return self._slackbot(place, f'{command} failed with the error "{failure.code}"')
        if told:
            return self._acknowledged(place, told)
        since = self.workspace.private_log[self.user.id][seen_before:]
        return since[-1] if since else None

    def _invite(self, place: Channel, text: str) -> Message | None:
        """Slack's own command: `/invite @somebody`, or the app by its name."""
        named = {user.name.lower(): user.id for user in self.workspace.users.values()}
        named[self.workspace.app.name.lower()] = self.workspace.app.user_id
        invited = [named[name] for name in (part.lstrip("@").lower() for part in text.split()) if name in named]
        for user in invited:
            self._wait(posting.join(self.workspace, place, user))
        return None if invited else self._slackbot(place, "Say whom to invite, as /invite @Followthrough")

    def _not_a_command(self, command: str) -> str | None:
        if command in self.workspace.app.commands and not self.workspace.is_outsider(self.user.id):
            return None
        return f'{command} is not a valid command. Slack takes what starts with "/" for a command.'

    def _acknowledged(self, place: Channel, told: Json) -> Message:
        ticket = ResponseTicket(self.user.id, place.id, self.workspace.clock())
        try:
            return say_for_app(self.workspace, ticket, told)
        except SlackError as refusal:
            raise self._bad_answer(refusal) from refusal

    def shortcut(self, callback_id: str, message: Message | str, channel: str | None = None) -> View | None:
        """Choose a shortcut from a message's menu.

        Returns:
            The modal on top of the screen afterwards.

        Raises:
            AppFailedError: the app did not acknowledge it.
            CannotDoError: the manifest has no such message shortcut.
        """
        if callback_id not in [each["callback_id"] for each in self.workspace.app.shortcuts]:
            raise CannotDoError(f"no message shortcut {callback_id!r} in the manifest")
        found = self._message(message, channel)
        self._send("interactive", shortcut_payload(self.workspace, self.user, found, callback_id))
        return self.workspace.modal(self.user.id)

    # Messages

    def say(
        self,
        channel: str | None,
        text: str,
        thread_ts: str | None = None,
        *,
        files: list[tuple[str, bytes]] | None = None,
    ) -> str:
        """Write a message; `@name` and `#channel` become mentions.

        Args:
            channel: id or name; None for the direct messages with the bot.
            text: as typed.
            thread_ts: the message to reply to.
            files: names and contents of files to share with it.

        Returns:
            The message's ts.

        Raises:
            CannotDoError: the person is not in the channel, it is archived, or the app takes no messages.
            SlackError: thread_not_found.
        """
        place = self._writable(channel)
        posting.check_thread(self.workspace, place, thread_ts)
        message = Message(
            ts=self.workspace.timestamps.next(),
            channel=place.id,
            user=self.user.id,
            text=self._escaped(text),
            thread_ts=thread_ts,
            client_msg_id=secrets.token_hex(16),
            files=[new_file(self.workspace, name, self.user.id, content) for name, content in files or []],
        )
        self._wait(posting.post(self.workspace, message))
        return message.ts

    def upload(self, channel: str | None, name: str, content: bytes, text: str = "") -> str:
        """Share one file in a channel, or (None) in the direct messages with the bot, with a message or without one.

        Returns:
            The message's ts.
        """
        return self.say(channel, text, files=[(name, content)])

    def delete_file(self, file_id: str) -> None:
        """Delete one's own file; the messages with it stay."""
        file = self.workspace.files.get(file_id)
        if file is None or file.user != self.user.id:
            raise CannotDoError("only one's own files can be deleted")
        file.deleted, file.content = True, b""

    def edit(self, channel: str, ts: str, text: str) -> None:
        """Change the text of one's own message."""
        message = self._own(channel, ts)
        self._wait(posting.change(self.workspace, message, {"text": self._escaped(text)}, self.user.id))

    def delete(self, channel: str, ts: str) -> None:
        """Delete one's own message."""
        self._wait(posting.remove(self.workspace, self._own(channel, ts)))

    def react(self, channel: str, ts: str, name: str = "white_check_mark") -> None:
        """Add a reaction.

        Raises:
            SlackError: message_not_found or already_reacted.
        """
        message = self.workspace.message(self._place(channel).id, ts)
        self._wait(posting.react(self.workspace, message, name, self.user.id))

    def unreact(self, channel: str, ts: str, name: str = "white_check_mark") -> None:
        """Take one's own reaction back.

        Raises:
            SlackError: message_not_found or no_reaction.
        """
        message = self.workspace.message(self._place(channel).id, ts)
        self._wait(posting.unreact(self.workspace, message, name, self.user.id))

    # Places

    def join(self, channel: str) -> None:
        """Join a channel, or be added to it."""
        self._wait(posting.join(self.workspace, self.workspace.channel(channel), self.user.id))

    def leave(self, channel: str) -> None:
        """Leave a channel."""
        self._wait(posting.leave(self.workspace, self.workspace.channel(channel), self.user.id))

    def invite_bot(self, channel: str) -> None:
        """Add the bot to a channel one is in."""
        self._wait(posting.join(self.workspace, self._place(channel), self.workspace.app.user_id))

    def remove_bot(self, channel: str) -> None:
        """Take the bot out of a channel one is in."""
        self._wait(posting.leave(self.workspace, self._place(channel), self.workspace.app.user_id))

    def run_step(self, callback_id: str, inputs: Json) -> Json:
        """Let a workflow run one of the app's own steps.

        Returns:
            The run, which gets `outputs` or `error`, and `ended`, when the app completes it.

        Raises:
            CannotDoError: the manifest declares no such function, or these are not its inputs.
        """
        app = self.workspace.app
        if callback_id not in app.functions or not app.runs_steps:
            raise CannotDoError(f"the manifest needs a function {callback_id!r}, and org_deploy_enabled: true")
        declared = app.functions[callback_id].get("input_parameters", {})
        if wrong := faults(self.workspace, declared, inputs):
            raise CannotDoError(", ".join(f"{name} {what}" for name, what in wrong.items()))
        run, event = start(self.workspace, self.user, callback_id, inputs)
        delivery = self.workspace.events.emit(event)
        self._wait([delivery] if delivery else [])
        return run

    def deactivate(self, user_id: str) -> None:
        """Deactivate somebody's account, as an administrator does."""
        self._wait(posting.deactivate(self.workspace, user_id))

    # Helpers

    def _writable(self, channel: str | None) -> Channel:
        place = self._place(channel)
        if place.is_archived:
            raise CannotDoError(f"#{place.name} is archived")
        if place.im_user and not self.workspace.app.takes_messages:
            raise CannotDoError(READ_ONLY)
        return place

    def _own(self, channel: str, ts: str) -> Message:
        message = self.workspace.message(self._place(channel).id, ts)
        if message.user != self.user.id:
            raise CannotDoError("only one's own messages can be changed")
        return message

    def _slackbot(self, place: Channel, text: str) -> Message:
        ts = self.workspace.timestamps.next()
        message = Message(ts, place.id, SLACKBOT, text, ephemeral_to=self.user.id, is_error=True)
        self.workspace.private_log[self.user.id].append(message)
        self.workspace.record_error(text)
        return message

    def _escaped(self, text: str, *, named: bool = False) -> str:
        """What was typed, as Slack sends it: made safe, addresses marked, names become ids (`named`: and names)."""

        def sent(part: str) -> str:
            if KEPT_MARKUP.fullmatch(part):
                return part
            if TYPED_ADDRESS.fullmatch(part):
                return f"<{html.escape(part, quote=False)}>"
            return self._with_mentions(part, named=named)

        return "".join(map(sent, MARKED.split(text)))

    def _with_mentions(self, text: str, *, named: bool) -> str:
        with self.workspace.lock:
            users = {user.name: user.id for user in self.workspace.users.values()}
            channels = {channel.name: channel.id for channel in self.workspace.channels.values()}

        def mention(typed: re.Match[str]) -> str:
            sign, name = typed.groups()
            if sign == "@" and name in users:
                return f"<@{users[name]}|{name}>" if named else f"<@{users[name]}>"
            return f"<#{channels[name]}|{name}>" if sign == "#" and name in channels else typed.group()

        return TYPED_MENTION.sub(mention, html.escape(text, quote=False))
