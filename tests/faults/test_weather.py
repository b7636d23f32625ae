"""The stand-in's bad weather: the same from the same seed, and what the bot's client makes of it."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import MovableClock
from bot.playground import demo
from bot.playground.faults import WEATHER, Faults
from bot.playground.server import Server
from bot.words import why_not_started
from tests.world import local


@pytest.fixture
def slack():
    workspace = demo.workspace(MovableClock(local("2022-11-14 09:00")))
    with Server(workspace) as server:
        client = WebClient(token=workspace.app.bot_token, base_url=server.api_url, timeout=1, retry_handlers=[])
        yield workspace, client


def test_the_same_seed_brings_the_same_faults():
    def drawn():
        faults = Faults()
        faults.storm(7, {"*": dict.fromkeys(WEATHER, 0.05)})
        return [faults.take("chat.postMessage") for _ in range(200)]

    assert drawn() == drawn()
    assert 50 < sum(fault is not None for fault in drawn()) < 150


def test_each_method_has_its_own_weather_until_it_clears():
    faults = Faults()
    faults.storm(7, {"views.open": {}, "*": {"429 with Retry-After": 1.0}})
    assert faults.take("views.open") is None
    assert faults.take("chat.update", "C1").error == "ratelimited"
    [met] = faults.met
    assert (met.kind, met.method, met.channel) == ("429 with Retry-After", "chat.update", "C1")
    faults.clear()
    assert faults.take("chat.update") is None


@pytest.mark.parametrize(("kind", "after"), [("429 with Retry-After", "1"), ("429 without Retry-After", None)])
def test_too_many_requests(slack, kind, after):
    workspace, client = slack
    workspace.faults.storm(7, {"auth.test": {kind: 1.0}})
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers.get("Retry-After") == after


def test_a_page_of_html_instead_of_an_answer(slack):
    workspace, client = slack
    workspace.faults.storm(7, {"auth.test": {"500 with a page of HTML": 1.0}})
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    assert refused.value.response.status_code == 500
    assert "<!DOCTYPE html>" in refused.value.response["error"]


@pytest.mark.parametrize(("kind", "done"), [("no answer, and not done", 0), ("no answer, but done", 1)])
def test_no_answer_at_all(slack, kind, done):
    workspace, client = slack
    workspace.faults.storm(7, {"chat.postMessage": {kind: 1.0}})
    with pytest.raises(TimeoutError):
        client.chat_postMessage(channel="probation", text="Hello")
    assert len(workspace.messages("probation")) == done


def test_slack_that_fails_when_the_first_words_come_loses_none_of_them(world):
    world.slack.faults.fail("auth.test", times=9)
    assert world.ask(world.police, "update A6 rota agreed").text.startswith("Update on A6 recorded")


@pytest.mark.parametrize("kind", ["429 without Retry-After", "500 with a page of HTML", "an internal error in words"])
def test_slack_out_of_order_as_the_bot_starts_is_no_fault_of_the_token(slack, kind):
    workspace, client = slack
    workspace.faults.storm(7, {"auth.test": {kind: 1.0}})
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    status, said = why_not_started(refused.value, "https://slack.example/api/")
    assert (status, said.startswith("Slack at https://slack.example/api/ is out of order")) == (1, True)
