"""`followthrough check`: what is not in order is found, and what to do is said; nothing is changed."""

import json
import sqlite3
import sys
from datetime import timedelta

import pytest

from bot import cli
from bot.checking import everything
from bot.checking.finding import Finding
from storage import outbox
from storage.outbox import Message
from tests.world import partnership


def found(world, **changed):
    """What is found, by what was looked at."""
    settings = world.services.settings.model_copy(update=changed)
    findings = list(everything.look_with(settings, world.clock))
    assert len({one.what for one in findings}) == len(findings)
    return {one.what: one for one in findings}


def bad(world, **changed):
    return {name: one for name, one in found(world, **changed).items() if not one.well}


@pytest.fixture
def world(tmp_path):
    """With a folder for backups, as the page on installing has it: without one not all is well."""
    with partnership(tmp_path, backup_folder=tmp_path) as made:
        yield made


@pytest.fixture
def run(world, monkeypatch, capsys, tmp_path):
    """Run the command with the settings of the world; exit status and what was printed."""
    settings = world.services.settings
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SLACK_BOT_TOKEN", settings.slack_bot_token.get_secret_value())
    monkeypatch.setenv("SLACK_APP_TOKEN", settings.slack_app_token.get_secret_value())
    monkeypatch.setenv("FOLLOWTHROUGH_SLACK_API_URL", settings.api_url)
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", str(settings.database))
    monkeypatch.setenv("FOLLOWTHROUGH_BACKUP_FOLDER", str(settings.backup_folder))
    monkeypatch.setenv("FOLLOWTHROUGH_COORDINATORS", ",".join(settings.coordinators))
    monkeypatch.setenv("COLUMNS", "300")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["followthrough", "check", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code, capsys.readouterr().out

    return run


def test_where_all_is_well_it_says_so_and_changes_nothing(world, run):
    before = world.rows("SELECT count(*) AS number FROM outbox"), world.rows("SELECT * FROM found")
    assert bad(world) == {}
    status, printed = run()
    assert (status, "All is well." in printed) == (0, True)
    assert printed.count(" well ") == len(found(world)) + 1  # the settings themselves
    assert "#west-midlands-police" in printed
    told = json.loads(run("--json")[1])
    assert told["well"]
    assert {"what": "SLACK_BOT_TOKEN", "well": True, "said": "Slack takes it", "do": ""} in told["findings"]
    assert (world.rows("SELECT count(*) AS number FROM outbox"), world.rows("SELECT * FROM found")) == before


def test_where_no_backups_are_made_that_is_found_with_what_to_do(world):
    wrong = bad(world, backup_folder=None)
    assert {name: one.said for name, one in wrong.items()} == {
        "Backups": "none are made: FOLLOWTHROUGH_BACKUP_FOLDER is not set"
    }
    assert wrong["Backups"].do.startswith("Name a folder in .env")


def test_what_is_to_be_looked_at_ends_it_with_status_1(world, run):
    world.slack.channel("probation").is_archived = True
    status, printed = run()
    assert status == 1
    assert "1 to look at." in printed
    assert "look at this" in printed
    assert not json.loads(run("--json")[1])["well"]


def test_bad_use_ends_it_with_status_2(run):
    assert run("--everything")[0] == 2


def test_settings_that_can_not_be_read_are_found_and_nothing_else_is_looked_at(run, monkeypatch):
    monkeypatch.setenv("FOLLOWTHROUGH_DIGEST_AT", "01:30")
    status, printed = run("--json")
    assert status == 1
    [finding] = json.loads(printed)["findings"]
    assert finding["said"] == "FOLLOWTHROUGH_DIGEST_AT: write a local time from 07:00 to before 20:00, as 09:00"


def test_an_archived_channel_one_that_the_bot_is_not_in_and_one_that_is_gone_are_found(world):
    world.slack.channel("probation").is_archived = True
    world.slack.channel("bsol-icb").members.remove("U0BOT")
    place = world.slack.add_channel("police-open", ["U0POLICE"])
    with world.store.write() as tx:
        tx.run("UPDATE partners SET channel_id = ? WHERE code = 'POLICE'", (place.id,))
        tx.run("UPDATE partners SET channel_id = NULL, channel = '' WHERE code = 'LA'")
    wrong = bad(world)
    assert {name: one.said.partition(": ")[2] or one.said for name, one in wrong.items()} == {
        "Channel of PROB": "it is archived",
        "Channel of ICB": "there is no such channel, or it is private and Followthrough is not in it",
        "Channel of POLICE": "Followthrough is not in it",
        "Channel of LA": "none is set, so nobody there sees its 7 actions",
    }
    assert wrong["Channel of POLICE"].do == "Invite Followthrough to it: /invite @Followthrough"
    assert wrong["Channel of LA"].do == "Choose one in Slack: /actions settings"


def test_the_settings_own_channels_are_looked_for_by_name_and_id(world):
    general = world.slack.add_channel("executive-board", ["U0BOT"])
    assert bad(world, unit_channel="#executive-board", executive_channel=general.id) == {}
    wrong = bad(world, unit_channel="nowhere", executive_channel="C0NOWHERE")
    assert wrong["Channel of the business unit"].said == "Followthrough is in no channel called “nowhere”"
    assert "there is no such channel" in wrong["Channel of the executive"].said


def test_a_token_that_slack_refuses_is_found_and_channels_are_not_asked_about(world):
    wrong = bad(world, slack_bot_token=type(world.services.settings.slack_bot_token)("xoxb-old"))
    assert {name: one.said for name, one in wrong.items()} == {"SLACK_BOT_TOKEN": "Slack refuses it: invalid_auth"}
    assert "Copy SLACK_BOT_TOKEN again" in wrong["SLACK_BOT_TOKEN"].do
    wrong = bad(world, slack_app_token=world.services.settings.slack_bot_token)
    assert {name: one.said for name, one in wrong.items()} == {
        "SLACK_APP_TOKEN": "Slack refuses it: not_allowed_token_type"
    }
    world.slack.errors.clear()


def test_over_http_there_is_no_app_token_to_ask_about(world):
    token = type(world.services.settings.slack_bot_token)
    over_http = {"slack_app_token": token(""), "slack_signing_secret": token("0123456789abcdef")}
    assert bad(world, **over_http) == {}
    assert "SLACK_APP_TOKEN" not in found(world, **over_http)


def test_nobody_who_keeps_the_plan_and_nobody_in_a_channel_are_found(world):
    assert bad(world, coordinators=())["Business unit"].said == "nobody is named who keeps the plan"
    with world.store.write() as tx:
        tx.run("INSERT INTO accounts (user, team, bot, deactivated) VALUES ('U0GONE', 'T1', 0, 1)")
        tx.run("DELETE FROM channel_members WHERE user = 'U0PROBATION'")
    assert bad(world, coordinators=("U0GONE",))["Business unit"].said == "0 members in Slack"
    assert bad(world)["People in channels"].said == "nobody of PROB is in the channel"


def test_missing_tokens_are_named_and_the_rest_is_looked_at(world):
    empty = type(world.services.settings.slack_bot_token)("")
    looked = found(world, slack_bot_token=empty, slack_app_token=empty)
    assert [name for name, one in looked.items() if not one.well] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]
    assert looked["SLACK_BOT_TOKEN"].said == "is not set"
    assert looked["Database"].well
    assert looked["Messages that wait"] == Finding("Messages that wait", "none")


def test_a_slack_that_is_not_there_is_found(world):
    wrong = bad(world, slack_api_url="http://127.0.0.1:9/api/")
    assert list(wrong) == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]
    assert wrong["SLACK_BOT_TOKEN"].said.startswith("Slack can't be reached")


def test_a_scope_that_the_token_lacks_is_named(world):
    world.slack.app.manifest["oauth_config"]["scopes"]["bot"].remove("files:write")
    wrong = bad(world)
    assert {name: one.said for name, one in wrong.items()} == {"Scopes": "the bot's token lacks files:write"}
    assert "install the app again" in wrong["Scopes"].do
    world.slack.app.manifest["oauth_config"]["scopes"]["bot"].remove("groups:read")
    wrong = bad(world)
    assert wrong["Scopes"].said == "the bot's token lacks files:write, groups:read"
    assert wrong["Channels"].said == "Slack does not tell: missing_scope"
    world.slack.errors.clear()


def test_a_database_that_is_not_there_is_no_database_or_is_of_an_earlier_version(world, tmp_path):
    (tmp_path / "text.db").write_bytes(b"no database at all" * 500)
    assert bad(world, database=tmp_path / "none.db")["Database"].said == f"there is none at {tmp_path}/none.db"
    assert bad(world, database=tmp_path / "none.db")["Database"].do == (
        "Start Followthrough, which makes it, or import a plan: followthrough import plan.xlsx"
    )
    assert not (tmp_path / "none.db").exists()
    assert (
        "no database, or its beginning is damaged (file is not"
        in bad(world, database=tmp_path / "text.db")["Database"].said
    )
    with world.store.write() as tx:
        tx.run("DELETE FROM _sqlite_migrations WHERE name = 'm007_nudges'")
    assert "is of an earlier version" in bad(world)["Database"].said


def test_a_damaged_page_and_a_row_that_refers_to_none_are_found(world, tmp_path):
    world.store.backup(path := tmp_path / "damaged.db")
    whole = path.read_bytes()
    size = int.from_bytes(whole[16:18], "big")
    page = next(at for at in range(len(whole) - size, 0, -size) if whole[at] in {10, 13})  # a leaf, its cells torn
    path.write_bytes(whole[: page + 8] + b"\xff" * (size - 8) + whole[page + size :])
    damaged = bad(world, database=path)
    assert "damaged.db: it is damaged (" in damaged["Database"].said
    assert "the newest backup" in damaged["Database"].do
    assert set(damaged) == {"Database"}
    path.write_bytes(whole)
    live = sqlite3.connect(path)
    live.execute("INSERT INTO contributions (action_id, partner_id) VALUES (1, 999)")
    live.commit()
    live.close()
    assert "is damaged: contributions row" in bad(world, database=path)["Database"].said


def queue(world, key, **more):
    with world.store.write() as tx:
        id_ = outbox.queue(tx, Message.of(key, world.slack.channel("probation").id, "x", [], **more), world.clock())
        assert id_
        return id_


def test_messages_that_wait_for_long_and_whose_sending_never_ended_are_found(world):
    assert found(world)["Messages that wait"].said == "none"
    queue(world, "one")
    second = queue(world, "two")
    world.clock.advance(minutes=59)
    assert found(world)["Messages that wait"] == Finding(
        "Messages that wait", "2 messages, the oldest since 14 November 2022 at 9am"
    )
    world.clock.advance(minutes=2)
    with world.store.write() as tx:
        tx.run("UPDATE outbox SET state = 'claimed' WHERE id = ?", (second,))
    wrong = bad(world)
    assert set(wrong) == {"Messages that wait", "Begun more than 10 minutes ago"}
    assert wrong["Begun more than 10 minutes ago"].said.startswith("two in C")


def test_a_message_that_waits_for_working_hours_is_not_stuck(world):
    world.clock.move_to(world.clock().replace(hour=20, minute=30))
    queue(world, "one", scheduled=True)
    world.clock.advance(hours=9)
    assert found(world)["Messages that wait"] == Finding("Messages that wait", "1 message, for working hours")


def test_messages_that_failed_in_the_last_7_days_are_told_with_the_reason(world):
    world.slack.channel("probation").is_archived = True
    queue(world, "one")
    queue(world, "two")
    world.deliver()
    channel = world.slack.channel("probation").id
    wrong = bad(world)["Not sent in the last 7 days"]
    assert wrong.said == f"2 to {channel}: is_archived"
    assert "/actions digest send" in wrong.do
    world.clock.advance(days=7, minutes=1)
    assert found(world)["Not sent in the last 7 days"].said == "none"


def test_bank_holidays_that_end_within_a_year_are_found(world):
    last = world.services.days.last
    world.clock.move_to(world.clock() + (last - world.services.today()) - timedelta(days=100))
    assert "Upgrade the package govuk-bank-holidays" in bad(world)["Bank holidays"].do
