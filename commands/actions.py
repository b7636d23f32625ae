"""/actions: the plan's actions, one of them, and what can be done to it."""

from difflib import get_close_matches

from bot.domain.errors import BadInput, NotFound
from bot.domain.filters import Filters
from bot.domain.refs import Kind, read_ref
from bot.messages import actions as messages
from bot.messages import lines
from bot.messages.blocks import Reply, fitted
from bot.messages.help import Topic
from bot.usecases import posting, progress
from bot.usecases.access import visible
from bot.usecases.progress import Evidence
from commands.answering import Ask, Command, Verb, unknown
from commands.grammar import FILTER_WORDS, Said, Vocabulary, read_filters
from storage import audit, outbox, people, plan, queries, updates
from storage.outbox import Message

ON_ITS_WAY = "on its way to this channel. If it does not come, invite the bot: /invite @Followthrough"
LONGEST_SEARCH = 300  # a page button carries it, and nobody means a longer one


def show(ask: Ask, text: str) -> Reply:
    """The card of one action, or a list. Raises BadInput, NotFound."""
    words = text.split()
    ref = read_ref(words[0]) if len(words) == 1 else None
    if ref and ref.kind is Kind.ACTION:
        return card(ask, ref.number)
    if len(words) > 1 and _is_action(words[1]) and words[0].isalpha():
        raise unknown(words[0], list(COMMAND.words), "/actions")
    if len(text) > LONGEST_SEARCH:
        raise BadInput("That is too long to search for: a few words will do.", "/actions recording audit")
    return listing(ask, text)


def card(ask: Ask, number: int) -> Reply:
    """The card of one action. Raises NotFound."""
    action = visible(ask.tx, number, ask.person)
    return messages.card(action, updates.last(ask.tx, number), ask.services.yardstick(), private=True)


def listing(ask: Ask, text: str, page: int = 0) -> Reply:
    """One page of the actions that `text` asks for. Raises BadInput."""
    today = ask.services.today()
    filters = read_filters(text, today, vocabulary(ask, text))
    counts = queries.count(ask.tx, ask.person, filters, today, ask.services.soon())
    if not counts.total:
        return _nothing(ask, filters, text)
    pages = -(-counts.total // queries.PAGE)
    page = min(page, pages - 1)
    found = queries.page(ask.tx, ask.person, filters, today, page)
    return messages.listing(found, counts, ask.services.yardstick(), asked=text, page=page, pages=pages)


def post_listing(ask: Ask, text: str, page: int) -> Reply:
    """Put a page of the list into the channel. Raises BadInput, NotAllowed."""
    today = ask.services.today()
    found = queries.page(ask.tx, ask.person, read_filters(text, today, vocabulary(ask, text)), today, page)
    if not found:
        raise NotFound("There is nothing to show any more.", "/actions")
    posting.permit(ask.tx, ask.person, ask.asked.channel, found)
    reply = messages.rows(found, ask.services.yardstick())
    numbers = tuple(action.number for action in found)
    key = f"list:{ask.asked.delivery}"
    outbox.queue(
        ask.tx, Message.of(key, ask.asked.channel, *fitted(reply), shows="actions", actions=numbers), ask.now
    )
    return lines.plain(f"The list is {ON_ITS_WAY}")


def vocabulary(ask: Ask, text: str) -> Vocabulary:
    """The words that this partnership's plan gives a meaning to; none are looked up for a question without words."""
    if not text.strip():
        return Vocabulary()
    return Vocabulary(partners=tuple(people.codes(ask.tx)), sources=tuple(plan.sources(ask.tx)))


def _nothing(ask: Ask, filters: Filters, text: str) -> Reply:
    known = [*FILTER_WORDS, *COMMAND.words, *(code.lower() for code in people.codes(ask.tx))]
    near = next((match for word in filters.words for match in get_close_matches(word, known, 1, 0.7)), None)
    if near:
        raise BadInput(f"No open action of yours matches “{text[:80]}”.", f"/actions {near}")
    if not text.strip():
        return lines.plain("You have no open actions.")
    return lines.plain(f"No action that you can see matches “{text[:80]}”. To see every open one, type /actions.")


def _is_action(word: str) -> bool:
    ref = read_ref(word)
    return bool(ref and ref.kind is Kind.ACTION)


def _say(ask: Ask, said: Said) -> Reply:
    """Record "done", "update", "blocked" or "unblocked" for each action named: for all of them, or for none."""
    example = f"/actions {EXAMPLES[said.verb]}"
    if not said.refs:
        raise BadInput(f"Say which action you mean after “{said.verb}”.", example)
    if not said.words and said.verb != "done":
        raise BadInput(f"Say what there is to record after “{said.verb} {said.refs[0]}”.", example)
    evidence = Evidence(done=said.words)
    recorded = [progress.record(ask.tx, said.verb, ref.number, evidence, ask.by) for ref in said.refs]
    text = " ".join(lines.recorded(one.verb, one.action, one.partner, on_behalf=one.on_behalf) for one in recorded)
    return lines.plain(text) if said.words else lines.with_evidence_asked(text, str(said.refs[0]))


def _history(ask: Ask, said: Said) -> Reply:
    action = visible(ask.tx, _one(said), ask.person)
    return messages.history(action, audit.history(ask.tx, str(action.ref)), ask.services.yardstick())


def _post(ask: Ask, said: Said) -> Reply:
    action = visible(ask.tx, _one(said), ask.person)
    posting.permit(ask.tx, ask.person, ask.asked.channel, [action])
    reply = messages.card(action, updates.last(ask.tx, action.number), ask.services.yardstick(), private=False)
    key = f"card:{ask.asked.delivery}"
    message = Message.of(key, ask.asked.channel, *fitted(reply), shows="card", actions=(action.number,))
    outbox.queue(ask.tx, message, ask.now)
    return lines.plain(f"The card of {action.ref} is {ON_ITS_WAY}")


def _one(said: Said) -> int:
    if len(said.refs) != 1:
        raise BadInput(f"Say which one action you mean after “{said.verb}”.", f"/actions {said.verb} A12")
    return said.refs[0].number


EXAMPLES = {
    "done": "done A12 rota agreed and signed off",
    "update": "update A12 first two sessions held",
    "blocked": "blocked A12 waiting for the data-sharing agreement",
    "unblocked": "unblocked A12 agreement signed",
}


def _verb(name: str, usage: str, does: str, *, writes: bool = True) -> Verb:
    run = {"history": _history, "post": _post}.get(name, _say)
    example = f"/actions {EXAMPLES.get(name, usage)}"
    return Verb(name, Topic(usage, does, example), run, writes=writes)


COMMAND = Command(
    name="/actions",
    about="shows open actions, most urgent first, and takes your updates.",
    hint="[overdue | A12 | done A12 what was done | help]",
    verbs=(
        _verb("done", "done A12 what was done", "Report an action done. The business unit checks the evidence."),
        _verb("update", "update A12 words", "Say how it is going."),
        _verb("blocked", "blocked A12 why", "Say what holds an action up."),
        _verb("unblocked", "unblocked A12 words", "Say that nothing holds it up any more."),
        _verb("history", "history A12", "Every change to an action, by whom and when.", writes=False),
        _verb("post", "post A12", "Put the card of an action in this channel."),
    ),
    topics=(
        Topic("", "Your open actions, or all if you may see all.", "/actions"),
        Topic("A12", "Everything about one action.", "/actions A12"),
        Topic("overdue", "Those past their due date.", "/actions overdue"),
        Topic("due 14 days", "Those due in that time, or by a date.", "/actions due 31 January 2023"),
        Topic("mine", "Those whose named lead you are.", "/actions mine overdue"),
        Topic("awaiting", "Those reported done that wait for acceptance.", "/actions awaiting"),
        Topic(
            "police R4 JTAI-2022",
            "Those of a partner, a remit item, a source; in any order.",
            "/actions police overdue",
        ),
        Topic("addressed, embedded, sustained, withdrawn, all", "Those in other stages.", "/actions embedded"),
        Topic("words", "Those that have these words in them.", "/actions recording audit"),
    ),
    otherwise=show,
)
