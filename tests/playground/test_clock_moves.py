"""Moving the stand-in's clock: where to, by way of which mornings, and what the app wrote meanwhile."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from slack_sdk import WebClient

from bot.domain.clocks import england_and_wales
from bot.playground.play_clock import target
from bot.playground.server import Server
from bot.playground.walk import mornings

from .test_play_api import Page

LONDON = ZoneInfo("Europe/London")


def local(day, hour=9):
    return datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "step", "then"),
    [
        (local("2022-12-23"), "next-working-day", local("2022-12-28")),  # past Christmas, Boxing Day and a substitute
        (local("2022-12-23"), "next-monday-0900", local("2022-12-26")),
        (local("2023-03-24", 17), "next-working-day", local("2023-03-27")),  # the clocks go forward in between
        (local("2099-12-31"), "next-working-day", local("2100-01-01")),  # no bank holidays are known of that year
    ],
)
def test_a_step_leads_to_nine_o_clock(now, step, then):
    assert target(now, {"step": step}) == then


def test_the_mornings_on_the_way_are_those_of_working_days_in_between():
    found = mornings(local("2022-12-22"), local("2022-12-30"), england_and_wales())
    assert [each.strftime("%a %d %H:%M") for each in found] == ["Fri 23 09:00", "Wed 28 09:00", "Thu 29 09:00"]
    assert mornings(local("2022-11-14", 8), local("2022-11-14", 17), england_and_wales()) == [local("2022-11-14")]
    assert (
        len(mornings(local("2022-11-14"), local("2200-01-01"), england_and_wales())) > 1000
    )  # ends with what is known


def test_the_page_is_told_what_the_app_wrote_while_the_clock_moved(workspace, clock):
    def move(moment):
        clock.move_to(moment)
        client = WebClient(token=workspace.app.bot_token, base_url=server.api_url)
        key = {"event_type": "x", "event_payload": {"key": "digest:2022-W47:POLICE"}}
        first = client.chat_postMessage(channel="C1POLICE", text="Your actions", metadata=key)
        client.chat_postMessage(channel="C1POLICE", text="All of them", thread_ts=first["ts"])
        client.chat_postMessage(channel="U1ASHA", text="For you alone")

    with Server(workspace, move_clock=move) as server:
        did = Page(server.url).do("clock", step="next-monday-0900")["did"]
        assert Page(server.url).do("clock", step="next-working-day")["did"][0]["at"].startswith("2022-11-22T09:00")
    assert [(each["kind"], each["to"], each["is_im"]) for each in did] == [
        ("digest", "police", False),
        ("", "Asha Patel", True),
    ]
    assert {each["at"][:16] for each in did} == {"2022-11-21T09:00"}
    assert workspace.message("C1POLICE", did[0]["ts"]).text == "Your actions"
