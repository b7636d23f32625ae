"""Somebody's account is deactivated."""

import pytest

from bot.playground.errors import CannotDoError
from bot.playground.people import Person

from .test_forms import refusal


@pytest.fixture
def left(workspace, server, asha):
    asha.deactivate("U2BEN")


def test_the_app_hears_that_somebody_changed(bolt, asha, workspace):
    heard = []
    bolt.event("user_change")(lambda event: heard.append(event["user"]))
    asha.deactivate("U2BEN")
    assert [(user["id"], user["deleted"], user["profile"]["real_name"]) for user in heard] == [
        ("U2BEN", True, "Ben Cole")
    ]
    assert [payload["event"]["type"] for payload in workspace.events.sent] == ["user_change"]


def test_they_are_in_no_channel_any_more(left, client, workspace):
    assert "U2BEN" not in client.conversations_members(channel="C1POLICE")["members"]
    assert not any("U2BEN" in channel.members for channel in workspace.channels.values())


def test_they_are_listed_as_deleted_with_a_name_in_their_profile_alone(left, client):
    user = client.users_info(user="U2BEN")["user"]
    assert (user["deleted"], user["is_bot"], user["profile"]["real_name"]) == (True, False, "Ben Cole")
    assert not {"real_name", "tz", "tz_offset"} & user.keys()
    pages = client.users_list(limit=2)
    listed = {user["id"]: (user["deleted"], user["is_bot"]) for page in pages for user in page["members"]}
    assert listed == {
        "U0BOT": (False, True),
        "USLACKBOT": (False, False),
        "U1ASHA": (False, False),
        "U2BEN": (True, False),
        "U3OLU": (False, False),
    }


def test_nobody_opens_a_conversation_with_them_but_a_message_still_goes_through(left, client):
    assert refusal(client.conversations_open, users="U2BEN") == "user_disabled"
    assert client.chat_postMessage(channel="U2BEN", text="into the void")["ok"]


def test_they_do_nothing_any_more(left, workspace):
    ben = Person(workspace, "U2BEN")
    for deed in (lambda: ben.say("police", "hello"), lambda: ben.command("/actions", channel="police")):
        with pytest.raises(CannotDoError, match="ben is deactivated"):
            deed()
