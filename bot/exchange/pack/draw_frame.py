"""What the pack's charts have in common. Figures stand alone; pyplot would share one state between threads."""

from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure

from bot.messages.charts.drawing import DPI, SIZE
from bot.messages.charts.labels import INK, PLAIN

LOOKS = (("white", ""), ("white", "..."), ("#d9d9d9", "///"), ("#a6a6a6", "\\\\\\"), ("#33475b", ""))
"""Grey and hatch of what is stacked: they differ when printed without colour, and when copied badly."""
EDGE = 0.8


def started(title: str, height: float = SIZE[1]) -> tuple[Figure, Axes, RendererAgg]:
    """A figure of the usual width, `height` inches high, with its title; nothing is in its axes yet."""
    figure = Figure((SIZE[0], height), DPI, facecolor="white")
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    figure.text(0.015, 1 - 0.12 / height, title, va="top", fontsize=15, fontweight="bold", color=INK, **PLAIN)
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_axisbelow(True)
    axes.tick_params(colors=INK, labelsize=11)
    return figure, axes, renderer


def place(figure: Figure, axes: Axes, left: float, right: float, bottom: float) -> None:
    """Put the axes so far from the edges of the figure, in inches, and below the title."""
    width, height = figure.get_size_inches()
    axes.set_position((left / width, bottom / height, 1 - (left + right) / width, 1 - (0.6 + bottom) / height))


def saved(figure: Figure) -> bytes:
    """The figure as a PNG that says neither when nor with what it was made."""
    file = BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()


def nothing(title: str, sentence: str) -> bytes:
    """A low picture that says that there is nothing to show."""
    figure, axes, _ = started(title, 1.4)
    axes.set_axis_off()
    figure.text(0.015, 0.3, sentence, fontsize=12, color=INK, **PLAIN)
    return saved(figure)
