"""How long a dry run of a tracker with 10,000 rows and 12 columns takes, beside python-calamine alone, and its memory.

Run it from the repository: `python -m tests.benchmarks.trackers`. The dry run is the whole command in a process of its
own, starting Python included; memory is the most that it and the processes it starts held together.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import openpyxl
import psutil
from python_calamine import CalamineWorkbook

from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.exchange.importing import apply
from bot.exchange.rows import PartnerRow, Plan, SourceRow
from storage.database import Store
from tests.benchmarks.plans import DEEDS, THINGS

ROWS, ROUNDS, MOST_MB = 10_000, 3, 300
MORNING = datetime(2022, 11, 14, 9, tzinfo=UTC)
PARTNERS = {"LA": "Solihull Council", "ICB": "Birmingham and Solihull ICB", "POLICE": "West Midlands Police"}
HEADER = (
    *("Ref", "Finding", "Action", "Lead agency", "Responsible officer", "Contributors", "By when", "RAG"),
    *("Progress", "Evidence", "Impact", "Cost"),
)
LEADS = ["LA", "Solihull Council", "ICB", "LA / Police", "West Midlands Police", "Head of Service", None]
DATES = [
    *("31/01/2023", "By 31/12/2022", "Ongoing", "March 2023", "31 March 2023"),
    *("31/12/2022 extended to 31/03/2023", 44926, None),
]
STATES = ["R", "A", "G", "Complete", "In progress", "Not started", "On track", None]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        file, database = Path(folder) / "tracker.xlsx", Path(folder) / "plan.db"
        written(file)
        prepared(database)
        alone = statistics.median(calamine(file) for _ in range(ROUNDS))
        runs = [command(file, database, "--dry-run") for _ in range(ROUNDS)]
        dry, megabytes = statistics.median(one.seconds for one in runs), max(one.megabytes for one in runs)
        busy = statistics.median(one.busy for one in runs)
        stored, again = command(file, database), command(file, database)
    limit = 3 * alone + ROWS / 1000
    sys.stdout.write(
        f"A tracker of {ROWS:,} rows and {len(HEADER)} columns, {ROUNDS} rounds\n"
        f"  python-calamine alone   {alone:.2f} s\n"
        f"  dry run                 {dry:.2f} s, {dry / alone:.1f} times that, {1000 * dry / ROWS:.2f} ms a row"
        f"   (at most {limit:.2f} s: 3 times, and 1 ms a row)\n"
        f"  its time on processors  {busy:.2f} s, where other work was waited for besides\n"
        f"  its peak memory         {megabytes:.0f} MB   (at most {MOST_MB} MB)\n"
        f"  storing it              {stored.seconds:.2f} s, {stored.megabytes:.0f} MB\n"
        f"  the same file again     {again.seconds:.2f} s, {again.megabytes:.0f} MB\n"
    )
    sys.exit(dry > limit or max(megabytes, stored.megabytes, again.megabytes) > MOST_MB)


def written(file: Path, rows: int = ROWS, seed: int = 2022) -> None:
    """A tracker with everything that slows a reader down: texts, dates in words, leads in words, flags."""
    chance = random.Random(seed)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Action plan")
    sheet.append(["Improvement plan"])
    sheet.append([])
    sheet.append(HEADER)
    for number in range(1, rows + 1):
        deed = f"{chance.choice(DEEDS)} {chance.choice(THINGS)} for area {number}"
        due = date(2022, 11, 14) + timedelta(days=chance.randrange(-300, 600))
        sheet.append(
            [
                *(f"{number // 50 + 1}.{number % 50}", f"Finding {number // 50}", deed, chance.choice(LEADS)),
                *("Head of Service, Early Help", chance.choice(["ICB", "LA, ICB", None])),
                *(chance.choice([due, due, *DATES]), chance.choice(STATES), f"Met about area {number}. " * 4),
                *("Minutes of the board " * 3, None, chance.randrange(10_000)),
            ]
        )
    book.save(file)


def prepared(database: Path) -> None:
    """A store with partners, and the business unit that holds what has no lead."""
    kinds = [(code, name, "safeguarding partner") for code, name in PARTNERS.items()]
    partners = [*kinds, ("UNIT", "Partnership business unit", "business unit")]
    store = Store(database)
    store.migrate()
    unit = Person(user="", team="", roles=frozenset({Role.BUSINESS_UNIT}))
    plan = Plan(
        partners=tuple(PartnerRow(code=code, name=name, kind=kind) for code, name, kind in partners),
        sources=(SourceRow(ref="JTAI-2022", title="Joint targeted area inspection"),),
    )
    apply(store, plan, By(person=unit, at=MORNING, origin=Origin.IMPORT))
    store.close()


def calamine(file: Path) -> float:
    """Seconds for reading every cell."""
    start = time.perf_counter()
    CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    return time.perf_counter() - start


class Run(NamedTuple):
    """An import as a process with its children: seconds on the clock and on processors, the most megabytes held."""

    seconds: float
    busy: float
    megabytes: float


def command(file: Path, database: Path, *arguments: str) -> Run:
    """Import a file on the command line."""
    env = os.environ | {"FOLLOWTHROUGH_DATABASE": str(database)}
    line = [sys.executable, "-m", "bot", "import", str(file), "--json", *arguments]
    with tempfile.TemporaryFile() as said:
        before, start = on_processors(), time.perf_counter()
        process = psutil.Popen(line, env=env, stdout=said)
        peak = 0
        while process.poll() is None:
            peak = max(peak, held(process))
            time.sleep(0.05)  # looking for children costs time as well
        taken = time.perf_counter() - start
    if process.returncode not in {0, 1}:
        sys.exit(f"the import ended with {process.returncode}")
    return Run(taken, on_processors() - before, peak / 1_000_000)


def on_processors() -> float:
    """Seconds that all processes took which were started here and have ended."""
    times = os.times()
    return times.children_user + times.children_system


def held(process: psutil.Process) -> int:
    """Bytes that a process and its children hold now."""
    try:
        return sum(one.memory_info().rss for one in (process, *process.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0


if __name__ == "__main__":
    main()
