"""Fields of forms. Each comes back under (its name, "value"); what was typed can be put back into a form."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from bot.messages.blocks import Block, plain
from bot.messages.text import clip

MOST_OPTIONS = 100  # in a list, or in one group of a list
ONE_LINE = 300
LONGEST = 3000


class Option(NamedTuple):
    """Something to choose: the words that are shown (75 characters of them), and what comes back."""

    words: str
    value: str


def text(  # noqa: PLR0913 — a field is these things
    label: str,
    name: str,
    *,
    hint: str = "",
    filled: str = "",
    optional: bool = False,
    long: bool = True,
    longest: int = 0,
) -> Block:
    """Words; `filled` is what stands there already."""
    most = longest or (LONGEST if long else ONE_LINE)
    element = {"type": "plain_text_input", "action_id": "value", "multiline": long, "max_length": most}
    return _field(
        label, name, element | ({"initial_value": filled[:most]} if filled else {}), hint, optional=optional
    )


def day(label: str, name: str, *, hint: str = "", chosen: date | None = None, optional: bool = False) -> Block:
    """A date."""
    element = {"type": "datepicker", "action_id": "value"}
    return _field(label, name, element | ({"initial_date": str(chosen)} if chosen else {}), hint, optional=optional)


def one_of(  # noqa: PLR0913 — a field is these things
    label: str, name: str, options: Sequence[Option], *, hint: str = "", chosen: str = "", optional: bool = False
) -> Block:
    """One of a list, however long; `options` are at least one."""
    made = [_option(one) for one in options]
    first = next((one for one in made if one["value"] == chosen), None)
    element = {"type": "static_select", "action_id": "value", **_grouped(made)}
    return _field(label, name, element | ({"initial_option": first} if first else {}), hint, optional=optional)


def some_of(label: str, name: str, options: Sequence[Option], *, chosen: Sequence[str]) -> Block:
    """Several of a list, or none; `options` are at least one."""
    made = [_option(one) for one in options]
    first = [one for one in made if one["value"] in chosen]
    element = {"type": "multi_static_select", "action_id": "value", **_grouped(made)}
    return _field(label, name, element | ({"initial_options": first} if first else {}), "", optional=True)


def radio(label: str, name: str, options: Sequence[Option], *, chosen: str = "") -> Block:
    """One of at most ten, all in sight."""
    made = [_option(one) for one in options]
    first = next((one for one in made if one["value"] == chosen), None)
    element = {"type": "radio_buttons", "action_id": "value", "options": made}
    return _field(label, name, element | ({"initial_option": first} if first else {}), "", optional=False)


def person(label: str, name: str, *, hint: str = "", chosen: str | None = None, optional: bool = False) -> Block:
    """Somebody in Slack, by user id."""
    element = {"type": "users_select", "action_id": "value"}
    return _field(label, name, element | ({"initial_user": chosen} if chosen else {}), hint, optional=optional)


def channel(label: str, name: str, *, hint: str = "", chosen: str | None = None, optional: bool = False) -> Block:
    """A channel, by id; private ones too."""
    element = {
        "type": "conversations_select",
        "action_id": "value",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    filled = {"initial_conversation": chosen} if chosen else {}
    return _field(label, name, element | filled, hint, optional=optional)


def file(label: str, name: str, endings: Sequence[str], *, hint: str = "", optional: bool = False) -> Block:
    """One file, whose name ends so."""
    element = {"type": "file_input", "action_id": "value", "filetypes": list(endings), "max_files": 1}
    return _field(label, name, element, hint, optional=optional)


def with_typed(view: Block, sent: Block) -> Block:
    """The form as it is now, with what somebody had typed into it before (`sent`, as Slack sends a view).

    Slack keeps what a field of the same name holds, so that one which nobody touched gets another name: otherwise it
    would go on showing, and then save, how things were.
    """
    before = {block["block_id"]: block for block in sent["blocks"] if block["type"] == "input"}
    typed = sent["state"]["values"]
    blocks = [
        _refilled(block, before[block["block_id"]], typed.get(block["block_id"], {}))
        if block["type"] == "input" and block["block_id"] in before
        else block
        for block in view["blocks"]
    ]
    return view | {"blocks": blocks}


_INITIAL = {
    "value": "initial_value",
    "selected_date": "initial_date",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_conversation": "initial_conversation",
}


def _refilled(block: Block, before: Block, typed: Mapping[str, Any]) -> Block:
    said: dict[str, Any] = next(iter(typed.values()), {})
    key = next((key for key in _INITIAL if key in said), None)
    if key is None or block["element"]["type"] != before["element"]["type"]:
        return block
    element, initial = block["element"], _INITIAL[key]
    name = before["element"]["action_id"]
    if _plain(said[key]) == _plain(before["element"].get(initial)):
        return block | {"element": element | {"action_id": name + "_"}}
    kept = {key: value for key, value in element.items() if key != initial}
    now = _as_offered(said[key], element) if key.startswith("selected_option") else said[key]
    return block | {"element": kept | ({initial: now} if now else {}) | {"action_id": name}}


def _as_offered(said: Any, element: Block) -> Any:  # noqa: ANN401 — an option, or a list of them
    """What was chosen, in the words that it has now; what is no longer offered can't be chosen any more."""
    groups = [element, *element.get("option_groups", [])]
    offered = {option["value"]: option for group in groups for option in group.get("options", [])}
    if isinstance(said, list):
        return [offered[one["value"]] for one in said if one["value"] in offered]
    return offered.get(said["value"]) if said else None


def _plain(value: Any) -> Any:  # noqa: ANN401 — words, an option, a list of them
    """A value without what Slack adds to options on their way."""
    if isinstance(value, list):
        return sorted(str(_plain(one)) for one in value)
    return value["value"] if isinstance(value, dict) else value or None


def _field(label: str, name: str, element: Block, hint: str, *, optional: bool) -> Block:
    block = {"type": "input", "block_id": name, "label": plain(label, 2000), "element": element, "optional": optional}
    return block | ({"hint": plain(hint, 2000)} if hint else {})


def _option(one: Option) -> Block:
    return {"text": plain(one.words), "value": one.value}


def _grouped(made: list[Block]) -> Block:
    if len(made) <= MOST_OPTIONS:
        return {"options": made}
    parts = [made[start : start + MOST_OPTIONS] for start in range(0, len(made), MOST_OPTIONS)]
    return {"option_groups": [{"label": plain(_span(part)), "options": part} for part in parts[:MOST_OPTIONS]]}


def _span(part: list[Block]) -> str:
    return f"{clip(part[0]['text']['text'], 30)} to {clip(part[-1]['text']['text'], 30)}"
