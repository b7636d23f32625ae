"""The whole bot in a process of its own, on a clock that is set: what the fault tests kill and the bench measures.

Run as `python -m tests.bot_process 2022-11-14T09:00+00:00`, with the bot's own settings in the environment. Two more
arguments may follow: the seconds between two messages in a channel, and for how many seconds Slack's answers are
waited for, where a test makes it give none.
"""

import gc
import sys
from datetime import datetime

from slack_sdk import WebClient

from app import build, run
from bot.clock import MovableClock
from bot.log import write_log
from bot.settings import Settings


def impatient(seconds):
    """Let every client that was made wait for so long only: their own half a minute is a long time in a test."""
    for client in gc.get_objects():
        if isinstance(client, WebClient):
            client.timeout = min(client.timeout, seconds)


if __name__ == "__main__":
    moment, pace, patience = (*sys.argv[1:], *("0", "30")[len(sys.argv) - 2 :])
    write_log()
    settings, clock = Settings(), MovableClock(datetime.fromisoformat(moment), running=True)

    def made():
        bot = build(settings, clock, pace=float(pace))
        impatient(int(patience))
        return bot

    sys.exit(run(settings, made))
