"""Text in a file of commas, which a spreadsheet may take for a formula and run.

An apostrophe before it makes it text, as in Excel itself; the reader takes that off again. Both know it by the same
pattern, so that what was written comes back, also where it began with an apostrophe of its own.
"""

import re

_RISKY = r"[\s\"]*[=+\-@\uff1d\uff0b\uff0d\uff20]"
_RUN, _DEFUSED = re.compile(rf"'*{_RISKY}"), re.compile(rf"'+{_RISKY}")


def defused(text: str) -> str:
    """`text` as no spreadsheet runs it: with an apostrophe where it begins with = + - or @, also after a quote."""
    return f"'{text}" if _RUN.match(text) else text


def as_meant(cell: str) -> str:
    """What was written with `defused`."""
    return cell[1:] if _DEFUSED.match(cell) else cell
