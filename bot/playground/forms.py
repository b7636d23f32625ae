"""The part of what humans do that works on a message's or a view's elements: press, choose, fill in, send."""

from collections.abc import Container, Mapping
from concurrent.futures import wait
from typing import cast

from bot.playground.checks import day
from bot.playground.errors import AppFailedError, CannotDoError, SlackError
from bot.playground.file_methods import new_file
from bot.playground.form_values import FIELDS, Plain, chosen_json, fields_of, refusals
from bot.playground.payloads import (
    action_json,
    closed_payload,
    message_action_payload,
    submission_payload,
    view_action_payload,
)
from bot.playground.records import Channel, Json, Message, User, View
from bot.playground.shapes import file_json
from bot.playground.socket_mode import Delivery
from bot.playground.validation import elements_of
from bot.playground.views import push_modal, replace_view, view_json
from bot.playground.workspace import Workspace

Given = Plain | list[tuple[str, bytes]]
"""A plain value, or for a field of files their names and contents."""
Typed = Mapping[str, Given | Mapping[str, Given]]
"""What to fill in: by block_id or action_id, a plain value; or by block_id, values by action_id."""


class Forms:
    """Somebody's hands on buttons, menus and forms; see `people.Person`."""

    def __init__(self, workspace: Workspace, user: User) -> None:
        self.workspace, self.user = workspace, user

    def press(self, where: Message | View, action_id: str, value: Plain = None) -> None:
        """Press a button, or choose in a menu that acts at once.

        Args:
            where: the message, modal or Home tab.
            action_id: the element's; `block_id/action_id` where two blocks have the same one.
            value: see `form_values.Plain`; None for a button.

        Raises:
            AppFailedError: the app did not acknowledge it.
            CannotDoError: there is no such element or option, or the message is gone.
        """
        block, element = self._element(where, action_id)
        with self.workspace.lock:
            if element["type"] in FIELDS:
                self._refuse_impossible(element, value)
            if element["type"] in FIELDS and element["type"] != "overflow":
                self._typed(where).setdefault(block["block_id"], {})[element["action_id"]] = value
            action = action_json(self.workspace, block, element, value)
            payload = self._action_payload(where, action)
        self._send("interactive", payload)

    def pick(self, where: Message | View, action_id: str, value: Plain) -> None:
        """Choose from a menu; the same as `press` with a value."""
        self.press(where, action_id, value)

    def fill(self, where: Message | View, values: Typed) -> None:
        """Type into fields, or choose, without sending anything.

        Raises:
            CannotDoError: there is no such field, or what it offers has no such choice.
        """
        known = fields_of(where.blocks)
        for key, given in values.items():
            mine = [(b, e) for b, e in known if key in (b["block_id"], e["action_id"])]
            if not mine:
                raise CannotDoError(f"no field {key!r}; there are {[e['action_id'] for _, e in known]}")
            for block, element in mine:
                name = element["action_id"]
                mine_typed = given if isinstance(given, Mapping) else {name: given}
                if name in mine_typed:
                    value = self._put_in(element, mine_typed[name])
                    self._refuse_impossible(element, value)
                    self._typed(where).setdefault(block["block_id"], {})[name] = value

    def submit(self, view: View | None = None, values: Typed | None = None) -> dict[str, str]:
        """Fill in and send the form on top of the screen.

        Returns:
            The sentences shown at fields, by block_id: Slack's own or the app's. Empty: it was taken.

        Raises:
            AppFailedError: the app did not acknowledge it, or answered what Slack can't use.
            CannotDoError: no modal is open, or it has no such field.
        """
        on_top = self._on_top(view)
        self.fill(on_top, values or {})
        if found := refusals(on_top.blocks, on_top.values):
            return found
        told = self._send("interactive", submission_payload(self.workspace, self.user, on_top)) or {}
        try:
            return self._follow(on_top, told)
        except SlackError as refusal:
            raise self._bad_answer(refusal) from refusal

    def close_view(self, view: View | None = None, *, everything: bool = False) -> None:
        """Close the modal on top of the screen, or with `everything` the whole stack."""
        on_top = self._on_top(view)
        with self.workspace.lock:
            stack = self.workspace.stacks[self.user.id]
            closed = list(stack) if everything else [on_top]
            self.workspace.stacks[self.user.id] = [each for each in stack if each not in closed]
        self.workspace.touch()
        for each in closed[::-1]:
            if each.body.get("notify_on_close"):
                self._send("interactive", closed_payload(self.workspace, self.user, each, cleared=everything))

    def open_home(self) -> View | None:
        """Open the bot's Home tab.

        Returns:
            What stands there once the app has acknowledged the event.
        """
        view = self.workspace.home(self.user.id)
        self._enter("home", {"view": view_json(self.workspace, view)} if view else {})
        return self.workspace.home(self.user.id)

    def open_messages(self) -> None:
        """Open the Messages tab beside it: the direct messages with the bot."""
        self._enter("messages", {})

    def _enter(self, tab: str, more: Json) -> None:
        event = {
            "type": "app_home_opened",
            "user": self.user.id,
            "channel": self.workspace.open_dm(self.user.id).id,
            "tab": tab,
            "event_ts": self.workspace.timestamps.next(),
            **more,
        }
        delivery = self.workspace.events.emit(event)
        self._wait([delivery] if delivery else [])

    def _follow(self, view: View, told: Json) -> dict[str, str]:
        """Do what the answer to a form says."""
        action = told.get("response_action")
        if action == "errors":
            return self._errors(view, told.get("errors"))
        if action == "update":
            replace_view(self.workspace, view, told.get("view"))
        elif action == "push":
            push_modal(self.workspace, self.user.id, told.get("view"))
        elif action in (None, "clear") and not (told and action is None):
            self._taken(view, clear=action == "clear")
        else:
            raise SlackError("invalid_response_action", answer=told)
        return {}

    def _taken(self, view: View, *, clear: bool) -> None:
        with self.workspace.lock:
            stack = self.workspace.stacks[self.user.id]
            left = [] if clear else [each for each in stack if each is not view]
            self.workspace.stacks[self.user.id] = left
        self.workspace.touch()

    def _errors(self, view: View, errors: object) -> dict[str, str]:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
            raise SlackError("invalid_errors", answer=errors)
        return {str(block_id): str(sentence) for block_id, sentence in errors.items()}

    def _action_payload(self, where: Message | View, action: Json) -> Json:
        if isinstance(where, View):
            return view_action_payload(self.workspace, self.user, where, action)
        return message_action_payload(self.workspace, self.user, where, action)

    def _typed(self, where: Message | View) -> dict[str, Json]:
        """Where this person's values are kept; a message that many see has each one's own."""
        return where.values if isinstance(where, View) else where.values.setdefault(self.user.id, {})

    def _element(self, where: Message | View, name: str) -> tuple[Json, Json]:
        if isinstance(where, Message) and where.deleted:
            raise CannotDoError("the message is gone")
        if isinstance(where, Message) and where.ephemeral_to not in (None, self.user.id):
            raise CannotDoError("only somebody else sees this message")
        found = [(block, element) for block in where.blocks for element in elements_of(block)]
        for block, element in found:
            if name in (element["action_id"], f"{block['block_id']}/{element['action_id']}"):
                return block, element
        raise CannotDoError(f"no element {name!r}; there are {[e['action_id'] for _, e in found]}")

    def _put_in(self, element: Json, value: Given) -> Plain:
        """What a field holds: of files, what Slack says of each, whether it is new or was attached before."""
        if element["type"] != "file_input" or not isinstance(value, list):
            return cast("Plain", value)
        held = []
        for each in value:
            file_id = each["id"] if isinstance(each, dict) else self.attach(*each)
            file = self.workspace.files.get(file_id)
            if file is None or file.user != self.user.id:
                raise CannotDoError(f"no file {file_id!r} of one's own")
            ending = file.name.rpartition(".")[2].lower()
            if ending not in element.get("filetypes", [ending]):
                raise CannotDoError(f"{element['action_id']} takes no files that end in {ending!r}")
            file.given = True
            held.append(file_json(self.workspace, file))
        return held

    def attach(self, name: str, content: bytes) -> str:
        """Upload a file that goes into a form; its id."""
        return new_file(self.workspace, name, self.user.id, content).id

    def _refuse_impossible(self, element: Json, value: Plain) -> None:
        """Refuse a choice that the screen would not offer, and more of them than it would take."""
        if FIELDS[element["type"]].is_list and not isinstance(value, list | None):
            raise CannotDoError(f"{element['action_id']} takes a list, not {value!r}")
        chosen_json(element, value)
        kind = element["type"].removeprefix("multi_")
        chosen = value if isinstance(value, list) else [] if value is None else [value]
        known: dict[str, Container[object]] = {
            "users_select": self.workspace.users,
            "channels_select": self.workspace.channels,
            "conversations_select": self.workspace.channels,
        }
        if kind in known and any(each not in known[kind] for each in chosen):
            raise CannotDoError(f"{element['action_id']} does not offer {value!r}")
        if kind == "datepicker" and value is not None and any(day(value, "")):
            raise CannotDoError(f"{value!r} is no date such as 2022-11-14")
        most = element.get("max_files" if kind == "file_input" else "max_selected_items", len(chosen))
        if len(chosen) > most:
            raise CannotDoError(f"{element['action_id']} takes {most} at most")

    def _on_top(self, view: View | None) -> View:
        on_top = self.workspace.modal(self.user.id)
        if on_top is None or (view is not None and view.id != on_top.id):
            raise CannotDoError("that modal is not on top of the screen")
        return on_top

    def _place(self, channel: str | None) -> Channel:
        place = self.workspace.channel(channel) if channel else self.workspace.open_dm(self.user.id)
        self._refuse_gone()
        if self.user.id not in place.members:
            raise CannotDoError(f"{self.user.name} is not in {place.name}")
        return place

    def _message(self, message: Message | str, channel: str | None) -> Message:
        if isinstance(message, Message):
            return message
        return self.workspace.message(self._place(channel).id, message, self.user.id)

    def _refuse_gone(self) -> None:
        if self.user.deleted:
            raise CannotDoError(f"{self.user.name} is deactivated")

    def _send(self, kind: str, payload: Json) -> Json | None:
        self._refuse_gone()
        try:
            told = self.workspace.socket.send(kind, payload).result()
        except AppFailedError as failure:
            if kind == "interactive":
                self.workspace.record_error(f"{payload['type']}: {failure}")
            raise
        self.workspace.touch()  # whoever waits for what a listener did looks again
        return told

    def _bad_answer(self, refusal: SlackError) -> AppFailedError:
        text = f"the answer can't be used: {refusal.extra or refusal.name}"
        self.workspace.record_error(f"{refusal.name}: {text}")
        return AppFailedError(refusal.name, text)

    def _wait(self, deliveries: list[Delivery]) -> None:
        """Wait for the first attempt of each; an app that is away gets them later, and nobody waits."""
        wait([delivery.tried for delivery in deliveries])
