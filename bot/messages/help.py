"""Help, made from the registry of commands: what is there is what is told."""

from typing import NamedTuple

from bot.messages import blocks as b
from bot.messages.blocks import Reply


class Topic(NamedTuple):
    """One thing that can be typed after a command.

    Args:
        usage: as it is typed, "done A12 what was done".
        does: one sentence.
        example: a whole command that works in the example partnership.
    """

    usage: str
    does: str
    example: str


def overview(command: str, about: str, topics: list[Topic]) -> Reply:
    """Everything that can be typed after a command."""
    lines = [f"`{command} {topic.usage}`".replace(" `", "`") + f" {topic.does}" for topic in topics]
    thread = "In a thread of a message from Followthrough, leave the command out: `done`, `done A6 rota agreed`."
    shown = [b.section(f"*{command}* {about}"), b.section("\n".join(lines)), b.context(thread)]
    return Reply(f"{command}: {about} " + " ".join(topic.usage for topic in topics), shown)


def one(command: str, topic: Topic) -> Reply:
    """One thing, with an example."""
    text = f"`{command} {topic.usage}`\n{topic.does}\nFor example: `{topic.example}`"
    return Reply(f"{topic.does} For example: {topic.example}", [b.section(text)])
