"""The limits of Block Kit, each just inside and just outside."""

import pytest

from bot.playground.errors import SlackError
from bot.playground.validation import block_faults, check_blocks, view_faults


def plain(size):
    return {"type": "plain_text", "text": "x" * size}


def option(text=5, value=5):
    return {"text": plain(text), "value": "v" * value}


def options(count):
    return [option() for _ in range(count)]


def action(**element):
    return [{"type": "actions", "elements": [element]}]


def field(**element):
    return [{"type": "input", "label": plain(5), "element": element}]


def button(size=5, **more):
    return {"type": "button", "text": plain(size), **more}


SIZES = [
    ("blocks", 50, lambda n: [{"type": "divider"}] * n),
    ("section text", 3000, lambda n: [{"type": "section", "text": plain(n)}]),
    ("fields", 10, lambda n: [{"type": "section", "fields": [plain(2)] * n}]),
    ("field text", 2000, lambda n: [{"type": "section", "fields": [plain(n)]}]),
    ("header", 150, lambda n: [{"type": "header", "text": plain(n)}]),
    ("button text", 75, lambda n: action(**button(n))),
    ("button value", 2000, lambda n: action(**button(value="v" * n))),
    ("action_id", 255, lambda n: action(**button(action_id="v" * n))),
    ("block_id", 255, lambda n: [{"type": "divider", "block_id": "b" * n}]),
    ("actions", 25, lambda n: [{"type": "actions", "elements": [button()] * n}]),
    ("context", 10, lambda n: [{"type": "context", "elements": [plain(2)] * n}]),
    ("overflow", 5, lambda n: action(type="overflow", options=options(n))),
    ("select", 100, lambda n: action(type="static_select", options=options(n))),
    ("option text", 75, lambda n: action(type="static_select", options=[option(text=n)])),
    ("option value", 150, lambda n: action(type="static_select", options=[option(value=n)])),
    ("radio buttons", 10, lambda n: action(type="radio_buttons", options=options(n))),
    ("checkboxes", 10, lambda n: action(type="checkboxes", options=options(n))),
    ("placeholder", 150, lambda n: field(type="plain_text_input", placeholder=plain(n))),
    ("alt text", 2000, lambda n: [{"type": "image", "image_url": "https://x.y/z", "alt_text": "a" * n}]),
    ("markdown", 12_000, lambda n: [{"type": "markdown", "text": "m" * n}]),
    ("table rows", 100, lambda n: [{"type": "table", "rows": [[{"type": "raw_text", "text": "c"}]] * n}]),
]


@pytest.mark.parametrize(("most", "blocks"), [size[1:] for size in SIZES], ids=[size[0] for size in SIZES])
def test_each_limit_holds(most, blocks):
    assert block_faults(blocks(most)) == []
    assert len(block_faults(blocks(most + 1))) == 1


BROKEN = {
    "no type": [{"text": plain(2)}],
    "unknown block": [{"type": "sektion"}],
    "unknown key": [{"type": "divider", "colour": "red"}],
    "empty text": [{"type": "section", "text": plain(0)}],
    "neither text nor fields": [{"type": "section"}],
    "markup in a button": action(type="button", text={"type": "mrkdwn", "text": "x"}),
    "text input among actions": action(type="plain_text_input"),
    "no options": action(type="static_select"),
    "two kinds of options": action(type="static_select", options=options(1), option_groups=[]),
    "initial is no option": action(type="static_select", options=options(1), initial_option=option(value=9)),
    "block_id twice": [{"type": "divider", "block_id": "b"}] * 2,
    "action_id twice": [{"type": "actions", "elements": [button(action_id="a")] * 2}],
    "two tables": [{"type": "table", "rows": [[{"type": "raw_text", "text": "c"}]]}] * 2,
    "not objects": ["section"],
}


@pytest.mark.parametrize("blocks", BROKEN.values(), ids=BROKEN.keys())
def test_what_slack_does_not_take_is_refused(blocks):
    assert block_faults(blocks)


def test_a_message_may_not_be_too_long_in_all():
    five = [{"type": "section", "text": plain(2900)}] * 5
    with pytest.raises(SlackError, match="msg_blocks_too_long"):
        check_blocks(five)
    check_blocks(five[:4])


def modal(**more):
    return {"type": "modal", "title": plain(5), "blocks": [], **more}


def test_views_have_their_own_limits():
    assert view_faults(modal(title=plain(24), private_metadata="m" * 3000)) == []
    assert view_faults(modal(blocks=[{"type": "divider"}] * 100)) == []
    assert view_faults(modal(title=plain(25)))
    assert view_faults(modal(submit=plain(25)))
    assert view_faults(modal(private_metadata="m" * 3001))
    assert view_faults(modal(blocks=[{"type": "divider"}] * 101))
    assert view_faults(modal(blocks=[{"type": "markdown", "text": "x"}]))
    assert view_faults({"type": "modal", "blocks": []})
    assert view_faults({"type": "home", "blocks": [], "title": plain(2)})


def test_a_form_needs_a_button_to_send_it():
    fields = field(type="plain_text_input")
    assert view_faults(modal(blocks=fields))
    assert view_faults(modal(blocks=fields, submit=plain(4))) == []
