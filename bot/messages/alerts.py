"""Alerts to the business unit: which message could not be sent, which wait, why, and what to do about it."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.messages import blocks as b
from bot.messages.blocks import Reply
from bot.messages.text import clip, count, full_day, listed, safe


class Why(NamedTuple):
    """A clause on what stands in the way, and a clause on what to do, which may be nothing."""

    why: str
    do: str = ""


_CHOOSE = "choose another channel in `/actions settings`"
_KEEPER = "whoever looks after Followthrough"
_RULES = Why(
    "the rules of the channel or of Slack here keep Followthrough from posting",
    f"ask a Slack administrator to let it post, or {_CHOOSE}",
)
_LONG = Why("it is longer than Slack takes", "look at it with `/actions`")
_FORM = Why("Slack does not take its form", f"tell {_KEEPER}: the log says which message it was")
_TOKEN = Why("Slack refuses Followthrough's token", f"ask {_KEEPER} to set a new SLACK_BOT_TOKEN")
_PERSON = Why("that person has left Slack or can't be written to", "choose another lead in `/actions settings`")
_THREAD = Why("its thread is closed or gone", "look at it with `/actions`")
_LIMIT = Why("Slack takes no more messages for now", "nothing: they go out when it does")
_SLACK = Why("Slack has a fault of its own", "look at status.slack.com; later ones are tried again")
_MOVING = Why("Slack is being moved to an organisation account", "ask a Slack administrator when that ends")
_NETWORK = Why("Slack can't be reached", "look at status.slack.com and at this machine's network")

WHYS: Mapping[str, Why] = {
    "is_archived": Why("its channel was archived", f"bring it back in Slack, or {_CHOOSE}"),
    "channel_not_found": Why(
        "Slack does not find its channel",
        f"if it is private, invite Followthrough with `/invite @Followthrough`; else {_CHOOSE}",
    ),
    "not_in_channel": Why("Followthrough is not in the channel", "invite it there with `/invite @Followthrough`"),
    "missing_scope": Why(
        "Followthrough lacks a permission in Slack", "ask a Slack administrator to install it again from its manifest"
    ),
    "messages_tab_disabled": Why(
        "direct messages from Followthrough are turned off", f"ask {_KEEPER} to turn on its Messages tab"
    ),
    "cannot_dm_bot": Why("a bot can't be written to", "choose another lead in `/actions settings`"),
    "user_not_in_channel": Why("that person has left the channel"),
    "ekm_access_denied": Why(
        "an administrator has stopped all posting in Slack", "ask a Slack administrator when that ends"
    ),
    "own_fault": Why("Followthrough could not make it", f"tell {_KEEPER}: the log says more"),
    "TimeoutError": Why("Slack does not answer in time", "look at status.slack.com"),
    **dict.fromkeys(("msg_too_long", "msg_blocks_too_long", "metadata_too_large"), _LONG),
    **dict.fromkeys(("invalid_blocks", "invalid_blocks_format", "invalid_arguments", "no_text"), _FORM),
    **dict.fromkeys(("invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"), _TOKEN),
    **dict.fromkeys(("user_disabled", "user_not_found", "user_not_visible", "invalid_user_combination"), _PERSON),
    **dict.fromkeys(("cannot_reply_to_message", "thread_not_found", "restricted_action_thread_locked"), _THREAD),
    **dict.fromkeys(("ratelimited", "rate_limited", "message_limit_exceeded"), _LIMIT),
    **dict.fromkeys(
        ("internal_error", "fatal_error", "request_timeout", "service_unavailable", "unknown", "no_words"), _SLACK
    ),
    **dict.fromkeys(("org_login_required", "team_added_to_org", "team_access_not_granted"), _MOVING),
}
"""By Slack's word for it, or ours."""
_RESTRICTED = re.compile(r"restricted_action\w*|access_?denied|accesslimited|no_permission|posting_to_\w+_denied")
_SLACKS_WORD = re.compile(r"[a-z_]+")
_ERROR = re.compile(r"\w+")


def why(word: str) -> Why:
    """What Slack's word, the kind of an error, or our own reason for dropping a message means."""
    if found := WHYS.get(word):
        return found
    if _RESTRICTED.fullmatch(word):
        return _RULES
    if _SLACKS_WORD.fullmatch(word):
        return Why(f"Slack says “{word}”", f"tell {_KEEPER}")
    return _NETWORK if _ERROR.fullmatch(word) else Why(word)


def unsent(what: str, where: str, word: str, again: str = "") -> Reply:
    """One message that is not sent.

    Args:
        what: such as "The digest for West Midlands Police".
        where: its channel as a link, or whom it was for.
        word: Slack's word for why.
        again: what sends it again, once that is put right.
    """
    found = why(word)
    said = f"{safe(what)} could not be sent to {where}: {safe(found.why)}."
    todo = [f"*What to do:* {found.do}."] if found.do else []
    return _alert(" ".join([said, *todo, *([f"Then {again} sends it again."] if again else [])]))


def outdated(what: str, where: str, word: str) -> Reply:
    """One message in Slack that could not be brought up to date; arguments as of `unsent`."""
    found = why(word)
    said = f"{safe(what)} in {where} could not be brought up to date, so it shows what it showed: {safe(found.why)}."
    return _alert(f"{said} *What to do:* {found.do}.")


def late(number: int, since: datetime, word: str, zone: ZoneInfo) -> Reply:
    """Messages have waited for more than an hour, the oldest since then; `word`: why, as in `why`, or nothing."""
    local = since.astimezone(zone)
    found = why(word) if word else Why("many were queued at once", "nothing: they go out in turn")
    said = f"{count(number, 'message')} {'waits' if number == 1 else 'wait'} to be sent, the oldest since"
    return _alert(
        f"{said} {full_day(local.date())} at {local:%H:%M}, because {safe(found.why)}. *What to do:* {found.do}."
    )


def broken_trail(event: int, word: str) -> Reply:
    """The audit trail is not as it was recorded, from that event on."""
    said = f"The audit trail is not as it was recorded: event {event:,}, {word}."
    return _alert(
        f"{said} *What to do:* ask {_KEEPER} to keep a copy of the database and the backups as they are, and to run "
        "`followthrough verify`."
    )


def refused(kinds: list[str], today: int) -> Reply:
    """Something was refused because of what it held; `today`: how many times in the last 24 hours, this one too."""
    times = "the first time" if today == 1 else count(today, "time")
    return _alert(
        f"Followthrough refused to keep something ({listed(kinds)}), {times} in the last 24 hours. Its author was "
        "told how to word it instead. Nothing of it was kept, and it is not repeated here."
    )


def no_backup() -> Reply:
    """Today's backup could not be made."""
    return _alert(
        f"Today's backup could not be made. *What to do:* tell {_KEEPER}: the log says why, and "
        "`followthrough backup backup.db` tries again."
    )


def unwell(said: str, do: str) -> Reply:
    """Nothing can be recorded, or soon nothing can be: what is wrong with the database, and what to do."""
    return _alert(
        f"Followthrough's database is in trouble: {said}. What was recorded is kept; whoever tries to record more is "
        f"told where nothing was. *What to do:* ask {_KEEPER} to do this: {do}."
    )


def well_again(said: str) -> Reply:
    """The same is over."""
    return _alert(
        f"Followthrough's database can be used again. Until now {said}. What somebody was told was not recorded has "
        "to be said again."
    )


def room_again() -> Reply:
    """The disk was nearly full, and nothing was refused because of it."""
    return _alert("The disk of Followthrough's database has room again. All that was said to it was recorded.")


def older(before: str, now: str) -> Reply:
    """The trail lacks what it had when the bot ran last: the heads of then and now."""
    return _alert(
        f"The record is an earlier one than when Followthrough ran last: its trail had come to {before}, and now it "
        f"ends at {now}. What was recorded in between is not in it. *What to do:* if nobody put back a backup, ask "
        f"{_KEEPER} which file this is; if somebody did, record again what is missing, as docs/runbook.md tells."
    )


def _alert(text: str) -> Reply:
    words = clip(text, 2900)
    return Reply(words, [b.section(words)])
