"""Sentences of improvement plans, from a grammar: refs, dates, sums, statutes, times, versions, and no identifier."""

import random

from tests.domain.made_identifiers import date

WHO = [
    *(
        "West Midlands Police",
        "Solihull Council",
        "NHS Birmingham and Solihull",
        "the ICB",
        "the NHS trust",
        "the unit",
    ),
    *("Probation", "the E12 group", "the M42 corridor hub", "Birmingham Children's Trust", "schools in B91 and B37"),
    *("the designated nurse", "the s11 group", "NHS England", "the LA", "the front door", "team B2", "UHB NHS FT"),
]
DOES = [
    *("agrees the rota", "audits {n} records", "reports on {ref}", "trains {n} people", "updates {ref} and {ref}"),
    *("shares learning from {source}", "spends {sum} of {sum}", "brings {pct} to the board", "meets {statute}"),
    *("records the date of birth on every referral", "checks that DOB is filled in", "reviews children aged {age}"),
    *("supports babies born in {year}", "hears from {n} children aged {age}", "closes {ref}, {ref} and {ref}"),
    *(
        "reduces unallocated cases from over {n} to {n}",
        "moves from {n} {n} {n} to {n} {n} {n}",
        "gives evidence ({ref})",
    ),
    *(
        "holds the meeting in room {room}",
        "installs version {version}",
        "answers on ext {ext}",
        "writes to <@U0{slack}>",
    ),
    *(
        "publishes {url}",
        "sees minute {minute}",
        "fixes commit {hash}",
        "uses form {form}",
        "leaves junction 4 of the M6",
    ),
    *("counts {n}, {n}, {n} and {n}", "compares {fin} with {fin}", "follows {guidance}", "takes the M42 4th exit"),
    *("tests the pathway for 7 year olds", "reviews the offer at age 18", "scores {n}/{n}", "orders {n} x {n} packs"),
    *("invites both 16-17 year olds and care leavers aged 21", "checks NHS numbers are recorded in {pct} of records"),
    *("rings 0808 800 5000 or 0300 123 1231", "finds {n} files with no DOB on {date}", "checks DOB, last on {date}"),
    *(
        "adds date of birth to form {form} by {date}",
        "plans for children born in {month} {year}",
        "opened {time}-{time}",
    ),
    *("closes actions aged 6 months on {date}", "hears at age 7, {date}", "was born of a review in {month} {year}"),
    *("sees call volumes of {n} {n} {n}", "sets the pre-birth protocol, {date}", "has invoice 4260862898 of {date}"),
    *("rings 101 or 999, never 0800", "reads tickets INC0{n} and CHG0{n}", "cuts waits to {n} days, then {n} days"),
]
WHEN = [
    *(
        "by {date}",
        "due {date}",
        "by the end of {month} {year}",
        "from {date} to {date}",
        "on {date}, {time}",
        "in {fin}",
    ),
    *(
        "between {date} and {date}",
        "at {time}",
        "in Q{q} {year}",
        "every {n} days",
        "(was {date}, now {date})",
        "complete {date}",
    ),
    *("(Red: overdue by {n} working days)", "at the 2nd board of {year}", "since {month} {year}", "for phase 2 of 3"),
    *(
        "within {n} working days",
        "in week {n}",
        "after the 1st meeting, {date}, {time}",
        "by 31.12.22 a review follows",
    ),
]
STATUTES = [
    *("s47", "s.17", "section 17", "s16E of the Children Act 2004", "SI 2018/789", "reg 14 of SI 2018/789", "s10(1)"),
    *("SI 2015/1792 regs 3 and 4", "Children Act 1989 s47(1)(b)", "article 8", "Schedule 2 para 3", "the 2004 Act"),
]
GUIDANCE = [
    *(
        "WT2023 chapter 4",
        "Working Together 2018 p. 79",
        "KCSIE 2022 part 2",
        "NICE NG76",
        "ISO 27001:2013",
        "Ofsted 2.14",
    ),
    *(
        "ISBN 978-1-78655-794-9",
        "DFE-00195-2018",
        "standard 4.3.2",
        "DCB0129",
        "the JTAI letter of 21.02.2022",
        "PSED s149",
    ),
]
URLS = [
    *("https://www.gov.uk/government/publications/1234567890", "https://example.org/doc/20221103123456789"),
    *(
        "https://example.slack.com/archives/C012AB3CD/p1667890123123456",
        "https://www.england.nhs.uk/publication/4857773457",
    ),
    *("<https://example.org/board/2022-11-14?item=12&page=3|the paper>", "www.example.org/07/2022/0012345678901"),
]


def ordinary(rng: random.Random) -> str:
    """One sentence."""
    made = " ".join([rng.choice(WHO), rng.choice(DOES), rng.choice(WHEN)])
    if rng.random() < 0.3:
        made = f"{rng.choice(['{ref}', '{ref}:', '{minute}', '{source}', '{n}.', '#{n}', '[{ref}]'])} {made}"
    if rng.random() < 0.2:
        made += rng.choice(
            [" ({sum})", ", see {guidance}", "; {statute}", " - {ref}", ", {fin}", " + {n}", " vs {pct}"]
        )
    while "{" in made:
        before, _, rest = made.partition("{")
        name, _, after = rest.partition("}")
        made = before + _filled(rng, name) + after
    return made + rng.choice([".", "", "!", "?", " ✅", "\n"])


def _filled(rng: random.Random, name: str) -> str:
    number = rng.choice([rng.randrange(10), rng.randrange(100), rng.randrange(1000), rng.randrange(10_000)])
    start = rng.randint(2012, 2028)
    hour, minute = rng.randint(7, 19), rng.choice(["00", "15", "30", "45"])
    made = {
        "n": lambda: rng.choice([str(number), f"{number:,}", f"{number:,}"]),
        "ref": lambda: rng.choice(
            [
                *(f"A{number}", f"R{number}", f"D{number}", f"I{number}", f"a-{number}", f"#{number}"),
                *(
                    f"1.{number}.3",
                    f"REC {number}a",
                    f"Rec. {number}",
                    f"A {number}",
                    f"PRIORITY {number}b",
                    f"AC{number:03}",
                ),
            ]
        ),
        "source": lambda: rng.choice([f"JTAI-{start}", f"ILACS-{start}", f"WT{start}", f"LCSPR {start}-{start + 1}"]),
        "sum": lambda: rng.choice(
            [
                f"£{number},000",
                f"£{number}m",
                f"£1.{number}m",
                f"£{number:,}",
                f"{number}k",
                f"£ {number} 000",
                "£1,234,567.89",
            ]
        ),
        "pct": lambda: rng.choice([f"{number % 101}%", f"{number % 100}.{number % 10}%", f"{number % 101} per cent"]),
        "statute": lambda: rng.choice(STATUTES),
        "guidance": lambda: rng.choice(GUIDANCE),
        "age": lambda: rng.choice(["5 to 11", "7", "under 5", "16 and 17", "0-4", "13+"]),
        "year": lambda: str(start),
        "month": lambda: rng.choice(["January", "Sept", "March"]),
        "date": lambda: date(rng, start),
        "time": lambda: rng.choice(
            [
                f"{hour}:{minute}",
                f"{hour}.{minute}",
                f"{hour}:{minute}-{hour + 1}:{minute}",
                f"{hour:02}.{minute} - {hour + 1}.15",
                f"{hour % 12 + 1}pm",
            ]
        ),
        "q": lambda: str(rng.randint(1, 4)),
        "fin": lambda: rng.choice(
            [
                f"{start}/{(start + 1) % 100:02}",
                f"{start}-{(start + 1) % 100:02}",
                f"FY{start % 100}",
                f"{start}/{start + 1}",
            ]
        ),
        "room": lambda: rng.choice(["2.14", "B12", "G07", "E1.03", f"{number}", "S17 3rd floor"]),
        "version": lambda: rng.choice(["3.11.2", "v2.0", "10.4.1-rc2", "2022.11.3"]),
        "ext": lambda: str(rng.randint(1000, 99999)),
        "slack": lambda: "".join(rng.choices("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", k=9)),
        "url": lambda: rng.choice(URLS),
        "minute": lambda: f"{rng.randint(1, 9)}.{rng.randint(1, 20)}",
        "hash": lambda: rng.choice(["4f1c9d2", "9c8b0aa3f7e2", "da39a3ee5e6b4b0d3255bfef95601890afd80709"]),
        "form": lambda: rng.choice(["MG11", "CP3", "SSF1", "C100", "E12", "DS1500"]),
    }
    return made[name]()
