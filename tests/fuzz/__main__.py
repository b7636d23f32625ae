"""A million odd inputs through everything that reads what people send: `python -m tests.fuzz`, or `make fuzz`.

It ends with 1 where one made something fail other than by a refusal, or took longer than 50 ms at its quickest of
three times. `--seed S --repeat grammar:123` tries that one again.
"""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from random import SystemRandom

from tests.fuzz.kinds import KINDS
from tests.fuzz.running import Outcome, close, run

MILLION = 1_000_000
PAYLOADS = "payloads"
STEP = 5_000
MOST_SHOWN = 20


def tell(line: str) -> None:
    """Say it at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def shares(inputs: int) -> dict[str, int]:
    """How many inputs of each kind."""
    counts = {kind: inputs * one.share // 1000 for kind, one in KINDS.items()}
    return counts | {PAYLOADS: inputs - sum(counts.values())}


def outcomes(counts: dict[str, int], seed: int, jobs: int) -> list[Outcome]:
    """Try them all; the payloads first, which take longest."""
    parts = [
        (kind, range(at, min(at + STEP // (10 if kind == PAYLOADS else 1), counts[kind])))
        for kind in reversed(counts)
        for at in range(0, counts[kind], STEP // (10 if kind == PAYLOADS else 1))
    ]
    if jobs == 1:
        return [run(kind, seed, numbers) for kind, numbers in parts]
    with ProcessPoolExecutor(jobs) as pool:
        return [
            one.result() for one in as_completed([pool.submit(run, kind, seed, numbers) for kind, numbers in parts])
        ]


def told(found: list[Outcome], counts: dict[str, int]) -> int:
    """Print what came of it; the exit status."""
    for kind in counts:
        own = [one for one in found if one.kind == kind]
        worst = max(own, key=lambda one: one.longest)
        tell(
            f"{kind:8} {sum(one.count for one in own):9,} inputs, the slowest {worst.longest * 1000:5.1f} ms: {kind}:{worst.slowest} {worst.shown[:160]}"
        )
    faults = [fault for one in found for fault in one.faults]
    for fault in faults[:MOST_SHOWN]:
        tell(f"{fault.kind}:{fault.number} {fault.why}\n    {fault.shown}")
    if len(faults) > MOST_SHOWN:
        tell(f"and {len(faults) - MOST_SHOWN:,} more")
    tell(f"{len(faults):,} failed" if faults else "none failed")
    return 1 if faults else 0


def main(given: list[str]) -> int:
    """Try, and tell."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("--inputs", type=int, default=MILLION)
    asked.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--only", choices=[*KINDS, PAYLOADS])
    asked.add_argument("--repeat", metavar="KIND:NUMBER")
    options = asked.parse_args(given)
    tell(f"seed {options.seed}")
    began = time.monotonic()
    if options.repeat:
        kind, _, number = options.repeat.partition(":")
        found, counts = [run(kind, options.seed, range(int(number), int(number) + 1))], {kind: 1}
    else:
        counts = {options.only: options.inputs} if options.only else shares(options.inputs)
        found = outcomes(counts, options.seed, options.jobs)
    close()
    status = told(found, counts)
    tell(f"{time.monotonic() - began:.0f} s")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
