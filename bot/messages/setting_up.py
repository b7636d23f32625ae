"""Setting the bot up, in words: what a coordinator is greeted with, and the list of steps wherever it is shown."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.domain.setting_up import Place, SettingUp, Step
from bot.messages import blocks as b
from bot.messages.blocks import Block, Reply
from bot.messages.lines import plain
from bot.messages.text import count, first_few, full_day

MOST_NAMED = 12
"""Partners that are named in one line."""
GREETING = (
    "*Followthrough is here.* It keeps your partnership's action plan in Slack: partners see their own actions, "
    "report on them where they talk, and get a short digest each week. You see what is really done, and the "
    "evidence for it.\n"
    "You are a coordinator, so it is yours to set up, in five steps. Stop after any of them, and go on here or with "
    "`/actions settings`."
)
SET_UP = "*Followthrough is set up.*"
LEFT = "*Followthrough is running.* You left the set-up at that. `/actions settings` has all of it."
TRY = (
    "Three things to try first:\n"
    "• `/actions` shows what is open, most urgent first\n"
    "• `/actions digest preview` shows what each partner would get now. Nothing is sent\n"
    "• `/remit add` records what the partnership was told to secure, so that actions can be counted towards it"
)
INVITE = "/invite @Followthrough"
NOBODY_LEFT = "Nobody keeps the plan any more: whoever runs Followthrough knows how to name somebody."
NO_LONGER = "You are no longer a coordinator by Followthrough's settings, so its list of steps is not kept here."


def greeting(found: SettingUp, today: date) -> Reply:
    """What a coordinator is sent, kept up to date from then on."""
    text = f"Followthrough is here, and yours to set up. {in_short(found)}"
    return Reply(text, [b.section(GREETING), *steps(found, today), _buttons(found, "settings")])


def done(found: SettingUp, first: date | None) -> Reply:
    """In place of the steps, once none is left or it was left at that; `first`: the day of the first digest."""
    when = f" The first digest goes out on {full_day(first)}." if first else ""
    told = f"{SET_UP} {count(found.actions, 'action')}, {count(len(found.others), 'partner')}.{when}"
    head = LEFT if found.left else told
    return Reply(head.replace("*", ""), [b.section(head), b.section(TRY)])


def no_longer() -> Reply:
    """In place of the greeting, for whoever is a coordinator by the settings no more."""
    return plain(NO_LONGER)


def in_settings(found: SettingUp, today: date) -> list[Block]:
    """The same list at the top of the settings."""
    return [b.header("Setting up"), *steps(found, today), _buttons(found, "")]


def in_short(found: SettingUp) -> str:
    """One line, for App Home and notifications."""
    left = found.left
    return f"{len(Step) - len(left)} of {len(Step)} steps done. Next: {_NEXT[left[0]]}." if left else ""


_NEXT: Mapping[Step, str] = {
    Step.PARTNERS: "add the partners",
    Step.CHANNELS: "a channel for each partner",
    Step.PEOPLE: "people in each channel",
    Step.PLAN: "import the plan",
    Step.LOOK: "look whether all is in order",
}


def steps(found: SettingUp, today: date) -> list[Block]:
    """The steps, each with its state in words."""
    left, said = found.left, []
    for number, step in enumerate(Step, start=1):
        state = "to do" if step in left else "done"
        said.append(f"*{number}. {step}* ({state}): {_SAID[step](found, today)}")
    return [b.section("\n".join(said))]


def _partners(found: SettingUp, _today: date) -> str:
    if not found.partners:
        return (
            "none yet. Add each organisation that leads actions, and the business unit as one of them. "
            "Each has a channel of its own: make those in Slack first."
        )
    told = f"{len(found.partners):,} added."
    if not found.unit:
        return f"{told} Add the business unit too, so that it gets the week's summary in a channel of its own."
    return told if found.others else f"{told} That is the business unit itself. Add those that lead actions."


def _channels(found: SettingUp, _today: date) -> str:
    wanted = found.posted_to
    if not wanted:
        return "one for each partner, with Followthrough and the partner's people in it."
    told = [f"ready: {sum(one.inside for one in wanted):,} of {len(wanted):,}."]
    told += [f"No channel yet: {_codes(found.unplaced)}."] if found.unplaced else []
    if found.uninvited:
        where = first_few([f"<#{one.channel}>" for one in found.uninvited], MOST_NAMED)
        told.append(f"Followthrough is not in {where}. Type there: `{INVITE}`.")
    return " ".join([*told, *([f"Slack is being asked about {_codes(found.asked)}."] if found.asked else [])])


def _people(found: SettingUp, _today: date) -> str:
    rule = "Whoever is in a partner's channel is its member."
    if not found.others:
        return f"nobody yet. {rule}"
    told = f"partners with people there: {sum(one.members > 0 for one in found.others):,} of {len(found.others):,}."
    if found.empty:
        told += f" Nobody of {_codes(found.empty)} is in the channel yet: invite them there. {rule}"
    return f"{told} Name who else may see the plan: scrutineers, commissioners, observers."


def _plan(found: SettingUp, _today: date) -> str:
    if found.actions:
        return f"{count(found.actions, 'action')}."
    return "no actions yet. Import the tracker that you have, in Excel, ODS or CSV. You get a check first."


def _looked(found: SettingUp, today: date) -> str:
    if found.looked is None:
        return "not looked yet."
    when = "today" if found.looked.on == today else f"on {full_day(found.looked.on)}"
    bad = count(found.looked.bad, "thing") + " to put right" if found.looked.bad else "all is well"
    return f"looked {when}, {bad}."


_SAID: Mapping[Step, Callable[[SettingUp, date], str]] = {
    Step.PARTNERS: _partners,
    Step.CHANNELS: _channels,
    Step.PEOPLE: _people,
    Step.PLAN: _plan,
    Step.LOOK: _looked,
}


def _buttons(found: SettingUp, settings: str) -> Block:
    """A button for each step, that of the next one first to be seen; `settings`: with one for all settings."""
    left = found.left
    unplaced = found.unplaced[:1]
    offered = [
        (Step.PARTNERS, "Add a partner", "partner_add", ""),
        *((Step.CHANNELS, f"Channel of {one.code}", "partner_edit", one.code) for one in unplaced),
        (Step.PEOPLE, "Name somebody", "person_add", ""),
        (Step.PLAN, "Import a tracker", "import", ""),
        (Step.LOOK, "Check everything", "look_at_all", ""),
    ]
    usable = [step for step, *_ in offered if step in left and (step is not Step.PEOPLE or found.empty)]
    made = [
        b.button(words, name, value, style="primary" if usable[:1] == [step] else "")
        for step, words, name, value in offered
    ]
    made += [b.button("All settings", settings, "")] if settings else []
    return b.buttons(*made, *_leave(found))


def _leave(found: SettingUp) -> Sequence[Block]:
    """Where it works already, though not everywhere, it can be left at that."""
    if not found.actions or not any(one.inside for one in found.others):
        return []
    button = b.button("Leave it at that", "setting_up_leave", "")
    why = "Followthrough works with what there is. This list goes away, and /actions settings has all of it."
    return [b.asking(button, "Leave it at that?", why, "Leave it", "Go on")]


def _codes(some: Sequence[Place]) -> str:
    return first_few([one.code for one in some], MOST_NAMED)


def nobody(user: str) -> Reply:
    """For whoever comes while nobody at all keeps the plan: the line that changes that, with their own id in it.

    `user` is "" where there is a plan already: then it is for whoever runs the bot to say who keeps it.
    """
    if not user:
        return plain(NOBODY_LEFT)
    line = f"FOLLOWTHROUGH_COORDINATORS={user}"
    text = (
        "Followthrough is not set up yet: nobody is named who keeps the plan. If that is you, give this line to "
        "whoever runs Followthrough. It goes into its settings, the file .env, and takes effect at the next start:"
    )
    return Reply(f"{text} {line}", [b.section(f"{text}\n`{line}`")])
