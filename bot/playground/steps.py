"""Workflow steps that the app offers: what runs them, the event that tells the app, and how they end."""

import secrets
from datetime import timedelta

from bot.playground.errors import SlackError
from bot.playground.records import Json, User
from bot.playground.step_values import faults
from bot.playground.workspace import Workspace

TOKEN_LIFETIME = timedelta(minutes=15)


def start(workspace: Workspace, user: User, callback_id: str, inputs: Json) -> tuple[Json, Json]:
    """A new run of a step that the manifest declares, and the event that tells the app of it."""
    declared = workspace.app.functions[callback_id]
    run: Json = {
        "id": workspace.new_id("Fx"),
        "callback_id": callback_id,
        "inputs": inputs,
        "user": user.id,
        "at": workspace.clock().isoformat(),
    }
    with workspace.lock:
        workspace.step_runs[run["id"]] = run
    event = {
        "type": "function_executed",
        "function": _function_json(workspace, callback_id, declared),
        "inputs": inputs,
        "function_execution_id": run["id"],
        "workflow_execution_id": workspace.new_id("Wx"),
        "event_ts": workspace.timestamps.next(),
        "bot_access_token": new_token(workspace, run["id"]),
    }
    return run, event


def _function_json(workspace: Workspace, callback_id: str, declared: Json) -> Json:
    now = int(workspace.clock().timestamp())
    return {
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


def new_token(workspace: Workspace, run_id: str) -> str:
    """A token for one run, good for a quarter of an hour and no longer than the run itself."""
    token = f"xwfp-stand-in-{secrets.token_hex(8)}"
    with workspace.lock:
        workspace.step_tokens[token] = run_id, workspace.clock()
    return token


def run_of_token(workspace: Workspace, token: str) -> str | None:
    """The run that a token was given out for; None for any other token.

    Raises:
        SlackError: token_revoked (the run ended) or token_expired.
    """
    run_id, made = workspace.step_tokens.get(token, ("", None))
    if made is None:
        return None
    if workspace.step_runs[run_id].get("ended"):
        raise SlackError("token_revoked")
    if workspace.clock() - made > TOKEN_LIFETIME:
        raise SlackError("token_expired")
    return run_id


def context_of(workspace: Workspace, run_id: str | None) -> Json:
    """What a press or a form tells of the run in which the app sent its message or view."""
    if run_id is None:
        return {}
    run = workspace.step_runs[run_id]
    function = {"callback_id": run["callback_id"]}
    return {
        "function_data": {"execution_id": run_id, "function": function, "inputs": run["inputs"]},
        "bot_access_token": new_token(workspace, run_id),
    }


def complete(workspace: Workspace, run_id: str, outputs: object) -> None:
    """End a run well.

    Raises:
        SlackError: parameter_validation_failed, or as `_end`.
    """
    run = _running(workspace, run_id)
    declared = workspace.app.functions[run["callback_id"]].get("output_parameters", {})
    if not isinstance(outputs, dict):
        raise SlackError("invalid_arguments")
    if wrong := faults(workspace, declared, outputs):
        lines = [f"[ERROR] {name}: {what}" for name, what in wrong.items()]
        raise SlackError("parameter_validation_failed", response_metadata={"messages": lines})
    run.update(outputs=outputs, ended=True)
    workspace.touch()


def fail(workspace: Workspace, run_id: str, error: str) -> None:
    """End a run with a sentence that its user sees.

    Raises:
        SlackError: function_execution_not_found or execution_not_in_running_state.
    """
    _running(workspace, run_id).update(error=error, ended=True)
    workspace.touch()


def _running(workspace: Workspace, run_id: str) -> Json:
    run = workspace.step_runs.get(run_id)
    if run is None:
        raise SlackError("function_execution_not_found")
    if run.get("ended"):
        raise SlackError("execution_not_in_running_state")
    return run
