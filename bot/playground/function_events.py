"""The event with which a workflow asks the app to run one of its own steps."""

from bot.playground.records import Json
from bot.playground.workspace import Workspace


def function_event(workspace: Workspace, callback_id: str, declared: Json, inputs: Json, execution_id: str) -> Json:
    """A `function_executed` event for a function as the manifest declares it."""
    now = int(workspace.clock().timestamp())
    function = {
        "id": f"Fn{callback_id.upper()}",
        "callback_id": callback_id,
        "title": declared["title"],
        "description": declared.get("description", ""),
        "type": "app",
        "input_parameters": _parameters(declared.get("input_parameters", {})),
        "output_parameters": _parameters(declared.get("output_parameters", {})),
        "app_id": workspace.app.app_id,
        "date_created": now,
        "date_updated": now,
        "date_deleted": 0,
    }
    return {
        "type": "function_executed",
        "function": function,
        "inputs": inputs,
        "function_execution_id": execution_id,
        "workflow_execution_id": workspace.new_id("Wx"),
        "event_ts": workspace.timestamps.next(),
        "bot_access_token": workspace.app.workflow_token,
    }


def _parameters(declared: Json) -> list[Json]:
    return [
        {
            "name": name,
            "type": each["type"],
            "title": each.get("title", name),
            "description": each.get("description", ""),
            "is_required": bool(each.get("is_required")),
        }
        for name, each in declared.items()
    ]
