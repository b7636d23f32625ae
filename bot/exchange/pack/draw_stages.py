"""Actions by stage over time: stacked, the surest at the bottom, each named at its end."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bot.exchange.pack.charts import STAGES
from bot.exchange.pack.draw_frame import EDGE, LOOKS, nothing, place, saved, started
from bot.messages.charts.labels import INK, LARGE, PLAIN, amount, shortly, thin_out_dates

TITLE = "Actions by stage"
MOST_DATES = 5
SIDE = 20.0  # days; half the width of the bar that a single point becomes
GAP = 1.25  # lines from one name to the next

Points = Sequence[tuple[date, Mapping[str, int]]]


def draw(points: Points) -> bytes:
    """See charts.stages_over_time."""
    if not any(_total(counts) for _, counts in points):
        return nothing(TITLE, "There is no action to show.")
    figure, axes, renderer = started(TITLE)
    highest = max(_total(counts) for _, counts in points)
    place(figure, axes, 0.75 if highest < min(LARGE) else 1.3, 2.1, 0.65)
    tops = _stack(axes, points)
    _scales(axes, points, highest)
    thin_out_dates(axes, renderer)
    _name(axes, renderer, points[-1][1], tops)
    return saved(figure)


def _total(counts: Mapping[str, int]) -> int:
    return sum(counts.get(stage, 0) for stage in STAGES)


def _stack(axes: Axes, points: Points) -> list[float]:
    """Draw the areas; how high each ends on the last day, from the bottom."""
    days = [float(on.toordinal()) for on, _ in points]
    counted = [counts for _, counts in points]
    if len(days) == 1:
        days, counted = [days[0] - SIDE, days[0] + SIDE], counted * 2
    below = [0.0] * len(days)
    ends = []
    for stage, (shade, hatch) in zip(reversed(STAGES), reversed(LOOKS), strict=True):
        above = [low + counts.get(stage, 0) for low, counts in zip(below, counted, strict=True)]
        axes.fill_between(days, below, above, facecolor=shade, hatch=hatch, edgecolor=INK, linewidth=EDGE)
        below = above
        ends.append(above[-1])
    axes.set_xlim(days[0], days[-1])
    return ends


def _scales(axes: Axes, points: Points, highest: int) -> None:
    axes.set_ylim(0, highest * 1.05)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda height, _: shortly(height)))
    axes.tick_params(axis="y", length=0)
    steps = min(len(points), MOST_DATES) - 1
    shown = sorted({round(step * (len(points) - 1) / steps) for step in range(steps + 1)}) if steps else [0]
    days = [points[at][0] for at in shown]
    axes.set_xticks([float(on.toordinal()) for on in days], [f"{on.day} {on:%B}\n{on.year}" for on in days])


def _name(axes: Axes, renderer: RendererAgg, counts: Mapping[str, int], tops: Sequence[float]) -> None:
    """Write each stage and its number beside where it ends: a line leads there from a name that had to move."""
    right = axes.bbox.x1
    middles = [(low + high) / 2 for low, high in zip([0.0, *tops], tops, strict=False)]
    wanted = [float(axes.transData.transform((0, middle))[1]) for middle in middles]
    line = 12 * renderer.dpi / 72 * GAP
    for stage, aim, at in zip(reversed(STAGES), wanted, apart(wanted, line, axes.bbox.y0), strict=True):
        bend, end = right + 14, right + 40
        axes.plot(
            [right, bend, end], [aim, at, at], color=INK, linewidth=0.9, transform=None, clip_on=False, zorder=4
        )
        words = f"{stage.capitalize()} {amount(Decimal(counts.get(stage, 0)))}"
        axes.annotate(
            words,
            (end + 6, at),
            xycoords="figure pixels",
            va="center",
            fontsize=12,
            color=INK,
            annotation_clip=False,
            **PLAIN,
        )


def apart(wanted: Sequence[float], gap: float, lowest: float) -> list[float]:
    """Heights as near as possible to those wanted, which ascend: at least `gap` apart, none below `lowest`."""
    groups: list[list[float]] = []  # of heights that touch: how many, and the middle of them all
    for height in wanted:
        groups.append([1.0, max(height, lowest + gap / 2)])
        while len(groups) > 1 and groups[-1][1] - groups[-2][1] < gap * (groups[-1][0] + groups[-2][0]) / 2:
            (few, middle), (more, other) = groups.pop(), groups.pop()
            middle = (few * middle + more * other) / (few + more)
            groups.append([few + more, max(middle, lowest + gap * (few + more) / 2)])
    return [middle + gap * (at - (number - 1) / 2) for number, middle in groups for at in range(int(number))]
