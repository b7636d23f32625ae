"""Values of cells as the store has them."""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import JsonValue

_CHANNEL_ID = re.compile(r"[CG](?=[A-Z]*[0-9])[A-Z0-9]{6,30}")


def plain(value: object) -> JsonValue:
    """A cell's value as JSON has it: dates as "2022-11-14", numbers as text without needless noughts."""
    if isinstance(value, tuple):
        return [plain(item) for item in sorted(value)]
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, date | StrEnum):
        return str(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    return None


def decimal_text(value: Decimal) -> str:
    """387 for 387.0."""
    return format(value.normalize(), "f") if value else "0"


def is_channel_id(channel: str) -> bool:
    """Whether this is a Slack channel's id, as C012AB3CD, and not its name: names are in lower case."""
    return bool(_CHANNEL_ID.fullmatch(channel))
