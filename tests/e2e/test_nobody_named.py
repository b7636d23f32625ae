"""Nobody at all keeps the plan: before anybody was named, and after the last one has left."""

import json

import pytest
from structlog.testing import capture_logs

from bot.playground import demo
from bot.playground.people import Person
from bot.schedule import welcome
from storage import people
from tests.e2e.homes import open_home, texts
from tests.e2e.test_first_run import go
from tests.world import partnership

MANAGER = demo.MANAGER


@pytest.mark.parametrize("where", ["command", "home", "press"])
def test_while_nobody_is_named_whoever_comes_is_told_the_line_with_their_own_id(tmp_path, where):
    with partnership(tmp_path, empty=True, coordinators=()) as world:
        go(world)
        assert world.rows("SELECT * FROM outbox") == []
        line = "FOLLOWTHROUGH_COORDINATORS=U0OUTSIDE"
        if where == "command":
            assert line in world.ask(world.outsider, "").text
        elif where == "home":
            world.refresh()
            open_home(world, world.outsider)
            assert line in texts(world, world.outsider)
        else:
            ts = world.outsider.say("general", "Agree a rota")
            assert line in json.dumps(world.outsider.shortcut("turn_into_action", ts, "general").blocks)
        with world.store.write() as tx:
            people.name_role(tx, MANAGER, world.services.home, people.Role.BUSINESS_UNIT)
        assert "members of the partnership only" in world.ask(world.outsider, "").text


@pytest.mark.parametrize("where", ["command", "home"])
def test_where_the_last_who_kept_a_plan_has_left_nobody_is_told_that_line(tmp_path, where):
    with partnership(tmp_path, coordinators=()) as world:
        with world.store.write() as tx:
            people.name_role(tx, MANAGER, world.services.home, people.Role.BUSINESS_UNIT)
        world.refresh()
        world.manager.deactivate(MANAGER)
        world.bot.run_errands()
        if where == "command":
            told = world.ask(world.outsider, "overdue").text
        else:
            open_home(world, world.outsider)
            told = texts(world, world.outsider)
        assert "Nobody keeps the plan any more: whoever runs Followthrough knows how to name somebody." in told
        assert "U0OUTSIDE" not in told
        assert "FOLLOWTHROUGH_COORDINATORS" not in told


def test_somebody_of_another_workspace_is_not_told_that_line(tmp_path):
    with partnership(tmp_path, empty=True, coordinators=()) as world:
        world.slack.add_user("ext", "Somebody Else", user_id="U0EXT", team_id="T0OTHER")
        world.slack.channel("general").members.append("U0EXT")
        person = Person(world.slack, "U0EXT")
        for _ in range(2):  # first nothing is known of their account
            open_home(world, person)
            assert "members of the partnership only" in texts(world, person)
            world.bot.run_errands()


def test_the_log_says_that_nobody_keeps_the_plan(tmp_path):
    with partnership(tmp_path, empty=True, coordinators=()) as world, capture_logs() as logs:
        welcome.warn_of_nobody(world.services)
        assert [one["event"] for one in logs] == ["nobody_keeps_the_plan"]
    with partnership(tmp_path / "other", empty=True) as world, capture_logs() as logs:
        welcome.warn_of_nobody(world.services)
        assert logs == []
