"""The pack's own charts, as PNG; indicators have theirs in bot.messages.charts.

They are drawn only when they are asked for: matplotlib takes a second to load.
"""

from collections.abc import Mapping, Sequence
from datetime import date

STAGES = ("open", "reported done", "addressed", "embedded", "sustained")
"""What `stages_over_time` shows, as its points name them."""


def stages_over_time(points: Sequence[tuple[date, Mapping[str, int]]]) -> bytes:
    """How many actions were at each stage on each day, stacked; 1200 by 675 pixels.

    Days ascend; a stage that a point doesn't name counts 0. The same points give the same bytes.
    """
    from bot.exchange.pack import draw_stages  # noqa: PLC0415 — as above

    return draw_stages.draw(points)


def overdue(rows: Sequence[tuple[str, tuple[int, ...]]], ages: Sequence[str]) -> bytes:
    """How many actions of each organisation are overdue, by how long: a bar for each row, from the top.

    Each row has a number for each age. 1200 pixels wide, and as high as it has to be; the same rows give the same
    bytes.
    """
    from bot.exchange.pack import draw_overdue  # noqa: PLC0415 — as above

    return draw_overdue.draw(rows, ages)
