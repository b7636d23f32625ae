"""Telephone numbers of the United Kingdom, as they are dialled here and from abroad, and others with a plus.

Numbers that begin with 03 or 08, and short ones (101, 111, 116 123), are organisations': Ofcom gives none of them to
homes or mobiles, and plans name helplines. Its two ranges for drama are refused all the same, so that one can try it.
"""

import re
from collections.abc import Iterator

from bot.domain.identifiers.spelling import DATE, spans

_FREE = r"(?:(?<![0-9A-Z])|(?<=tel)|(?<=mob)|(?<=mobile)|(?<=phone))(?<![0-9][.\-/])"
_SEP = r"(?:[\s()_\-./]{0,4}|[,:|~*])"
_ENDS = r"(?![0-9])(?=x|ext|[^0-9A-Z]|\Z)"
# Its first three digits together, each alone, "07" or "(0)" apart, or "0" before a mobile's: not a row of readings.
_AT_HOME = (
    rf"0[1-35789][0-9](?:{_SEP}[0-9]){{7,8}}|(?<![0-9][\s.\-_])0(?:[\s.\-_]{{1,3}}[0-9]){{10}}|07(?:{_SEP}[0-9]){{9}}|"
    rf"0{_SEP}7[0-9]{{2}}(?:{_SEP}[0-9]){{7}}|\(0\)\s?[1-35789][0-9](?:{_SEP}[0-9]){{8}}"
)
_FROM_ABROAD = rf"(?:\+{_SEP}44|00{_SEP}44)(?:{_SEP}0)?{_SEP}[1-35789](?:{_SEP}[0-9]){{8,9}}"
_ELSEWHERE = r"(?:\+(?!\s?44)|00(?!44))[1-9](?:[\s.()\-]{0,3}[0-9]){9,14}"
_NO_PLUS = r"44\s?7[0-9]{2,3}(?:[\s.\-]?[0-9]){6,7}"
_PHONE = re.compile(rf"{_FREE}(?=({_FROM_ABROAD}|{_ELSEWHERE}|{_NO_PLUS}|{_AT_HOME}){_ENDS})", re.IGNORECASE)

_TIME = re.compile(r"0\d\.[0-5]\d(?!\d)|0[7-9][0-5]\d\s?-\s?[01]\d[0-5]\d(?!\d)")
_CODE = re.compile(r"(?:code|invoice|order|budget)[\s:.#]{1,3}\Z", re.IGNORECASE)
_SHORT = 10
_OLD_AREA = (5, 6)
_ORGANISATIONS = ("3", "8")
_DRAMA = ("808157", "306999")
_OTHER_COUNTRY = re.compile(r"\+(?![\s()._\-]{0,4}44)|00(?![\s()._\-]{0,4}44)")
_ABROAD = re.compile(r"^(?:00)?44(?=\d{10,11}$)")

_MOBILE = re.compile(
    r"(?:(?<![0-9A-Z£$€#])|(?<=call)|(?<=mob)|(?<=mobile)|(?<=phone)|(?<=tel))(?<![0-9][/.\-])(7[0-9]{2}(?:[\s.\-/]{0,3}[0-9]){7}|7[0-9]\s[0-9]{4}\s[0-9]{4})(?![0-9A-Z])",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"(?<![a-z])(?:tele?|telephone|phone|mob|mobile|landline)(?:\s(?:no|num|number)\b)?[.:\s]{1,3}"
    r"((?:[12][0-9]{1,3}[\s\-]?)?[2-9][0-9]{2}[\s\-]?[0-9]{4})(?![0-9A-Z])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+|#")
_OF_CALLING = """
call calls called calling phone phones phoned telephone telephoned tel tele mobile mobiles mob cell text texts texted
ring rings rang whatsapp whatsapped sms dial dialled contact contacts contacted landline
"""
_CALLING = frozenset(_OF_CALLING.split())
_PAPERS = frozenset({"ref", "refs", "reference", "order", "invoice", "po", "grant", "ticket", "job", "cost", "#"})
_GROUPED = {(10,), (4, 6), (4, 3, 3), (3, 3, 4), (5, 5), (2, 4, 4), (4, 2, 2, 2), (7, 3), (3, 7), (3, 4, 3)}
_NEAR, _WORDS = 50, 4


def phone_numbers(prose: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers are, an organisation's too."""
    return spans(_PHONE, prose, _is_phone)


def is_a_persons(number: str, offices: frozenset[str]) -> bool:
    """Whether a number is no organisation's, by how it begins and by the keys of the offices' numbers."""
    digits = key(number)
    return digits.startswith(_DRAMA) or not (digits.startswith(_ORGANISATIONS) or digits in offices)


def has_shortened(prose: str, offices: frozenset[str]) -> bool:
    """Whether there is one without its first 0 beside a word such as "call", or a local one after "tel"."""
    return any(_is_called(found) and key(found[1]) not in offices for found in _MOBILE.finditer(prose)) or any(
        not any(one.endswith(key(found[1])) for one in offices) for found in _LOCAL.finditer(prose)
    )


def _is_called(found: re.Match[str]) -> bool:
    prose = found.string
    if tuple(map(len, re.findall(r"\d+", found[1]))) not in _GROUPED:
        return False
    before = _WORD.findall(prose[max(0, found.start() - _NEAR) : found.start()].lower())[-_WORDS:]
    after = _WORD.findall(prose[found.end() : found.end() + _NEAR].lower())[:_WORDS]
    called = max((place for place, word in enumerate(before) if word in _CALLING), default=-1)
    # What comes before the word that calls is about something else: "#43 call 7700 900844".
    return (called >= 0 or not _CALLING.isdisjoint(after)) and _PAPERS.isdisjoint(before[called + 1 :])


def is_telephone(text: str) -> bool:
    """Whether the text is one whole telephone number and nothing else."""
    bare = text.lstrip("(")
    return list(phone_numbers(bare)) == [(0, len(bare))]


def key(number: str) -> str:
    """Its digits, without the first 0 or what is dialled from abroad; a number of another country has its plus."""
    digits = "".join(filter(str.isdigit, number))
    if _OTHER_COUNTRY.match(number):
        return f"+{digits}"
    return _ABROAD.sub("", digits).removeprefix("0")


def _is_phone(found: re.Match[str]) -> bool:
    """Whether the digits are grouped as a telephone number's are, and not as dates, times or an old short number."""
    number = found[1]
    if number.startswith(("+", "00", "44")):
        return True
    if (
        DATE.search(number)
        or _TIME.match(number)
        or _CODE.search(found.string, max(0, found.start() - 12), found.start())
    ):
        return False
    groups = re.findall(r"\d+", number)
    if sum(map(len, groups)) > _SHORT:
        return True
    return number.startswith("01") and len(groups[0]) in _OLD_AREA and len(groups) > 1
