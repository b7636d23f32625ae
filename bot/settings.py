"""Settings, read once from the environment and `.env`: the only place that looks there."""

import re
from datetime import time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AliasChoices, Field, HttpUrl, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.hours import CLOSES, OPENS
from bot.domain.identifiers import Allowed
from bot.domain.identifiers.phones import is_telephone
from bot.domain.identifiers.postcodes import is_postcode

_Ids = Annotated[tuple[str, ...], NoDecode]
_Steps = Annotated[tuple[int, int, int], NoDecode]

_LISTS = ("office_postcodes", "office_telephones", "role_mailboxes", "case_id_prefixes")
_ADDRESS = re.compile(r"[^\s@,<>]+@[\w-]+(?:\.[\w-]+)+")
_USER = re.compile(r"[UW][A-Z0-9]{2,30}")
_PREFIX = re.compile(r"[A-Za-z]{2}[A-Za-z0-9]{0,10}")

LONGEST_LADDER = 250  # working days: about a year


def _slack(name: str) -> AliasChoices:
    return AliasChoices(name, name.lower())


class Settings(BaseSettings):
    """Each is FOLLOWTHROUGH_ and its name in capitals; what Slack gives out has Slack's own name: SLACK_BOT_TOKEN."""

    model_config = SettingsConfigDict(env_prefix="FOLLOWTHROUGH_", env_file=".env", extra="ignore", frozen=True)

    slack_bot_token: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=_slack("SLACK_BOT_TOKEN"),
        description="The bot's token, which begins with xoxb-",
        examples=["xoxb-your-bot-token"],
    )
    slack_app_token: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=_slack("SLACK_APP_TOKEN"),
        description="The app-level token for Socket Mode, which begins with xapp-",
        examples=["xapp-your-app-level-token"],
    )
    slack_signing_secret: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=_slack("SLACK_SIGNING_SECRET"),
        description="Instead of the app-level token, where Slack calls the bot over HTTP",
        examples=["0123456789abcdef0123456789abcdef"],
    )
    http_host: str = Field(
        default="127.0.0.1",
        description="The address on which Slack's calls are taken over HTTP",
        examples=["10.0.0.5"],
    )
    http_port: int = Field(
        default=3000,
        ge=0,
        le=65535,
        description="The port on which they are taken; the path is /slack/events",
        examples=["8080"],
    )
    slack_api_url: HttpUrl = Field(
        default=HttpUrl("https://slack.com/api/"),
        description="Slack's Web API, or a stand-in's",
        examples=["http://127.0.0.1:8300/api/"],
    )
    database: Path = Field(
        default=Path("followthrough.db"),
        description="The partnership's database file",
        examples=["/var/lib/followthrough/plan.db"],
    )
    timezone: str = Field(
        default="Europe/London",
        description="The zone of every date and time that people read",
        examples=["Europe/London"],
    )
    coordinators: _Ids = Field(
        default=(),
        description="Slack user ids of the first business unit members, with commas between them",
        examples=["U012ABCDEF,U034GHIJKL"],
    )
    unit_channel: str = Field(
        default="",
        description="The business unit's channel, by id or name; else the unit's own partner channel",
        examples=["business-unit"],
    )
    digest_at: time = Field(
        default=time(9),
        description="When the weekly digest, and on other days the nudges, go out, local time",
        examples=["08:30"],
    )
    ladder: _Steps = Field(
        default=(10, 20, 30),
        description="Working days overdue after which the leads, the business unit's list and the executive are told",
        examples=["5,15,25"],
    )
    executive_channel: str = Field(
        default="",
        description="The executive's channel, by id or name, for the last step of the ladder; else none",
        examples=["C012ABCDEF"],
    )
    health_port: int = Field(
        default=8310,
        ge=0,
        le=65535,
        description="Where health and metrics are served, on 127.0.0.1; 0 for nowhere",
        examples=["9310"],
    )
    backup_folder: Path | None = Field(
        default=None,
        description="Where a backup of the database is put each morning; else none is made",
        examples=["/mnt/elsewhere/followthrough"],
    )
    backup_days: int = Field(
        default=14, ge=1, le=3660, description="How many of the morning's backups are kept", examples=["30"]
    )
    keep_messages_days: int = Field(
        default=400,
        ge=30,
        le=36600,
        description="For how many days a message's words are kept after it went out",
        examples=["180"],
    )
    keep_ended_years: int = Field(
        default=0,
        ge=0,
        le=100,
        description="For how many years an action's words are kept after it is sustained or withdrawn; 0 for ever",
        examples=["7"],
    )
    due_soon_working_days: int = Field(
        default=10, ge=0, description="An action is Amber this close to its date", examples=["5"]
    )
    stale_working_days: int = Field(
        default=20, ge=1, description="An action is Amber after this long with no update", examples=["15"]
    )

    review_embedded_months: int = Field(
        default=3,
        ge=1,
        le=60,
        description="Months after addressed until it is tested whether an action is embedded",
        examples=["6"],
    )
    review_sustained_months: int = Field(
        default=6,
        ge=1,
        le=60,
        description="Months after embedded until it is tested whether it is sustained",
        examples=["12"],
    )

    information_governance: str = Field(
        default="",
        description="Slack user id or channel of who is told that an identifier was refused; else the unit's channel",
        examples=["U012ABCDEF"],
    )
    office_postcodes: _Ids = Field(
        default=(),
        description="Postcodes of offices, which may be kept though other postcodes are refused",
        examples=["B91 3QB,B1 1BB"],
    )
    office_telephones: _Ids = Field(
        default=(),
        description="Telephone numbers of offices, which may be kept though a person's are refused",
        examples=["0121 496 0000"],
    )
    role_mailboxes: _Ids = Field(
        default=(),
        description="E-mail addresses of roles and teams, which may be kept though a person's are refused",
        examples=["hub@council.example"],
    )
    case_id_prefixes: _Ids = Field(
        default=(),
        description="What local case ids begin with, as LCS in LCS-123456; those ids are refused",
        examples=["LCS,EHM"],
    )

    @field_validator("coordinators", "ladder", *_LISTS, mode="before")
    @classmethod
    def _with_commas(cls, value: object) -> object:
        return tuple(one.strip() for one in value.split(",") if one.strip()) if isinstance(value, str) else value

    @field_validator("digest_at")
    @classmethod
    def _in_hours(cls, value: time) -> time:
        if value.tzinfo or not OPENS <= value < CLOSES:
            raise ValueError(f"write a local time from {OPENS:%H:%M} to before {CLOSES:%H:%M}, as 09:00")
        return value

    @field_validator("ladder")
    @classmethod
    def _upwards(cls, value: tuple[int, int, int]) -> tuple[int, int, int]:
        if not 0 < value[0] < value[1] < value[2] <= LONGEST_LADDER:
            raise ValueError("write three numbers of working days, each larger than the one before, as 10,20,30")
        return value

    @field_validator("coordinators")
    @classmethod
    def _ids_only(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(_USER.fullmatch(one) for one in value):  # they are kept in the database
            raise ValueError("write Slack user ids with commas between them, as U012ABCDEF")
        return value

    @field_validator("office_postcodes")
    @classmethod
    def _whole_postcodes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(map(is_postcode, value)):
            raise ValueError("write whole postcodes with commas between them, as B91 3QB")
        return value

    @field_validator("office_telephones")
    @classmethod
    def _whole_telephones(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(map(is_telephone, value)):
            raise ValueError("write whole telephone numbers with commas between them, as 0121 496 0000")
        return value

    @field_validator("role_mailboxes")
    @classmethod
    def _whole_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(_ADDRESS.fullmatch(one) for one in value):
            raise ValueError("write whole e-mail addresses with commas between them, as hub@council.example")
        return value

    @field_validator("case_id_prefixes")
    @classmethod
    def _telling_prefixes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(_PREFIX.fullmatch(one) for one in value):
            raise ValueError("write prefixes of 2 to 12 letters and digits, the first two letters, as LCS")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("write a zone's name, as Europe/London") from error
        return value

    @property
    def allowed(self) -> Allowed:
        """What the guard against identifiers lets through, and which local case ids it refuses."""
        return Allowed(
            postcodes=self.office_postcodes,
            telephones=self.office_telephones,
            mailboxes=self.role_mailboxes,
            case_prefixes=self.case_id_prefixes,
        )

    @property
    def api_url(self) -> str:
        """The Web API's base URL, ending in a slash."""
        return str(self.slack_api_url).rstrip("/") + "/"

    @property
    def missing(self) -> list[str]:
        """Names of the variables without which the bot can't talk to Slack."""
        tokens = {"SLACK_BOT_TOKEN": self.slack_bot_token}
        tokens |= {} if self.over_http else {"SLACK_APP_TOKEN": self.slack_app_token}
        return [name for name, token in tokens.items() if not token.get_secret_value()]

    @property
    def over_http(self) -> bool:
        """Whether Slack calls the bot over HTTP, because there is no token for Socket Mode but a secret for that."""
        return bool(self.slack_signing_secret.get_secret_value()) and not self.slack_app_token.get_secret_value()
