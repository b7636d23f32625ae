"""What is shown of the largest plan.

The stand-in refuses what Slack refuses, so an answer that arrives was within Slack's limits.
"""

import json
import sqlite3

from tests.world import local

MOST_OF_A_MESSAGE = 13_200


class Plan:
    """The largest plan in a partnership; it can be put back to how it was."""

    def __init__(self, world, database):
        self.world, self.slack, self.database = world, world.slack, database
        self.live = sqlite3.connect(world.store.path)
        self.live.execute("PRAGMA synchronous = OFF")

    def put(self):
        """Put the plan back to how it was."""
        self.database.backup(self.live)
        self.world.clock.move_to(local("2022-11-14 09:00"))
        self.slack.stacks.clear()
        self.slack.errors.clear()

    def ask(self, person, text, command="/actions", channel="general"):
        """What somebody sees after typing a command: a message that Slack takes."""
        answer = self.world.ask(person, text, command, channel)
        assert self.slack.errors == []
        if answer:
            assert not answer.is_error
            assert len(json.dumps(answer.blocks, ensure_ascii=False)) <= MOST_OF_A_MESSAGE
        return answer


def worded(shown):
    return json.dumps(shown.blocks, ensure_ascii=False)


def opened(plan, person, press):
    """The form that a press opens, which Slack has taken."""
    press()
    view = plan.slack.modal(person.user.id)
    assert plan.slack.errors == []
    assert view
    assert len(json.dumps(view.body, ensure_ascii=False)) < 250_000
    return view


def elements(shown):
    for block in shown.blocks:
        for one in [*block.get("elements", []), block.get("accessory", {})]:
            if "action_id" in one:
                yield f"{block['block_id']}/{one['action_id']}", one
