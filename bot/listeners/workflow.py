"""The workflow step "Create an action": it is proposed to the business unit, and ends when that has decided."""

from slack_bolt import App
from slack_sdk import WebClient

from bot.listeners.who import Body
from bot.services import Services
from commands.forms.workflow import propose
from storage.errands import Errand


def register(app: App, services: Services) -> None:
    """Listen for the step being run."""

    @app.function("create_action")
    def run(event: Body) -> None:
        # The event's own, since Bolt reads `inputs` before the middleware makes half characters whole.
        with services.store.write() as tx:
            propose(tx, services, event["function_execution_id"], event.get("inputs") or {})
        services.mail.set()


def end(client: WebClient, _services: Services, errand: Errand) -> None:
    """Tell the workflow what became of its proposal, days later perhaps, so never with the step's own token.

    Raises SlackApiError, OSError.
    """
    if "error" in errand.carries:
        client.functions_completeError(function_execution_id=errand.about, error=errand.carries["error"])
    else:
        client.functions_completeSuccess(function_execution_id=errand.about, outputs=errand.carries["outputs"])
