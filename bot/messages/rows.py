"""What every list of the plan has in common."""

from bot.messages import blocks as b
from bot.messages.blocks import Block, Reply

MOST = 40  # rows; Slack takes 50 blocks
NEW = "new"
"""The value of a button that adds something."""


def left_out(found: int) -> list[Block]:
    """A line that says how many rows of so many are not shown."""
    return [b.context(f"And {found - MOST:,} more.")] if found > MOST else []


def add(words: str, form: str, *, may: bool) -> list[Block]:
    """The button that opens the form in which something is added, for those who may."""
    return [b.buttons(b.button(words, form, NEW))] if may else []


def line(text: str) -> Reply:
    """A sentence that is safe already, on its own."""
    return Reply(text, [b.section(text)])
