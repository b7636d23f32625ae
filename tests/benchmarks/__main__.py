"""`make bench`: the bot beside a bare Bolt app, against one stand-in, in one run. Only ratios mean anything.

A bare Bolt app (one listener that acknowledges "ok", Bolt's defaults) and the bot with 1,000 and with 100,000 actions
of 300 partners answer `/actions` in turn, over Socket Mode. Then the bot queues and the stand-in takes the digests of
the 300 partners, and both processes' peak memory is read.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import psutil
import yaml

from bot.clock import MovableClock
from bot.domain.events import By, Origin
from bot.domain.people import Person as Somebody
from bot.domain.people import Role
from bot.exchange.importing import apply
from bot.playground.demo import MANIFEST
from bot.playground.payloads import command_payload
from bot.playground.people import Person
from bot.playground.server import Server
from bot.playground.workspace import Workspace
from bot.schedule.digest import queue_week
from bot.services import Services
from bot.settings import Settings
from storage.database import Store
from tests.benchmarks.plans import made

MORNING = datetime(2022, 11, 14, 9, tzinfo=UTC)
EVENING = "2022-11-13T21:00+00:00"  # a Sunday: nothing is sent while commands are timed
PARTNERS = 300
ROUNDS = 400
SIZES = (1_000, 100_000)


def main() -> None:
    """Measure and print."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bare = started(stack, folder, "tests.benchmarks.bare_app")
        bots = {size: started(stack, folder, "tests.bot_process", EVENING, actions=size) for size in SIZES}
        for asking in ("U0MANAGER", "U0PARTNER"):
            times = in_turn({"bare": bare[0], **{size: bot[0] for size, bot in bots.items()}}, asking)
            report_answers(times, "everything" if asking == "U0MANAGER" else "one partner's")
        report_forms(bare[0], bots[SIZES[-1]][0])
        report_memory(bare[1], stack, folder)
        report_digests(filled(folder, SIZES[-1]))


def workspace() -> Workspace:
    """A Slack with a channel for each of 300 partners."""
    slack = Workspace(MovableClock(MORNING), yaml.safe_load(MANIFEST.read_text()))
    slack.add_user("manager", "Business manager", user_id="U0MANAGER")
    slack.add_user("partner", "Partner's lead", user_id="U0PARTNER")
    for number in range(1, PARTNERS + 1):
        slack.add_channel(f"partner-p{number:03}", ["U0PARTNER"] * (number == 7) + [slack.app.user_id])
    slack.add_channel("general", ["U0MANAGER", "U0PARTNER"])
    return slack


def started(
    stack: ExitStack, folder: Path, module: str, *arguments: str, actions: int = 0
) -> tuple[Workspace, psutil.Process]:
    """A process connected to a stand-in of its own, all in one server process; with a plan of so many actions."""
    slack = workspace()
    server = stack.enter_context(Server(slack))
    database = Path(tempfile.mkdtemp(dir=folder)) / "followthrough.db"
    if actions:
        Store(filled(folder, actions)).backup(database)
    env = os.environ | {
        "SLACK_BOT_TOKEN": slack.app.bot_token,
        "SLACK_APP_TOKEN": slack.app.app_token,
        "FOLLOWTHROUGH_SLACK_API_URL": server.api_url,
        "FOLLOWTHROUGH_DATABASE": str(database),
        "FOLLOWTHROUGH_COORDINATORS": "U0MANAGER",
    }
    process = subprocess.Popen([sys.executable, "-m", module, *arguments], env=env, stderr=subprocess.DEVNULL)
    stack.callback(process.kill)
    slack.wait_for(lambda: slack.socket.connections == 1, seconds=60)
    return slack, psutil.Process(process.pid)


def filled(folder: Path, actions: int) -> Path:
    """A database with a plan of this size: imported once, copied for each process."""
    database = folder / f"{actions}.db"
    if not database.exists():
        store = Store(database)
        store.migrate()
        importer = Somebody(user="", team="", roles=frozenset({Role.BUSINESS_UNIT}))
        apply(store, made(actions, PARTNERS), By(person=importer, at=MORNING, origin=Origin.IMPORT))
        store.close()
    return database


def in_turn(apps: dict[str | int, Workspace], asking: str) -> dict[str | int, list[float]]:
    """Seconds until each answer has arrived, the apps asked in turn so that the machine's mood hits all alike."""
    times: dict[str | int, list[float]] = {name: [] for name in apps}
    for turn in range(ROUNDS + 20):
        for name, slack in apps.items():
            payload = command_payload(slack, slack.users[asking], slack.channel("general"), "/actions", "")
            start = time.perf_counter()
            slack.socket.send("slash_commands", payload).result()
            if turn >= 20:
                times[name].append(time.perf_counter() - start)
    return times


def report_answers(times: dict[str | int, list[float]], what: str) -> None:
    """Print medians and 99th percentiles as ratios to the bare app's."""
    small, large = SIZES
    mid = {name: statistics.median(taken) for name, taken in times.items()}
    late = {name: statistics.quantiles(taken, n=100)[98] for name, taken in times.items()}
    sys.stdout.write(
        f"/actions ({what}), {large:,} actions of {PARTNERS} partners, {ROUNDS} rounds\n"
        f"  median / bare Bolt's            {mid[large] / mid['bare']:.2f}   (at most 1.0)\n"
        f"  99th percentile / bare Bolt's   {late[large] / late['bare']:.2f}   (at most 3)\n"
        f"  median / with {small:,} actions    {mid[large] / mid[small]:.2f}   (at most 1.3)\n"
    )


def report_forms(bare: Workspace, bot: Workspace) -> None:
    """Print how long it takes from the press until a form is open, as a ratio to a bare app's empty form."""
    messages = {
        bare: Person(bare, "U0MANAGER").command("/remit", channel="general"),
        bot: Person(bot, "U0MANAGER").command("/actions", "A700", channel="general"),
    }
    taken: dict[Workspace, list[float]] = {bare: [], bot: []}
    for turn in range(ROUNDS // 2 + 20):
        for slack, message in messages.items():
            assert message
            person = Person(slack, "U0MANAGER")
            start = time.perf_counter()
            person.press(message, "update")
            if turn >= 20:
                taken[slack].append(time.perf_counter() - start)
            person.close_view(everything=True)
    ratio = statistics.median(taken[bot]) / statistics.median(taken[bare])
    sys.stdout.write(f"Opening a form / a bare app's empty form\n  median {ratio:.2f}   (at most 3)\n")


def report_memory(bare: psutil.Process, stack: ExitStack, folder: Path) -> None:
    """Let a fresh bot send the week's digests, and print its peak memory beside the bare app's."""
    slack, bot = started(stack, folder, "tests.bot_process", MORNING.isoformat(), actions=SIZES[-1])
    slack.wait_for(lambda: all(slack.messages(f"partner-p{n:03}") for n in range(1, PARTNERS + 1)), seconds=120)
    ours, theirs = peak_mb(bot), peak_mb(bare)
    sys.stdout.write(
        f"Peak memory while {PARTNERS} digests are queued and sent\n"
        f"  the bot's {ours:.0f} MB, bare Bolt's {theirs:.0f} MB   (at most {1.5 * theirs + 50:.0f} MB)\n"
    )


def peak_mb(process: psutil.Process) -> float:
    """The most memory that a process ever held (VmHWM)."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def report_digests(database: Path) -> None:
    """Print how long building and queueing takes beside reading the same open actions with one plain query."""
    ratios = []
    for _ in range(3):
        store = Store(database)
        with store.write() as tx:
            for table in ("outbox_actions", "outbox", "runs"):
                tx.run(f"DELETE FROM {table}")
            tx.run("UPDATE partners SET channel_id = 'C' || code")
        services = Services(Settings(database=database), store, MovableClock(MORNING))
        start = time.perf_counter()
        with store.read() as tx:
            tx.rows("SELECT * FROM actions WHERE stage IN ('not started', 'in progress', 'reported done')")
        plain = time.perf_counter() - start
        start = time.perf_counter()
        queue_week(services)
        ratios.append((time.perf_counter() - start) / plain)
    with store.read() as tx:
        queued = tx.value("SELECT count(*) FROM outbox WHERE shows = 'digest'")
    sys.stdout.write(
        f"Building and queueing {queued} digests / reading the open actions with one plain query\n"
        f"  {statistics.median(ratios):.2f}   (at most 10)\n"
    )


if __name__ == "__main__":
    main()
