"""A coordinator who brings a tracker in Slack."""

from bot.messages.plain import lines_of

UNIT, MANAGER = "partnership-business-unit", "U0MANAGER"


TRACKER = """Ref,Action,Lead agency,Due date,Status,Progress
1.1,Agree a shared rota,West Midlands Police,31/01/2023,In progress,First draft sent
1.2,Train school leads,Head of Service,28 February 2023,Not started,
1.3,Audit twenty records,Birmingham and Solihull ICB,Q4,Complete,
1.4,,West Midlands Police,28 February 2023,,
"""
READING = "Reading the file. Its check comes in your direct messages with Followthrough."


def start(world, content=TRACKER, name="plan.csv", **more):
    """Put a file into the form and send it; what stands at its fields afterwards."""
    world.ask(world.manager, "import")
    content = content if isinstance(content, bytes) else content.encode()
    return world.manager.submit(values={"file": [(name, content)], **more})


def go_on(world, times=1):
    """Let what is asked for be done."""
    for _ in range(times):
        world.bot.move_files()
        world.deliver()
        if times > 1:
            world.clock.advance(minutes=6)


def told(world, number=-1):
    """The last of the bot's messages to the manager that stands at the top."""
    return world.slack.direct_messages(MANAGER)[number]


def words(message):
    return "\n".join(lines_of(message.blocks))


def buttons(message):
    return [one["action_id"] for block in message.blocks if block["type"] == "actions" for one in block["elements"]]


def titles(world):
    return [row["title"] for row in world.rows("SELECT title FROM actions WHERE id > 12 ORDER BY id")]


def state(world):
    return [row["state"] for row in world.rows("SELECT state FROM imports ORDER BY id")]


def checked(world, content=TRACKER, **more):
    """The message with the check of a file."""
    assert start(world, content, **more) == {}
    world.manager.close_view()
    go_on(world)
    return told(world)


def file_of(world, message):
    """The file in Slack that a check is of."""
    [row] = world.rows("SELECT file FROM imports ORDER BY id DESC LIMIT 1")
    return world.slack.files[row["file"]]
