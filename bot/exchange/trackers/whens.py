"""Fills in when an action is due, how far it is, and when it was completed."""

from bot.domain.actions import Stage
from bot.exchange.columns import TEXT
from bot.exchange.rows import Due
from bot.exchange.trackers.dates import When, long_date, read_when
from bot.exchange.trackers.desk import Desk, Draft, Place
from bot.exchange.trackers.headers import Column
from bot.exchange.trackers.lines import spot_of
from bot.exchange.trackers.meanings import STRONGEST, Meaning
from bot.exchange.trackers.statuses import Status, read_status, status_text
from bot.exchange.trackers.words import cut, letter, on_line, quoted

REPORTED = "taken as reported done, since nobody has accepted evidence here"
_NOTHING = When()


def fill_due(place: Place, draft: Draft) -> None:
    """The due date and the original one; words that fix no day are kept."""
    column, earlier = place.one(Meaning.DUE), place.one(Meaning.ORIGINAL_DUE)
    first = _when(place, earlier, draft)
    if draft.cell(column) is None:
        due = first
        if column and column.rank < STRONGEST and first != _NOTHING:
            draft.flag(column, "the due date is blank, so the original one is taken")
    else:
        due = _when(place, column, draft)
        if first.words and not first.day and earlier:
            draft.told.append(f"{earlier.label}: {first.words}")
    if due.day or due.words:
        draft.fields["due"] = Due(day=due.day, words=cut(due.words, TEXT))
    draft.fields["original_due"] = first.first or first.day or due.first


def _when(place: Place, column: Column | None, draft: Draft) -> When:
    cell = draft.cell(column)
    if cell is None or column is None:
        return _NOTHING
    when = read_when(cell, place.around, epoch_1904=place.sheet.epoch_1904)
    if when.look:
        draft.flag(column, when.look)
    if when.short_year:
        place.short_years.setdefault(letter(column.at), []).append(when.short_year)
    return when


def fill_stage(desk: Desk, place: Place, draft: Draft) -> None:
    """The stage: from the status in words or colour, and from the date on which it was completed."""
    column = place.one(Meaning.STATUS)
    stage = _stage(place, column, draft) if column else None
    draft.fields["stage"] = _completed(desk, place, draft, stage)


def _stage(place: Place, column: Column, draft: Draft) -> Stage | None:
    cell, spot = draft.cell(column), spot_of(draft.line, column.at)
    text = place.sheet.colours.get(spot, "") if cell is None else status_text(cell, column.header)
    if not text:
        return None
    status = read_status(text, column.header)
    if status.colour:
        place.colours.add(letter(column.at))
    says = f"is filled in {text}" if cell is None else f"says {quoted(text)}"
    _look(column, draft, status, says)
    if not status.known:
        draft.told.append(f"{column.label}: {text}")
    return status.stage


def _look(column: Column, draft: Draft, status: Status, says: str) -> None:
    if status.complete:
        draft.flag(column, f"{says}: {REPORTED}")
    elif status.ended:
        draft.flag(column, f"{says}: taken as withdrawn")
    elif not status.known:
        draft.flag(column, f"{says}, which is no stage that is known: kept in words")


def _completed(desk: Desk, place: Place, draft: Draft, stage: Stage | None) -> Stage | None:
    column = place.one(Meaning.COMPLETED)
    cell = draft.cell(column)
    if cell is None or column is None:
        return stage
    when = read_when(cell, None, epoch_1904=place.sheet.epoch_1904)
    if when.day is None:
        return _completed_in_words(column, draft, on_line(cell), stage)
    if when.short_year:
        place.short_years.setdefault(letter(column.at), []).append(when.short_year)
    if when.day > desk.today:
        draft.told.append(f"{column.label}: {long_date(when.day)}")
        draft.flag(column, f"{long_date(when.day)} is still to come, so it is not taken as completed")
        return stage
    if when.look:
        draft.flag(column, when.look)
    draft.told.append(f"Completed on {long_date(when.day)}, as the tracker says.")
    return _reported(column, draft, f"says {long_date(when.day)}", stage)


def _completed_in_words(column: Column, draft: Draft, text: str, stage: Stage | None) -> Stage | None:
    status = read_status(text, column.header)
    draft.told.append(f"{column.label}: {text}")
    if status.complete:
        return _reported(column, draft, f"says {quoted(text)}", stage)
    if not status.known:
        draft.flag(column, f"{quoted(text)} is no date that can be read: kept in words")
    return stage or status.stage


def _reported(column: Column, draft: Draft, says: str, stage: Stage | None) -> Stage:
    if stage in {None, Stage.NOT_STARTED, Stage.IN_PROGRESS}:
        other = f', though the status says "{stage}"' if stage else ""
        draft.flag(column, f"{says}: {REPORTED}{other}")
        return Stage.REPORTED_DONE
    return stage or Stage.REPORTED_DONE
