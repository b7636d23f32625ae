"""The card of one action: everything about it, and what can be done to it."""

from collections.abc import Sequence

from bot.domain.actions import TO_DO, Action
from bot.domain.brag import Yardstick, rate
from bot.domain.events import Update
from bot.domain.pauses import Pauses
from bot.messages import blocks as b
from bot.messages import offering
from bot.messages.actions import DEMONSTRATION, due, named, rating, spoken
from bot.messages.blocks import Block, Reply
from bot.messages.happening import KINDS
from bot.messages.text import clip, full_day, listed, moment, safe


def card(  # noqa: PLR0913 — a card is these things
    action: Action,
    said: list[Update],
    by: Yardstick,
    offers: Sequence[str],
    *,
    part: bool = False,
    private: bool = False,
    pauses: Pauses | None = None,
    ahead: str = "",
) -> Reply:
    """Everything about an action: what it is and how it stands, what can be done, then the rest.

    Args:
        action: which.
        said: the last words about it.
        by: what it is held against.
        offers: the forms that are offered.
        part: whoever reads it reports their own part only.
        private: adds the button that shows it to the channel.
        pauses: those of its lead partner and of everything, for a card that is not there for long.
        ahead: what comes next where it stays overdue.
    """
    ref, next_ = str(action.ref), "" if action.extension else ahead  # a request that waits has its own lines
    more = [b.button("History", "history", ref)]
    more += [b.button("Show in channel", "show_card", ref)] if private else []
    stands = f"{rating(action, by)} · {due(action, full_day)} · {safe(action.lead.name, 80)}"
    shown = [
        b.section("\n".join(filter(None, [named(action, 500), stands, next_]))),
        b.buttons(*offering.buttons(offers, ref, part=part), *more),
        b.fields(_facts(action, by)),
        *_paused(action, by, pauses),
        *_parts(action),
        *[b.section(_last_word(one, action, by)) for one in said if not _shown_above(one, action, by)],
        b.context(" · ".join([*([DEMONSTRATION] if action.demonstration else []), by.rule])),
    ]
    return Reply(f"{spoken(action)}. {rate(action, by)}, {due(action)}.", shown)


def _shown_above(one: Update, action: Action, by: Yardstick) -> bool:
    """Whether the card says it already: what blocks the action, the request that waits, why it is paused."""
    asked, paused = action.extension, action.pause_on(by.today)
    known = {action.blocked, asked.reason if asked else None, action.paused_why if paused else None}
    return one.text != "" and one.text in known


def _paused(action: Action, by: Yardstick, pauses: Pauses | None) -> list[Block]:
    own = action.pause_on(by.today)
    until = pauses.of_action(action) if pauses else own
    if until is None:
        return []
    whole = pauses.everything if pauses else None
    everything = whole is not None and whole.until == until
    theirs = "digests and nudges" if everything else f"messages to {safe(action.lead.name, 80)}"
    why = safe(action.paused_why or "", 1000) if own == until else f"So are all {theirs}."
    return [b.section(f"*Nudges are paused until {full_day(until)}*\n{why}")]


def _parts(action: Action) -> list[Block]:
    blocked = action.blocked if action.stage in TO_DO else ""
    parts = [
        ("Success measure", safe(action.success_measure, 1500)),
        ("Blocked", safe(blocked or "", 1000)),
        ("More time asked for", request(action)),
    ]
    return [b.section(f"*{name}*\n{words}") for name, words in parts if words]


def request(action: Action) -> str:
    """The request for more time that waits: "Until 31 January 2023, by West Midlands Police: the rota is late"."""
    asked = action.extension
    if not asked:
        return ""
    return f"Until {full_day(asked.due)}, by {safe(asked.partner.name, 80)}: {safe(asked.reason, 1000)}"


def _facts(action: Action, by: Yardstick) -> list[tuple[str, str]]:
    parts = [
        f"{safe(part.partner.name, 80)} ({'part reported done' if part.reported else 'part outstanding'})"
        for part in action.contributions
    ]
    source = " ".join(filter(None, [action.source, safe(action.finding, 300)]))
    facts = [
        ("Lead", safe(action.lead.name, 100) + (f", <@{action.named_lead}>" if action.named_lead else "")),
        ("Stage", f"{str(action.stage).capitalize()} since {moment(action.stage_since, by.zone)}"),
        ("Was due", due(action.changed(review=None), full_day).removeprefix("due ") if action.review else ""),
        ("Contributing", clip(listed(parts), 1500)),
        ("Remit", listed([f"R{number}" for number in action.remit])),
        ("In the tracker", safe(action.tracker_ref, 60)),
        ("Source", source + (f" <{action.link}|Message in Slack>" if action.link else "")),
    ]
    return [(name, value.strip()) for name, value in facts if value]


def _last_word(one: Update, action: Action, by: Yardstick) -> str:
    """One of the last words; of a pause that is over, until when it was, as far as the action still has it."""
    said = word(one, by)
    if one.kind != "pause":
        return said
    ended = action.paused_until if one.text == action.paused_why else None
    until = f" until {full_day(ended)}" if ended else ""
    return said.replace("*Nudges paused*", f"*Nudges were paused{until}*", 1)


def word(one: Update, by: Yardstick) -> str:
    """One word about an action: what kind, when, for whom, and what was said."""
    for_whom = (
        f", {'business unit on behalf of ' if one.on_behalf else ''}{safe(one.partner, 80)}" if one.partner else ""
    )
    proof = f"\nProof: {safe(one.proof, 300)}" if one.proof else ""
    different = f"\nDifferent for children: {safe(one.difference, 500)}" if one.difference else ""
    words = f"\n{safe(one.text, 700)}" if one.text else ""
    kind = KINDS.get(one.kind, one.kind)
    kind = kind[0].upper() + kind[1:]
    return f"*{kind}*, {moment(one.at, by.zone)}{for_whom}{words}{proof}{different}"
