"""Help, made from the registry of commands: what is there is what is told."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.domain.people import MAY, Standing, Verb
from bot.messages import blocks as b
from bot.messages.blocks import Reply
from bot.messages.text import listed


class Topic(NamedTuple):
    """One thing that can be typed after a command.

    Args:
        usage: as it is typed, "done A12 what was done".
        does: one sentence.
        example: a whole command that works in the example partnership.
        needs: the row of the permission table that it needs, where it is not a verb's own.
    """

    usage: str
    does: str
    example: str
    needs: Verb | None = None


GROUPS: Mapping[Verb | None, str] = {
    None: "For everybody",
    Verb.UPDATE: "To report",
    Verb.ASK_FOR_TIME: "To report",
    Verb.ASSIGN: "To report",
    Verb.DECIDE: "To decide and to test",
    Verb.ASSURE_EMBEDDED: "To decide and to test",
    Verb.ASSURE_SUSTAINED: "To decide and to test",
    Verb.ADD_READING: "To keep the plan",
    Verb.KEEP_REMIT: "To keep the plan",
    Verb.MANAGE: "To keep the plan",
    Verb.REPORT: "To show others",
}
"""Under which heading something stands, by the row of the permission table that it needs."""
THREAD = "In a thread of a message from Followthrough, leave the command out: `done`, `done A6 rota agreed`."


def overview(command: str, about: str, topics: Sequence[tuple[Topic, Verb | None]]) -> Reply:
    """Everything that somebody may type after a command, each with what it needs, under headings."""
    groups: dict[str, list[str]] = {heading: [] for heading in GROUPS.values()}
    for topic, needs in topics:
        usage = f"{command} {topic.usage}".strip()
        groups[GROUPS[needs]].append(f"`{usage}` {topic.does}")
    shown = [b.section(f"*{heading}*\n" + "\n".join(lines)) for heading, lines in groups.items() if lines]
    more = f"`{command} help` and a word, as `{command} help {topics[-1][0].usage.split()[0]}`, explains it. {THREAD}"
    return Reply(
        f"{command}: {about} " + "; ".join(topic.usage for topic, _ in topics if topic.usage),
        [b.section(f"*{command}* {about}"), *shown, b.context(more)],
    )


def one(command: str, topic: Topic, needs: Verb | None) -> Reply:
    """One thing, who may do it, and an example."""
    who = f"\nFor {whom(needs)}." if needs else ""
    text = f"`{command} {topic.usage}`\n{topic.does}{who}\nFor example: `{topic.example}`"
    return Reply(f"{topic.does} For example: {topic.example}", [b.section(text)])


def whom(needs: Verb) -> str:
    """Those who may do it, in words: “the business unit and assurers”."""
    names = {
        Standing.BUSINESS_UNIT: "the business unit",
        Standing.LEAD: "the lead partner",
        Standing.CONTRIBUTOR: "contributing partners, for their own part",
        Standing.ASSURER: "assurers",
        Standing.OBSERVER: "observers",
    }
    return listed([name for standing, name in names.items() if standing in MAY[needs]])
