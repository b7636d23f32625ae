"""Names that Excel allows for sheets."""

import re
from collections.abc import Iterator, Sequence
from itertools import count

from bot.exchange.pack.plain import one_line

_LONGEST = 31
_REFUSED = re.compile(r"[\[\]:*?/\\]")
_RESERVED = "history"


def sheet_names(wanted: Sequence[str], taken: Sequence[str]) -> list[str]:
    """A name for each sheet, as near as possible to the one wanted; none differs from another by case alone."""
    used = {*map(str.casefold, taken), _RESERVED}
    names = []
    for name in wanted:
        whole = _REFUSED.sub(" ", one_line(name)).strip(" '") or "Table"
        free = next(one for one in _tries(whole) if one.casefold() not in used)
        used.add(free.casefold())
        names.append(free)
    return names


def _tries(name: str) -> Iterator[str]:
    yield name[:_LONGEST].strip(" '")
    for number in count(2):
        end = f" ({number})"
        yield name[: _LONGEST - len(end)].rstrip() + end
