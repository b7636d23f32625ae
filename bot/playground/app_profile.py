"""The app that is installed in the stand-in: its ids, tokens, and what its manifest declares."""

from dataclasses import dataclass, field

from bot.playground.records import Json


@dataclass(frozen=True)
class AppProfile:
    """An installed app.

    Args:
        manifest: a Slack app manifest. Scopes, events, commands and shortcuts are read from it, so that
            what it forgets to declare does not work here either.
    """

    manifest: Json = field(default_factory=dict)
    app_id: str = "A0STANDIN"
    bot_id: str = "B0STANDIN"
    user_id: str = "U0BOT"
    bot_token: str = "xoxb-stand-in-not-a-secret"  # noqa: S105 - works on this machine's stand-in only
    app_token: str = "xapp-stand-in-not-a-secret"  # noqa: S105 - as above
    verification_token: str = "stand-in-verification"  # noqa: S105 - as above

    @property
    def name(self) -> str:
        """The bot's name as people see it."""
        bot_user: Json = self.manifest.get("features", {}).get("bot_user", {})
        return str(bot_user.get("display_name") or "Bot")

    @property
    def scopes(self) -> list[str]:
        """The scopes granted to the bot's token."""
        return list(self.manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))

    @property
    def events(self) -> list[str]:
        """The events it subscribed to, such as `message.channels`."""
        settings: Json = self.manifest.get("settings", {})
        return list(settings.get("event_subscriptions", {}).get("bot_events", []))

    @property
    def commands(self) -> dict[str, Json]:
        """The declared slash commands, by name with the slash."""
        declared = self.manifest.get("features", {}).get("slash_commands", [])
        return {each["command"]: each for each in declared}

    @property
    def shortcuts(self) -> list[Json]:
        """The declared message shortcuts."""
        declared = self.manifest.get("features", {}).get("shortcuts", [])
        return [each for each in declared if each.get("type") == "message"]

    @property
    def has_home(self) -> bool:
        """Whether it has a Home tab."""
        return bool(self._app_home.get("home_tab_enabled"))

    @property
    def has_messages(self) -> bool:
        """Whether it may write direct messages to people."""
        return bool(self._app_home.get("messages_tab_enabled"))

    @property
    def takes_messages(self) -> bool:
        """Whether people may write to it there. Slack's own default is that they may not."""
        return self.has_messages and self._app_home.get("messages_tab_read_only_enabled") is False

    @property
    def _app_home(self) -> Json:
        return dict(self.manifest.get("features", {}).get("app_home", {}))

    @property
    def runs_steps(self) -> bool:
        """Whether workflows may use its steps: Slack asks for an app that is ready for a whole organisation."""
        return bool(self.manifest.get("settings", {}).get("org_deploy_enabled"))

    @property
    def functions(self) -> Json:
        """The declared workflow steps, by callback id."""
        return {name: _flat(step) for name, step in self.manifest.get("functions", {}).items()}


def _flat(step: Json) -> Json:
    """A step with its parameters by name, each with `is_required`: in manifests they may stand so, or as a schema."""
    flat = {}
    for kind in ("input_parameters", "output_parameters"):
        declared = step.get(kind, {})
        if "properties" in declared:
            named, required = declared["properties"], declared.get("required", [])
            declared = {name: {**each, "is_required": name in required} for name, each in named.items()}
        flat[kind] = declared
    return {**step, **flat}
