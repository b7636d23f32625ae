"""The playground: a stand-in Slack with the example partnership, and the real bot running against it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from app import Followthrough, build
from bot.clock import MovableClock
from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.exchange.example import EXAMPLE
from bot.exchange.importing import apply
from bot.exchange.plan import read_plan
from bot.exchange.sheets import read_sheets
from bot.playground.server import Server
from bot.playground.walk import walk
from bot.playground.workspace import Timing, Workspace
from bot.settings import Settings
from bot.usecases import setting_up
from storage import partnership, people

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
START = datetime(2022, 11, 14, 9, tzinfo=ZoneInfo("Europe/London"))
"""A Monday: the first digests go out as the page opens."""
PACE = 0.2  # seconds between messages in one channel: a demonstration need not wait as long as Slack asks for
MANAGER, COMMISSIONER = "U0MANAGER", "U0COMMISSION"

PEOPLE = {
    MANAGER: ("Business manager", "Partnership business unit"),
    "U0POLICE": ("Police lead", "West Midlands Police"),
    "U0NHS": ("NHS lead", "Birmingham and Solihull ICB"),
    "U0COUNCIL": ("Council lead", "Solihull Council"),
    "U0PROBATION": ("Probation lead", "Probation Service"),
    COMMISSIONER: ("Commissioner", "Appointed by the Department for Education"),
    "U0OUTSIDE": ("Someone from outside", "In Slack, but in no partner's channel"),
}
LEADS = {"LA": "U0COUNCIL", "ICB": "U0NHS", "POLICE": "U0POLICE", "PROB": "U0PROBATION"}
CHANNELS = {
    "solihull-council": ["U0COUNCIL", MANAGER],
    "bsol-icb": ["U0NHS", MANAGER],
    "west-midlands-police": ["U0POLICE", MANAGER],
    "probation": ["U0PROBATION", MANAGER],
    "partnership-business-unit": [MANAGER],
}


@cache
def _manifest() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(MANIFEST.read_text())
    return read


def manifest() -> dict[str, Any]:
    """The app's manifest; the caller's own to change."""
    return deepcopy(_manifest())


def workspace(clock: MovableClock, timing: Timing | None = None, *, invited: bool = True) -> Workspace:
    """The example partnership's Slack: its people, and a channel for each partner, to which the bot was `invited`."""
    made = Workspace(clock, manifest(), name="Solihull partnership", timing=timing or Timing())
    for user, (name, title) in PEOPLE.items():
        made.add_user(name.lower().replace(" ", "."), name, user_id=user, title=title)
    for name, members in CHANNELS.items():
        made.add_channel(name, [*members, *([made.app.user_id] if invited else [])], private=True)
    made.add_channel("general", [*PEOPLE])
    return made


def load_example(bot: Followthrough) -> None:
    """Import the example plan, and name the commissioner an assurer."""
    services = bot.services
    importer = Person(user="", team="", roles=frozenset({Role.BUSINESS_UNIT}))
    by = By(person=importer, at=services.clock(), origin=Origin.IMPORT)
    apply(services.store, read_plan(read_sheets(EXAMPLE)), by, home=services.home)
    with services.store.write() as tx:
        people.name_role(tx, COMMISSIONER, services.home, Role.ASSURER)
        setting_up.end(tx)  # whoever finds the example has nothing to set up


def name_leads(bot: Followthrough) -> None:
    """Give each partner its lead, so that the ladder has somebody to tell."""
    with bot.services.store.write() as tx:
        for code, user in LEADS.items():
            partnership.change_partner(tx, code, {"lead": user})


@contextmanager
def running(port: int, *, empty: bool = False) -> Iterator[str]:
    """Serve the page and run the bot; gives the page's address. `empty`: everything is still to be set up."""
    clock = MovableClock(START, running=True)
    slack = workspace(clock, invited=not empty)

    def move_clock(moment: datetime) -> None:
        walk(bot, clock, moment)

    with Server(slack, port, move_clock=move_clock, tour=not empty) as server, TemporaryDirectory() as folder:
        own = settings(slack, server.api_url, Path(folder)).model_copy(update={"backup_folder": Path(folder)})
        bot = build(own, clock, pace=PACE)
        if not empty:
            load_example(bot)
            name_leads(bot)
        bot.start()
        try:
            yield server.url
        finally:
            bot.stop()


class _Alone(Settings):
    """Settings of which none is this machine's: that may have a real partnership's tokens, channels and backups."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is given."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)


def settings(slack: Workspace, api_url: str, folder: Path) -> Settings:
    """Settings of the bot in the playground."""
    return _Alone.model_validate(
        {
            "SLACK_BOT_TOKEN": SecretStr(slack.app.bot_token),
            "SLACK_APP_TOKEN": SecretStr(slack.app.app_token),
            "slack_api_url": api_url,
            "database": folder / "playground.db",
            "coordinators": MANAGER,
            "health_port": 0,
        }
    )


def announce(url: str) -> None:
    """Say where the page is."""
    sys.stdout.write(f"\n  Followthrough's playground: {url}/\n  Everything in it is an example. Ctrl+C ends it.\n\n")
    sys.stdout.flush()
