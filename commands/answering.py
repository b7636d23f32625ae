"""From a command's text to its answer: one way for every command, with one unit of work each."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from bot.domain.errors import BadInput, FollowthroughError, Stranger
from bot.domain.events import By
from bot.domain.people import Person, Role, Standing, may
from bot.domain.people import Verb as Permission
from bot.domain.refs import Kind, Ref, read_ref
from bot.messages import help as help_messages
from bot.messages import lines
from bot.messages.blocks import Block, Opened, Reply
from bot.messages.help import Topic
from bot.messages.setting_up import nobody
from bot.services import Asked, Services
from bot.usecases import setting_up
from commands import guarding
from commands.filters import FILTER_WORDS
from commands.grammar import Said, read_verb
from storage import audit, people, seen
from storage.database import Transaction

COMMAND_OF = {
    Kind.ACTION: "/actions",
    Kind.REMIT: "/remit",
    Kind.DEADLINE: "/deadlines",
    Kind.INDICATOR: "/indicators",
}
"""The command that is about things of a kind."""


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
    """A word after a command: how it is used, what it does, whether it changes anything, and what one needs for it.

    `writes` may depend on what follows the word. `needs` is the row of the permission table, for help: what may be
    done is decided in use cases.
    """

    name: str
    topic: Topic
    run: Callable[[Ask, Said], Reply | Opened]
    writes: bool | Callable[[Said], bool] = False
    needs: Permission | None = None

    def changes(self, said: Said) -> bool:
        """Whether it may change something, with the words that follow it."""
        return self.writes(said) if callable(self.writes) else self.writes


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

    def help(self, about: str, person: Person) -> Reply:
        """Help for the whole command, or for one word of it. Raises BadInput for a word that it doesn't know."""
        verbs = [(verb.topic, verb.needs) for verb in self.verbs]
        topics = [*((topic, topic.needs) for topic in self.topics), *verbs]
        if not about:
            might = [(topic, needs) for topic, needs in topics if needs is None or _might(person, needs)]
            return help_messages.overview(self.name, self.about, might)
        own = self.words.get(about.lower())
        for topic, needs in [(own.topic, own.needs)] if own else topics:
            if about.lower() in topic.usage.lower().replace(",", " ").split():
                return help_messages.one(self.name, topic, needs)
        raise unknown(about, list(self.words), self.name)


def _might(person: Person, needs: Permission) -> bool:
    """Whether there could be something to which the person may do it."""
    own = {Standing.LEAD, Standing.CONTRIBUTOR} if person.partners else set()
    return may(needs, person.standings(None) | own)


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
    command = COMMAND_OF[ref.kind]
    return BadInput(f"{ref} is something that {command} shows.", f"{command} {ref}")


def answer(services: Services, asked: Asked, command: Command, text: str) -> Reply | Opened:
    """What to show the author of `command text`, or the form to open; all of it is recorded, or nothing is."""
    try:
        guarding.check(services, asked, [("", text)])
        return _answered(services, asked, command, text.strip())
    except Stranger as error:
        return refusal(services, error, asked)
    except FollowthroughError as error:
        return lines.problem(error, typed_after=command.name if _begins_with_a_verb(error.example, command) else "")


def asking(services: Services, tx: Transaction, asked: Asked) -> Ask:
    """The question of somebody whom the partnership knows. Raises Stranger for anybody else."""
    person = asked.person(tx, services)
    if not person.known:
        raise Stranger("This answers members of the partnership only.")
    return Ask(tx, services, asked, person, services.clock())


def refusal(services: Services, error: FollowthroughError, asked: Asked) -> Reply:
    """Why it was not done."""
    if not isinstance(error, Stranger):
        return lines.problem(error)
    with services.store.read() as tx:
        return strange(tx, services, asked)


def strange(tx: Transaction, services: Services, asked: Asked) -> Reply:
    """For somebody whom the partnership doesn't know; where it has nobody at all yet, how that is changed."""
    if setting_up.nobody(tx, services.settings.coordinators, asked.team):
        return nobody(asked.user if setting_up.is_empty(tx) else "")
    return lines.stranger(coordinators(tx, services))


def _begins_with_a_verb(example: str, command: Command) -> bool:
    return example.partition(" ")[0] in command.words


def _answered(services: Services, asked: Asked, command: Command, text: str) -> Reply | Opened:
    said = read_verb(text, command.words)
    if said and said.verb in FILTER_WORDS and not said.refs:
        said = None  # "embedded" on its own, or with a partner, asks for a list
    writes = bool(said and command.words[said.verb].changes(said))
    with services.store.write() if writes else services.store.read() as tx:
        ask = asking(services, tx, asked)
        if writes and not seen.first_time(tx, asked.delivery, ask.now):
            return lines.plain("This was already recorded.")
        reply = _run(ask, command, said, text)
        if isinstance(reply, Opened):
            reply = Opened(remembering(tx, reply.view))
    if writes:
        services.mail.set()
    return reply


def _run(ask: Ask, command: Command, said: Said | None, text: str) -> Reply | Opened:
    if said:
        return command.words[said.verb].run(ask, said)
    first, _, rest = text.partition(" ")
    if first.lower() == "help":
        return command.help(rest.strip(), ask.person)
    return command.otherwise(ask, text)


def remembering(tx: Transaction, view: Block) -> Block:
    """A form that carries the last event of what it is about, so that whatever happens after it is noticed."""
    about = json.loads(view["private_metadata"])
    ref = about.get("ref")
    return view | {"private_metadata": json.dumps(about | {"seen": audit.last_id(tx, ref) if ref else 0})}


def coordinators(tx: Transaction, services: Services) -> list[str]:
    """User ids of the business unit's members who are still in Slack: whom to ask."""
    users = dict.fromkeys([*services.settings.coordinators, *people.with_role(tx, Role.BUSINESS_UNIT)])
    accounts = {user: people.account(tx, user) for user in users}
    return [user for user, account in accounts.items() if account is None or not account["deactivated"]]
