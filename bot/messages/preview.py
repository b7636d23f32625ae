"""What would be posted now, shown to one person: digests with their threads, the heartbeat, who would get one."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.messages import blocks as b
from bot.messages.blocks import MOST, Block, Reply, fitted
from bot.messages.text import count, first_few, safe

NOTE = "This is what would be posted in {} now. Nothing was sent."
READS = "It would read: “{}”"  # quoted, since a heartbeat says of digests that they are sent
MOST_BLOCKS = 50  # Slack's limit
MOST_DIGESTS = 5
MOST_NAMES = 50


class Posted(NamedTuple):
    """What would be posted: the channel's id, what is read out, the message's blocks, and those in its thread."""

    channel: str
    text: str
    head: list[Block]
    thread: Sequence[Block] = ()


def shown(found: Sequence[Posted], none: Sequence[tuple[str, str]] = ()) -> Reply:
    """Messages as they would be posted, with as much of their threads as one answer holds.

    `none` are the names of partners that would get nothing, each with the reason.
    """
    why = [f"No digest would be posted for {safe(name, 100)} now: {reason}." for name, reason in none]
    left = [f"And {count(len(found) - MOST_DIGESTS, 'digest')} more."] if len(found) > MOST_DIGESTS else []
    posted, said = found[:MOST_DIGESTS], [b.section(line) for line in [*why, *left]]
    heads = [_head(one) for one in posted]
    notes = 2 * len(posted)  # above the thread, and where something is left out
    blocks = (MOST_BLOCKS - len(said) - sum(map(len, heads)) - notes) // max(1, len(posted))
    room = (MOST - b.size([*said, *(block for head in heads for block in head)])) // max(1, len(posted)) - 300
    bodies = [[*head, *_thread(one.thread, blocks, room)] for head, one in zip(heads, posted, strict=True)]
    texts = [f"{NOTE.format(f'<#{one.channel}>')} {READS.format(one.text)}" for one in posted]
    text = " ".join([*texts, *why, *left])
    return fitted(Reply(text, [*(block for body in bodies for block in body), *said]))


def _head(one: Posted) -> list[Block]:
    return [b.section(f"*{NOTE.format(f'<#{one.channel}>')}*"), *one.head]


def _thread(blocks: Sequence[Block], most: int, room: int) -> list[Block]:
    """As many whole rows as there is room for, and how many are left out."""
    kept: list[Block] = []
    rows = list(_rows(blocks))
    for number, row in enumerate(rows):
        if len(kept) + len(row) > most or b.size([*kept, *row]) > room:
            left = b.context(f"And {len(rows) - number:,} more in the thread.")
            return [*_over(kept), left]
        kept += row
    return _over(kept)


def _over(kept: list[Block]) -> list[Block]:
    return [b.context("In its thread:"), *kept] if kept else []


def _rows(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Each row with what belongs to it: its buttons, and small print."""
    row: list[Block] = []
    for block in blocks:
        if block["type"] == "section" and row:
            yield row
            row = []
        row.append(block)
    if row:
        yield row


def who(sent: Sequence[str], skipped: Sequence[tuple[str, str]]) -> Reply:
    """Who would get a digest now, and who would not and why; by code and name."""
    head = f"{count(len(sent), 'partner')} would get a digest now, {len(skipped):,} would not."
    left_out = [f"{safe(name, 80)} ({reason})" for name, reason in skipped]
    parts = [("Would get one", [safe(name, 80) for name in sent]), ("Would not", left_out)]
    rows = [b.section(f"*{title}*\n{first_few(names, MOST_NAMES, 'others')}") for title, names in parts if names]
    more = b.context("To see one: `/actions digest preview` and the partner's code. Nothing was sent.")
    return Reply(f"{head} Nothing was sent.", [b.section(f"*{head}*"), *rows, more])


def sent(name: str, channel: str, when: str) -> Reply:
    """A digest is on its way to a partner's channel, or goes there at `when`."""
    how = f"goes to <#{channel}> on {when}" if when else f"is on its way to <#{channel}>"
    text = f"The digest for {safe(name, 200)}, with its thread, {how}."
    return Reply(text, [b.section(text)])
