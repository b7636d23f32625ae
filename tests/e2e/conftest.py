from contextlib import closing

import pytest

from tests.e2e.filling import filled
from tests.e2e.largest import Plan
from tests.e2e.nudging import leads, only
from tests.world import partnership


@pytest.fixture
def late(world):
    """A7 is the only action to do, due on 22 November 2022; its partner has a lead and a deputy."""
    world.slack.add_user("police.deputy", "Police deputy", user_id="U0DEPUTY")
    world.slack.channel("west-midlands-police").members.append("U0DEPUTY")
    world.refresh()
    only(world, A7="2022-11-22")
    leads(world, lead="U0POLICE", deputy="U0DEPUTY")
    return world


@pytest.fixture(scope="session")
def largest(tmp_path_factory):
    """The database of the largest plan, which takes a second to fill."""
    with partnership(tmp_path_factory.mktemp("filled")) as world:
        database = filled(world)
    with closing(database):
        yield database


@pytest.fixture(scope="module")
def made(tmp_path_factory, largest):
    with partnership(tmp_path_factory.mktemp("largest")) as world:
        yield Plan(world, largest)


@pytest.fixture
def plan(made):
    """The largest plan, as it was filled; whatever is done to it, Slack has to take it."""
    made.put()
    yield made
    assert made.slack.errors == []
    assert [row["fault"] for row in made.world.rows("SELECT fault FROM outbox WHERE state = 'failed'")] == []
