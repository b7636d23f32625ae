"""Small checks that make up larger ones: what a JSON value has to be like for Slack to take it.

A check takes a value and where it stands (a JSON pointer) and gives a line for each fault, worded as Slack
words them.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

Check = Callable[[object, str], Iterator[str]]

PLAIN = ("plain_text",)
BOTH = ("plain_text", "mrkdwn")


def fault(text: str, path: str) -> str:
    """A fault as Slack words it: what, and where."""
    return f"[ERROR] {text} [json-pointer:{path or '/'}]"


def string(most: int = 3000, least: int = 0) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: object, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must provide a string", path)
        elif len(value) > most:
            yield fault(f"must be less than {most + 1} characters", path)
        elif len(value) < least:
            yield fault(f"must be more than {least - 1} characters", path)

    return check


def flag(value: object, path: str) -> Iterator[str]:
    """A boolean."""
    if not isinstance(value, bool):
        yield fault("must provide a boolean", path)


def number(low: int = -(2**31), high: int = 2**31) -> Check:
    """A whole number from `low` to `high`."""

    def check(value: object, path: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield fault("must provide an integer", path)
        elif not low <= value <= high:
            yield fault(f"must be a number from {low} to {high}", path)

    return check


def day(value: object, path: str) -> Iterator[str]:
    """A date such as `2022-11-14`."""
    try:
        fits = isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        fits = False
    if not fits:
        yield fault("failed to match format: date", path)


def anything(_value: object, _path: str) -> Iterator[str]:
    """No check at all."""
    return iter(())


def mapping(value: object, path: str) -> Iterator[str]:
    """An object, whatever is in it."""
    if not isinstance(value, dict):
        yield fault("must provide an object", path)


def one_of(*allowed: object) -> Check:
    """One of a few values."""

    def check(value: object, path: str) -> Iterator[str]:
        if value not in allowed:
            yield fault(f"must be one of {', '.join(map(str, allowed))}", path)

    return check


def many(each: Check, most: int, least: int = 0) -> Check:
    """A list of `least` to `most` items."""

    def check(value: object, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield fault("must provide an array", path)
            return
        if len(value) > most:
            yield fault(f"no more than {most} items allowed", path)
        if len(value) < least:
            yield fault(f"no fewer than {least} items allowed", path)
        for index, item in enumerate(value):
            yield from each(item, f"{path}/{index}")

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """An object with these keys and no others."""
    known = {**required, **optional}

    def check(value: object, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must provide an object", path)
            return
        yield from (fault(f"missing required field: {key}", path) for key in required if key not in value)
        yield from (fault(f"no additional property allowed: {key}", path) for key in value if key not in known)
        for key in value.keys() & known.keys():
            yield from known[key](value[key], f"{path}/{key}")

    return check


def typed(by_type: Mapping[str, Check]) -> Check:
    """An object whose `type` says which check it has to pass."""

    def check(value: object, path: str) -> Iterator[str]:
        if not isinstance(value, dict) or "type" not in value:
            yield fault("missing required field: type", path)
            return
        known = by_type.get(str(value["type"]))
        if known is None:
            yield fault(f"unsupported type: {value['type']}", f"{path}/type")
        else:
            yield from known(value, path)

    return check


def text(most: int, kinds: tuple[str, ...] = PLAIN) -> Check:
    """A text object of 1 to `most` characters."""
    words = string(most, 1)
    plain = record({"type": one_of("plain_text"), "text": words}, {"emoji": flag})
    mrkdwn = record({"type": one_of("mrkdwn"), "text": words}, {"verbatim": flag})
    return typed({kind: check for kind, check in (("plain_text", plain), ("mrkdwn", mrkdwn)) if kind in kinds})


def both(*checks: Check) -> Check:
    """Several checks of the same value."""

    def check(value: object, path: str) -> Iterator[str]:
        for each in checks:
            yield from each(value, path)

    return check


def exactly_one(*keys: str) -> Check:
    """An object with exactly one of these keys."""

    def check(value: object, path: str) -> Iterator[str]:
        if isinstance(value, dict) and sum(key in value for key in keys) != 1:
            yield fault(f"must have exactly one of {', '.join(keys)}", path)

    return check


def at_least_one(*keys: str) -> Check:
    """An object with at least one of these keys."""

    def check(value: object, path: str) -> Iterator[str]:
        if isinstance(value, dict) and not any(value.get(key) for key in keys):
            yield fault(f"must have at least one of {', '.join(keys)}", path)

    return check
