"""The settings on the manager's screen, and what is recorded of them."""

import json

from storage import people


def settings(world):
    """The settings on the manager's screen."""
    assert world.ask(world.manager, "settings") is None
    return world.slack.modal("U0MANAGER")


def form(world, name):
    """A form, opened from the settings in their place."""
    world.manager.press(settings(world), name)
    [view] = world.slack.modals("U0MANAGER")
    return view


def button(view, name, holds):
    """The press of one of several buttons: the one in the block that holds these words."""
    [block] = [
        one for one in view.blocks if holds in json.dumps(one) and one.get("accessory", {}).get("action_id") == name
    ]
    return f"{block['block_id']}/{name}"


def person(world, user, team=None):
    with world.store.read() as tx:
        return people.person(tx, user, team or world.slack.team_id, world.services.home)


def events(world, subject):
    rows = world.rows("SELECT verb, before, after FROM events WHERE subject = ? ORDER BY id", (subject,))
    return [(row["verb"], json.loads(row["before"]), json.loads(row["after"])) for row in rows]
