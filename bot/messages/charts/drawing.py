"""An indicator drawn with matplotlib. Only `charts.picture` imports this, since loading matplotlib takes a second.

Each figure stands alone; pyplot would share one state between threads. Nothing depends on colour: bands differ by
grey and hatch, the target by its dashes.
"""

import textwrap
from collections.abc import Sequence
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bot.domain.plan import Indicator, Reading
from bot.messages.charts.labels import (
    HALO,
    INK,
    PLAIN,
    Point,
    amount,
    label_bars,
    label_points,
    shortly,
    thin_out_dates,
    valued,
    written,
)
from bot.messages.text import clip

SIZE, DPI = (8.0, 4.5), 150  # inches; 1200 by 675 pixels
LINE, PALE = "#1d3d5c", "#d0d0d0"
FILLS = (
    *(("#33475b", ""), ("white", "///"), ("#b8b8b8", ""), ("white", "...")),
    *(("#7a7a7a", ""), ("white", "xxx"), ("#e0e0e0", "\\\\\\"), ("white", "oo")),
)
"""How bands look: grey and hatch, which begin again after the last."""
WIDTH = 0.66  # of a bar; the next one is at 1
TITLE = 2  # lines
LOW = 0.08  # of the height of the axes
HANDLE = 110  # pixels of the legend beside each name


def draw(indicator: Indicator) -> bytes:
    """A PNG of an indicator that has readings; the same indicator gives the same bytes."""
    figure = Figure(SIZE, DPI, facecolor="white", layout=ConstrainedLayoutEngine(w_pad=0.09, h_pad=0.09))
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    axes = figure.add_subplot()
    _title(figure, indicator)
    _frame(axes, indicator)
    bars = bool(indicator.bands) and any(one.bands for one in indicator.readings)
    points = _bars(figure, axes, indicator) if bars else _line(axes, indicator)
    _heights(axes, indicator)
    _target(axes, indicator)
    axes.set_xticks([x for x, _ in points], [_date(one) for one in indicator.readings], fontsize=11)
    figure.draw_without_rendering()  # now it is known what is where
    figure.set_layout_engine("none")
    thin_out_dates(axes, renderer)
    words = [valued(one) for one in indicator.readings]
    if bars:
        label_bars(axes, renderer, points, words)
    else:
        label_points(axes, renderer, points, words, float(indicator.target or 0))
    file = BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()


def _date(reading: Reading) -> str:
    return f"{reading.on.day} {reading.on:%B}\n{reading.on.year}"


def _title(figure: Figure, indicator: Indicator) -> None:
    """The name and the unit on at most two lines; of a name that is longer, its beginning."""
    name, unit = written(indicator.name, 300), f" ({written(indicator.unit, 30)})" if indicator.unit else ""
    title = figure.suptitle("", x=0.015, ha="left", fontsize=15, fontweight="bold", color=INK, **PLAIN)
    for width in range(68, 20, -2):  # letters differ in width, and there is no other way than to look
        lines = textwrap.wrap(name + unit, width)
        if len(lines) > TITLE:
            first, *rest = textwrap.wrap(name, width)
            lines = [first, clip(" ".join(rest), max(1, width - len(unit))) + unit]
        title.set_text("\n".join(lines))
        if title.get_window_extent().width < SIZE[0] * DPI * 0.97:
            return


def _frame(axes: Axes, indicator: Indicator) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color=PALE, linewidth=0.8)
    axes.set_axisbelow(True)
    amounts = [one.value for one in indicator.readings] + [indicator.target or 0]
    whole = all(one == int(one) for one in amounts)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=whole, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda height, _: shortly(height)))
    axes.tick_params(axis="y", labelsize=11, colors=INK, length=0)
    axes.tick_params(axis="x", length=4, colors=INK)


def _line(axes: Axes, indicator: Indicator) -> list[Point]:
    """Draw the readings over time; where each of them is."""
    points = [(float(one.on.toordinal()), float(one.value)) for one in indicator.readings]
    days, values = zip(*points, strict=True)
    axes.plot(days, values, color=LINE, linewidth=2.2, marker="o", markersize=6.5, zorder=3, clip_on=False)
    margin = (days[-1] - days[0]) * 0.06 or 30
    axes.set_xlim(days[0] - margin, days[-1] + margin)
    return points


def _bars(figure: Figure, axes: Axes, indicator: Indicator) -> list[Point]:
    """Draw a bar for each reading, of its bands, or blank where it was not broken down; where each of them ends."""
    readings = indicator.readings
    tops = [0.0] * len(readings)
    shown: list[tuple[str, Patch]] = []
    for position, band in enumerate(indicator.bands):
        parts = [float(one.bands[position]) if position < len(one.bands) else 0.0 for one in readings]
        shade, hatch = FILLS[position % len(FILLS)]
        axes.bar(range(len(readings)), parts, WIDTH, tops, color=shade, hatch=hatch, edgecolor=INK, linewidth=0.8)
        tops = [top + part for top, part in zip(tops, parts, strict=True)]
        shown.append((written(band, 40), Patch(facecolor=shade, hatch=hatch, edgecolor=INK)))
    bare = [float(one.value) if not one.bands else 0.0 for one in readings]
    if any(bare):
        axes.bar(range(len(readings)), bare, WIDTH, color="none", edgecolor=INK, linewidth=1.2, linestyle=":")
        shown.append(("not broken down", Patch(facecolor="none", edgecolor=INK, linestyle=":")))
    _legend(figure, shown)
    axes.set_xlim(min(-0.6, len(readings) / 2 - 2.1), max(len(readings) - 0.4, len(readings) / 2 + 1.1))
    return [(float(at), max(pair)) for at, pair in enumerate(zip(tops, bare, strict=True))]


def _legend(figure: Figure, shown: Sequence[tuple[str, Patch]]) -> None:
    tried = [figure.text(0, 0, name, fontsize=11, **PLAIN) for name, _ in shown]
    widest = max(text.get_window_extent().width for text in tried) + HANDLE
    for text in tried:
        text.remove()
    legend = figure.legend(
        # The names come afterwards: as labels, those that begin with "_" would be left out.
        [patch for _, patch in shown],
        ["."] * len(shown),
        loc="outside lower left",
        ncols=max(1, min(len(shown), int(SIZE[0] * DPI // widest))),
        frameon=False,
        fontsize=11,
        handlelength=2.2,
        handleheight=1.2,
    )
    for text, (name, _) in zip(legend.get_texts(), shown, strict=True):
        text.set(text=name, color=INK, **PLAIN)


def _heights(axes: Axes, indicator: Indicator) -> None:
    """From 0, so that a small change looks small; with room for labels above."""
    bottom, top = axes.dataLim.ymin, axes.dataLim.ymax
    aim = float(indicator.target) if indicator.target is not None else 0.0
    low, high = min(0.0, bottom, aim), max(0.0, top, aim)
    high = high if high > low else 1.0
    room = 0.15 * (high - low)
    axes.set_ylim(low - (room if low < 0 else 0), high + room)


def _target(axes: Axes, indicator: Indicator) -> None:
    if indicator.target is None:
        return
    aim = float(indicator.target)
    axes.axhline(aim, color=INK, linewidth=1.6, linestyle=(0, (6, 4)), zorder=2, path_effects=[HALO])
    near_the_dates = axes.transAxes.inverted().transform(axes.transData.transform((0, aim)))[1] < LOW
    axes.annotate(
        f"Target\n{amount(indicator.target)}",
        (1, aim),
        (6, 0),
        xycoords=axes.get_yaxis_transform(),
        textcoords="offset points",
        va="bottom" if near_the_dates else "center",
        fontsize=12,
        color=INK,
        annotation_clip=False,
        **PLAIN,
    )
