"""Which kinds of identifiers a text carries: nothing about a child may be kept. The text itself is never repeated.

In a web address a long number counts for nothing, since most are a document's; e-mail addresses, postcodes and
pupil numbers count there too. Names can't be found by rule.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.identifiers import births, mail, numbers, phones, postcodes
from bot.domain.identifiers.spelling import SEP, plain, prose, within

_DIGIT = re.compile(r"[0-9]")
_TEN = re.compile(rf"[0-9](?:{SEP}[0-9]){{9}}")


class Kind(StrEnum):
    """What was found, in the words that people read."""

    NHS_NUMBER = "NHS number"
    PUPIL_NUMBER = "unique pupil number"
    NATIONAL_INSURANCE_NUMBER = "National Insurance number"
    POSTCODE = "postcode"
    PHONE_NUMBER = "phone number"
    DATE_OF_BIRTH = "date of birth"
    ADDRESS = "e-mail address"
    CASE_ID = "local case id"


class Allowed(BaseModel):
    """What a partnership lets through, and what else it refuses.

    Args:
        postcodes: full postcodes of offices, in any spelling.
        mailboxes: whole e-mail addresses of roles. Not a whole domain: most of its addresses are people's.
        case_prefixes: what local case ids begin with, before their digits.
    """

    model_config = ConfigDict(frozen=True)
    postcodes: tuple[str, ...] = ()
    mailboxes: tuple[str, ...] = ()
    case_prefixes: tuple[Annotated[str, Field(min_length=2)], ...] = ()


_NOTHING_MORE = Allowed()

_AN = (Kind.NHS_NUMBER, Kind.ADDRESS)
_ADVICE = {
    Kind.NHS_NUMBER: "Leave the NHS number out, and say which organisation keeps the record.",
    Kind.PUPIL_NUMBER: "Leave the pupil number out, and say how many pupils or which schools it is about.",
    Kind.NATIONAL_INSURANCE_NUMBER: "Leave the number out, and say which organisation keeps the record.",
    Kind.POSTCODE: "Name the area or the organisation instead, as “north Solihull”.",
    Kind.PHONE_NUMBER: "Leave the phone number out, and name the role or the team to ask.",
    Kind.DATE_OF_BIRTH: "Leave the date of birth out, and give an age group if it matters, as “under 5”.",
    Kind.ADDRESS: "Leave the e-mail address out, and name the role or the team to ask.",
    Kind.CASE_ID: "Leave the case id out, and say what was learned or how many cases it is about.",
}


def found(text: str, allowed: Allowed = _NOTHING_MORE) -> tuple[Kind, ...]:
    """The kinds of identifiers that the text carries, each once, in the order of `Kind`; () where there is none."""
    text = plain(text)
    kinds: list[Kind] = []
    if mail.may_have_address(text) and mail.has_address(text, allowed.mailboxes):
        kinds.append(Kind.ADDRESS)
    if _DIGIT.search(text):
        kinds.extend(_with_digits(text, allowed))
    return tuple(kind for kind in Kind if kind in kinds) if kinds else ()


def refusal(text: str, allowed: Allowed = _NOTHING_MORE) -> str:
    """Why the text may not be kept, as "it holds an NHS number and a postcode", or ""."""
    kinds = [f"{'an' if kind in _AN else 'a'} {kind}" for kind in found(text, allowed)]
    if not kinds:
        return ""
    return f"it holds {' and '.join(filter(None, [', '.join(kinds[:-1]), kinds[-1]]))}"


def advice(kind: Kind) -> str:
    """One sentence on how to word it instead."""
    return _ADVICE[kind]


def _with_digits(text: str, allowed: Allowed) -> Iterator[Kind]:
    if postcodes.has_postcode(text, allowed.postcodes):
        yield Kind.POSTCODE
    if births.has_date_of_birth(text):
        yield Kind.DATE_OF_BIRTH
    if numbers.has_case_id(text, allowed.case_prefixes):
        yield Kind.CASE_ID
    if numbers.has_national_insurance_number(text):
        yield Kind.NATIONAL_INSURANCE_NUMBER
    if _TEN.search(text):
        yield from _long(text)


def _long(text: str) -> Iterator[Kind]:
    """Numbers of ten digits and more. The last digits of a phone number don't count as an NHS number as well."""
    if numbers.has_pupil_number(text):
        yield Kind.PUPIL_NUMBER
    text = prose(text)
    called = list(phones.phone_numbers(text))
    if called:
        yield Kind.PHONE_NUMBER
    if any(not within(patient, called) for patient in numbers.nhs_numbers(text)):
        yield Kind.NHS_NUMBER
