"""Numbers that people are given: unique pupil number, National Insurance number, local case ids.

The check digits are a line each, so they are here: python-stdnum refuses pupil numbers of newer authorities.
"""

import re
from functools import lru_cache

from bot.domain.identifiers.spelling import DATE, SEP

_ALONE, _ENDS = r"(?<![0-9A-Z])", r"(?![0-9A-Z])"

# It looks ahead, so that the search goes on one character later: a real number may begin inside of a false one.
_FIRST = 3
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(
    rf"(?:{_ALONE}|(?<=UPN))(?=([{_CHECK_LETTERS}]{SEP}[0-9](?:{SEP}[0-9]){{10}}{SEP}[0-9{_CHECK_LETTERS}]){_ENDS})",
    re.IGNORECASE,
)
_PUPIL = re.compile(r"upn|pupil", re.IGNORECASE)
_NEAR = 40

_GAP = r"[\s.,:/_\-]{0,3}"
_NINO_ENDS = re.compile(rf"[0-9](?:{_GAP}[0-9]){{5}}", re.IGNORECASE)
_LETTERS = r"(?!BG|GB|KN|NK|NT|TN|ZZ)([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])"
_NINO = re.compile(rf"{_ALONE}{_LETTERS}({_GAP}[0-9](?:{_GAP}[0-9]){{5}})({_GAP})([A-D]){_ENDS}", re.IGNORECASE)
_NINO_APART = re.compile(rf"{_ALONE}[A-CEGHJ-PR-TW-Z][ .\-][A-CEGHJ-NPR-TW-Z](?:[ .\-][0-9]){{6}}[ .\-][A-D]{_ENDS}")
_NINO_NAMED = re.compile(
    rf"(?<![a-z])(?:national insurance|nino|ni (?:no|num))[^0-9\n]{{0,30}}?"
    rf"{_ALONE}{_LETTERS}(?:{_GAP}[0-9]){{6}}(?![0-9])",
    re.IGNORECASE,
)
# "by 31.12.22 a review", "on 14 11 22 a paper": a date between two words, not a number.
_WORDS = frozenset(
    {"by", "on", "at", "as", "or", "we", "be", "re", "an", "am", "my", "me", "he", "la", "By", "On", "At"}
)
_NEXT_WORD = re.compile(r"\s+\w|\.\w")
_DAY = re.compile(r"\D*(?:0?[1-9]|[12]\d|3[01])\D*(?:0?[1-9]|1[0-2])\D*(?:20)?\d\d")
_SLASHED = re.compile(r"\s?\d\d?([./\-])\d\d?\1\d\d")


def has_pupil_number(text: str) -> bool:
    """Whether there is a unique pupil number, permanent or temporary, with the right check letter."""
    return any(map(_is_upn, _UPN.finditer(text)))


def _is_upn(found: re.Match[str]) -> bool:
    if DATE.search(found[1]):  # "A12 2022-11-14 10:30"
        return False
    groups = [len(group) for group in re.findall(r"\d+", found[1])]
    named = _PUPIL.search(found.string, max(0, found.start() - _NEAR), found.end() + _NEAR)
    if groups[0] < _FIRST and set(groups) != {1} and not named:
        return False
    letter, *rest = re.findall(r"[0-9A-Z]", found[1].upper())
    values = (int(one) if one.isdecimal() else _CHECK_LETTERS.index(one) for one in rest)
    total = sum(weight * value for weight, value in enumerate(values, start=2))
    return _CHECK_LETTERS[total % len(_CHECK_LETTERS)] == str(letter)


def has_national_insurance_number(text: str) -> bool:
    """Whether there is one. It has no check digit, so its letters and its shape decide."""
    if not _NINO_ENDS.search(text):
        return False
    if _NINO_NAMED.search(text) or _NINO_APART.search(text):
        return True
    return any(not _is_date_in_words(found) for found in _NINO.finditer(text))


def _is_date_in_words(found: re.Match[str]) -> bool:
    prefix, digits, gap, letter = found.groups()
    if not gap[-1:].isspace():
        return False
    if prefix.isupper() and letter.islower():  # "charity SC333718 a. by May"
        return True
    words = prefix in _WORDS and _NEXT_WORD.match(found.string, found.end())
    return bool(_SLASHED.fullmatch(digits) or (words and _DAY.fullmatch(digits)))


def has_case_id(text: str, prefixes: tuple[str, ...]) -> bool:
    """Whether a prefix is followed by three digits or more; a year after a space is none."""
    lower = text.lower()
    return any(one.lower() in lower for one in prefixes) and bool(_cases(prefixes).search(text))


@lru_cache(maxsize=8)
def _cases(prefixes: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(re.escape(one) for one in sorted(prefixes, key=len, reverse=True))
    year = r"(?!\s*\(?(?<=[\s(])(?:19|20)\d\d(?![0-9]|[\s.\-/][0-9]))"
    named = r"(?:\s{0,2}(?:id|no|number|num|ref|reference|case|record|file)\b(?:\s(?:is|was))?){0,3}"
    digits = r"[0-9](?:[\s.\-/]?[0-9]){2}"
    return re.compile(
        rf"{_ALONE}(?:{known}){year}{named}(?:[\s.:#=/_\-]{{0,3}}{digits}|\s?\({digits}[0-9\s.\-/]{{0,12}}\))",
        re.IGNORECASE,
    )
