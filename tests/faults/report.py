"""The tables of docs/faults.md: tests note their figures, and `--report docs/faults.md` writes them there."""

import re
from pathlib import Path

_SECTIONS = {}


def note(section, rows):
    """Keep figures for the table of a section.

    Args:
        section: the name in the page's marks, as in `<!-- figures: kills -->`.
        rows: one dict a row, by column; all with the columns of the first. More rows may be noted later.
    """
    _SECTIONS.setdefault(section, []).extend(rows)


def lines():
    """Every table that was noted, to print."""
    return [line for name, rows in _SECTIONS.items() for line in ["", name, *_table(rows)]]


def write(page):
    """Put every table that was noted between its marks in the page. Raises KeyError where a section has no marks."""
    path = Path(page)
    text = path.read_text()
    for name, rows in _SECTIONS.items():
        marked = re.compile(rf"(<!-- figures: {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
        if not marked.search(text):
            raise KeyError(f"{page} has no marks for {name!r}")
        table = "\n".join(_table(rows))
        text = marked.sub(lambda found, new=table: f"{found[1]}{new}\n{found[2]}", text)
    path.write_text(text)


def _table(rows):
    names = list(rows[0])
    cells = [names, ["---"] * len(names), *([_text(row[name]) for name in names] for row in rows)]
    return ["| " + " | ".join(row) + " |" for row in cells]


def _text(value):
    if isinstance(value, float):
        return f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
