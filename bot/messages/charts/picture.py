"""An indicator as a picture, and the sentences that say the same to those who can't see it."""

from decimal import Decimal

from bot.domain.errors import NotFound
from bot.domain.moves import move
from bot.domain.plan import Better, Indicator, Reading
from bot.messages.indicators import number
from bot.messages.text import clip, count, day, listed

LONGEST = 2000  # characters that Slack takes as a picture's alternative text


def picture(indicator: Indicator) -> bytes:
    """The indicator's readings as a PNG of 1200 by 675 pixels: a line, or stacked bars where it is broken down.

    The same indicator gives the same bytes. Raises NotFound where there is no reading yet.
    """
    _check(indicator)
    from bot.messages.charts import drawing  # noqa: PLC0415 — matplotlib takes a second to load, and few commands need it

    return drawing.draw(indicator)


def described(indicator: Indicator) -> str:
    """What the picture shows, in plain words of at most 2,000 characters. Raises NotFound where there is no reading.

    "I1 Cases waiting (cases): 2 readings, from over 540 on 31 July 2022 to 387 on 31 October 2022. Down by 153, …"
    """
    _check(indicator)
    unit = f" ({_line(indicator.unit, 60)})" if indicator.unit else ""
    said = [f"{indicator.ref} {_line(indicator.name, 300)}{unit}: {_course(indicator)}"]
    if len(indicator.readings) > 1:
        said += [*_direction(indicator), *_extremes(indicator)]
    said += [_target(indicator), _parts(indicator)]
    return clip(" ".join(filter(None, said)), LONGEST)


def valued(reading: Reading) -> str:
    """Over 400: the value as its source qualifies it."""
    return f"{_line(reading.qualifier, 40)} {number(reading.value)}".strip()


def _check(indicator: Indicator) -> None:
    if not indicator.readings:
        ref = indicator.ref
        raise NotFound(f"There is no reading of {ref} yet.", f"/indicators reading {ref} 387 on 31 October 2022")


def _line(text: str, longest: int) -> str:
    return clip(" ".join(text.split()), longest)


def _dated(reading: Reading) -> str:
    return f"{valued(reading)} on {day(reading.on)}"


def _course(indicator: Indicator) -> str:
    first, last = indicator.readings[0], indicator.readings[-1]
    if first is last:
        return f"one reading, {_dated(last)}."
    return f"{count(len(indicator.readings), 'reading')}, from {_dated(first)} to {_dated(last)}."


def _direction(indicator: Indicator) -> list[str]:
    """How far the last is from the first; nothing where "over 400" leaves that open."""
    moved = move(indicator.readings[0], indicator.readings[-1])
    if moved is None:
        return []
    if moved.by == 0:
        return ["The last is the same as the first."]
    better = (moved.by < 0) == (indicator.better is Better.LOWER)
    far = f"{moved.least} {number(abs(moved.by))}".strip()
    return [f"{'Down' if moved.by < 0 else 'Up'} by {far}, which is {'better' if better else 'worse'}."]


def _extremes(indicator: Indicator) -> list[str]:
    by_value = sorted(indicator.readings, key=lambda one: (one.value, one.on))
    lowest, highest = by_value[0], by_value[-1]
    return [f"Highest: {_dated(highest)}.", f"Lowest: {_dated(lowest)}."] if lowest.value < highest.value else []


def _target(indicator: Indicator) -> str:
    if indicator.target is None:
        return "No target is set."
    by_when = f" by {day(indicator.target_by)}" if indicator.target_by else ""
    return f"Target: {number(indicator.target)}{by_when}."


def _parts(indicator: Indicator) -> str:
    broken_down = [one for one in indicator.readings if one.bands]
    if not indicator.bands or not broken_down:
        return ""
    last = broken_down[-1]
    pairs: list[tuple[str, Decimal]] = list(zip(indicator.bands, last.bands, strict=False))
    return f"On {day(last.on)}: {listed([f'{_line(band, 60)} {number(part)}' for band, part in pairs])}."
