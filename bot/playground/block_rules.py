"""What Slack takes as a block: a table of types, their fields, and the limits of each."""

from bot.playground.checks import (
    BOTH,
    Check,
    anything,
    at_least_one,
    both,
    exactly_one,
    flag,
    many,
    mapping,
    one_of,
    record,
    string,
    text,
    typed,
)
from bot.playground.element_rules import (
    ID,
    IN_ACTIONS,
    IN_CONTEXTS,
    IN_INPUTS,
    IN_SECTIONS,
    SLACK_FILE,
    URL,
    element_of,
)

RICH_TEXT_PARTS = ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")


def _block(kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None, *more: Check) -> Check:
    fields = record({"type": one_of(kind), **required}, {"block_id": ID, **(optional or {})})
    return both(fields, *more)


# Rich text and tables are checked by their outline only: what is in their cells is seldom wrong.
_RICH_TEXT = _block("rich_text", {"elements": many(typed(dict.fromkeys(RICH_TEXT_PARTS, mapping)), 200)})
_CELL = typed(
    {
        "raw_text": record({"type": one_of("raw_text"), "text": string(3000)}, {}),
        "raw_number": record({"type": one_of("raw_number"), "text": string(3000), "value": anything}, {}),
        "rich_text": _RICH_TEXT,
    }
)
_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})

BLOCKS: dict[str, Check] = {
    "section": _block(
        "section",
        {},
        {
            "text": text(3000, BOTH),
            "fields": many(text(2000, BOTH), 10, 1),
            "accessory": element_of(IN_SECTIONS),
            "expand": flag,
        },
        at_least_one("text", "fields"),
    ),
    "header": _block("header", {"text": text(150)}),
    "divider": _block("divider", {}),
    "context": _block("context", {"elements": many(element_of(IN_CONTEXTS), 10, 1)}),
    "actions": _block("actions", {"elements": many(element_of(IN_ACTIONS), 25, 1)}),
    "input": _block(
        "input",
        {"label": text(2000), "element": element_of(IN_INPUTS)},
        {"hint": text(2000), "optional": flag, "dispatch_action": flag},
    ),
    "image": _block(
        "image",
        {"alt_text": string(2000, 1)},
        {"image_url": URL, "slack_file": SLACK_FILE, "title": text(2000)},
        exactly_one("image_url", "slack_file"),
    ),
    "markdown": _block("markdown", {"text": string(12_000, 1)}),
    "rich_text": _RICH_TEXT,
    "table": _block(
        "table",
        {"rows": many(many(_CELL, 20, 1), 100, 1)},
        {"column_settings": many(_COLUMN, 20)},
    ),
}

ONLY_IN_MESSAGES = frozenset({"markdown", "table"})


def blocks_for(surface: str) -> Check:
    """Any block that may stand in a `message`, a `modal` or a Home tab (`home`)."""
    left_out = frozenset() if surface == "message" else ONLY_IN_MESSAGES
    return typed({kind: check for kind, check in BLOCKS.items() if kind not in left_out})
