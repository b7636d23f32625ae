"""Overdue actions by organisation and age: a bar for each organisation, a hatch for each age, and the numbers."""

import textwrap
from collections.abc import Sequence
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bot.exchange.pack.draw_frame import EDGE, LOOKS, nothing, place, saved, started
from bot.messages.charts.drawing import DPI, PALE, SIZE
from bot.messages.charts.labels import INK, LARGE, PLAIN, amount, shortly, written

TITLE = "Overdue actions by organisation"
LETTERS, LINES = 32, 3  # of a name
LINE, AROUND, BAR = 0.19, 0.24, 0.26  # inches
MANY, LINES_OF_MANY, AROUND_MANY = 12, 2, 0.12  # bars; of more, each is lower
LEFT, RIGHT, FAR_RIGHT = 2.75, 0.9, 2.0  # inches; far where numbers are written after a bar
DIGIT = 15  # pixels
LONGEST = 24  # digits and the like after a bar
ACROSS, AGE = 2, 40  # ages in a line of the legend, and letters in one of them

Rows = Sequence[tuple[str, tuple[int, ...]]]


def draw(rows: Rows, ages: Sequence[str]) -> bytes:
    """See charts.overdue."""
    if not rows:
        return nothing(TITLE, "There is no organisation to show.")
    few = len(rows) <= MANY
    names = [_wrapped(name, LINES if few else LINES_OF_MANY) for name, _ in rows]
    heights = [LINE * (1 + name.count("\n")) + (AROUND if few else AROUND_MANY) for name in names]
    middles = [sum(heights[:at]) + height / 2 for at, height in enumerate(heights)]
    below = 0.75 + 0.28 * -(-len(ages) // ACROSS)
    right = RIGHT if all(_roomy(numbers, _longest(rows), RIGHT) for _, numbers in rows) else FAR_RIGHT
    figure, axes, _ = started(TITLE, 0.6 + sum(heights) + below)
    place(figure, axes, LEFT, right, below)
    _scales(axes, _longest(rows), sum(heights))
    axes.set_yticks(middles, names, fontsize=10, linespacing=1.05, **PLAIN)
    for (_, numbers), middle in zip(rows, middles, strict=True):
        _bar(axes, numbers, middle, inside=_roomy(numbers, _longest(rows), right))
    _legend(figure, ages)
    return saved(figure)


def _wrapped(name: str, lines: int) -> str:
    return "\n".join(textwrap.wrap(written(name, 200), LETTERS, max_lines=lines, placeholder="…"))


def _longest(rows: Rows) -> int:
    return max(1, *(sum(numbers) for _, numbers in rows))


def _roomy(numbers: Sequence[int], longest: int, right: float) -> bool:
    """Whether each part of a bar is long enough for its number."""
    pixels = (SIZE[0] - LEFT - right) * DPI
    return all((len(f"{one:,}") + 1) * DIGIT <= one / longest * pixels for one in numbers if one)


def _scales(axes: Axes, longest: int, height: float) -> None:
    axes.set_ylim(height, 0)
    axes.set_xlim(0, longest)
    axes.grid(axis="x", color=PALE, linewidth=0.8)
    steps = 5 if longest < min(LARGE) else 2
    axes.xaxis.set_major_locator(MaxNLocator(steps, integer=True, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda amount, _: shortly(amount)))
    axes.tick_params(axis="y", length=0)


def _bar(axes: Axes, numbers: Sequence[int], middle: float, *, inside: bool) -> None:
    """Draw the parts of a bar, with the number of each in it or else after the bar, and the sum after it."""
    end = 0.0
    for age, number in enumerate(numbers):
        shade, hatch = LOOKS[age % len(LOOKS)]
        axes.barh(middle, number, BAR, end, color=shade, hatch=hatch, edgecolor=INK, linewidth=EDGE, clip_on=False)
        if inside and number:
            text = axes.text(end + number / 2, middle, f"{number:,}", ha="center", va="center", fontsize=10, **PLAIN)
            text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.5})
        end += number
    parts = f"({' + '.join(f'{number:,}' for number in numbers if number)})"
    told = inside or len(parts) > LONGEST or parts == f"({sum(numbers):,})"
    words = amount(Decimal(sum(numbers))) + ("" if told else f" {parts}")
    axes.annotate(words, (end, middle), (6, 0), textcoords="offset points", va="center", fontsize=10, **PLAIN)


def _legend(figure: Figure, ages: Sequence[str]) -> None:
    lines = -(-len(ages) // ACROSS)
    # It fills column by column, and is read line by line.
    order = [at for column in range(ACROSS) for line in range(lines) if (at := line * ACROSS + column) < len(ages)]
    looks = [LOOKS[age % len(LOOKS)] for age in order]
    legend = figure.legend(
        # The words come afterwards: as labels, those that begin with "_" would be left out.
        [Patch(facecolor=shade, hatch=hatch, edgecolor=INK) for shade, hatch in looks],
        ["."] * len(ages),
        title="Working days overdue",
        alignment="left",
        loc="lower left",
        ncols=ACROSS,
        frameon=False,
        title_fontsize=11,
        fontsize=11,
        handlelength=2.2,
        handleheight=1.2,
    )
    for text, age in zip(legend.get_texts(), order, strict=True):
        text.set(text=written(ages[age], AGE), color=INK, **PLAIN)
