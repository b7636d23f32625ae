"""`followthrough check` and `verify`: what they found, for a person in a terminal and for machines."""

import json
import sys
from collections.abc import Sequence
from typing import Any, Never

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.checking.finding import Finding


def tell(findings: Sequence[Finding], *, as_json: bool) -> Never:
    """Print what was found, and end with exit status 0 where all is well, 1 where not."""
    if as_json:
        sys.stdout.write(json.dumps(_as_dict(findings), indent=2) + "\n")
    else:
        _show(Console(), findings)
    sys.exit(0 if all(one.well for one in findings) else 1)


def _show(console: Console, findings: Sequence[Finding]) -> None:
    table = Table(show_header=True)
    for heading in ("What", "", "What was found"):
        table.add_column(heading, overflow="fold")
    for one in findings:
        words = one.said if one.well else f"{one.said}\n{one.do}."
        table.add_row(Text(one.what), Text("well" if one.well else "look at this"), Text(words))
    console.print(table)
    bad = sum(not one.well for one in findings)
    console.print(Text(f"{bad} to look at." if bad else "All is well."))


def _as_dict(findings: Sequence[Finding]) -> dict[str, Any]:
    each = [{"what": one.what, "well": one.well, "said": one.said, "do": one.do} for one in findings]
    return {"well": all(one.well for one in findings), "findings": each}
