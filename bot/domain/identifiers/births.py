"""Dates of birth: a date near a word that says so. A date alone is a deadline, and an age alone is no date."""

import re

_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th))?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_NUMBER = r"(?:0?[1-9]|[12]\d|3[01])"
_TO = r"\s?[./\\\- ]\s?"
_DATE = (
    rf"(?:(?<!\d)\d{{4}}(?P<to>{_TO}){_NUMBER}(?P=to){_NUMBER}(?!\d)|"
    rf"(?<!\d){_NUMBER}(?P<and>{_TO}){_NUMBER}(?P=and)(?:\d{{4}}|\d\d)(?!\d)|"
    rf"(?<!\d){_DAY}[\s,.\-/]{{0,3}}(?:of\s)?{_MONTH}|{_MONTH}[\s.\-/]{{0,3}}{_DAY}(?![\da-z]))"
)
_ROUGHER = rf"(?:{_DATE}|{_MONTH}[\s,.\-/]{{0,3}}(?:19|20)\d\d|\d{{8}}(?!\d)|\d{{6}}(?!\d))"
_MARKS = r"[^a-z0-9]"
_BIRTH = (
    r"(?<![a-z0-9])(?:d[\s.\-/]{0,2}o[\s.\-/]{0,2}b|dates?[\s\-_]of[\s\-_]birth|birth ?dates?|birthdays?)(?![a-z])"
)
_YEARS = r"(?:years?|yrs?|months?|mths?|weeks?|wks?|days?|y|m)"

_AFTER_BIRTH = re.compile(rf"{_BIRTH}(?=((?:{_MARKS}{{1,6}}[a-z]{{1,20}}){{0,5}}?){_MARKS}{{0,6}}{_ROUGHER})")
_BEFORE_BIRTH = re.compile(
    rf"{_DATE}(?:[\s,]{{0,3}}\d{{2,4}})?{_MARKS}{{0,4}}(?:(?:is|was)\s(?:[a-z']+\s){{0,2}})?{_BIRTH}(?=\s*(?:[^\sa-z0-9]|\Z))"
)
_BORN = re.compile(
    rf"(?<![a-z])born(?=((?:(?![.!?]\s){_MARKS}{{1,6}}[a-z]{{1,20}}){{0,5}}?)(?![.!?]\s){_MARKS}{{0,6}}{_DATE})"
)
_IN_WORDS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]{3,5}teen)"
_THEN_DATE = rf"(?!\w)(?![.!?]\s){_MARKS}{{1,4}}{_DATE}"
_AGED = re.compile(rf"age(?:d?\s?:?\s?(?:\d{{1,2}}|{_IN_WORDS})(?:\s?{_YEARS})?(?:\sold)?|d){_THEN_DATE}")
_OLD = re.compile(rf"\d{{1,2}}[\s\-]?(?:{_YEARS}[\s\-]?old|y/?o){_THEN_DATE}")
_INITIALS = re.compile(r"d[\s.\-/]{0,2}o[\s.\-/]{0,2}b")

# Words between "date of birth" or "born" and a date that make it a deadline, a cohort or a piece of work.
_OF_WORK = """
by before due until till from after since between within end deadline target later than start starts complete
completed completion review reviewed audit audited report reported check checked checks field fields added missing
every all records files forms referrals data quality update updated agreed launch
"""
_WORK = frozenset(_OF_WORK.split())
_CHECKING = _WORK | {"in", "at", "filled", "entered", "recorded", "verified", "correct", "required", "included"}
_LETTERS = re.compile(r"[a-z]+")


def has_date_of_birth(text: str) -> bool:
    """Whether there is a date beside "DOB", "date of birth", "born" or "aged 7"."""
    text = text.lower()
    return (
        (("birth" in text or _INITIALS.search(text) is not None) and _at_birth(text))
        or ("born" in text and _near(_BORN, text, _WORK))
        or _at_an_age(text)
    )


def _at_birth(text: str) -> bool:
    return _near(_AFTER_BIRTH, text, _CHECKING) or bool(_BEFORE_BIRTH.search(text))


def _near(pattern: re.Pattern[str], text: str, work: frozenset[str]) -> bool:
    return any(work.isdisjoint(_LETTERS.findall(found[1])) for found in pattern.finditer(text))


def _at_an_age(text: str) -> bool:
    if "age" in text and any(
        not text[max(0, found.start() - 1) : found.start()].isalpha() for found in _AGED.finditer(text)
    ):
        return True
    return (" old" in text or "-old" in text or "yo" in text or "y/o" in text) and bool(_OLD.search(text))
