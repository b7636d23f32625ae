"""Fills in who leads and who contributes."""

from bot.exchange.faults import listed
from bot.exchange.trackers.desk import Desk, Draft, Place
from bot.exchange.trackers.headers import Column
from bot.exchange.trackers.meanings import Meaning
from bot.exchange.trackers.words import NAMED_AS, on_line, quoted, said

HELD = "so the business unit holds the action until one is chosen"
NOBODY = "no partner is set up yet to lead or hold the action"


def fill_who(desk: Desk, place: Place, draft: Draft) -> None:
    """The lead and the contributors; who is not set up is kept in words."""
    contributors = _lead(desk, place.one(Meaning.LEAD), draft)
    for column in place.columns.get(Meaning.CONTRIBUTORS, ()):
        contributors += _contributors(desk, column, draft)
    # Whoever only holds the action may contribute to it, once somebody leads it.
    others = (code for code in dict.fromkeys(contributors) if code != draft.fields["lead"])
    draft.fields["contributors"] = tuple(others)


def _lead(desk: Desk, column: Column | None, draft: Draft) -> list[str]:
    """Fill in the lead; the others that the cell names."""
    draft.fields |= {"lead": "", "held_by": ""}
    if (cell := draft.cell(column)) is None:
        _held(desk, column, draft, "no lead is named" if column else "no column is read as the lead partner")
        return []
    named = desk.leads.read(said(cell))
    lead, *others = named.partners or ("",)
    draft.fields["lead"] = lead
    contributors = [code for code in others if code]
    draft.unknown = named.unknown
    if named.unknown or named.chosen:
        draft.told.append(f"{NAMED_AS} lead: {on_line(cell)}.")
    if not lead:
        words = quoted(named.unknown[0] if named.unknown else on_line(cell))
        _held(desk, column, draft, f"the lead {words} is not a partner that is set up")
    elif named.unknown:
        words = " and ".join(quoted(one) for one in named.unknown)
        draft.flag(column, f"{words} is not a partner that is set up, so it is kept in words")
    if contributors:
        leads = f"{lead} leads, " if lead else ""
        draft.flag(column, f"several are named: {leads}{_contribute(contributors)}")
    return contributors


def _held(desk: Desk, column: Column | None, draft: Draft, why: str) -> None:
    if desk.unit:
        draft.fields["held_by"] = desk.unit
        draft.flag(column, f"{why}, {HELD}")
    elif desk.nobody:
        draft.refuse(None, NOBODY)  # the same for every row, so that it is told once, and not beside each name
    else:
        draft.refuse(column, f"{why}, and there is no business unit to hold the action")


def _contribute(codes: list[str]) -> str:
    return f"{listed(codes)} {'contributes' if len(codes) == 1 else 'contribute'}"


def _contributors(desk: Desk, column: Column, draft: Draft) -> list[str]:
    if (cell := draft.cell(column)) is None:
        return []
    named = desk.leads.read(said(cell))
    if named.unknown or named.chosen:
        draft.told.append(f"{column.label}: {on_line(cell)}")
    if named.unknown:
        words = " and ".join(quoted(one) for one in named.unknown)
        draft.flag(column, f"{words} is not a partner that is set up, so it is kept in words")
    return [code for code in named.partners if code]
