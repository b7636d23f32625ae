"""Made-up identifiers and ordinary sentences, from generators. No number here is anybody's.

NHS numbers begin with 999, which is kept for tests, or have a right check digit and were drawn by chance; telephone
numbers are from the ranges that Ofcom keeps for drama; addresses end in example.org.
"""

import random
import re

from bot.domain.identifiers import Kind

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
GAPS = [" ", "-", ".", "\u00a0", "\u2009", "  ", "\u2013", "\u2011", " - ", "\u202f", "\n", "\u200b", "\u2007"]
FULL_WIDTH = str.maketrans(
    {chr(code): chr(code + 0xFEE0) for code in [*range(48, 58), *range(65, 91), *range(97, 123)]}
)


def nhs(rng: random.Random) -> str:
    """Ten digits with a right check digit."""
    while True:
        digits = [9, 9, 9, *(rng.randrange(10) for _ in range(6))]
        check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10 and len(set(digits)) > 1:
            return "".join(map(str, digits)) + str(check % 11)


def upn(rng: random.Random) -> str:
    """Thirteen characters; one in four is a temporary one."""
    rest = [rng.randrange(1, 10), *(rng.randrange(10) for _ in range(10))]
    last = rng.choice(LETTERS) if rng.random() < 0.25 else str(rng.randrange(10))
    values = [*rest, LETTERS.index(last) if last in LETTERS else int(last)]
    letter = LETTERS[sum(weight * value for weight, value in enumerate(values, start=2)) % 23]
    return letter + "".join(map(str, rest)) + last


def nino(rng: random.Random) -> str:
    """Two letters, six digits, a letter."""
    while True:
        prefix = rng.choice("ABCEGHJKLMNOPRSTWXYZ") + rng.choice("ABCEGHJKLMNPRSTWXYZ")
        if prefix not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}:
            return f"{prefix}{rng.randrange(10**6):06}{rng.choice('ABCD')}"


def postcode(rng: random.Random) -> tuple[str, str]:
    """Its two halves."""
    area = rng.choice(["B9", "B91", "CV1", "WS10", "EC1A", "W1A", "SW1A", "M1", "DN55", "CR2", "N1C", "BT29", "JE2"])
    inward = "".join([rng.choice("0123456789"), *rng.choices("ABDEFGHJLNPQRSTUWXYZ", k=2)])
    return area, inward


PHONES = [
    *("07700 900{:03}", "0121 496 0{:03}", "020 7946 0{:03}", "0191 498 0{:03}", "01632 960{:03}", "08081 570{:03}"),
    *("(0121) 496 0{:03}", "+44 7700 900{:03}", "+44 (0)121 496 0{:03}", "0044 20 7946 0{:03}", "+447700900{:03}"),
    *("+44 (0) 7700 900 {:03}", "07700-900-{:03}", "03069 990{:03}", "077 0090 0{:03}", "0121-496 0{:03}"),
    *("mob 7700 900{:03}", "call 7700900{:03}", "mobile 7700-900-{:03}", "+353 87 123 4{:03}", "O77OO 9OO{:03}"),
]
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
SAID = [
    *("DOB {}", "dob: {}", "D.O.B. {}", "d.o.b {}", "DOB - {}", "(DOB {})", "date of birth: {}", "Date of Birth {}"),
    *(
        "born {}",
        "born on {}",
        "was born on the {}",
        "date of birth is {}",
        "DOB={}",
        "*DOB:* {}",
        "born in Solihull on {}",
    ),
    *("aged 7 ({})", "aged 12, {}", "7 years old ({})", "birthday {}", "birth date {}", "{} (DOB)", "Aged: 9 - {}"),
    *("{}, aged 7", "{} (aged 7)", "(b. {})", "child b. {}", "DOBs {}", "D/O/B {}", "DOB given as {}", "b'day {}"),
    *("date of birth, which the mother gave to us on the phone, is {}", "DOB as it is on the old paper file: {}"),
    *("the baby was born early and by emergency section on {}", "{} is his birthday", "gave birth on {}", "dob.{}"),
    *("J | DOB\n{}", "date of brith {}", "born at home, on {}", "on {} she was born", "DOB recorded as {}"),
]


def date(rng: random.Random, year: int) -> str:
    """A day of that year, as people write it."""
    day, month = rng.randint(1, 28), rng.randint(1, 12)
    name = MONTHS[month - 1]
    th = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return rng.choice(
        [
            f"{day:02}/{month:02}/{year}",
            f"{day}/{month}/{year % 100:02}",
            f"{day:02}.{month:02}.{year}",
            f"{day}-{month}-{year}",
            f"{year}-{month:02}-{day:02}",
            f"{day} {name} {year}",
            f"{day}{th} {name} {year}",
            f"{day} {name[:3]} {year}",
            f"{day}{th} of {name}, {year}",
            f"{name} {day}, {year}",
            f"{day}-{name[:3]}-{year % 100:02}",
        ]
    )


def spelt(rng: random.Random, *groups: str) -> str:
    """The groups with something between them, or nothing; in any case; sometimes in full width; sometimes in marks."""
    gap = rng.choice(GAPS)
    text = gap.join(groups)
    text = rng.choice([str, str.lower, str.upper, str.title])(text)
    if rng.random() < 0.1:
        text = text.translate(FULL_WIDTH)
    if rng.random() < 0.1:
        text = "\u200b".join(text)
    return rng.choice(["{}", "({})", "[{}]", "“{}”", "{},", "{}.", "*{}*", "`{}`", "_{}_", "'{}'", "{};"]).format(
        text
    )


NAMED = [
    "Ref NHS {}",
    "NHS number (from the GP) {}",
    "patient {}",
    "NHS number {}",
    "NHS no. {}",
    "{} is the NHS number",
    "nhs:{}",
    "NHS No {}",
]
MAIL = [
    '"{} {}"@example.org',
    "{}.{} at example.org",
    "{}_{}%40example.org",
    "_{}.{}@example.org_",
    "{}.{}@example.org",
    "{}{}@mail.example.org",
    "<mailto:{0}.{1}@example.org|{0}>",
    "{}-{} (at) example.org",
]
PREFIXES = ("LCS", "EHM")


def written(rng: random.Random, kind: Kind) -> str:
    """A made-up identifier of this kind, in one of its many spellings."""
    return {
        Kind.NHS_NUMBER: _nhs,
        Kind.PUPIL_NUMBER: _upn,
        Kind.NATIONAL_INSURANCE_NUMBER: _nino,
        Kind.POSTCODE: lambda rng: spelt(rng, *postcode(rng)),
        Kind.PHONE_NUMBER: lambda rng: spelt(rng, *rng.choice(PHONES).format(rng.randrange(1000)).split(" ")),
        Kind.DATE_OF_BIRTH: lambda rng: rng.choice(SAID).format(date(rng, rng.randint(2005, 2022))),
        Kind.ADDRESS: lambda rng: rng.choice(MAIL).format(
            rng.choice(["alex", "Sam", "J"]), rng.choice(["lead", "x7"])
        ),
        Kind.CASE_ID: lambda rng: spelt(rng, rng.choice(PREFIXES), f"{rng.randrange(10**6):06}"),
    }[kind](rng)


def _nhs(rng: random.Random) -> str:
    digits = nhs(rng)
    if rng.random() < 0.3:  # in one run it is only known by the words beside it
        return rng.choice(NAMED).format(digits)
    gap = rng.choice([gap for gap in GAPS if gap != "\u200b"])
    return spelt(rng, gap.join([digits[:3], digits[3:6], digits[6:]]))


def _upn(rng: random.Random) -> str:
    whole = upn(rng)
    return spelt(rng, *rng.choice([[whole], [whole[0], whole[1:]], [whole[:4], whole[4:8], whole[8:]]]))


def _nino(rng: random.Random) -> str:
    whole = nino(rng)
    return spelt(rng, *rng.choice([[whole], [whole[:2], whole[2:8], whole[8]], re.findall("..?", whole)]))
