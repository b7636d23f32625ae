"""Messages put into the outbox, and what became of them."""

from storage import outbox
from storage.outbox import Message

UNIT, POLICE, NHS = "partnership-business-unit", "west-midlands-police", "bsol-icb"


def queue(world, key, channel=POLICE, **more):
    where = channel if channel.startswith("U0") else world.slack.channel(channel).id
    with world.store.write() as tx:
        return outbox.queue(tx, Message(key=key, channel=where, text=key, **more), world.clock())


def texts(world, channel=POLICE):
    return [one.text for one in world.messages(channel)]


def state(world, key):
    [row] = world.rows("SELECT state, fault, ended, attempts, doubts FROM outbox WHERE key = ?", (key,))
    return row


def posts(world):
    return [call for call in world.slack.calls if call.method == "chat.postMessage"]


def tried(world, times, **wait):
    for _ in range(times):
        world.deliver()
        world.clock.advance(**(wait or {"hours": 1}))
