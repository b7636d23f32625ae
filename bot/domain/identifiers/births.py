"""Dates of birth: a date near a word that says so. A date alone is a deadline, and an age alone is no date."""

import re

from bot.domain.identifiers.birth_words import (
    ABOUT,
    BY,
    CHECKING,
    COHORTS,
    COUNTED,
    DEADLINES,
    IN,
    IS,
    LACKING,
    LISTS,
    PEOPLE,
    THINGS,
    WORK,
)
from bot.domain.identifiers.days import DAY_OF_BIRTH, DAYS, KINDS, MAY_BE, TOKEN

_FEW, _MOST = 5, 15  # words between "date of birth" and the date
_FAR, _LIST = 160, 600  # characters
_LETTERS = re.compile(r"[a-z]+")
_ENDS = re.compile(r"[.!?]\s+[a-z]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MARKS = re.compile(r"[^a-z0-9]{0,6}")

_POLICY = ("at ", "at the ", "from ", "by ")
_BESIDE = re.compile(r"(?![.!?]\s)[^a-z0-9]{1,4}(?:the\s)?")
_NOW = re.compile(rf"{_BESIDE.pattern}(?:(?:now|and|then)\s)?")
_ASIDE = re.compile(r"[(,;]\s?(?:was|now)\s?$")
_ON = re.compile(r"[^a-z0-9]{0,3}(?:(?:was|is|on|the|in)[^a-z0-9]{1,3}){0,3}")
_AGES = re.compile(r"\s?(?:-|to|and|or|\+)\s?\d")
_TO_A_DAY = re.compile(r"\s(?:to|until|and|-)\s")
_CLAUSE = re.compile(r"[.!?:;()|\n]")
_THE = re.compile(r"\s(?:on\s)?the\s\Z")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_OF_A_GROUP = re.compile(
    r"[\s\-]*(?:children|pupils|care|young|people|years?|group|and|or|to|on|olds?|cohorts?)(?![a-z])"
)
_FIRST_OF_LIST = re.compile(r"(?<!\w)a[.):]\s")
_NEXT_SENTENCE = re.compile(r"[.!?]\s")
_WHOLE_PHRASE = re.compile(r"[ \t]*(?:[^ \ta-z0-9,]|\Z)")
_NEXT_WORD = re.compile(r"\A ([a-z]+)")
_SHARES, _OF_NOBODY = CHECKING | COUNTED, LACKING | COHORTS
_SAYS_WHOSE = re.compile(r"[^a-z0-9]{0,4}(?:is|was|as|being|given|recorded)\s(?:[a-z']+\s){0,6}")


def has_date_of_birth(text: str) -> bool:
    """Whether there is a date beside "DOB", "date of birth", "born" or "aged 7"."""
    text = text.lower()
    if not MAY_BE.search(text):
        return False
    last: re.Match[str] | None = None
    for found in TOKEN.finditer(text):
        if last is not None and _is_near(last, found) and _is_of_birth(last, found):
            return True
        last = found
    return any(map(_is_of_a_person, DAY_OF_BIRTH.finditer(text)))


def _is_of_a_person(day: re.Match[str]) -> bool:
    """Whether "dob 3/4" is somebody's, and neither three of four forms, nor weeks, nor a year's cohort."""
    after = _LETTERS.findall(day.string[day.end() : day.end() + 24])[:2]
    return _SHARES.isdisjoint(after) and _OF_NOBODY.isdisjoint(_before(day))


def _is_near(first: re.Match[str], second: re.Match[str]) -> bool:
    a_day = first.lastgroup in DAYS or second.lastgroup in DAYS
    return a_day and second.start() - first.end() < _FAR


def _is_of_birth(first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether two tokens, one after the other, are a birth and its day, in either order."""
    one, other, between = _kind(first), _kind(second), first.string[first.end() : second.start()]
    if one == "date":
        return _is_before(other, between, second)
    if other == "date" and one in {"age", "turned", "labour"}:
        return _ON.fullmatch(between) is not None if one != "age" else _is_aged(first, between)
    if other not in {"date", "rough"}:
        return (one, other) == ("birth", "run") and _at_birth(first, between, other)
    if one == "birth":
        return _at_birth(first, between, other)
    if one == "born":
        return _at_being_born(first, between, second)
    return one == "b" and between.strip() in {"", "the"} and not _is_of_a_list(first)


def _kind(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    return KINDS.get(kind, kind)


def _is_aged(age: re.Match[str], between: str) -> bool:
    return _BESIDE.fullmatch(between) is not None and not age.string.endswith(_POLICY, 0, age.start())


def _is_before(other: str, between: str, second: re.Match[str]) -> bool:
    """Whether a date is one of birth by the age or the birth that comes after it."""
    text, end = second.string, second.end()
    words = _LETTERS.findall(between)
    if other == "age":
        alone = not _AGES.match(text, end) and not _OF_A_GROUP.match(text, end)
        return alone and second[0] != "aged" and _NOW.fullmatch(between) is not None
    if other == "birth" and _MARKS.fullmatch(between):
        whole = "=" in between or _WHOLE_PHRASE.match(text, end) is not None
        return whole and not _NEXT_SENTENCE.search(between)
    if other == "birth":
        after = _NEXT_WORD.findall(text[end : end + 20])
        return _SAYS_WHOSE.fullmatch(between) is not None and CHECKING.isdisjoint(words + after)
    return other == "born" and len(words) <= _FEW and not PEOPLE.isdisjoint(words[-3:]) and not _ENDS.search(between)


def _at_birth(birth: re.Match[str], between: str, day: str) -> bool:
    words = _LETTERS.findall(_THE.sub("", between))
    if _ENDS.search(between) or len(words) > _MOST or _ASIDE.search(between):
        return False
    plain = not any(map(str.isdigit, between))
    few = plain and len(words) <= _FEW
    before = _before(birth)[-3:] if words else []
    near = _LETTERS.findall(_IN_BRACKETS.sub("", between))
    is_said = words[-1:] != [] and (words[-1] in IS or between.rstrip()[-1:] in {":", "=", "("})
    if not (
        CHECKING.isdisjoint(words)
        and LACKING.isdisjoint(before)
        and (BY | IN if few else BY).isdisjoint(_beside(near, few=few))
    ):
        return is_said and bool(words) and words[-1] in IS and DEADLINES.isdisjoint(words)
    return few or (day == "date" and (is_said or (plain and not PEOPLE.isdisjoint(words))))


def _at_being_born(born: re.Match[str], between: str, day: re.Match[str]) -> bool:
    words = _LETTERS.findall(between)
    before = _before(born)
    few = len(words) <= _FEW
    if _ENDS.search(between) or _YEAR.search(between) or len(words) > _MOST or not THINGS.isdisjoint(before):
        return False
    if not (WORK.isdisjoint(words) and BY.isdisjoint(_beside(words, few=few))):
        return False
    rough = _kind(day) == "rough"
    if rough and not ABOUT.issuperset(words[-1:]):  # "born at the March 2022 away day"
        return False
    if not COHORTS.isdisjoint(before) and (rough or words == ["in"] or _TO_A_DAY.match(day.string, day.end())):
        return False
    return few or between.startswith(",") or not PEOPLE.isdisjoint(words + before)


def _before(birth: re.Match[str]) -> list[str]:
    """The last four words before it, of the same clause."""
    return _LETTERS.findall(_CLAUSE.split(birth.string[max(0, birth.start() - 40) : birth.start()])[-1])[-4:]


def _beside(words: list[str], *, few: bool) -> list[str]:
    """Where "by" and such count: all words, or of many only those beside the birth and the date."""
    return words if few else words[:1] + words[-3:]


def _is_of_a_list(b: re.Match[str]) -> bool:
    """Whether "b." is the second of a list, and not "born"."""
    before = b.string[max(0, b.start() - 30) : b.start()].rstrip(" ")
    words = _LETTERS.findall(before)
    if before.endswith("("):
        return False
    if not words or before[-1] in "\n.:;-*":
        return _FIRST_OF_LIST.search(b.string, max(0, b.start() - _LIST), b.start()) is not None
    return words[-1] in LISTS
