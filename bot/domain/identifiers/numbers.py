"""Numbers that people are given: NHS number, unique pupil number, National Insurance number, local case ids.

The check digits are a line each, so they are here: python-stdnum refuses pupil numbers of newer authorities.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from string import punctuation, whitespace

from bot.domain.identifiers.spelling import DATE, SEP, spans

_ALONE, _ENDS = r"(?<![0-9A-Z])", r"(?![0-9A-Z])"

# Each looks ahead, so that the search goes on one character later: a real number may begin inside of a false one.
_NHS = re.compile(rf"(?<![0-9])(?=([0-9](?:{SEP}[0-9]){{9}}){_ENDS})", re.IGNORECASE)
_GROUPED_NHS = re.compile(rf"(?<![0-9])(?=([0-9]{{3}}{SEP}[0-9]{{3}}{SEP}[0-9]{{4}}){_ENDS})", re.IGNORECASE)
_GROUPS = [3, 3, 4]
_ELEVEN = 11
_LONGEST = 40
_WORD = re.compile(r"[a-z]+")
_DATES = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])([./\-])(?:0?[1-9]|1[0-2])\1(?:20)?\d\d(?!\d)")
_INITIALS = re.compile(r"(?<![A-Za-z])N\.\s?H\.\s?S(?![A-Za-z])", re.IGNORECASE)
_PERSON = frozenset({"patient", "child", "pupil", "baby", "infant", "boy", "girl"})
_NAMES = re.compile("|".join(["nhs", *sorted(_PERSON)]))

_FIRST = 3
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(
    rf"(?:{_ALONE}|(?<=UPN))(?=([{_CHECK_LETTERS}]{SEP}[0-9](?:{SEP}[0-9]){{10}}{SEP}[0-9{_CHECK_LETTERS}]){_ENDS})",
    re.IGNORECASE,
)
_GAP = r"[\s.\-]{0,3}"
_NINO_ENDS = re.compile(rf"[0-9](?:{_GAP}[0-9]){{5}}{_GAP}[A-D]{_ENDS}", re.IGNORECASE)
_NINO = re.compile(
    rf"{_ALONE}(?!BG|GB|KN|NK|NT|TN|ZZ)([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])"
    rf"({_GAP}[0-9](?:{_GAP}[0-9]){{5}})({_GAP})([A-D]){_ENDS}",
    re.IGNORECASE,
)
# "by 31.12.22 a review", "on 14 11 22 a paper": a date between two words, not a number.
_WORDS = frozenset(
    {"by", "on", "at", "as", "or", "we", "be", "re", "an", "am", "my", "me", "he", "la", "By", "On", "At"}
)
_NEXT_WORD = re.compile(r"\s+\w|\.\w")
_DAY = re.compile(r"\D*(?:0?[1-9]|[12]\d|3[01])\D*(?:0?[1-9]|1[0-2])\D*(?:20)?\d\d")


def nhs_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where NHS numbers are: valid, and written 3-3-4, or beside a word such as NHS, or all that the text is."""
    text = _INITIALS.sub(lambda one: "NHS".ljust(len(one[0])), text)
    alone = text.strip(punctuation + whitespace)
    if (alone[:1].isdigit() and len(alone) <= _LONGEST) or _NAMES.search(text.lower()):
        return spans(_NHS, text, lambda one: _is_valid(one[1]) and (_stands_out(one, alone) or _is_named(one)))
    return spans(_GROUPED_NHS, text, lambda one: _is_valid(one[1]) and _stands_out(one, alone))


def _is_valid(number: str) -> bool:
    digits = [int(one) for one in number if one.isdigit()]
    return sum(digit * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True)) % _ELEVEN == 0


def _stands_out(found: re.Match[str], alone: str) -> bool:
    number = found[1]
    if len(set(filter(str.isdigit, number))) == 1:
        return False
    return number == alone or _groups(number) == _GROUPS


def _is_named(found: re.Match[str]) -> bool:
    """Whether a word near says whose number it is, and the number is grouped as such numbers are."""
    number, (start, end), text = found[1], found.span(1), found.string
    if DATE.match(number) or _DATES.search(number):
        return False  # days one after the other: "1/3/2020 26/04/25"
    before = _WORD.findall(text[max(0, start - 80) : start].lower())[-7:]
    after = _WORD.findall(text[end : end + 60].lower())[:5]
    if any(map(_is_name, before[-3:])):
        return True
    groups = _groups(number)
    return any(map(_is_name, before + after)) and (min(groups) >= _FIRST or set(groups) in ({1}, {2}))


def _is_name(word: str) -> bool:
    return word.startswith("nhs") or word in _PERSON


def _groups(number: str) -> list[int]:
    return [len(group) for group in re.findall(r"\d+", number)]


def has_pupil_number(text: str) -> bool:
    """Whether there is a unique pupil number, permanent or temporary, with the right check letter."""
    return any(map(_is_upn, _UPN.finditer(text)))


def _is_upn(found: re.Match[str]) -> bool:
    groups = _groups(found[1])
    if (groups[0] < _FIRST and set(groups) != {1}) or DATE.search(found[1]):  # "A12 2022-11-14 10:30"
        return False
    letter, *rest = re.findall(r"[0-9A-Z]", found[1].upper())
    values = (int(one) if one.isdecimal() else _CHECK_LETTERS.index(one) for one in rest)
    total = sum(weight * value for weight, value in enumerate(values, start=2))
    return _CHECK_LETTERS[total % len(_CHECK_LETTERS)] == str(letter)


def has_national_insurance_number(text: str) -> bool:
    """Whether there is one. It has no check digit, so its letters and its shape decide."""
    return bool(_NINO_ENDS.search(text)) and any(not _is_date_in_words(found) for found in _NINO.finditer(text))


def _is_date_in_words(found: re.Match[str]) -> bool:
    prefix, digits, gap, _ = found.groups()
    words = prefix in _WORDS and gap[-1:].isspace() and _NEXT_WORD.match(found.string, found.end())
    return bool(words and _DAY.fullmatch(digits))


def has_case_id(text: str, prefixes: tuple[str, ...]) -> bool:
    """Whether a prefix is followed by three digits or more; a year after a space is none."""
    lower = text.lower()
    return any(one.lower() in lower for one in prefixes) and bool(_cases(prefixes).search(text))


@lru_cache(maxsize=8)
def _cases(prefixes: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(re.escape(one) for one in sorted(prefixes, key=len, reverse=True))
    year = r"(?!\s+(?:19|20)\d\d(?![0-9]|[\s.\-/][0-9]))"
    named = r"(?:\s{0,2}(?:id|no|number|ref|case|record)\b)?"
    return re.compile(
        rf"{_ALONE}(?:{known}){year}{named}[\s.:#/_\-]{{0,3}}[0-9](?:[\s.\-/]?[0-9]){{2}}", re.IGNORECASE
    )
