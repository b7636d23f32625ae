"""Runs inputs by their numbers, each timed; the same seed and number make the same input again."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from random import Random
from typing import Any, NamedTuple

from tests.fuzz import payloads
from tests.fuzz.kinds import KINDS, REFUSALS, ready

SLOW = 0.05  # seconds of the processor's time: what waits while others use the machine is not slow
STUCK = 2.0  # seconds of any time
TRIES = 3
SHOWN = 300  # characters


class Fault(NamedTuple):
    """An input that made something fail, or that took too long."""

    kind: str
    number: int
    why: str
    shown: str


class Outcome(NamedTuple):
    """What became of some inputs: how many, the longest that one took (seconds) with which, and the faults."""

    kind: str
    count: int
    longest: float
    slowest: int
    shown: str
    faults: list[Fault]


def shortened(given: object) -> str:
    """An input as it can be printed."""
    text = ascii(given)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text):,} characters)"


@cache
def _bot() -> tuple[payloads.Payloads, AbstractContextManager[payloads.Payloads]]:
    opened = payloads.opened()
    return opened.__enter__(), opened  # it ends with the process


def close() -> None:
    """End the bot, if there is one."""
    if _bot.cache_info().currsize:
        _bot()[1].__exit__(None, None, None)
        _bot.cache_clear()


def of(kind: str) -> tuple[Callable[[Random], Any], tuple[Callable[[Any], object], ...], Callable[[], None]]:
    """How an input of this kind is made, what reads it, and what is done after each."""
    if kind in KINDS:
        return KINDS[kind].make, KINDS[kind].steps, lambda: None
    bot, _ = _bot()
    return bot.make, (bot.send,), bot.settle


def run(kind: str, seed: int, numbers: range) -> Outcome:
    """Try these inputs."""
    ready()
    make, steps, settle = of(kind)
    longest, slowest, shown, faults = 0.0, numbers.start, "", list[Fault]()
    for number in numbers:
        given = make(Random(f"{seed}:{kind}:{number}"))
        for step in steps:
            took, why = tried(step, given, settle)
            if took > longest:
                longest, slowest, shown = took, number, shortened(given)
            if why or took > SLOW:
                faults.append(Fault(kind, number, why or f"took {took * 1000:.0f} ms", shortened(given)))
    return Outcome(kind, len(numbers), longest, slowest, shown, faults)


def tried(step: Callable[[Any], object], given: object, settle: Callable[[], None]) -> tuple[float, str]:
    """How long it took at its quickest, if the first time was too long, and what came of it but a refusal."""
    took, why = _once(step, given)
    settle()
    for _ in range(TRIES - 1):
        if took <= SLOW:
            break
        took = min(took, _once(step, given)[0])
        settle()
    return took, why


def _once(step: Callable[[Any], object], given: object) -> tuple[float, str]:
    began, started = time.monotonic(), time.thread_time()
    why = ""
    try:
        step(given)
    except REFUSALS:
        pass
    except Exception as error:  # noqa: BLE001 — whatever it is, it is what is looked for
        why = f"{type(error).__name__}: {error}"[:SHOWN]
    took, waited = time.thread_time() - started, time.monotonic() - began
    return (took if waited < STUCK else waited), why
