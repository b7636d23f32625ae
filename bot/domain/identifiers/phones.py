"""Telephone numbers of the United Kingdom, as they are dialled here and from abroad."""

import re
from collections.abc import Iterator

from bot.domain.identifiers.spelling import DATE, spans

_FREE = r"(?:(?<![0-9A-Z])|(?<=tel)|(?<=mob)|(?<=mobile)|(?<=phone))(?<![0-9][.\-/])"
_SEP = r"(?:[\s()_\-]{0,4}|/|[()]?\.[().]{0,2})"
_ENDS = r"(?![0-9])(?=x|ext|[^0-9A-Z]|\Z)"
_AT_HOME = rf"0{_SEP}[1-35789](?:{_SEP}[0-9]){{8,9}}"
_FROM_ABROAD = rf"(?:\+44|00{_SEP}44)(?:{_SEP}0)?{_SEP}[1-35789](?:{_SEP}[0-9]){{8,9}}"
_NO_PLUS = r"44\s?7[0-9]{2,3}(?:[\s.\-]?[0-9]){6,7}"
_PHONE = re.compile(rf"{_FREE}(?=({_FROM_ABROAD}|{_NO_PLUS}|{_AT_HOME}){_ENDS})", re.IGNORECASE)

_TIME = re.compile(r"\d\d\.\d\d(?!\d)")
_FULL, _SHORT = 11, 10
_AREA, _OLD_AREA = 3, (5, 6)


def phone_numbers(prose: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers are."""
    return spans(_PHONE, prose, _is_phone)


def _is_phone(found: re.Match[str]) -> bool:
    """Whether the digits are grouped as a telephone number's are, and not as dates, times or a row of readings."""
    number = found[1]
    if not number.startswith("0") or number.startswith("00"):
        return True
    if DATE.search(number):
        return False
    groups = re.findall(r"\d+", number)
    first, length = groups[0], sum(map(len, groups))
    if length == _SHORT:
        return first.startswith("01") and len(first) in _OLD_AREA and len(groups) > 1
    if len(groups) == _FULL or len(first) >= _AREA:
        return True
    return (first == "07" or (first == "0" and groups[1][0] == "7" and len(groups[1]) >= _AREA)) and not (
        _TIME.match(number)
    )
