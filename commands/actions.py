"""/actions: the plan's actions, one of them, and what can be done to it."""

from collections.abc import Sequence
from difflib import get_close_matches

from bot.domain.errors import BadInput, NotFound
from bot.domain.filters import Filters
from bot.domain.refs import Kind, read_ref
from bot.messages import actions as messages
from bot.messages import lines
from bot.messages.blocks import Reply, fitted
from bot.messages.help import Topic
from bot.usecases import posting, progress
from bot.usecases.access import can_report, visible
from bot.usecases.progress import Evidence
from commands.answering import Ask, Command, Verb, elsewhere, unknown
from commands.grammar import FILTER_WORDS, Said, Vocabulary, read_filters
from storage import audit, outbox, people, plan, queries, updates
from storage.outbox import Message

LONGEST_SEARCH = 300  # a page button carries it, and nobody means a longer one


def show(ask: Ask, text: str) -> Reply:
    """The card of one action, or a list. Raises BadInput, NotFound."""
    words = text.split()
    ref = read_ref(words[0], bare=Kind.ACTION) if len(words) == 1 else None
    if ref and ref.kind is Kind.ACTION:
        return card(ask, ref.number)
    if ref and ref.kind is not Kind.REMIT:
        raise elsewhere(ref)
    if len(words) > 1 and _is_action(words[1]) and words[0].isalpha():
        raise _mistyped(words)
    if len(text) > LONGEST_SEARCH:
        raise BadInput("That is too long to search for: a few words will do.", "/actions recording audit")
    return listing(ask, text)


def card(ask: Ask, number: int) -> Reply:
    """The card of one action. Raises NotFound."""
    action = visible(ask.tx, number, ask.person)
    can = can_report(action, ask.person)
    said = updates.last(ask.tx, number)
    return messages.card(action, said, ask.services.yardstick(), private=True, can_report=can)


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
    can = {action.number for action in found if can_report(action, ask.person)}
    by = ask.services.yardstick()
    return messages.listing(found, counts, by, asked=text, page=page, pages=pages, can_report=can)


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
    return lines.plain("The list is on its way to this channel.")


def vocabulary(ask: Ask, text: str) -> Vocabulary:
    """The words that this partnership's plan gives a meaning to; none are looked up for a question without words."""
    if not text.strip():
        return Vocabulary()
    return Vocabulary(partners=tuple(people.codes(ask.tx)), sources=tuple(plan.sources(ask.tx)))


def _nothing(ask: Ask, filters: Filters, text: str) -> Reply:
    if missing := next((number for number in filters.remit if number not in plan.remit_numbers(ask.tx)), None):
        raise NotFound(f"There is no remit item R{missing}.", "/remit")
    if near := _near(ask, filters.words):
        raise BadInput(f"No open action of yours matches “{text[:80]}”.", f"/actions {near}")
    if not text.strip():
        return lines.plain("You have no open actions.")
    return lines.plain(f"No action that you can see matches “{text[:80]}”. To see every open one, type /actions.")


def _near(ask: Ask, words: Sequence[str]) -> str | None:
    """The filter or partner that a word may have been meant for: one like it, or one with it in its name."""
    names: dict[str, list[str]] = {
        row["code"].lower(): row["name"].lower().split() for row in people.partners(ask.tx)
    }
    for word in words:
        if match := get_close_matches(word, [*FILTER_WORDS, *names], 1, 0.7):
            return match[0]
        if named := [code for code, name in names.items() if word in name]:
            return named[0]
    return None


def _mistyped(words: list[str]) -> BadInput:
    """For a verb that there is not: the same again, with the nearest that there is."""
    near = get_close_matches(words[0].lower(), COMMAND.words, 1, 0.6)
    if not near:
        return unknown(words[0], list(COMMAND.words), "/actions")
    again = f"/actions {near[0]} {' '.join(words[1:])}"
    return BadInput(f"“{words[0][:40]}” is not something that /actions knows.", again)


def _is_action(word: str) -> bool:
    ref = read_ref(word)
    return bool(ref and ref.kind is Kind.ACTION)


def _say(ask: Ask, said: Said) -> Reply:
    """Record "done", "update", "blocked" or "unblocked" for each action named: for all of them, or for none."""
    ref = said.refs[0] if said.refs else "A12"
    example = f"/actions {said.verb} {ref} {progress.WORDS[said.verb]}"
    if not said.refs:
        raise BadInput(f"Say which action you mean after “{said.verb}”.", example)
    if not said.words and said.verb != "done":
        raise BadInput(f"Say what there is to record after “{said.verb} {said.refs[0]}”.", example)
    evidence = Evidence(done=said.words)
    recorded = [progress.record(ask.tx, said.verb, ref.number, evidence, ask.by) for ref in said.refs]
    return lines.recorded(recorded)


def _undo(ask: Ask, said: Said) -> Reply:
    return lines.plain(lines.taken_back(progress.undo(ask.tx, _one(said), ask.by)))


def _history(ask: Ask, said: Said) -> Reply:
    action = visible(ask.tx, _one(said), ask.person)
    return messages.history(action, audit.history(ask.tx, str(action.ref)), ask.services.yardstick())


def _post(ask: Ask, said: Said) -> Reply:
    action = visible(ask.tx, _one(said), ask.person)
    posting.permit(ask.tx, ask.person, ask.asked.channel, [action])
    reply = messages.card(action, updates.last(ask.tx, action.number), ask.services.yardstick())
    key = f"card:{ask.asked.delivery}"
    message = Message.of(key, ask.asked.channel, *fitted(reply), shows="card", actions=(action.number,))
    outbox.queue(ask.tx, message, ask.now)
    return lines.plain(f"The card of {action.ref} is on its way to this channel.")


def _one(said: Said) -> int:
    if len(said.refs) != 1:
        raise BadInput(f"Say which one action you mean after “{said.verb}”.", f"/actions {said.verb} A12")
    return said.refs[0].number


def _verb(name: str, usage: str, does: str, *, writes: bool = True) -> Verb:
    run = {"history": _history, "post": _post, "undo": _undo}.get(name, _say)
    example = f"/actions {name} A12 {progress.WORDS.get(name, '')}".strip()
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
        _verb("undo", "undo A12", "Take back what you recorded last, within 15 minutes."),
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
