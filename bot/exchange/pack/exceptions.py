"""What is past its date and not reported done: one by one, and by organisation and age."""

from collections import Counter
from typing import NamedTuple

from bot.domain.actions import Action
from bot.domain.brag import working_days
from bot.exchange.pack import charts
from bot.exchange.pack.facts import Facts
from bot.exchange.pack.model import Chart, Column, Section, Value, Width
from bot.exchange.pack.telling import ACTION, LEAD, REF, Drawing, begun, clean, narrow, table, titled
from bot.exchange.trackers.words import NAMED_AS
from bot.messages.happening import KINDS
from bot.messages.text import count, day, full_day, listed

AGES = ((10, "up to 10"), (20, "11 to 20"), (30, "21 to 30"))
OLDEST, UNKNOWN = "over 30", "not known"


def section(facts: Facts) -> Section:
    """The exception report: every action that is Red and still to do, longest overdue first."""
    late = facts.overdue
    if not late:
        return Section("Exception report", (f"No action is open past its date on {full_day(facts.by.today)}.",))
    told = f"{count(len(late), 'action')} {'is' if len(late) == 1 else 'are'} open past their date, so Red."
    lead = (told.replace("their", "its") if len(late) == 1 else told, _longest(late[0], facts))
    columns = (
        *(REF, Column("Tracker ref", Width.NARROW), ACTION, LEAD),
        *narrow("Original date", "Due", "Working days overdue"),
        *(Column("Last word", Width.WIDE), Column("Held up by")),
    )
    rows = [_row(one, facts) for one in late]
    return Section("Exception report", lead, table("Exceptions", "Red actions, longest overdue first", columns, rows))


def _longest(action: Action, facts: Facts) -> str:
    late = facts.late(action.due) if action.due else None
    by = f", by {working_days(late)}" if late else ""
    return f"The longest overdue is {action.ref} of {clean(action.lead.name)}{by}."


def _row(action: Action, facts: Facts) -> tuple[Value, ...]:
    late = facts.late(action.due) if action.due else None
    names: tuple[Value, ...] = (str(action.ref), clean(action.tracker_ref), titled(action), clean(action.lead.name))
    return (*names, action.original_due, action.due, late, _word(action, facts), clean(action.blocked))


def _word(action: Action, facts: Facts) -> str:
    word = facts.words.get(action.number)
    text = "\n".join(line for line in word.text.splitlines() if not line.startswith(NAMED_AS)) if word else ""
    if word is None or not text:
        return f"Last heard of on {day(facts.day(action.updated))}" if action.updated else "No word yet"
    with_ = "" if word.kind == "update" else f", {KINDS.get(word.kind, word.kind)}"
    return f"{day(facts.day(word.at))}{with_}: {clean(text)}"


class Ages(NamedTuple):
    """How many overdue actions each organisation has by age, those with most first."""

    ages: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def ages(facts: Facts) -> Ages:
    """Count what is overdue by organisation and age."""
    found: dict[str, Counter[str]] = {}
    for one in facts.overdue:
        found.setdefault(clean(one.lead.name), Counter())[_age(one, facts)] += 1
    unknown = any(counts[UNKNOWN] for counts in found.values())
    names = (*(name for _, name in AGES), OLDEST, *([UNKNOWN] if unknown else []))
    order = sorted(found, key=lambda name: (-found[name].total(), name))
    return Ages(names, tuple((name, tuple(found[name][age] for age in names)) for name in order))


def _age(action: Action, facts: Facts) -> str:
    late = facts.late(action.due) if action.due else None
    return UNKNOWN if late is None else next((name for most, name in AGES if late <= most), OLDEST)


def by_age(facts: Facts) -> Section:
    """Overdue by organisation and age, with its chart."""
    title = "Overdue by age" if facts.seen_by else "Overdue by organisation and age"
    found = ages(facts)
    if not found.rows:
        return Section(title, ("Nothing is overdue, so there is nothing to count.",))
    said = [f"{name}, {sum(counts):,} ({_split(counts, found.ages)})" for name, counts in found.rows]
    described = f"Overdue on {day(facts.by.today)}, by working days overdue. {'; '.join(said)}."
    chart = Chart(title, described, Drawing(charts.overdue, (found.rows, found.ages)))
    columns = (
        Column("Organisation", Width.WIDE),
        *narrow(*(begun(f"{age} working days") for age in found.ages), "Together"),
    )
    rows: list[tuple[Value, ...]] = [(name, *counts, sum(counts)) for name, counts in found.rows]
    number = sum(sum(counts) for _, counts in found.rows)
    total = f"{count(number, 'action')} {'is' if number == 1 else 'are'} overdue."
    return Section(
        title, (total,), table("Overdue by age", "Overdue actions by working days overdue", columns, rows), (chart,)
    )


def _split(counts: tuple[int, ...], names: tuple[str, ...]) -> str:
    return listed([f"{name}: {number:,}" for number, name in zip(counts, names, strict=True) if number])
