"""The picture at the end of a message: drawn from the store as it is now, and uploaded before the message is posted.

It is shared with nobody until its message shows it, so that what a crash leaves behind is a file that nobody sees.
"""

import json

from slack_sdk import WebClient

from bot.domain.plan import Indicator
from bot.domain.refs import Kind, read_ref
from bot.messages import blocks as b
from bot.messages.blocks import MOST, Block
from bot.messages.charts import picture as charts
from bot.messages.text import safe
from storage import plan
from storage.database import Transaction
from storage.outbox import Message

NOT_READY = "invalid_blocks"
"""Slack's word for a picture that was uploaded a moment ago, and for blocks that it will never take."""
TRIES = 6  # posts of a message with its picture, some 15 to 30 seconds in all; Slack mostly needs one second
UPLOADS = 3  # tries to upload a picture: its channel waits for it
PATIENCE = 5  # seconds that one call of an upload may take, and that Slack may ask for before the next try
MOST_BLOCKS = 50  # that Slack takes


def wanting(message: Message) -> bool:
    """Whether a message's picture is still to be uploaded."""
    return message.picture is not None and message.file_id is None


def worth_waiting(message: Message, seconds: float) -> bool:
    """Whether a failed upload is to be tried again though Slack wants to be left alone for these seconds."""
    return message.attempts + 1 < UPLOADS and seconds <= PATIENCE


def shown(tx: Transaction, message: Message) -> Indicator | None:
    """What a message's picture shows; None where it has none, or where there is nothing to draw."""
    ref = read_ref(message.picture or "")
    found = plan.indicator(tx, ref.number) if ref and ref.kind is Kind.INDICATOR else None
    return found if found and found.readings else None


def upload(client: WebClient, indicator: Indicator, drawn: bytes) -> str:
    """Upload a picture without sharing it; Slack's id of the file. Raises SlackApiError and UNSURE."""
    name = str(indicator.ref)
    answer = client.files_upload_v2(filename=f"{name}.png", title=name, content=drawn)
    return str(answer["files"][0]["id"])


def added(blocks: list[Block], message: Message, indicator: Indicator | None) -> list[Block]:
    """A message's blocks and its picture as the last, or the words for it where there will be no picture.

    They are as they were where there is nothing to draw, or no room for more.
    """
    if indicator is None or message.file_id is None:
        return blocks
    said = charts.described(indicator)
    words = b.section(safe(said))
    picture = {"type": "image", "slack_file": {"id": message.file_id}, "alt_text": said}
    # Slack shows no text beside blocks, so that a message of text alone gets it as a block.
    whole = [*(blocks or [b.section(message.text)]), picture if message.file_id else words]
    return whole if len(whole) <= MOST_BLOCKS and len(json.dumps(whole)) <= MOST else blocks
