"""The whole bot in a process of its own, on a clock that is set: what the fault tests kill and the bench measures.

Run as `python -m tests.bot_process 2022-11-14T09:00+00:00`, with the bot's own settings in the environment.
"""

import sys
from datetime import datetime

from app import build, run, write_log
from bot.clock import MovableClock
from bot.settings import Settings

if __name__ == "__main__":
    write_log()
    clock = MovableClock(datetime.fromisoformat(sys.argv[1]), running=True)
    sys.exit(run(build(Settings(), clock, pace=0)))
