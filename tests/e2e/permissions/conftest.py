from itertools import product

import pytest

from bot.domain.people import Role
from bot.listeners import membership
from storage import people
from tests.e2e.permissions.scene import Scene
from tests.e2e.permissions.table import LEAD, OTHER, UNIT, WHO
from tests.world import partnership


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Half a second's work, so it is done once for all chapters: each cell puts its own state back."""
    with partnership(tmp_path_factory.mktemp("permissions")) as world:
        slack = world.slack
        slack.add_user("observer", "Observer", user_id="U0OBSERVER")
        slack.add_user("nhs.deputy", "NHS deputy", user_id="U0NHS2")
        slack.add_user("connect", "Of another workspace", user_id="U0CONNECT", team_id="T0ELSEWHERE")
        slack.channel(LEAD).members += ["U0NHS2", "U0CONNECT"]
        slack.channel(LEAD).is_ext_shared = True
        membership.refresh(world.bot.app.client, world.services)
        with world.store.write() as tx:
            people.name_role(tx, "U0OBSERVER", world.services.home, Role.OBSERVER)
            tx.run("UPDATE indicators SET owner_id = (SELECT id FROM partners WHERE code = 'ICB')")
        # They sit in these channels, and nothing but what they do there tells the bot so.
        for channel, user in product(("general", OTHER, LEAD, UNIT), (user for user, _ in WHO.values())):
            if user not in slack.channel(channel).members and (user != "U0CONNECT" or channel == "general"):
                slack.channel(channel).members.append(user)
        slack.channel("general").members.append("U0NHS2")
        yield Scene(world)


@pytest.fixture
def scene(built):
    """A9 and everybody in the table; whatever is tried, Slack has to take what the bot answers."""
    yield built
    errors = built.slack.errors.copy()
    built.slack.errors.clear()  # they are this cell's, and not the next one's
    assert errors == []
