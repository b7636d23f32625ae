"""Which parts of what is kept as JSON are somebody's words, and which are codes, ids, numbers and moments."""

import json
from collections.abc import Callable, Iterator
from typing import Any

NO_WORDS = frozenset(
    {
        *("lead", "contributors", "reported", "stage", "source", "code", "ref", "what", "action"),
        *("amount", "published", "as_at", "since", "week"),
        *("role", "team", "user", "by", "partner", "due", "original_due"),
        *("review", "stage_since", "added", "updated", "paused_until", "at", "met"),
        *("removed", "precision", "better", "target", "target_by", "owner", "remit"),
        *("deadlines", "indicators", "link", "channel", "channel_id", "deputy", "named_lead"),
        *("type", "action_id", "block_id", "value", "style", "run", "key"),
    }
)
"""What names values that are codes, ids and moments: replaced, they would lead nowhere.

The frames of recorded events depend on these names (`storage.seals.frame`): one is added only while no event has it.
"""
_DIGESTS = "events"
"""What names digests in an event of the trail: replaced, the trail could not be checked any more."""
_NAMED_BY_WORDS = frozenset({"columns", "leads"})
"""What holds words as names: how somebody chose that an import's columns and leads are read."""


def loaded(value: str) -> Any:  # noqa: ANN401 — whatever JSON holds
    """What a JSON text of an object or a list holds; None for other text, as a code in a column of either."""
    if value[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def strings(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Every text in it that may be words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name in _NAMED_BY_WORDS and isinstance(one, dict):
                yield from one
            if _has_words(name, one):
                yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def changed(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401
    """The same with every text that may be words changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _under(name, one, change) if _has_words(name, one) else one for name, one in value.items()}
    if isinstance(value, list):
        return [changed(one, change) for one in value]
    return value


def without(value: Any) -> Any:  # noqa: ANN401
    """The same with nothing in place of every text that may be words: what no replacing of words can change."""
    return changed(value, lambda _: "")


def _has_words(name: str, value: Any) -> bool:  # noqa: ANN401
    return name != _DIGESTS and (name not in NO_WORDS or isinstance(value, dict))


def _under(name: str, value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401
    if name in _NAMED_BY_WORDS and isinstance(value, dict):
        return {change(words): changed(one, change) for words, one in value.items()}
    return changed(value, change)
