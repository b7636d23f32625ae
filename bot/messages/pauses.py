"""Pauses in words: whose messages are paused, until when and why, wherever that silences something."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.domain.actions import Action
from bot.domain.brag import Yardstick
from bot.domain.pauses import Pause, Pauses
from bot.messages.lines import odd
from bot.messages.text import count, full_day, listed, safe

LONGEST = 200  # characters of a reason
MOST_LASTING = 6  # partners at the head of a list: with their reasons they fit into one paragraph
MOST = 3  # partners of one person, of whom hardly anybody has two
ALL = "All digests and nudges"


def standing(found: Pauses, names: Mapping[str, str]) -> list[str]:
    """A line each for everything and for these partners (names by code), as far as they are paused."""
    own = {names[code]: one for code, one in found.partners.items() if code in names}
    partners = [(f"Messages to {safe(name, 80)}", one) for name, one in own.items()]
    whole = [(ALL, found.everything)] if found.everything else []
    return [f"{what} are paused until {until(one)}" for what, one in (*whole, *partners[:MOST])]


def lasting(found: Pauses, names: Mapping[str, str]) -> list[str]:
    """For the business unit, a line each for everything and for these partners: until when, why, how to end it."""

    def line(what: str, one: Pause, word: str) -> str:
        return f"{what} are paused until {until(one).rstrip('.')}. To end it: `/actions resume {safe(word)}`"

    everything = [line(ALL, found.everything, "all")] if found.everything else []
    known = [(code, one) for code, one in found.partners.items() if code in names]
    partners = [line(f"Messages to {safe(names[code], 80)}", one, code.lower()) for code, one in known]
    left = len(partners) - MOST_LASTING
    more = [f"And {count(left, 'partner')} more: `/actions settings`"] if left > 0 else []
    return [*everything, *partners[:MOST_LASTING], *more]


def overview(
    found: Pauses, paused: tuple[int, Sequence[Action]], names: Mapping[str, str] = MappingProxyType({})
) -> list[str]:
    """For the business unit, a line each: everything, partners, and how many actions, with the refs of the first.

    Partners are called by their names, where `names` has them by code.
    """
    everything = [f"Everything, until {until(found.everything)}"] if found.everything else []
    partners = [f"{safe(names.get(code, code), 80)}, until {until(one)}" for code, one in found.partners.items()]
    total, first = paused
    refs = [str(action.ref) for action in first]
    refs += [f"{total - len(first):,} more"] if total > len(first) else []
    actions = [f"{count(total, 'action')}: {listed(refs)}. `/actions paused`"] if total else []
    return [*everything, *partners, *actions]


def until(one: Pause) -> str:
    """Thursday 12 January 2023: the lead is in court."""
    return f"{full_day(one.until)}: {safe(one.reason, LONGEST)}"


def paused(name: str | None, code: str | None, made: Pause, found: Pauses, by: Yardstick) -> str:
    """After a pause of a partner (its name and code), or (None) of everything."""
    again = f"They begin again on {full_day(made.until)}.{odd(made.until, by)}"
    end = f" To end it sooner: /actions resume {code.lower() if code else 'all'}"
    if name is None or code is None:
        return f"{ALL} are paused; the heartbeat still comes. {again}{end}"
    longer = found.everything.until if found.everything and found.everything.until > made.until else None
    more = f" But everything is paused until {full_day(longer)}." if longer else ""
    return f"Messages to {name} are paused: no digest and no nudges. {again}{more}{end}"


def resumed(name: str | None, found: Pauses) -> str:
    """After the end of such a pause; `found` are those that are left."""
    if name is None:
        left = f", except to {listed(list(found.partners))}, still paused" if found.partners else ""
        return f"Digests and nudges begin again{left}."
    if found.everything:
        later = full_day(found.everything.until)
        return f"Messages to {name} are not paused any more, but everything is: they begin again on {later}."
    return f"Messages to {name} begin again."
