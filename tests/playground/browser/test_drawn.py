"""Everything that the bot can put on a screen is drawn; what can't be drawn says so."""

import ast
from pathlib import Path

import pytest

from bot.playground.block_rules import BLOCKS
from bot.playground.element_rules import ELEMENTS

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
OURS = [*(ROOT / "bot" / "messages").rglob("*.py"), *(ROOT / "bot" / "listeners").rglob("*.py")]
NOT_DRAWN = {"datetimepicker", "external_select", "multi_external_select", "rich_text_input"}
"""What the stand-in takes from an app and the page says it can't show: the bot uses none of it."""
OPTION = {"text": {"type": "plain_text", "text": "One"}, "value": "one"}
WORDS = {"type": "plain_text", "text": "Words"}
RICH = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Words"}]}
SAMPLE = {
    "action_id": "a",
    "block_id": "b",
    "text": WORDS,
    "label": WORDS,
    "options": [OPTION],
    "alt_text": "Words",
    "image_url": "https://example.org/picture.png",
}
DRAW = """async ([kind, block]) => {
    const { drawBlock } = await import("/blocks.js");
    const { ownSurface } = await import("/surface.js");
    const node = drawBlock(block, ownSurface(kind, [block]));
    return node.querySelector(".unshown") || node.matches(".unshown") ? null : node.outerHTML;
}"""


def used():
    """The kinds of blocks and elements that are named anywhere in the bot's messages."""
    constants = (
        node for path in OURS for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)
    )
    return {node.value for node in constants if isinstance(node.value, str)} & {*BLOCKS, *ELEMENTS, "image"}


def sample(kind):
    """A block of this kind, or with an element of it."""
    if kind in {"plain_text", "mrkdwn"}:
        return {"type": "context", "elements": [{"type": kind, "text": "Words enough to be seen"}]}
    if kind in ELEMENTS:
        within = "input" if kind.endswith(("_input", "s", "picker")) else "actions"
        element = {**SAMPLE, "type": kind}
        return {**SAMPLE, "type": within, "element": element, "elements": [element]}
    contents = {"context": [WORDS], "rich_text": [RICH]}.get(kind, [{**SAMPLE, "type": "button"}])
    block = {**SAMPLE, "type": kind, "elements": contents, "element": {**SAMPLE, "type": "plain_text_input"}}
    if kind == "table":
        block["rows"] = [[{"type": "raw_text", "text": "Words"}]]
    return {**block, "text": "Words"} if kind == "markdown" else block


@pytest.fixture
def drawn(page):
    page.get_by_role("textbox").first.wait_for()
    return {kind: page.evaluate(DRAW, [kind, sample(kind)]) for kind in {*BLOCKS, *ELEMENTS}}


def test_every_kind_that_the_bot_uses_is_drawn_and_no_kind_becomes_nothing(drawn):
    assert len(used()) > 15
    assert {kind for kind in used() if not drawn[kind]} == set()
    assert {kind for kind, shown in drawn.items() if not shown} == NOT_DRAWN & {*BLOCKS, *ELEMENTS}
    for kind, shown in drawn.items():
        assert shown is None or any(part in shown for part in ("Words", "<input", "<button", "<textarea", "<hr")), (
            kind
        )
