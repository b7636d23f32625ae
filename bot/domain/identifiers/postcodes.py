"""Full postcodes. Refs (A12, R4, D1, I1), sections (s47), motorways and first halves alone are none."""

import re
from collections.abc import Iterator
from itertools import chain

# The areas of Royal Mail's list, with those of the forces (BF), Guernsey, Jersey and the Isle of Man.
# No ref's letter is among them.
_LISTED = """
AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY
G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR
NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA
WC WD WF WN WR WS WV YO ZE
"""
AREAS = frozenset(_LISTED.split())
_WITH_LETTER = frozenset({"E", "EC", "N", "NW", "SE", "SW", "W", "WC"})

_WHOLE = re.compile(
    r"(?<![0-9A-Z])(?=([A-Z]{1,2})([\s\-]?)([0-9][0-9A-HJKMNPR-Y]?)([\s.\-_/+]{0,3}|[,:;|*~]\s?)([0-9][ABD-HJLNP-UW-Z]{2})"
    r"(?![0-9A-Z]))",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:post\s?code|lives? (?:at|in)|living at|address|resid(?:es|ing|ent))[^\n]{0,40}?(?<![0-9A-Z])"
    r"([A-Z]{1,2}(?:[\s.,\-]{0,2}[0-9]){1,2}[\s.,\-]{0,2}[A-Z]?[\s.,\-]{0,2}[0-9](?:[\s.,\-]{0,2}[ABD-HJLNP-UW-Z]){2})(?![0-9A-Z])",
    re.IGNORECASE,
)
"""Beside such a word it may be spaced in any way."""
_APART = re.compile(
    r"(?<![0-9A-Z])([A-Z]{1,2}[0-9][0-9A-HJKMNPR-Y]?\s{1,2}[0-9]\s([ABD-HJLNP-UW-Z]{2}))(?![0-9A-Za-z])"
)
"""Its last letters stand apart: "B91 3 QT", in capitals only, since "the E12 3 by May" is none."""
_SHORT = "AD DL ED EH EP EU EY FT GP HE HR HW LA PA PE PR QA RE SW TA UN US"
_ACRONYMS = frozenset(_SHORT.split())
"""What there are some of: "the E12 3 GP surgeries"."""
_GIRO = re.compile(r"(?<![0-9A-Z])GIR[\s.\-]{0,3}0AA(?![0-9A-Z])", re.IGNORECASE)
"""The one postcode without a district."""
_TH = ("st", "nd", "rd", "th")
_ORDINALS_AND_UNITS = re.compile(r"1st|2nd|3rd|[04-9]th|\d(?:yr|hr|gb|tb|ft|lb)")


def has_postcode(text: str, allowed: tuple[str, ...]) -> bool:
    """Whether there is a full one that is not allowed."""
    known = {_key(one) for one in allowed}
    return any(one not in known for one in _postcodes(text))


def _postcodes(text: str) -> Iterator[str]:
    """Letters and digits alone, in capitals."""
    yield from (_key("".join(one.groups())) for one in _WHOLE.finditer(text) if _is_postcode(one))
    spaced = (one[1] for one in _NAMED.finditer(text) if not one[1].endswith(_TH))
    apart = (one[1] for one in _APART.finditer(text) if one[2] not in _ACRONYMS)
    yield from filter(is_postcode, map(_key, chain(spaced, apart)))
    yield from (_key(one[0]) for one in _GIRO.finditer(text))


def is_postcode(text: str) -> bool:
    """Whether the text is one full postcode and nothing else."""
    if _GIRO.fullmatch(text):
        return True
    found = _WHOLE.match(text)
    return bool(found and _is_postcode(found) and _key("".join(found.groups())) == _key(text))


def _is_postcode(found: re.Match[str]) -> bool:
    area, gap, district, between, second = found.groups()
    if area.upper() not in AREAS or (district[-1].isalpha() and area.upper() not in _WITH_LETTER):
        return False
    if not _ORDINALS_AND_UNITS.fullmatch(second):
        return bool(between or not gap)
    # "M42 4th exit", "s47 1st stage", "me 12 3rd drafts"; but "b33 8th", all in small letters, is a postcode.
    return area.islower() and area != "s" and not gap


def _key(postcode: str) -> str:
    return "".join(filter(str.isalnum, postcode)).upper()
