"""NHS numbers: ten digits, the last of which checks the others.

About one in eleven numbers of ten digits has a right last digit by chance. So it also has to be grouped 3-3-4, to
stand beside a word that says whose it is, or to be all the text there is.
"""

import re
from collections.abc import Iterator

from bot.domain.identifiers.spelling import DATE, SEP, spans

_ENDS = r"(?![0-9A-Z])"
_GAP = r"[\s.()_/\-*]{1,4}"  # with the stars of Slack's bold
_ODD = r"\s?[,:;|+~*='^\\]\s?"
# Each looks ahead, so that the search goes on one character later: a real number may begin inside of a false one.
_GROUPED = re.compile(
    rf"(?<![0-9])(?=([0-9]{{3}}(?:{_GAP}[0-9]{{3}}{_GAP}|(?P<odd>(?!, ){_ODD})[0-9]{{3}}(?P=odd))[0-9]{{4}}){_ENDS})",
    re.IGNORECASE,
)
_ANY_SEP = rf"(?:{SEP}|[,:;|+~*=])"
# In one run, or grouped in any way and not within a row of numbers, unless the number before is a year.
_ANY = re.compile(
    r"(?<![0-9])(?=([0-9]{10}|(?:(?<![0-9][ .,/()_\-])|(?<=\s(?:19|20)[0-9][0-9]\s))"
    rf"[0-9](?:{_ANY_SEP}[0-9]){{9}}){_ENDS})",
    re.IGNORECASE,
)
_ALONE = re.compile(r"[\W_]*([0-9]{10})[\W_]*")
# As a row of counts is written too: only right beside "NHS number".
_LISTED = re.compile(rf"(?<![0-9])(?=([0-9]{{3}},\s{{1,2}}[0-9]{{3}},\s{{1,2}}[0-9]{{4}}){_ENDS})", re.IGNORECASE)
_NUMBER_OF = r"nhs[^a-z0-9]{0,3}(?:no\.?|num|number|id|#)(?![a-z])"
_NUMBER_BEFORE = re.compile(
    rf"{_NUMBER_OF}[^0-9.,;!?]{{0,3}}(?:[a-z]{{2,5}}[^a-z0-9.,;!?]{{1,2}}){{0,2}}\Z", re.IGNORECASE
)
_NUMBER_AFTER = re.compile(
    rf"[^a-z0-9.,;!?]{{1,3}}(?:(?:is|was|as|the|her|his|their)\s){{0,2}}{_NUMBER_OF}", re.IGNORECASE
)
_BESIDE = 30
_WEIGHTS, _ELEVEN = range(10, 0, -1), 11
_NOT_DIGITS = bytes(set(range(128)) - set(b"0123456789"))

_DATES = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])([./\-])(?:0?[1-9]|1[0-2])\1(?:20)?\d\d(?!\d)")
_TIMES = re.compile(r"\d\d?[:.]\d\d\s?-\s?\d\d?[:.]\d\d")
_PAIRS = re.compile(r"\d\d(\D)\d\d(?:\1\d\d){3}")
_A_SUM = re.compile(r"\d{1,3}(?:,\d{3})+")
_INITIALS = re.compile(r"(?<![A-Za-z])N[.\s]\s?H[.\s]\s?S(?![A-Za-z])", re.IGNORECASE)
_OF_PEOPLE = "patient child pupil baby infant boy girl student mother mum father dad sibling twin son daughter"
_PERSON = frozenset(_OF_PEOPLE.split())
_PAPERS = frozenset({"invoice", "order", "po", "ref", "reference", "grant", "ticket", "budget", "code"})
_NAMES = re.compile("|".join(["nhs", *sorted(_PERSON)]))
_WORD = re.compile(r"[a-z]+")
_BEFORE, _AFTER = 80, 60
_FIRST = 3


def nhs_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where NHS numbers are: valid, and written 3-3-4, or beside a word such as NHS, or all that the text is."""
    text = _INITIALS.sub(lambda one: "NHS".ljust(len(one[0])), text)
    yield from spans(_GROUPED, text, lambda found: _is_valid(found[1]) and not _is_one_digit(found[1]))
    alone = _ALONE.fullmatch(text)
    if alone and _is_valid(alone[1]) and not _is_one_digit(alone[1]):
        yield alone.span(1)
    if _NAMES.search(text.lower()):
        yield from spans(_ANY, text, lambda found: _is_valid(found[1]) and _is_named(found))
        yield from spans(_LISTED, text, lambda found: _is_valid(found[1]) and _is_called(found))


def _is_valid(number: str) -> bool:
    # The codes of ten digits, weighted, are more than the digits by 48 times 55: nothing, modulo 11.
    digits = number.encode("ascii", "ignore").translate(None, _NOT_DIGITS)
    return sum(map(int.__mul__, digits, _WEIGHTS)) % _ELEVEN == 0


def _is_one_digit(number: str) -> bool:
    return len(set(filter(str.isdigit, number))) == 1


def _is_named(found: re.Match[str]) -> bool:
    """Whether a word near says whose number it is, and it is no row of days, no sum and no row of readings."""
    number, (start, end), text = found[1], found.span(1), found.string
    groups = [len(group) for group in re.findall(r"\d+", number)]
    if _is_of_days(number) or _A_SUM.fullmatch(number):
        return False
    before = _WORD.findall(text[max(0, start - _BEFORE) : start].lower())[-7:]
    after = _WORD.findall(text[end : end + _AFTER].lower())[:5]
    if not _PAPERS.isdisjoint(before[-2:]) and not any(map(_is_name, before[-1:])):
        return False
    if any(map(_is_name, before[-3:] + after[: 3 if len(groups) == 1 else 2])):
        return True
    far = any(word.startswith("nhs") for word in before + after)
    return far and (min(groups) >= _FIRST or set(groups) in ({1}, {2}))


def _is_called(found: re.Match[str]) -> bool:
    """Whether "NHS number" stands right before or after it."""
    text, (start, end) = found.string, found.span(1)
    before, after = text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE]
    return bool(_NUMBER_BEFORE.search(before) or _NUMBER_AFTER.match(after))


def _is_of_days(number: str) -> bool:
    dates = _DATES.search(number) and not _PAIRS.fullmatch(number)
    return bool(dates or DATE.match(number) or _TIMES.match(number))


def _is_name(word: str) -> bool:
    return word.startswith("nhs") or word in _PERSON
