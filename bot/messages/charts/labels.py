"""The words in a drawing, and where they go: never over each other, and as seldom as possible over a line."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import findfont, get_font
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox, BboxBase

from bot.domain.plan import Reading
from bot.messages.indicators import number
from bot.messages.text import clip

Point = tuple[float, float]
Spot = tuple[float, float, str, str]

FONT = "DejaVu Sans"  # it comes with matplotlib, so that a picture looks the same everywhere
PLAIN: dict[str, Any] = {"family": FONT, "parse_math": False}  # a "$" in a name is no formula
INK = "#1a1a1a"
LARGE = {10**12: "trillion", 10**9: "billion", 10**6: "million"}
LONGEST_AMOUNT = 11
HALO = withStroke(linewidth=3, foreground="white")
ABOVE, BELOW = (0, 7, "center", "bottom"), (0, -7, "center", "top")
BESIDE = ((7, 4, "left", "bottom"), (-7, 4, "right", "bottom"), (7, -4, "left", "top"), (-7, -4, "right", "top"))
"""Where a label can be: points to the right and up from what it labels, and which of its edges is there."""
MARKER = 16  # pixels


def written(text: str, longest: int) -> str:
    """Somebody's words on one line, with a mark in place of each character that the font doesn't have."""
    known = get_font(findfont(FONT)).get_charmap()
    shown = [one if ord(one) in known else "\N{REPLACEMENT CHARACTER}" for one in " ".join(text.split())]
    return clip("".join(shown), longest)


def shortly(amount: float) -> str:
    """1,250 or 1.25 million."""
    for size, word in LARGE.items():
        if abs(amount) >= size:
            return f"{amount / size:,.4g} {word}"
    return f"{amount:,.6g}"


def amount(value: Decimal) -> str:
    """An amount in full, unless it is too long to be read in a picture."""
    exact = number(value)
    return exact if len(exact) <= LONGEST_AMOUNT else shortly(float(value))


def valued(reading: Reading) -> str:
    """Over 400: a reading's value as its source qualifies it."""
    return f"{written(reading.qualifier, 20)} {amount(reading.value)}".strip()


def thin_out_dates(axes: Axes, renderer: RendererAgg) -> None:
    """Keep the last date and the first, and of those between as many as fit."""
    labels = axes.get_xticklabels()
    taken: list[Bbox] = []
    for at in dict.fromkeys([len(labels) - 1, 0, *range(len(labels))]):
        box = labels[at].get_window_extent(renderer).expanded(1.1, 1)
        if _clear(box, taken):
            taken.append(box)
        else:
            labels[at].set_visible(False)


def label_points(
    axes: Axes, renderer: RendererAgg, points: Sequence[Point], words: Sequence[str], aim: float
) -> None:
    """Write the value at each point of a line where there is room; the most telling ones also over the line.

    `aim` is the height of the target's line.
    """
    pixels = axes.transData.transform(points)
    height = axes.transData.transform((0, aim))[1]
    lines = [Path(pixels), Path([(axes.bbox.x0, height), (axes.bbox.x1, height)])]
    taken = [Bbox.from_bounds(x - MARKER / 2, y - MARKER / 2, MARKER, MARKER) for x, y in pixels]

    def free(box: Bbox) -> bool:
        return _within(box, axes.bbox) and _clear(box, taken)

    def quite_free(box: Bbox) -> bool:
        return free(box) and not any(line.intersects_bbox(box, filled=False) for line in lines)

    telling = _most_telling(points)
    for at in dict.fromkeys([*telling, *range(len(points))]):
        spots = (BELOW, *BESIDE[::-1], ABOVE) if _dips(points, at) else (ABOVE, *BESIDE, BELOW)
        tests = (quite_free, free) if at in telling else (quite_free,)
        box = _placed(axes, renderer, (points[at], words[at]), spots, tests)
        taken += [box] if box else []


def label_bars(axes: Axes, renderer: RendererAgg, points: Sequence[Point], words: Sequence[str]) -> None:
    """Write the value over each bar where there is room, the most telling first."""
    taken = [bar.get_window_extent(renderer) for bar in axes.patches]

    def free(box: Bbox) -> bool:
        return _clear(box, taken)

    for at in dict.fromkeys([*_most_telling(points), *range(len(points))]):
        box = _placed(axes, renderer, (points[at], words[at]), (ABOVE,), (free,))
        taken += [box] if box else []


def _placed(
    axes: Axes,
    renderer: RendererAgg,
    label: tuple[Point, str],
    spots: Sequence[Spot],
    tests: Sequence[Callable[[Bbox], bool]],
) -> Bbox | None:
    """Write a label at the first spot that passes a test, the first test first; its box, or None where none did."""
    point, words = label
    text = axes.annotate(words, point, (0, 0), textcoords="offset points", fontsize=11, color=INK, **PLAIN)
    text.set_path_effects([HALO])
    for fits in tests:
        for x, y, across, up in spots:
            text.xyann = (x, y)
            text.set(ha=across, va=up)
            box = text.get_window_extent(renderer)
            if fits(box):
                return box
    text.remove()
    return None


def _clear(box: Bbox, taken: Sequence[Bbox]) -> bool:
    return not any(box.overlaps(one) for one in taken)


def _within(box: Bbox, whole: BboxBase) -> bool:
    return bool(whole.x0 <= box.x0 and box.x1 <= whole.x1 and whole.y0 <= box.y0 and box.y1 <= whole.y1)


def _most_telling(points: Sequence[Point]) -> list[int]:
    """The last, the first, the highest and the lowest point."""
    by_height = sorted(range(len(points)), key=lambda at: points[at][1])
    return list(dict.fromkeys([len(points) - 1, 0, by_height[-1], by_height[0]]))


def _dips(points: Sequence[Point], at: int) -> bool:
    """Whether a point lies below those beside it, so that its label is better put below."""
    beside = [points[one][1] for one in (at - 1, at + 1) if 0 <= one < len(points)]
    return bool(beside) and all(points[at][1] < one for one in beside)
