"""Forms of things that are linked to more than a form can show."""

import json

import pytest

from bot.domain.plan import Deadline, RemitItem
from bot.messages.forms.plan import Choices, deadline_edit, remit_edit


def deadline(number, remit=()):
    return Deadline(number=number, title="Reply", precision="vague", phrase="soon", remit=tuple(remit))


def edited(count):
    item = RemitItem(number=4, text="Secure it", deadlines=tuple(deadline(n, (4,)) for n in range(1, count + 1)))
    return remit_edit(item, Choices(deadlines=dict.fromkeys(range(1, count + 1), "Reply")), {})


def test_a_hundred_links_are_shown():
    [field] = [block for block in edited(100)["blocks"] if block.get("block_id") == "deadlines"]
    assert len(field["element"]["initial_options"]) == 100
    assert len(json.loads(edited(100)["private_metadata"])["shown"]["deadlines"]) == 100


@pytest.mark.parametrize("count", [101, 700])
def test_more_are_left_out_and_it_is_said_where_they_are_kept(count):
    view = edited(count)
    assert "deadlines" not in [block.get("block_id") for block in view["blocks"]]
    assert "They are kept by /deadlines edit D1." in json.dumps(view)
    assert len(view["private_metadata"]) < 3000
    assert json.loads(view["private_metadata"])["shown"]["deadlines"] == []


def test_a_deadline_linked_to_too_many_remit_items_says_where_too():
    view = deadline_edit(deadline(1, range(1, 200)), Choices(remit={1: "Secure it"}), {})
    assert "They are kept by /remit edit R1." in json.dumps(view)
