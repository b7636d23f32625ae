"""How the stand-in says no: to the app by name, to a person by raising."""

from bot.playground.records import Json


class SlackError(Exception):
    """A refusal that the app gets as `{"ok": false, "error": name, …}`.

    Args:
        name: Slack's name for it, such as `channel_not_found`.
        extra: further fields of the answer, such as `needed` or `response_metadata`.
    """

    def __init__(self, name: str, **extra: object) -> None:
        super().__init__(name)
        self.name = name
        self.extra: Json = extra

    @property
    def details(self) -> list[str]:
        """One line for each fault, where Slack gives them."""
        metadata = self.extra.get("response_metadata", {})
        return list(metadata.get("messages", []))


class AppFailedError(Exception):
    """The app did not answer what a person did, or answered what Slack can't use.

    Args:
        code: `dispatch_failed` (not connected), `operation_timeout` (no answer in 3 s), or the name of what
            is wrong with the answer, such as `invalid_blocks`.
        text: the sentence that the person sees, and what exactly is wrong.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text


class CannotDoError(Exception):
    """A person tried what Slack's own screens would not offer, such as pressing a button that is not there."""


class BadRequestError(Exception):
    """The page asked for something that makes no sense."""
