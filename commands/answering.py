"""From a command's text to its answer: one way for every command, with one unit of work each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from bot.domain.errors import BadInput, FollowthroughError
from bot.domain.events import By
from bot.domain.people import Person, Role
from bot.domain.refs import Kind, Ref, read_ref
from bot.messages import help as help_messages
from bot.messages import lines
from bot.messages.blocks import Reply
from bot.messages.help import Topic
from bot.services import Asked, Services
from commands.grammar import Said, read_verb
from storage import people, seen
from storage.database import Transaction


@dataclass(frozen=True)
class Ask:
    """One question or request, inside its unit of work."""

    tx: Transaction
    services: Services
    asked: Asked
    person: Person
    now: datetime

    @property
    def by(self) -> By:
        """What the audit trail says of who asks."""
        return By(person=self.person, at=self.now, origin=self.asked.origin)


@dataclass(frozen=True)
class Verb:
    """A word after a command: how it is used, what it does, and whether it changes anything."""

    name: str
    topic: Topic
    run: Callable[[Ask, Said], Reply]
    writes: bool = False


@dataclass(frozen=True)
class Command:
    """A slash command: its verbs, and what it does with any other text."""

    name: str
    about: str
    hint: str
    verbs: tuple[Verb, ...]
    topics: tuple[Topic, ...]
    otherwise: Callable[[Ask, str], Reply]

    @property
    def words(self) -> dict[str, Verb]:
        """Verbs by name."""
        return {verb.name: verb for verb in self.verbs}

    def help(self, about: str) -> Reply:
        """Help for the whole command, or for one word of it. Raises BadInput for a word that it doesn't know."""
        topics = [*self.topics, *(verb.topic for verb in self.verbs)]
        if not about:
            return help_messages.overview(self.name, self.about, topics)
        for topic in topics:
            if about.lower() in topic.usage.lower().split()[:1]:
                return help_messages.one(self.name, topic)
        raise unknown(about, list(self.words), self.name)


def unknown(word: str, known: list[str], command: str) -> BadInput:
    """For a word that a command doesn't know, with the nearest that it does."""
    near = get_close_matches(word.lower(), known, 1, 0.6)
    example = f"{command} help {near[0]}" if near else f"{command} help"
    return BadInput(f"“{word[:40]}” is not something that {command} knows.", example)


def one_ref(text: str, kind: Kind, command: str) -> int:
    """The number of the one ref of this kind that `text` is. Raises BadInput."""
    ref = read_ref(text.split(maxsplit=1)[0])
    if ref is None:
        raise unknown(text, [], command)
    if ref.kind is not kind:
        raise elsewhere(ref)
    if len(text.split()) > 1:
        raise BadInput(f"“{text[:40]}” says more than {command} can read.", f"{command} {ref}")
    return ref.number


def elsewhere(ref: Ref) -> BadInput:
    """For a ref that another command is about."""
    other = {Kind.REMIT: "/remit", Kind.DEADLINE: "/deadlines", Kind.INDICATOR: "/indicators"}
    command = other.get(ref.kind, "/actions")
    return BadInput(f"{ref} is something that {command} shows.", f"{command} {ref}")


def answer(services: Services, asked: Asked, command: Command, text: str) -> Reply:
    """What to show the author of `command text`; what was asked for is recorded, or nothing is."""
    try:
        return _answered(services, asked, command, text.strip())
    except FollowthroughError as error:
        return lines.problem(error)


def _answered(services: Services, asked: Asked, command: Command, text: str) -> Reply:
    said = read_verb(text, command.words)
    writes = bool(said and command.words[said.verb].writes)
    now = services.clock()
    with services.store.write() if writes else services.store.read() as tx:
        person = asked.person(tx, services)
        if not person.known:
            return lines.stranger(coordinators(tx, services))
        if writes and not seen.first_time(tx, asked.delivery, now):
            return lines.plain("This was already recorded.")
        reply = _run(Ask(tx, services, asked, person, now), command, said, text)
    if writes:
        services.mail.set()
    return reply


def _run(ask: Ask, command: Command, said: Said | None, text: str) -> Reply:
    if said:
        return command.words[said.verb].run(ask, said)
    first, _, rest = text.partition(" ")
    if first.lower() == "help":
        return command.help(rest.strip())
    return command.otherwise(ask, text)


def coordinators(tx: Transaction, services: Services) -> list[str]:
    """User ids of the business unit's members: whom to ask."""
    return list(dict.fromkeys([*services.settings.coordinators, *people.with_role(tx, Role.BUSINESS_UNIT)]))
