"""Forms: what opens one, what comes back with it, and what is said once it was saved.

A form carries the ref that it is about and the last event that it knew of, so that somebody who changed the same
thing in the meantime is noticed before anything is stored.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from bot.domain.actions import Action
from bot.domain.errors import BadInput
from bot.messages.blocks import Block, Reply
from commands.answering import Ask

About = dict[str, Any]
"""What a form carries unseen from when it is opened to when it is saved: its "ref", and more."""
Typed = dict[str, dict[str, Any]]
_TYPED_IN = frozenset({"plain_text_input", "url_text_input", "email_text_input", "rich_text_input"})


class Saved(NamedTuple):
    """What is said once a form was saved, about which actions; or a view to show in place of the form."""

    reply: Reply
    actions: Sequence[Action] = ()
    view: Block | None = None


@dataclass(frozen=True)
class Filled:
    """A form as somebody sent it.

    Args:
        about: what the form carried: its ref and more.
        typed: Slack's `state.values`.
    """

    about: About
    typed: Typed = field(default_factory=dict)

    @classmethod
    def of(cls, view: Block) -> "Filled":
        """From Slack's view."""
        return cls(json.loads(view["private_metadata"] or "{}"), view["state"]["values"])

    def text(self, name: str) -> str:
        """Words typed, or the value, user id or channel id chosen, in the field of this name; "" for none."""
        said = self._said(name)
        if isinstance(said, dict):
            return str(said["value"])
        return str(said or "").strip()

    def written(self) -> Iterator[tuple[str, str]]:
        """Whatever somebody typed, by the name of its field: not what was chosen from a list."""
        for name, elements in self.typed.items():
            for element in elements.values():
                if element.get("type") in _TYPED_IN:
                    yield name, json.dumps(element) if element["type"] == "rich_text_input" else self.text(name)

    def several(self, name: str) -> list[str]:
        """The values chosen in a field of several."""
        return [one["value"] for one in self._said(name) or []]

    def files(self, name: str) -> list[str]:
        """Slack's ids of the files that were put into a field."""
        return [one["id"] for one in self._said(name) or []]

    def day(self, name: str) -> date | None:
        """The date chosen."""
        said = self.text(name)
        try:
            return date.fromisoformat(said) if said else None
        except ValueError as error:
            raise BadInput("That is not a date.", "31 January 2023", name) from error

    def _said(self, name: str) -> Any:  # noqa: ANN401 — text, an option, a list of them, or None
        element: dict[str, Any] = next(iter(self.typed.get(name, {}).values()), {})
        return next((value for key, value in element.items() if key != "type"), None)


@dataclass(frozen=True)
class Form:
    """One kind of form.

    Args:
        name: its callback_id, and the action_id of the buttons that open it.
        open: the form, filled with what there is, for a ref ("A12", or "" where it is about nothing yet); whatever
            `about` holds comes back with it. Raises where the person may not, or it would not work now.
        save: keeps what was sent, in its unit of work. Raises with the name of the field that is wrong.
    """

    name: str
    open: Callable[[Ask, str, About], Block]
    save: Callable[[Ask, Filled], Saved]
