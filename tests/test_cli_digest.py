"""`followthrough digest`: what would go out on a day, printed; nothing is sent and nothing is stored."""

import hashlib
import json
import sqlite3
import sys

import pytest

from bot import cli
from bot.clock import MovableClock
from bot.listeners import membership
from storage import people
from tests.e2e.nudging import leads
from tests.world import local, partnership


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """The example partnership's database, as it is after Followthrough was connected to Slack once."""
    with partnership(tmp_path_factory.mktemp("printed")) as world:
        world.store.backup(path := tmp_path_factory.mktemp("kept") / "plan.db")
    return path


@pytest.fixture
def run(database, tmp_path, monkeypatch, capsys):
    """Run it on 14 November 2022 without tokens; exit status, what was printed, what was said of errors."""
    monkeypatch.setattr(cli.looking, "system_clock", MovableClock(local("2022-11-14 09:00")))
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", str(database))
    monkeypatch.setenv("COLUMNS", "300")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["followthrough", "digest", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code, *capsys.readouterr()

    return run


def digest_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_everything_that_goes_out_on_the_digests_day_is_printed_and_nothing_stored(run, database):
    before = digest_of(database)
    status, printed, _ = run("--on", "21 November 2022")
    assert status == 0
    assert printed.startswith("Monday 21 November 2022: the day of the week's digests. ")
    for name in ("Solihull Council: digest", "West Midlands Police: digest", "Partnership business unit: heartbeat"):
        assert name in printed
    assert "Your actions on Monday 21 November 2022" in printed
    assert "🔴 Red: overdue by 15 working days" in printed
    assert "In its thread:" in printed
    assert "[Report done] [Add an update]" in printed
    assert "reply in this thread: “done A6 what was done”" in printed or "“done A12 what was done”" in printed
    assert "The remit at a glance" in printed
    assert not {"*A6*", "&lt;", "_(demo", "<#"} & set(printed.split())
    assert digest_of(database) == before


def test_on_another_day_the_days_nudges_are_printed_and_no_digest_beside_them(run):
    _, printed, _ = run("--on", "23 November 2022")
    assert "West Midlands Police: nudge" in printed
    assert "For the next digests: --on “28 November 2022”." in printed
    told = json.loads(run("--on", "23 November 2022", "--json", "--partner", "police")[1])
    assert [one["shows"] for one in told["messages"]] == ["nudge"]
    assert "nudge" not in run("--on", "21 November 2022")[1]


@pytest.fixture(scope="module")
def climbed(tmp_path_factory):
    """A digest day on which leads and the executive are told: its database before, and what was sent on it."""
    with partnership(tmp_path_factory.mktemp("climbed"), "2022-11-18 08:00") as world:
        world.slack.add_channel("executive", [world.slack.app.user_id])
        settings = world.services.settings.model_copy(update={"executive_channel": "executive"})
        object.__setattr__(world.services, "settings", settings)
        membership.find_channels(world.bot.app.client, world.services)
        leads(world, lead="U0POLICE", deputy="U0MANAGER")
        with world.store.write() as tx:
            # Who coordinates for the business unit is no member of a partner, though in its channel.
            people.member_joined(tx, people.partner_channel(tx, "POLICE"), "U0MANAGER")
            tx.run("UPDATE actions SET due = '2022-11-04' WHERE id IN (6, 7)")
            tx.run(
                """INSERT INTO ladder (action_id, due, step, next_on, announced)
                    VALUES (6, '2022-11-04', 0, '2022-11-21', '2022-11-14'),
                        (7, '2022-11-04', 2, '2022-11-21', '2022-11-14')"""
            )
        world.tick("2022-11-18 09:00")
        before = {row["id"] for row in world.rows("SELECT id FROM outbox")}
        world.store.backup(path := tmp_path_factory.mktemp("kept") / "plan.db")
        world.tick("2022-11-21 09:00")
        sent = [row for row in world.rows("SELECT * FROM outbox ORDER BY id") if row["id"] not in before]
    return path, sent


@pytest.fixture
def on_the_day(run, climbed, monkeypatch):
    """Run it early on that day."""
    monkeypatch.setattr(cli.looking, "system_clock", MovableClock(local("2022-11-21 08:00")))
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", str(climbed[0]))
    monkeypatch.setenv("FOLLOWTHROUGH_EXECUTIVE_CHANNEL", "executive")
    return run


def test_what_is_printed_on_a_digests_day_is_what_is_sent_on_it(on_the_day, climbed):
    printed = json.loads(on_the_day("--json")[1])["messages"]
    assert [(one["key"], one["text"], one["blocks"]) for one in printed] == [
        (row["key"], row["text"], json.loads(row["blocks"])) for row in climbed[1]
    ]
    assert {one["key"].split(":")[0] for one in printed} == {"digest", "heartbeat", "nudge", "ladder"}


def test_direct_messages_and_the_executives_are_headed_by_whose_they_are(on_the_day):
    _, printed, _ = on_the_day()
    assert printed.startswith("Monday 21 November 2022: the day of the week's digests. The plan is as it is now, and")
    assert "The executive's channel: nudge" in printed
    assert "Direct message to U0POLICE: nudge" in printed
    assert "Direct message to C" not in printed


def test_a_partners_leads_direct_messages_are_among_what_goes_to_it(on_the_day):
    def shows(code):
        return [
            one["key"].split(":")[0] for one in json.loads(on_the_day("--partner", code, "--json")[1])["messages"]
        ]

    assert shows("POLICE") == ["digest", "digest", "ladder"]
    assert "ladder" not in shows("LA")


def test_a_day_ahead_is_marked_as_worked_out_from_today(run):
    assert "worked out from how things stand today, Monday 14 November 2022" in run("--on", "2022-11-22")[1]
    assert "worked out" not in run()[1]


def test_a_day_that_is_over_is_refused_with_an_example_that_works(run):
    assert run("--on", "11 November 2022") == (
        2,
        "",
        "Friday 11 November 2022 is over, so nothing goes out on it. For example: followthrough digest --on tomorrow\n",
    )
    assert run("--on", "tomorrow")[0] == 0


@pytest.mark.parametrize("written", ["2022-11-22", "22/11/22", "Tuesday 22 November 2022"])
def test_the_day_is_read_as_people_write_it(run, written):
    status, printed, _ = run("--on", written)
    assert status == 0
    assert printed.startswith("Tuesday 22 November 2022: the week's digests are for Monday 21 November 2022.")


def test_on_a_day_that_is_no_working_day_it_says_that_nothing_goes_out(run):
    assert "Sunday 25 December 2022: no working day, so that nothing goes out" in run("--on", "25/12/2022")[1]


def test_one_partners_digest_on_its_own(run):
    status, printed, _ = run("--partner", "police", "--on", "2022-11-21")
    assert status == 0
    assert "4 actions to do" in printed
    assert "Solihull Council: digest" not in printed
    assert "The remit at a glance" not in printed


def test_for_machines_it_is_json(run):
    status, printed, _ = run("--partner", "POLICE", "--on", "2022-11-21", "--json")
    told = json.loads(printed)
    assert status == 0
    assert (told["on"], told["digests_on"], told["working_day"]) == ("2022-11-21", "2022-11-21", True)
    digest, thread = told["messages"]
    assert (digest["key"], digest["shows"], digest["in_thread"]) == ("digest:2022-W47:POLICE", "digest", False)
    assert (thread["shows"], thread["in_thread"]) == ("actions", True)
    assert digest["lines"][0] == "Your actions on Monday 21 November 2022"
    assert digest["blocks"][0]["type"] == "header"
    assert told["skipped"] == []


def test_a_partner_that_gets_none_is_told_with_the_reason(run, database, tmp_path, monkeypatch):
    copy = tmp_path / "paused.db"
    copy.write_bytes(database.read_bytes())
    with sqlite3.connect(copy) as live:
        live.execute(
            """INSERT INTO pauses (partner_id, until, reason)
                SELECT id, '2023-01-09', 'inspection' FROM partners WHERE code = 'POLICE'"""
        )
    live.close()
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", str(copy))
    _, printed, _ = run("--on", "2022-11-21")
    assert "No digest for West Midlands Police: paused until Monday 9 January 2023." in printed
    [skipped] = json.loads(run("--partner", "police", "--on", "2022-11-21", "--json")[1])["skipped"]
    assert skipped == {"partner": "West Midlands Police", "why": "paused until Monday 9 January 2023"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--partner", "fire"), "There is no partner “fire”: there are ICB, LA, POLICE, PROB and UNIT."),
        (("--on", "1 February 2060"), "Working days can be counted from 2012 to "),
        (("--on", "soon"), "“soon” is not a date that can be read with certainty. For example: followthrough digest"),
        (("--on", "31/2/22"), "“31/2/22” is not a date"),
    ],
)
def test_what_can_not_be_printed_is_one_sentence(run, arguments, says):
    status, printed, said = run(*arguments)
    assert (status, printed) == (2, "")
    assert said.startswith(says)
    assert said.count("\n") == 1


def test_without_a_database_none_is_made(run, tmp_path, monkeypatch):
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", str(tmp_path / "none.db"))
    status, _, said = run()
    assert (status, list(tmp_path.iterdir())) == (2, [])
    assert said.startswith(f"There is no database at {tmp_path}/none.db. For example: followthrough import")


def test_a_database_of_an_earlier_version_is_left_as_it_is(run, database, tmp_path, monkeypatch):
    old = tmp_path / "old.db"
    old.write_bytes(database.read_bytes())
    with sqlite3.connect(old) as live:
        live.execute("DELETE FROM _sqlite_migrations WHERE name = 'm007_nudges'")
    live.close()
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", str(old))
    before = digest_of(old)
    status, _, said = run()
    assert status == 2
    assert said == "The database is of an earlier version. Start Followthrough: it brings it up to date.\n"
    assert digest_of(old) == before


def test_a_plan_that_was_never_connected_to_slack_says_why_there_is_no_channel(run, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", str(tmp_path / "new.db"))
    monkeypatch.setattr(sys, "argv", ["followthrough", "import", "--example"])
    with pytest.raises(SystemExit):
        cli.main()
    capsys.readouterr()
    _, printed, _ = run("--on", "2022-11-21")
    assert "No digest for Solihull Council: its channel was not found." in printed
    assert "finds the channels when it first connects to Slack" in printed
