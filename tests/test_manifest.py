"""manifest.yml against the code: each command, event and scope is there because something uses it."""

import re
from pathlib import Path

import yaml

from commands.registry import COMMANDS

ROOT = Path(__file__).parents[1]
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text())
CODE = "\n".join(
    path.read_text() for folder in ("bot/listeners", "bot/schedule") for path in (ROOT / folder).glob("*.py")
)

# The scopes that each Web API method the bot calls needs, and each event; from Slack's own reference.
METHODS = {
    "chat_postMessage": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_list": {"channels:read", "groups:read"},
    "conversations_info": {"channels:read", "groups:read"},
    "users_conversations": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_replies": {"channels:history", "groups:history", "im:history"},
    "conversations_open": {"im:write"},
    "files_upload_v2": {"files:write"},  # files.getUploadURLExternal and files.completeUploadExternal
    "files_getUploadURLExternal": {"files:write"},
    "files_completeUploadExternal": {"files:write"},
    "files_info": {"files:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_update": set(),
    "users_list": {"users:read"},
    "users_info": {"users:read"},
    "functions_completeSuccess": set(),
    "functions_completeError": set(),
    "auth_test": set(),
    "api_test": set(),
}
EVENTS = {
    "app_home_opened": {"app_home_opened": ""},  # needs no scope
    "message": {
        "message.channels": "channels:history",
        "message.groups": "groups:history",
        "message.im": "im:history",
    },
    "reaction_added": {"reaction_added": "reactions:read"},
    "reaction_removed": {"reaction_removed": "reactions:read"},
    "member_joined_channel": {"member_joined_channel": "channels:read"},
    "member_left_channel": {"member_left_channel": "channels:read"},
    "team_join": {"team_join": "users:read"},
    "user_change": {"user_change": "users:read"},
}


def test_the_commands_are_the_registrys():
    declared = {one["command"]: one for one in MANIFEST["features"]["slash_commands"]}
    assert set(declared) == set(COMMANDS)
    for name, command in COMMANDS.items():
        assert declared[name]["usage_hint"] == command.hint
        assert declared[name]["should_escape"] is True
        assert len(declared[name]["description"]) <= 100


def test_every_method_called_is_known_here():
    called = set(re.findall(r"client\.(?!is_)([a-z]+_[A-Za-z_0-9]+)\(", CODE))
    assert called <= set(METHODS)
    assert called | {"auth_test"} == set(METHODS)


def test_the_events_are_those_listened_to():
    heard = set(re.findall(r"app\.event\(\"([a-z_]+)\"\)", CODE))
    assert heard == set(EVENTS)
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == {
        "function_executed",
        *(name for event in heard for name in EVENTS[event]),
    }


def test_the_scopes_are_the_least_that_do():
    needed = set().union(*METHODS.values(), {"commands"}, *(set(event.values()) for event in EVENTS.values())) - {""}
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == needed


def test_the_shortcuts_and_steps_are_those_listened_to():
    shortcuts = set(re.findall(r"app\.message_shortcut\(\"([a-z_]+)\"\)", CODE))
    assert {one["callback_id"] for one in MANIFEST["features"]["shortcuts"]} == shortcuts
    assert set(MANIFEST["functions"]) == set(re.findall(r"app\.function\(\"([a-z_]+)\"\)", CODE))
    assert MANIFEST["settings"]["org_deploy_enabled"] is True
    for one in MANIFEST["features"]["shortcuts"]:
        assert (one["type"], len(one["name"]) <= 24) == ("message", True)


def test_people_can_be_written_to_and_can_answer():
    tab = MANIFEST["features"]["app_home"]
    assert (tab["messages_tab_enabled"], tab["messages_tab_read_only_enabled"]) == (True, False)
    assert tab["home_tab_enabled"] is True


def test_it_runs_by_socket_mode_and_takes_buttons():
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True
    assert len(MANIFEST["display_information"]["name"]) <= 35
    assert len(MANIFEST["display_information"]["description"]) <= 140
    assert len(MANIFEST["display_information"]["long_description"]) >= 174
