"""People and their roles, named and removed in the settings."""

import json

import pytest

from bot.domain.people import Role
from tests.e2e.setting import button, events, form, person, settings
from tests.e2e.telling import words


def test_an_observer_is_named_sees_everything_and_is_removed_again(world):
    form(world, "person_add")
    assert world.manager.submit(values={"person": "U0OUTSIDE", "role": "observer"}) == {}
    view = world.slack.modal("U0MANAGER")
    assert view.title == "Settings"
    assert "<@U0OUTSIDE> Observer" in words(view)
    assert "12 open" in world.ask(world.outsider, "").text
    confirm = next(one["accessory"] for one in view.blocks if "U0OUTSIDE" in json.dumps(one))["confirm"]
    assert confirm["confirm"]["text"] == "Remove"
    world.manager.press(view, button(view, "person_remove", "U0OUTSIDE"))
    assert "U0OUTSIDE" not in words(world.slack.modal("U0MANAGER"))
    assert "members of the partnership only" in world.ask(world.outsider, "").text
    role = {"role": "observer", "team": world.slack.team_id, "partner": None}
    assert events(world, "U0OUTSIDE") == [("added", {}, role), ("removed", role, {})]


def test_a_partners_member_is_named_without_being_in_its_channel(world):
    form(world, "person_add")
    no_partner = world.manager.submit(values={"person": "U0OUTSIDE", "role": "partner member"})
    assert no_partner == {"partner": "Say of which partner."}
    assert world.manager.submit(values={"partner": "POLICE"}) == {}
    assert "Member of POLICE" in words(world.slack.modal("U0MANAGER"))
    assert world.ask(world.outsider, "").text.startswith("4 open")


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"person": "U0COMMISSION", "role": "assurer"}, {"person": "That person has this role already."}),
        ({"person": "U0BOT", "role": "observer"}, {"person": "That is an app, and this has to be a person."}),
        ({"person": "U0NHS", "role": "observer"}, {"person": "That person's Slack account was deactivated."}),
        (
            {"person": "U0POLICE", "role": "observer", "partner": "ICB"},
            {"partner": "Only a member of a partner has a partner, so leave it empty."},
        ),
    ],
)
def test_whoever_can_not_be_named_is_refused_at_the_field(world, values, wrong):
    world.refresh()
    world.manager.deactivate("U0NHS")
    form(world, "person_add")
    assert world.manager.submit(values=values) == wrong


def test_somebody_from_another_workspace_counts_by_their_own_team(world):
    world.slack.add_user("ext", "Somebody Else", user_id="U0EXT", team_id="T0OTHER")
    view = form(world, "person_add")
    assert world.manager.submit(values={"person": "U0EXT", "role": "observer"}) == {}
    view = world.slack.modal("U0MANAGER")
    assert "Slack is being asked about that person's account" in words(view)
    world.bot.run_errands()
    assert world.manager.submit(view) == {}
    assert "<@U0EXT> Observer (from another workspace)" in words(world.slack.modal("U0MANAGER"))
    assert person(world, "U0EXT", "T0OTHER").roles == {Role.OBSERVER}
    assert not person(world, "U0EXT").known


def test_the_last_of_the_business_unit_stays_where_the_settings_name_nobody(world):
    form(world, "person_add")
    world.manager.submit(values={"person": "U0POLICE", "role": "business unit"})
    alone = world.services.settings.model_copy(update={"coordinators": ()})
    object.__setattr__(world.services, "settings", alone)
    assert world.ask(world.police, "settings") is None
    view = world.slack.modal("U0POLICE")
    world.police.press(view, button(view, "person_remove", "U0POLICE"))
    assert "That is the last member of the business unit" in words(world.slack.modal("U0POLICE"))
    assert person(world, "U0POLICE").roles == {Role.BUSINESS_UNIT}


def test_two_who_remove_the_same_role_both_see_it_gone(world):
    view = settings(world)
    press = button(view, "person_remove", "U0COMMISSION")
    body = view.body
    world.manager.press(view, press)
    world.slack.modal("U0MANAGER").body = body
    world.manager.press(world.slack.modal("U0MANAGER"), press)
    assert "U0COMMISSION" not in words(world.slack.modal("U0MANAGER"))
    assert [verb for verb, _, _ in events(world, "U0COMMISSION")] == ["removed"]
