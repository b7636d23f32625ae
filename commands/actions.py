"""/actions: the plan's actions, one of them, and what can be done to it."""

from collections.abc import Callable
from difflib import get_close_matches

from bot.domain.errors import BadInput
from bot.domain.people import Verb as Permission
from bot.domain.refs import Kind, read_ref
from bot.messages import actions as action_messages
from bot.messages import happening, lines
from bot.messages.blocks import Opened, Reply
from bot.messages.help import Topic
from bot.messages.offering import FORM_OF
from bot.messages.text import clip
from bot.usecases.access import visible
from bot.usecases.deeds import DEEDS
from commands import pausing
from commands.answering import Ask, Command, Verb, elsewhere, unknown
from commands.digest import digest, sends
from commands.filters import read_card
from commands.forms import imports, reports
from commands.forms.actions import BY_NAME
from commands.grammar import Said
from commands.listing import card, listing, post_card
from commands.messages import messages
from commands.recording import record, take_back
from commands.settings import is_check, open_settings
from commands.wording import read_words
from storage import audit, updates

ON_OR_OFF = frozenset({"on", "off"})
FILES = {form.name: form for form in (*imports.FORMS, reports.FORM)}
LONGEST_SEARCH = 300  # a page button carries it, and nobody means a longer one


def show(ask: Ask, text: str) -> Reply:
    """The card of one action, or a list. Raises BadInput, NotFound."""
    if number := read_card(text):
        return card(ask, number)
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


def _say(ask: Ask, said: Said) -> Reply | Opened:
    """Do one of DEEDS to each action named, or to none. Where more must be said, a form asks for it."""
    ref = said.refs[0] if said.refs else "A12"
    if not said.refs:
        example = f"/actions {said.verb} {ref} {DEEDS[said.verb].example}".strip()
        raise BadInput(f"Say which action you mean after “{said.verb}”.", example)
    if not said.words and DEEDS[said.verb].asks and len(said.refs) == 1:
        return Opened(BY_NAME[FORM_OF[said.verb]].open(ask, str(ref), {"choice": said.verb}))
    words = read_words(said.verb, str(ref), said.words, ask.services.today())
    numbers = [one.number for one in said.refs]
    return lines.recorded(record(ask.tx, ask.services, ask.by, said.verb, numbers, words), ask.services.yardstick())


def _pause(ask: Ask, said: Said) -> Reply | Opened:
    said = pausing.in_order(ask, said)
    return _say(ask, said) if said.refs else pausing.pause(ask, said.words)


def _resume(ask: Ask, said: Said) -> Reply | Opened:
    return _say(ask, said) if said.refs else pausing.resume(ask, said.words)


def _messages(ask: Ask, said: Said) -> Reply:
    """Direct messages on or off; anything else after the word is a search for it."""
    word = said.words.lower().strip(" .")
    return show(ask, f"messages {said.words}") if said.refs or word not in {"", *ON_OR_OFF} else messages(ask, word)


def _undo(ask: Ask, said: Said) -> Reply:
    [undone] = take_back(ask.tx, ask.by, [_one(said)])
    return lines.plain(lines.taken_back(undone))


def _history(ask: Ask, said: Said) -> Reply:
    action = visible(ask.tx, _one(said), ask.person)
    ref = str(action.ref)
    events, total = audit.history(ask.tx, ref), audit.count(ask.tx, ref)
    words = updates.said_with(ask.tx, action.number)
    return happening.history(action_messages.named(action), ref, events, total, ask.services.yardstick(), words)


def _post(ask: Ask, said: Said) -> Reply:
    return post_card(ask, _one(said))


def _open(ask: Ask, said: Said) -> Opened:
    ref = "" if said.verb == "add" else f"A{_one(said)}"
    return Opened(BY_NAME[said.verb].open(ask, ref, {}))


def _file_form(ask: Ask, said: Said) -> Opened:
    """The form for a file that comes in or goes out."""
    if said.refs or said.words:
        more = clip(" ".join([*map(str, said.refs), said.words]).strip(), 40)
        why = f"“{more}” is more than can be read after “{said.verb}”: its form asks for the rest."
        raise BadInput(why, f"/actions {said.verb}")
    return Opened(FILES[said.verb].open(ask, "", {}))


def _one(said: Said) -> int:
    if len(said.refs) != 1:
        raise BadInput(f"Say which one action you mean after “{said.verb}”.", f"/actions {said.verb} A12")
    return said.refs[0].number


def _verb(name: str, usage: str, does: str, *, writes: bool | Callable[[Said], bool] = True) -> Verb:
    own: dict[str, Callable[[Ask, Said], Reply | Opened]] = {
        "pause": _pause,
        "resume": _resume,
        "history": _history,
        "post": _post,
        "undo": _undo,
        "add": _open,
        "edit": _open,
        "digest": digest,
        "import": _file_form,
        "report": _file_form,
        "messages": _messages,
        "settings": open_settings,
    }
    said = DEEDS[name].example if name in DEEDS else ""
    bare = {"add": "", "digest": "", "settings": "", "messages": " off", "import": "", "report": ""}
    example = f"/actions {name}{bare[name]}" if name in bare else f"/actions {name} A12 {said}".strip()
    needs = DEEDS[name].verb if name in DEEDS else _NEEDS.get(name)
    return Verb(name, Topic(usage, does, example), own.get(name, _say), writes=writes, needs=needs)


_NEEDS = {**dict.fromkeys(("add", "edit", "settings", "import"), Permission.MANAGE), "report": Permission.REPORT}


PAUSE = "No nudges about an action until that day. `pause police …`: nothing to a partner; `pause all …`: to nobody."
SETTINGS = "Partners, people and their roles. `settings check` looks whether all is in order, and changes nothing."


COMMAND = Command(
    name="/actions",
    about="shows open actions, most urgent first, and takes your updates.",
    hint="[overdue | A12 | done A12 what was done | help]",
    verbs=(
        _verb("done", "done A12 what was done", "Report an action done. The business unit checks the evidence."),
        _verb("evidence", "evidence A12 words", "Add to what was reported done: what was done, where the proof is."),
        _verb("update", "update A12 words", "Say how it is going."),
        _verb("blocked", "blocked A12 why", "Say what holds an action up."),
        _verb("unblocked", "unblocked A12 words", "Say that nothing holds it up any more."),
        _verb("extend", "extend A12 31 January 2023 because …", "Ask for more time. Somebody else decides."),
        _verb("assign", "assign A12 @person", "Choose the named lead, from the lead partner's channel."),
        _verb("agree", "agree A12", "Agree to a request for more time. The original date stays visible."),
        _verb("refuse", "refuse A12 why", "Refuse a request for more time."),
        _verb("accept", "accept A12", "Accept the evidence: the action is addressed."),
        _verb("return", "return A12 why", "Return a report: the work goes on."),
        _verb("embedded", "embedded A12 evidence", "Record that the change was tested and is embedded."),
        _verb("sustained", "sustained A12 evidence", "Record that the change was tested and is sustained."),
        _verb("withdraw", "withdraw A12 why", "Give an action up. It is kept, and can be reopened."),
        _verb("reopen", "reopen A12 why", "Begin the work again."),
        _verb("pause", "pause A12 until 12 January 2023 because …", PAUSE),
        _verb("resume", "resume A12", "Let nudges begin again. Also `resume police` and `resume all`."),
        _verb("add", "add", "Add an action, in a form.", writes=False),
        _verb("edit", "edit A12", "Change what an action says, in a form.", writes=False),
        _verb("undo", "undo A12", "Take back what you recorded last, within 15 minutes."),
        _verb("history", "history A12", "Every change to an action, by whom and when.", writes=False),
        _verb("post", "post A12", "Put the card of an action in this channel."),
        _verb("digest", "digest", "What the bot would post for you now. Nothing is sent.", writes=sends),
        _verb(
            "messages",
            "messages off",
            "Turn Followthrough's direct messages to you off, or `on` again.",
            writes=lambda said: said.words.lower().strip(" .") in ON_OR_OFF,
        ),
        _verb("import", "import", "Bring in a tracker: Excel, ODS or CSV. You get a check first.", writes=False),
        _verb("report", "report", "A board pack in Word or Excel, the plan as a file, its dates.", writes=False),
        _verb("settings", "settings", SETTINGS, writes=is_check),
    ),
    topics=(
        Topic("", "Your open actions, or all if you may see all.", "/actions"),
        Topic("A12", "Everything about one action.", "/actions A12"),
        Topic("overdue", "Those past their due date.", "/actions overdue"),
        Topic("due 14 days", "Those due in that time, or by a date.", "/actions due 31 January 2023"),
        Topic("mine", "Those whose named lead you are.", "/actions mine overdue"),
        Topic("paused", "Those about which nudges are paused.", "/actions paused"),
        Topic("exceptions", "Those on the business unit's exception list.", "/actions exceptions"),
        Topic("awaiting", "Those reported done that wait for acceptance.", "/actions awaiting"),
        Topic(
            "police R4 JTAI-2022",
            "Those of a partner, a remit item, a source; in any order.",
            "/actions police overdue",
        ),
        Topic("addressed, embedded, sustained, withdrawn, all", "Those in other stages.", "/actions embedded"),
        Topic(
            "digest preview police",
            "What would be posted for a partner now; without a code, who would get a digest and who not.",
            "/actions digest preview police",
            Permission.MANAGE,
        ),
        Topic(
            "digest send police",
            "Send a partner's digest now, also if this week's went already.",
            "/actions digest send police",
            Permission.MANAGE,
        ),
        Topic("words", "Those that have these words in them.", "/actions recording audit"),
    ),
    otherwise=show,
)
