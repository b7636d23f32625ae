"""Payloads as Slack sends them, with odd words in the places for words, or with a part of them damaged."""

import copy
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import structlog

from tests.e2e.mutations import WRONG, got, parts
from tests.e2e.payloads import Scene, Sent
from tests.fuzz.texts import made
from tests.world import partnership

WORDS = frozenset({"text", "value", "title"})
"""The names of what people type. A button's value, an option's and a view's own texts are the bot's."""
MEMORY = Path("/dev/shm")  # the databases need not reach the disk
FAILED = frozenset({"listener_failed", "request_refused"})


class Failed(Exception):
    """The bot failed on words that anybody may type."""


class Given(NamedTuple):
    """A payload, and whether only its words are changed: then nothing may fail."""

    sent: Sent
    words: bool


class Payloads:
    """A bot that is given payloads, and put back after each that changed something."""

    def __init__(self, scene: Scene, logged: list[Any]) -> None:
        self._scene, self._logged = scene, logged
        self._names = sorted(name for name in scene.payloads if not name.startswith("button ") or "button in" in name)
        self._names += sorted(name for name in scene.payloads if name.startswith("button "))[::6]
        self._places = {name: _places(scene.payloads[name].body) for name in self._names}
        self._number = 0

    def make(self, random: Random) -> Given:
        """A payload that never was."""
        name = random.choice(self._names)
        kind, body = self._scene.payloads[name]
        body, words = copy.deepcopy(body), self._places[name]
        if words and random.random() < 0.6:
            for path in random.sample(words, random.randint(1, min(2, len(words)))):
                # Slack itself sees that something is typed, and not too much.
                got(body, path[:-1])[path[-1]] = made(random)[: _most(body, path)] or "x"
            return Given(Sent(kind, body), words=True)
        for _ in range(random.randint(1, 3)):
            _damage(random, body)
        return Given(Sent(kind, body), words=False)

    def send(self, given: Given) -> None:
        """Hand it to the bot as new. Raises Failed where its words alone made the bot fail."""
        self._number += 1
        body = given.sent.body
        for key in ("trigger_id", "event_id"):
            if isinstance(body.get(key), str):
                body[key] = f"{body[key][:40]}.{self._number}"
        self._logged.clear()
        self._scene.hand(given.sent.kind, body)
        if given.words and (failed := [one for one in self._logged if _failed(one)]):
            raise Failed(json.dumps(failed[0]))

    def settle(self) -> None:
        """Put everything back, if anything changed."""
        self._scene.settle()


def _failed(logged: dict[str, Any]) -> bool:
    """Whether the bot failed, and not the stand-in: the payloads' triggers are used up."""
    return logged["event"] in FAILED and logged.get("kind") not in {"SlackApiError", "SlackRequestError"}


def _places(body: Any) -> list[tuple[Any, ...]]:
    """Where words are that somebody typed."""
    if "view" in body:
        state = ("view", "state", "values")
        typed = [(*state, *path) for path in parts(got(body, state))] if body["view"].get("state") else []
        return [
            path for path in typed if path[-1] == "value" and got(body, path[:-1]).get("type") == "plain_text_input"
        ]
    inner = parts(body.get("event") or body.get("message") or body)
    root = ("event",) if "event" in body else ("message",) if body.get("type") == "message_action" else ()
    if body.get("type") == "block_actions":
        return []
    return [(*root, *path) for path in inner if path[-1] in WORDS and isinstance(got(body, (*root, *path)), str)]


def _most(body: Any, path: tuple[Any, ...]) -> int | None:
    """How many characters a form's field takes; None for a text of any length."""
    if path[0] != "view":
        return None
    return next(int(one["element"]["max_length"]) for one in body["view"]["blocks"] if one["block_id"] == path[3])


def _damage(random: Random, body: Any) -> None:
    """Take a part out, empty it, or put another in its place."""
    if not (found := list(parts(body))):
        return
    path = random.choice(found)
    inside = got(body, path[:-1])
    how = random.random()
    if how < 0.3:
        del inside[path[-1]]
    elif how < 0.6:
        inside[path[-1]] = made(random)
    else:
        inside[path[-1]] = copy.deepcopy(random.choice((None, *WRONG)))


@contextmanager
def opened() -> Iterator[Payloads]:
    """A bot with a partnership of its own."""
    logged: list[Any] = []

    def keep(_logger: object, _name: str, event: Any) -> Any:
        logged.append(event)
        raise structlog.DropEvent

    kept = structlog.get_config()
    structlog.configure(processors=[keep])
    logging.disable()  # Bolt says of each request that nobody handles how one could handle it
    try:
        with (
            TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder,
            partnership(Path(folder)) as world,
        ):
            yield Payloads(Scene(world), logged)
            world.slack.errors.clear()
    finally:
        logging.disable(logging.NOTSET)
        structlog.configure(**kept)
