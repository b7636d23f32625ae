"""/actions pause and resume of a partner or of everything. Of actions, they are deeds like any other."""

import re
from difflib import get_close_matches

from bot.domain.errors import BadInput
from bot.messages import lines
from bot.messages import pauses as messages
from bot.messages.blocks import Opened, Reply
from bot.usecases import pausing
from bot.usecases.words import Words
from commands.answering import Ask
from commands.forms.pausing import FORM, said_of
from commands.grammar import Said, read_verb
from commands.wording import leading_date, read_until
from storage import actions

_JOINED = re.compile(r"(?:and\b|&|,)\s*(?=\w)", re.IGNORECASE)


def in_order(ask: Ask, said: Said) -> Said:
    """What was said, in the order that is read: "until 12 January 2023 A12 because …" begins with its date."""
    found = leading_date(said.words, ask.services.today()) if not said.refs else None
    what, _, rest = found[1].partition(" ") if found else ("", "", "")
    if found is None or not what:
        return said
    return read_verb(f"{said.verb} {what} until {found[0]} {rest}", {said.verb}) or said


def pause(ask: Ask, text: str) -> Reply | Opened:
    """Pause messages to a partner, or everything; a form asks for what is not said. Raises as use cases."""
    pausing.permit(ask.person)
    code, what, rest = _whom(ask, "pause", text)
    if not rest:
        return Opened(FORM.open(ask, code or pausing.EVERYTHING, {"typed": True}))
    due, reason = read_until("pause", what, rest, ask.services.today())
    made = pausing.pause(ask.tx, code, Words(text=reason, due=due), ask.by, ask.services.yardstick())
    return lines.plain(said_of(ask, code, made))


def resume(ask: Ask, text: str) -> Reply:
    """End such a pause. Raises as use cases."""
    pausing.permit(ask.person)
    code, what, rest = _whom(ask, "resume", text)
    if rest:
        raise BadInput(f"“{rest[:40]}” is more than can be read after “resume {what}”.", f"resume {what}")
    left = pausing.resume(ask.tx, code, ask.by, ask.services.yardstick())
    return lines.plain(messages.resumed(actions.partner_names(ask.tx)[code] if code else None, left))


def _whom(ask: Ask, verb: str, text: str) -> tuple[str | None, str, str]:
    """Whom `text` begins with: the partner's code (None for everything), the word for that, and what follows it."""
    names = actions.partner_names(ask.tx)
    known: dict[str, str | None] = {name.lower(): code for code, name in names.items()}
    known |= {code.lower(): code for code in names} | {"all": None, "everything": None}
    for word in sorted(known, key=len, reverse=True):
        if found := re.match(rf"{re.escape(word)}(?![\w-])[\s,:]*", text, re.IGNORECASE):
            what, rest = (known[word] or "all").lower(), text[found.end() :]
            if _JOINED.match(rest):
                raise BadInput("One partner at a time: each pause has its own end and reason.", _example(what))
            return known[word], what, rest
    raise _unknown(verb, text, known)


def _unknown(verb: str, text: str, known: dict[str, str | None]) -> BadInput:
    word = text.split(maxsplit=1)[0] if text else ""
    near = get_close_matches(word.lower(), known, 1, 0.6)
    what = (known[near[0]] or "all").lower() if near else "A12"
    example = f"resume {what}" if verb == "resume" else _example(what)
    if not word:
        return BadInput(f"Say what you mean after “{verb}”: actions, a partner, or all.", example)
    return BadInput(f"“{word[:40]}” is no action, no partner and not “all”.", example)


def _example(what: str) -> str:
    return f"pause {what} until 12 January 2023 because the lead is in court"
