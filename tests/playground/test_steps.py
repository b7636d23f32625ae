"""A workflow's steps: run by somebody, waited for, and ended by the app much later."""

import pytest

from bot.playground.errors import CannotDoError

from .test_forms import form, refusal
from .test_round_trips import buttons

INPUTS = {"title": "Rota", "lead": "U2BEN", "due": "2022-12-01"}


@pytest.fixture
def waiting(bolt, asha, workspace):
    """A run whose step asks in the channel and waits; with what the app got."""
    seen = {}

    @bolt.function("create_action")
    def ask(ack, body, inputs, client):
        ack()
        seen["event"] = body["event"]
        client.chat_postMessage(channel="C1POLICE", text=f"Take {inputs['title']}?", blocks=[buttons("take", "open")])

    @bolt.action("take")
    def take(ack, body, complete):
        ack()
        seen["press"] = body
        complete({"ref": "A12"})

    @bolt.action("open")
    def show(ack, body, client):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form())

    seen["run"] = asha.run_step("create_action", INPUTS)
    workspace.wait_for(lambda: len(workspace.messages("police")) == 1)
    return seen


def test_a_step_gets_its_inputs_as_the_manifest_declares_them(waiting):
    event, run = waiting["event"], waiting["run"]
    assert (event["type"], event["inputs"]) == ("function_executed", INPUTS)
    assert event["function_execution_id"] == run["id"]
    parameters = {each["name"]: each for each in event["function"]["input_parameters"]}
    assert parameters["lead"] == {
        "name": "lead",
        "type": "slack#/types/user_id",
        "title": "Lead",
        "description": "",
        "is_required": False,
    }
    assert parameters["title"]["is_required"]
    assert not run.get("ended")


def test_a_press_on_the_steps_own_message_knows_the_step_and_ends_it(waiting, asha, workspace):
    asha.press(workspace.messages("police")[0], "take")
    run = waiting["run"]
    workspace.wait_for(lambda: run.get("ended", False))
    assert run["outputs"] == {"ref": "A12"}
    assert waiting["press"]["function_data"] == {
        "execution_id": run["id"],
        "function": {"callback_id": "create_action"},
        "inputs": INPUTS,
    }


def test_so_does_a_form_that_it_opened(bolt, waiting, asha, workspace):
    bolt.view("form")(lambda ack, complete: (ack(), complete({"ref": "A13"})))
    asha.press(workspace.messages("police")[0], "open")
    asha.submit(values={"title": "Rota"})
    workspace.wait_for(lambda: waiting["run"].get("ended", False))
    assert waiting["run"]["outputs"] == {"ref": "A13"}


def test_long_afterwards_only_the_bots_own_token_ends_it(waiting, server, client, clock, workspace):
    run, token = waiting["run"], waiting["event"]["bot_access_token"]
    ended = {"function_execution_id": run["id"], "outputs": {"ref": "A12"}}
    clock.advance(days=9)
    assert refusal(client.functions_completeSuccess, token=token, **ended) == "token_expired"
    client.functions_completeSuccess(**ended)
    assert run["outputs"] == {"ref": "A12"}
    assert refusal(client.functions_completeSuccess, **ended) == "execution_not_in_running_state"
    assert refusal(client.auth_test, token=token) == "token_revoked"


def test_a_step_can_fail_with_a_sentence(waiting, client):
    run = waiting["run"]
    client.functions_completeError(function_execution_id=run["id"], error="Nobody may do that.")
    assert (run["error"], run["ended"]) == ("Nobody may do that.", True)


@pytest.mark.parametrize("outputs", [{}, {"ref": 12}, {"ref": "A12", "more": "x"}])
def test_outputs_are_those_that_the_manifest_declares(waiting, client, workspace, outputs):
    ended = {"function_execution_id": waiting["run"]["id"], "outputs": outputs}
    assert refusal(client.functions_completeSuccess, **ended) == "parameter_validation_failed"
    assert workspace.errors
    assert not waiting["run"].get("ended")


def test_an_unknown_run_is_not_found(client):
    asked = {"function_execution_id": "Fx9", "error": "x"}
    assert refusal(client.functions_completeError, **asked) == "function_execution_not_found"


@pytest.mark.parametrize(
    "inputs",
    [{}, {"title": ""}, {"title": "x", "lead": "U9"}, {"title": "x", "due": "tomorrow"}, {"title": "x", "odd": 1}],
)
def test_a_step_does_not_begin_without_what_it_needs(server, asha, workspace, inputs):
    with pytest.raises(CannotDoError):
        asha.run_step("create_action", inputs)
    assert workspace.events.sent == []


def test_steps_need_a_manifest_that_declares_them_and_is_ready_for_an_organisation(server, asha, workspace):
    with pytest.raises(CannotDoError):
        asha.run_step("other", INPUTS)
    workspace.app.manifest["settings"]["org_deploy_enabled"] = False
    with pytest.raises(CannotDoError, match="org_deploy_enabled"):
        asha.run_step("create_action", INPUTS)
