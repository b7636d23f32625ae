"""Texts that nobody would write, made of those that people do: from the help, the guides and the tests."""

import ast
from functools import cache
from pathlib import Path
from random import Random

from commands.registry import COMMANDS

HERE = Path(__file__).parents[2]
LONGEST = 40_000  # as long as Slack lets a message be
ODD = (
    *("\ud800", "\udfff", "\udbff\udc00"),  # halves of characters
    *("\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad"),  # of no width
    *("e\u0301\u0323", "Z\u0351\u036b\u0343", "\u20e3", "\ufe0f"),  # that combine
    *("\u202e", "\u200f", "\u2066", "مرحبا", "שלום", "٠١٢٣", "۴۵۶", "०१२"),  # right to left, other digits
    *("１２３", "ａｃｔｉｏｎ", "Ａ１２", "①②", "²³", "½", "Ⅻ", "ﬁ", "ﷺ", "İ", "ß", "ŉ"),
    *("✅", "✔️", "👩‍👩‍👧", "🏴\U000e0067\U000e0062\U000e007f", "😀", "1️⃣"),
    *("\0", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\r\n", "\t", "\x0b"),
    *("\xa0", "\u2003", "\u3000", "\u1680", "–", "—", "−", "‑", "’", "“", "…", "·"),
    *(
        "<@U0POLICE>",
        "<@U0POLICE|x>",
        "<https://x.org|y>",
        "<!channel>",
        "&amp;",
        "&lt;",
        "<",
        ">",
        "|",
        "```",
        "*_~",
    ),
    *("%00", "%F0%9F", "https://", "://", "@", " at ", "(dot)", "'", '"', "\\", "{", "}", "[", "]", "--", "/*", ";"),
    *(
        "A1",
        "a-1",
        "#1",
        "R4",
        "D1",
        "I1",
        "A9999999999",
        "0",
        "00",
        "31/1/23",
        "-1",
        "1e999",
        "NaN",
        "Infinity",
        "9" * 40,
    ),
)
"""Pieces that have broken programs before, and those that this one reads."""


@cache
def real() -> tuple[str, ...]:
    """Every example of every command's help, each line of the guides, and the words in the tests."""
    topics = [topic for command in COMMANDS.values() for topic in command.topics]
    topics += [verb.topic for command in COMMANDS.values() for verb in command.verbs]
    found = [text for topic in topics for text in (topic.usage, topic.example, topic.example.partition(" ")[2])]
    for guide in sorted((HERE / "docs").glob("guide*.md")):
        found += guide.read_text().splitlines()
    for folder in ("commands", "domain", "exchange", "e2e"):
        for file in sorted((HERE / "tests" / folder).rglob("*.py")):
            found += _strings(file)
    return tuple(dict.fromkeys(text for text in found if 1 < len(text) <= 400))


def _strings(file: Path) -> list[str]:
    tree = ast.walk(ast.parse(file.read_text()))
    return [node.value for node in tree if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def made(random: Random) -> str:
    """A text: a real one, changed a little or a lot; now and then a very long one."""
    text = random.choice(real())
    for _ in range(random.choice((0, 1, 1, 2, 3, 6))):
        text = random.choice(_CHANGES)(random, text)
    return text if random.random() > RARELY else _long(random, text)


RARELY = 1 / 1500


def _long(random: Random, text: str) -> str:
    """The same short piece, or a few of them, as often as there is room; with something at each end."""
    start = random.choice(real())[: random.randrange(30)]
    pieces = [_piece(random, text) for _ in range(random.choice((1, 1, 2, 3)))]
    piece = "".join(pieces)
    most = int(LONGEST ** random.uniform(0.7, 1))
    return (start + piece * (most // len(piece)) + random.choice(("", "x", " done", ".")))[:LONGEST]


def _piece(random: Random, text: str) -> str:
    return random.choice((random.choice(ODD), text[: random.randint(1, 12)], random.choice("a1 ,.-/\n:A@"))) or " "


def _spot(random: Random, text: str) -> int:
    return random.randint(0, len(text))


def _put_in(random: Random, text: str) -> str:
    at = _spot(random, text)
    return text[:at] + random.choice(ODD) + text[at:]


def _taken_out(random: Random, text: str) -> str:
    first, last = sorted((_spot(random, text), _spot(random, text)))
    return text[:first] + text[last:]


def _spliced(random: Random, text: str) -> str:
    other = random.choice(real())
    return text[: _spot(random, text)] + other[_spot(random, other) :]


def _repeated(random: Random, text: str) -> str:
    at = _spot(random, text)
    piece = text[at : at + random.randint(1, 8)] or random.choice(ODD)
    return text[:at] + piece * random.choice((2, 3, 10, 50)) + text[at:]


def _replaced(random: Random, text: str) -> str:
    at = _spot(random, text)
    return (
        text[:at]
        + chr(random.choice((random.randrange(128), random.randrange(0x300), random.randrange(0x110000))))
        + text[at + 1 :]
    )


def _shuffled(random: Random, text: str) -> str:
    words = text.split()
    random.shuffle(words)
    return random.choice((" ", "", ", ", "\n", " and ")).join(words)


def _otherwise(random: Random, text: str) -> str:
    return random.choice((str.upper, str.lower, str.swapcase, str.title, _wide, lambda one: one[::-1]))(text)


def _wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


_CHANGES = (_put_in, _put_in, _taken_out, _spliced, _spliced, _repeated, _replaced, _replaced, _shuffled, _otherwise)
