"""`/actions settings check`: what the command line's check finds, told in Slack to whoever asked."""

import json
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.checking import everything
from bot.messages.folders import without_folders
from bot.messages.plain import lines_of
from bot.playground import demo
from tests.world import partnership

LOOKING = "Looking… Slack is asked too, so it takes some seconds. What is found comes here, and only you see it."


@pytest.fixture
def world(tmp_path):
    """With a folder for backups: without one not all is well."""
    with partnership(tmp_path, backup_folder=tmp_path) as made:
        yield made


def check(world):
    """Ask, and let it be done; what comes."""
    assert world.ask(world.manager, "settings check").text == LOOKING
    world.bot.move_files()
    return world.slack.ephemerals(demo.MANAGER)[-1]


def said(message):
    return "\n".join(lines_of(message.blocks))


def test_where_all_is_well_its_author_alone_is_told_so(world):
    found = check(world)
    assert found.text == "All is well."
    assert "Scopes (well): the bot's token has all that manifest.yml asks for." in said(found)
    assert "#west-midlands-police" in said(found)
    assert world.rows("SELECT * FROM errands") == []
    assert world.rows("SELECT * FROM outbox") == []


def test_nothing_secret_is_said(world):
    settings = world.services.settings.model_copy(update={"backup_folder": world.store.path.parent / "backups"})
    object.__setattr__(world.services, "settings", settings)
    told = json.dumps(check(world).blocks)
    for secret in (
        str(settings.database.parent),
        settings.slack_bot_token.get_secret_value(),
        settings.api_url,
        "xapp-",
    ):
        assert secret not in told


def test_what_is_to_be_put_right_comes_first_with_what_to_do(world):
    world.slack.channel("probation").is_archived = True
    world.slack.channel("bsol-icb").members.remove("U0BOT")
    with world.store.write() as tx:
        tx.run("UPDATE partners SET channel_id = NULL, channel = '' WHERE code = 'POLICE'")
        tx.run("DELETE FROM channel_members WHERE user = 'U0COUNCIL'")
    found = check(world)
    told = said(found).splitlines()
    assert found.text.startswith("4 things to put right, ")
    assert told[0].startswith("4 things to put right, ")
    for words in (
        "Channel of PROB (look at this): #probation: it is archived.",
        "Channel of ICB (look at this): ",
        "Channel of POLICE (look at this): none is set, so nobody there sees its 4 actions.",
        "People in channels (look at this): nobody of LA is in the channel.",
        "Invite the partner's people to it.",
    ):
        assert words in said(found)


def test_nobody_but_the_business_unit_may(world):
    for person in (world.police, world.commissioner):
        assert world.ask(person, "settings check").text.startswith("Only the business unit keeps people")
    assert world.rows("SELECT * FROM errands") == []


def test_whose_role_was_taken_away_meanwhile_is_told_so_and_nothing_else(world):
    world.ask(world.manager, "settings check")
    alone = world.services.settings.model_copy(update={"coordinators": ()})
    object.__setattr__(world.services, "settings", alone)
    world.bot.move_files()
    told = world.slack.ephemerals(demo.MANAGER)[-1]
    assert told.text.startswith("Only the business unit keeps people")


def test_two_who_ask_at_once_are_both_told(tmp_path):
    with partnership(tmp_path, coordinators=(demo.MANAGER, "U0NHS"), backup_folder=tmp_path) as world:
        for person in (world.manager, world.nhs):
            world.ask(person, "settings check")
        world.bot.move_files()
        for user in (demo.MANAGER, "U0NHS"):
            assert "1 thing to put right" in world.slack.ephemerals(user)[-1].text  # NHS's channel has the unit alone


def test_whoever_asks_again_and_again_is_looked_for_once(world):
    for _ in range(10):
        assert world.ask(world.manager, "settings check").text == LOOKING
    assert world.rows("SELECT about FROM errands WHERE kind = 'look'") == [{"about": demo.MANAGER}]
    world.bot.move_files()
    assert [one.text for one in world.slack.ephemerals(demo.MANAGER)] == [LOOKING] * 10 + ["All is well."]
    assert world.rows("SELECT * FROM errands") == []


def test_a_second_answer_that_comes_directly_does_not_take_the_first_ones_place(world):
    for _ in range(2):
        world.ask(world.manager, "settings check")
        world.clock.advance(minutes=31)
        world.bot.move_files()
        world.deliver()
    assert [one.text for one in world.slack.direct_messages(demo.MANAGER)] == ["All is well."] * 2
    world.slack.errors.clear()


@pytest.mark.parametrize(
    ("database", "said", "shown"),
    [
        (
            "data/plan.db",
            "data/plan.db: it is no database (file is not a database)",
            "plan.db: it is no database (file is not a database)",
        ),
        ("a/plan.db", "a/plan.db is whole and Slack takes it", "plan.db is whole and Slack takes it"),
        (
            "/srv/data/plan.db",
            "/srv/data/plan.db-wal, at /srv/data; /srv/database",
            "plan.db-wal, at its folder; /srv/database",
        ),
        (
            "/srv/data/plan.db",
            "not there: /srv/data/. See file:/srv/data/plan.db",
            "not there: its folder. See file:plan.db",
        ),
        ("plan.db", "plan.db and ./x", "plan.db and ./x"),
    ],
)
def test_only_whole_folders_are_left_out(database, said, shown):
    assert without_folders(said, [Path(database).parent, None]) == shown


def test_one_that_was_interrupted_begins_again_and_says_so(world):
    world.ask(world.manager, "settings check")
    with world.store.write() as tx:
        tx.run("UPDATE errands SET attempts = 1 WHERE kind = 'look'")
    world.bot.move_files()
    assert "Looking was interrupted, and began again." in said(world.slack.ephemerals(demo.MANAGER)[-1])


def test_one_that_fails_again_and_again_is_given_up_with_a_word(world, monkeypatch):
    monkeypatch.setattr(everything, "of", {}.pop)  # a fault of ours
    world.ask(world.manager, "settings check")
    for _ in range(3):
        with pytest.raises(TypeError):
            world.bot.move_files()
        world.clock.advance(minutes=3)
    world.bot.move_files()
    assert world.slack.ephemerals(demo.MANAGER)[-1].text.startswith("Followthrough failed to look.")
    assert world.rows("SELECT * FROM errands") == []


def test_where_the_address_for_the_answer_is_over_it_comes_directly(world):
    world.ask(world.manager, "settings check")
    world.clock.advance(minutes=31)
    world.bot.move_files()
    world.deliver()
    [told] = world.slack.direct_messages(demo.MANAGER)
    assert told.text == "All is well."
    assert "expired_url" in world.slack.errors[0]
    world.slack.errors.clear()


@pytest.mark.parametrize("fault", ["ratelimited", "internal_error", "missing_scope"])
def test_a_slack_that_does_not_tell_is_a_finding(world, fault):
    world.slack.faults.fail("users.conversations", fault, times=9, **({"retry_after": 0} if fault[0] == "r" else {}))
    with capture_logs() as logs:
        found = check(world)
    assert f"Channels (look at this): Slack does not tell: {fault}." in said(found)
    assert [one for one in logs if one["log_level"] == "error"] == []
    world.slack.errors.clear()


def test_in_a_form_it_says_that_the_answer_comes_directly(tmp_path):
    with partnership(tmp_path, empty=True) as world:
        world.ask(world.manager, "settings")
        world.manager.press(world.slack.modal(demo.MANAGER), "look_at_all")
        assert "in your direct messages" in json.dumps(world.slack.modal(demo.MANAGER).blocks)
        world.bot.move_files()
        world.deliver()
        assert "to put right" in world.slack.direct_messages(demo.MANAGER)[-1].text
