"""Reads a row of a tracker: an action, with what somebody should look at; or why there is none."""

import re
from collections.abc import Iterator

from bot.exchange.columns import TEXT, TITLE, TRACKER_REF
from bot.exchange.trackers.desk import Desk, Draft, Place
from bot.exchange.trackers.headers import Column
from bot.exchange.trackers.lines import Line
from bot.exchange.trackers.meanings import Meaning
from bot.exchange.trackers.whens import fill_due, fill_stage
from bot.exchange.trackers.who import fill_who
from bot.exchange.trackers.words import NAMED_AS, cut, letter, on_line, quoted, said

# Few spaces, and none across lines: a cell of nothing but line ends must not take minutes.
_ITEM = re.compile(
    r"^[^\S\n]{0,20}(?:[-–•*▪·o]|\(?\d{1,2}[.)]|\(?[a-z][.)])[^\S\n]{1,20}\S",  # noqa: RUF001
    re.IGNORECASE | re.MULTILINE,
)
_AROUND = (Meaning.OFFICER, Meaning.PROGRESS, Meaning.EVIDENCE)


def read_row(desk: Desk, place: Place, line: Line, heading: str) -> Draft:
    """The action that a row is, as a draft: with reasons, it can't be kept. `heading`: of the rows around it."""
    draft = Draft(line)
    asked = _identifiers(desk, place, draft) | {"", heading}
    action = place.columns[Meaning.ACTION][0]
    if draft.cell(action) is None:
        draft.refuse(action, f"there is no action in column {letter(action.at)}")
    elif not any(map(str.isalpha, on_line(draft.cell(action)))):
        draft.refuse(action, f"there are no words for an action in column {letter(action.at)}")
    if draft.reasons:
        return draft
    if line.number in place.sheet.hidden_rows:
        draft.flag(None, "the row is hidden in the sheet")
    _title(action, draft)
    _ref(place.one(Meaning.REF), draft)
    fill_who(desk, place, draft)
    fill_due(place, draft)
    fill_stage(desk, place, draft)
    _finding(desk, place, draft, heading)
    draft.fields["success_measure"] = _text(place, Meaning.SUCCESS, draft)
    _update(place, draft)
    _identifiers_joined(desk, draft, asked)
    return draft


def _identifiers(desk: Desk, place: Place, draft: Draft) -> set[str]:
    """Refuse the row for what may not be kept; the texts that were asked about."""
    asked = set[str]()
    for columns in place.columns.values():
        for column in columns:
            cell = draft.cell(column)
            if cell is not None and (text := said(cell)) not in asked:
                asked.add(text)
                if why := desk.guard.why(text):
                    draft.refuse(column, why)
    return asked


def _identifiers_joined(desk: Desk, draft: Draft, asked: set[str]) -> None:
    """What no cell holds on its own may stand there once their words are put together, or on one line."""
    for name in ("title", "finding", "success_measure", "update"):
        if (text := draft.fields[name]) not in asked and (why := desk.guard.why(text)):
            draft.refuse(None, f"{why}, where its words are put together")
            return


def _title(column: Column, draft: Draft) -> None:
    cell = draft.cell(column)
    text = on_line(cell)
    draft.fields["title"] = cut(text, TITLE)
    if len(text) > TITLE:
        draft.told.append(f"{column.label}: {said(cell or '')}")
        draft.flag(column, f"the action has {len(text):,} characters: its title is cut, and the update has all of it")
    if isinstance(cell, str) and len(_ITEM.findall(cell)) > 1:
        draft.flag(column, "the cell lists several actions, which stay one")


def _ref(column: Column | None, draft: Draft) -> None:
    cell = draft.cell(column)
    draft.fields["tracker_ref"] = ""
    if cell is None or column is None:
        return
    text = on_line(cell)
    if len(text) > TRACKER_REF:
        draft.told.append(f"{column.label}: {text}")
        draft.flag(column, f"the ref has {len(text)} characters, and {TRACKER_REF} is the most: kept in the update")
        return
    draft.fields["tracker_ref"] = text
    if not isinstance(cell, str | int | float) or isinstance(cell, bool):
        draft.flag(column, f"the ref {quoted(text)} is not written as text or a number")


def _finding(desk: Desk, place: Place, draft: Draft, heading: str) -> None:
    column = place.one(Meaning.SOURCE)
    words = on_line(draft.cell(column))
    source = desk.sources.get(" ".join(words.casefold().split()), "") if words else desk.source
    draft.fields["source"] = source
    finding = _text(place, Meaning.FINDING, draft) or _kept(heading, None, draft)
    if words and not source:
        draft.flag(column, f"{quoted(words)} is not a source that is set up: kept with the finding")
        room = TEXT - len("\nSource in the tracker: ") - min(len(words), TITLE)
        finding = f"{cut(finding, room)}\nSource in the tracker: {cut(words, TITLE)}".strip()
    draft.fields["finding"] = finding


def _text(place: Place, meaning: Meaning, draft: Draft) -> str:
    """The words of all columns with this meaning; of several, each with its header."""
    columns = place.columns.get(meaning, ())
    filled = [(column, said(cell)) for column in columns if (cell := draft.cell(column)) is not None]
    texts = [text if len(columns) == 1 else f"{column.label}: {text}" for column, text in filled]
    return _kept("\n".join(texts), filled[0][0], draft) if filled else ""


def _kept(text: str, column: Column | None, draft: Draft) -> str:
    if len(text) > TEXT:
        draft.flag(column, f"it has {len(text):,} characters, and {TEXT:,} are kept: the rest is cut off")
    return cut(text, TEXT)


def _update(place: Place, draft: Draft) -> None:
    columns = sorted((one for meaning in _AROUND for one in place.columns.get(meaning, ())), key=lambda one: one.at)
    officers = [one for one in columns if one.meaning is Meaning.OFFICER]
    others = [one for one in columns if one.meaning is not Meaning.OFFICER]
    named = [f"{NAMED_AS} {line[:1].lower()}{line[1:]}" for line in _labelled(officers, draft)]
    text = "\n".join([*draft.told, *named, *_labelled(others, draft)])
    draft.fields["update"] = cut(text, TEXT)
    if len(text) > TEXT:
        draft.flag(None, f"its update has {len(text):,} characters, and {TEXT:,} are kept: the rest is cut off")


def _labelled(columns: list[Column], draft: Draft) -> Iterator[str]:
    for column in columns:
        if (cell := draft.cell(column)) is not None:
            yield f"{column.label}: {said(cell)}"
