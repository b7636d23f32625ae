"""What is in somebody's App Home, and to whom it was published."""

import json
import re
import time


def shown(world, person):
    """All that is in somebody's App Home: texts and what buttons and menus stand for."""
    return json.dumps(world.slack.home(person.user.id).blocks, ensure_ascii=False)


def texts(world, person):
    blocks = world.slack.home(person.user.id).blocks
    said = [block.get("text", {}).get("text", "") for block in blocks]
    return "\n".join(
        said + [one["text"] for block in blocks if block["type"] == "context" for one in block["elements"]]
    )


def refs(world, person):
    return {int(number) for number in re.findall(r"\bA(\d+)\b", shown(world, person))}


def rows(world, person, action_id="row_menu"):
    """The refs of the rows that have such a menu or button."""
    blocks = world.slack.home(person.user.id).blocks
    own = [block for block in blocks if block.get("accessory", {}).get("action_id") == action_id]
    return [block["text"]["text"].split("*")[1] for block in own]


def offered(world, person):
    return set(re.findall(r'"value": "([a-z_]+) A\d+"', shown(world, person)))


def buttons(world, person):
    blocks = world.slack.home(person.user.id).blocks
    return [one["text"]["text"] for block in blocks if block["type"] == "actions" for one in block["elements"]]


def eventually(condition, seconds=5):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


def owed(world, person):
    """How many changes somebody's App Home is behind by; None for somebody who never opened it."""
    found = world.rows("SELECT stale FROM homes WHERE user = ?", (person.user.id,))
    return found[0]["stale"] if found else None


def published(world):
    """To whom App Home was published, in order, whether Slack took it or not."""
    return [call.arguments["user_id"] for call in world.slack.calls if call.method == "views.publish"]


def open_home(world, *who):
    for person in who:
        before = len(published(world))
        person.open_home()
        eventually(lambda before=before: len(published(world)) > before)
        eventually(lambda person=person: owed(world, person) == 0)


def settle(world):
    """Let Home's time of rest pass, and bring everything up to date."""
    world.clock.advance(seconds=11)
    world.deliver()
