"""Settings, read once from the environment and `.env`: the only place that looks there."""

from datetime import time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AliasChoices, Field, HttpUrl, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_Ids = Annotated[tuple[str, ...], NoDecode]


def _slack(name: str) -> AliasChoices:
    return AliasChoices(name, name.lower())


class Settings(BaseSettings):
    """Each is FOLLOWTHROUGH_ and its name in capitals; the two tokens have Slack's own names."""

    model_config = SettingsConfigDict(env_prefix="FOLLOWTHROUGH_", env_file=".env", extra="ignore", frozen=True)

    slack_bot_token: SecretStr = Field(
        default=SecretStr(""), validation_alias=_slack("SLACK_BOT_TOKEN"), description="The bot's token, xoxb-…"
    )
    slack_app_token: SecretStr = Field(
        default=SecretStr(""), validation_alias=_slack("SLACK_APP_TOKEN"), description="For Socket Mode, xapp-…"
    )
    slack_api_url: HttpUrl = Field(
        default=HttpUrl("https://slack.com/api/"), description="Slack's Web API, or a stand-in's"
    )
    database: Path = Field(default=Path("followthrough.db"), description="The partnership's database file")
    timezone: str = Field(default="Europe/London", description="The zone of every date and time that people read")
    coordinators: _Ids = Field(
        default=(), description="Slack user ids of the first business unit members, with commas between them"
    )
    unit_channel: str = Field(
        default="", description="The business unit's channel, by id or name; else the unit's own partner channel"
    )
    digest_at: time = Field(default=time(9), description="When the weekly digest goes out, local time")
    due_soon_working_days: int = Field(default=10, ge=0, description="An action is Amber this close to its date")
    stale_working_days: int = Field(default=20, ge=1, description="An action is Amber after this long with no update")

    review_embedded_months: int = Field(
        default=3, ge=1, le=60, description="Months after addressed until it is tested whether an action is embedded"
    )
    review_sustained_months: int = Field(
        default=6, ge=1, le=60, description="Months after embedded until it is tested whether it is sustained"
    )

    @field_validator("coordinators", mode="before")
    @classmethod
    def _with_commas(cls, value: object) -> object:
        return tuple(one.strip() for one in value.split(",") if one.strip()) if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("write a zone's name, as Europe/London") from error
        return value

    @property
    def api_url(self) -> str:
        """The Web API's base URL, ending in a slash."""
        return str(self.slack_api_url).rstrip("/") + "/"

    @property
    def missing(self) -> list[str]:
        """Names of the variables without which the bot can't talk to Slack."""
        tokens = {"SLACK_BOT_TOKEN": self.slack_bot_token, "SLACK_APP_TOKEN": self.slack_app_token}
        return [name for name, token in tokens.items() if not token.get_secret_value()]
