"""Which kinds of identifiers a text carries: nothing about a child may be kept. The text itself is never repeated.

In a web address a long number counts for nothing, since most are a document's; e-mail addresses, postcodes and
pupil numbers count there too. Names can't be found by rule.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.identifiers import births, mail, numbers, patients, phones, postcodes
from bot.domain.identifiers.spelling import as_digits, plain, prose, well_read, within

_DIGIT = re.compile(r"[0-9]")
_SEVEN = re.compile(r"[0-9](?:[^0-9A-Za-z]{0,4}[0-9]){6}")


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
        telephones: telephone numbers of offices, in any spelling.
        mailboxes: whole e-mail addresses of roles. Not a whole domain: most of its addresses are people's.
        case_prefixes: what local case ids begin with, before their digits.
    """

    model_config = ConfigDict(frozen=True)
    postcodes: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()
    mailboxes: tuple[str, ...] = ()
    case_prefixes: tuple[Annotated[str, Field(min_length=2)], ...] = ()


NOTHING_MORE = Allowed()
"""The rules alone, without a partnership's lists."""

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


def found(text: str, allowed: Allowed = NOTHING_MORE) -> tuple[Kind, ...]:
    """The kinds of identifiers that the text carries, each once, in the order of `Kind`; () where there is none."""
    text = as_digits(plain(text))
    kinds: list[Kind] = []
    if mail.may_have_address(text) and mail.has_address(text, allowed.mailboxes):
        kinds.append(Kind.ADDRESS)
    if _DIGIT.search(text):
        kinds.extend(_with_digits(text, allowed))
    return tuple(kind for kind in Kind if kind in kinds) if kinds else ()


def refusal(text: str, allowed: Allowed = NOTHING_MORE) -> str:
    """Why the text may not be kept, as "it holds an NHS number and a postcode", or ""."""
    kinds = [f"{'an' if kind in _AN else 'a'} {kind}" for kind in found(text, allowed)]
    if not kinds:
        return ""
    return f"it holds {' and '.join(filter(None, [', '.join(kinds[:-1]), kinds[-1]]))}"


def advice(kind: Kind) -> str:
    """One sentence on how to word it instead."""
    return _ADVICE[kind]


def _with_digits(text: str, allowed: Allowed) -> Iterator[Kind]:
    read = well_read(text)
    if any(postcodes.has_postcode(one, allowed.postcodes) for one in {text, read}):
        yield Kind.POSTCODE
    if births.has_date_of_birth(read):
        yield Kind.DATE_OF_BIRTH
    if numbers.has_case_id(text, allowed.case_prefixes):
        yield Kind.CASE_ID
    if numbers.has_national_insurance_number(text):
        yield Kind.NATIONAL_INSURANCE_NUMBER
    if _SEVEN.search(read):
        if any(map(numbers.has_pupil_number, {text, read})):
            yield Kind.PUPIL_NUMBER
        yield from _long(prose(read), allowed)


def _long(text: str, allowed: Allowed) -> Iterator[Kind]:
    """Long numbers. The last digits of a telephone number don't count as an NHS number as well."""
    called, offices = list(phones.phone_numbers(text)), frozenset(map(phones.key, allowed.telephones))
    if any(phones.is_a_persons(text[slice(*one)], offices) for one in called) or phones.has_shortened(text, offices):
        yield Kind.PHONE_NUMBER
    if any(not within(patient, called) for patient in patients.nhs_numbers(text)):
        yield Kind.NHS_NUMBER
