"""From reported done to sustained: what waits for acceptance, what was accepted, what was tested and what will be."""

from datetime import date

from bot.domain.actions import COMPLETE, OPEN, Action, Stage
from bot.domain.brag import rate
from bot.exchange.pack import charts
from bot.exchange.pack.facts import Facts
from bot.exchange.pack.model import Chart, Column, Section, Table, Value, Width
from bot.exchange.pack.telling import LED, Drawing, begun, clean, led, narrow, table
from bot.messages.text import count, day, listed
from storage.updates import Word

WAITING, LASTING = "Waiting for acceptance", "Addressed, embedded, sustained"
NEAR = 20
_NEXT = {Stage.ADDRESSED: "embedded", Stage.EMBEDDED: "sustained"}


def waiting(facts: Facts) -> Section:
    """What partners reported done and nobody has accepted or returned yet."""
    found = facts.stages(Stage.REPORTED_DONE)
    if not found:
        return Section(WAITING, ("Nothing is waiting for acceptance.",))
    said = f"{count(len(found), 'action')} {'waits' if len(found) == 1 else 'wait'} for acceptance."
    columns = (
        *LED,
        *narrow("Reported done on", "Working days waiting"),
        *(Column("Status"), Column("What was done", Width.WIDE), Column("What is different for children")),
    )
    return Section(
        WAITING,
        (said,),
        table(
            "Waiting for acceptance",
            "Reported done, longest waiting first",
            columns,
            [_waits(one, facts) for one in found],
        ),
    )


def _waits(action: Action, facts: Facts) -> tuple[Value, ...]:
    since, word = facts.day(action.stage_since), facts.evidence.get(action.number)
    word = word if word and word.at >= action.stage_since else None  # else it is of a report that was returned
    status = str(rate(action, facts.by))
    difference = clean(word.difference) if word else ""
    return (*led(action), since, facts.late(since), status, _said(word), difference)


def _said(word: Word | None) -> str:
    """Words and proof of what was last said as evidence."""
    if word is None:
        return ""
    return "\n".join(filter(None, [clean(word.text), f"Proof: {clean(word.proof)}" if word.proof else ""]))


def lasting(facts: Facts) -> Section:
    """What was accepted and whether it lasts; with how the stages have moved over the last weeks."""
    found = facts.stages(*COMPLETE)
    numbers = [f"{sum(one.stage is stage for one in found):,} {stage}" for stage in Stage if stage in COMPLETE]
    lead = f"{listed(numbers)}." if found else "No action is addressed, embedded or sustained yet."
    columns = (*LED, *narrow("Stage", "Since", "To be tested by"), Column("What was said last", Width.WIDE))
    order = sorted(found, key=lambda one: (list(Stage).index(one.stage), one.stage_since, one.number))
    rows = [_lasts(one, facts) for one in order]
    tables = (
        *_tests(found, facts),
        *table("Addressed to sustained", "Addressed, embedded and sustained", columns, rows),
    )
    return Section(LASTING, (lead,), tables, _chart(facts))


def _lasts(action: Action, facts: Facts) -> tuple[Value, ...]:
    since, word = facts.day(action.stage_since), facts.evidence.get(action.number)
    return (*led(action), str(action.stage), since, action.review, _said(word))


def _tests(found: list[Action], facts: Facts) -> tuple[Table, ...]:
    """Tests whose day is near or past."""
    near = sorted((one.review, one.number, one) for one in found if one.review and _near(one.review, facts))
    rows: list[tuple[Value, ...]] = [
        (*led(one), _NEXT.get(one.stage, ""), review, facts.working_days(facts.by.today, review))
        for review, _, one in near
    ]
    columns = (*LED, *narrow("To be tested", "By", "Working days left"))
    return table("Tests due", f"Tests due within {NEAR} working days, and those past", columns, rows)


def _near(review: date, facts: Facts) -> bool:
    left = facts.working_days(facts.by.today, review)
    return review < facts.by.today or (left is not None and left <= NEAR)


def _chart(facts: Facts) -> tuple[Chart, ...]:
    """How many were in each stage at the end of each week; one week alone makes no course."""
    points = tuple(
        (
            when,
            {"open": sum(counts[str(one)] for one in OPEN if one is not Stage.REPORTED_DONE)}
            | {name: counts[name] for name in charts.STAGES[1:]},
        )
        for when, counts in facts.points
    )
    if len(points) < 2 or not facts.plan.actions:  # noqa: PLR2004 — as above
        return ()
    ends = [
        f"on {day(when)}: {listed([f'{n:,} {name}' for name, n in counts.items()])}"
        for when, counts in (points[0], points[-1])
    ]
    described = f"Actions in this pack by stage, week by week. {begun('; '.join(ends))}."
    return (Chart("Stages over time", described, Drawing(charts.stages_over_time, (points,))),)
