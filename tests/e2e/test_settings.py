"""The settings, kept in Slack by the business unit: what they show, to whom, and sources."""

import pytest

from bot.domain.people import Role
from storage import people
from tests.e2e.setting import button, events, form, settings
from tests.e2e.telling import words


def test_the_settings_show_people_partners_and_sources(world):
    shown = words(settings(world))
    assert "Business unit by the bot's own settings: <@U0MANAGER>" in shown
    assert "<@U0COMMISSION> Assurer" in shown
    assert "*POLICE* West Midlands Police" in shown
    assert "*JTAI-2022* " in shown
    for name in ("Name somebody", "Add a partner", "Add a source"):
        assert name in shown


@pytest.mark.parametrize("who", ["police", "nhs", "commissioner"])
def test_nobody_but_the_business_unit_opens_them(world, who):
    answer = world.ask(getattr(world, who), "settings")
    assert answer.text == "Only the business unit keeps people, partners and sources, so nothing was changed."
    assert "members of the partnership only" in world.ask(world.outsider, "settings").text


def test_many_people_and_partners_are_picked_from_menus(world):
    with world.store.write() as tx:
        for number in range(150):
            people.name_role(tx, f"U1{number:03}", world.slack.team_id, Role.OBSERVER)
            tx.insert("partners", {"code": f"P-{number}", "name": f"School {number} " + "x" * 90, "kind": "other"})
    world.slack.add_user("one", "One", user_id="U1007")
    view = settings(world)
    assert len(view.blocks) < 100
    assert "more" in words(view)
    world.manager.pick(view, "row_menu", "partner_edit P-149")
    assert world.slack.modal("U0MANAGER").title == "Edit P-149"
    world.manager.press(world.slack.modal("U0MANAGER"), "settings")
    world.manager.pick(world.slack.modal("U0MANAGER"), "settings", "U1007")
    view = world.slack.modal("U0MANAGER")
    world.manager.press(view, "person_remove")
    assert world.rows("SELECT * FROM people WHERE user = 'U1007'") == []


def test_buttons_of_old_settings_work_for_nobody_who_lost_the_role(world):
    form(world, "person_add")
    world.manager.submit(values={"person": "U0POLICE", "role": "business unit"})
    world.ask(world.police, "settings")
    old = world.slack.modal("U0POLICE")
    view = world.slack.modal("U0MANAGER")
    world.manager.press(view, button(view, "person_remove", "U0POLICE"))
    for press in (button(old, "person_remove", "U0COMMISSION"), "person_add", "partner_add", "source_add"):
        body = old.body
        world.police.press(old, press)
        assert "Only the business unit" in words(world.slack.modal("U0POLICE"))
        old.body = body
    assert world.rows("SELECT * FROM people WHERE user = 'U0COMMISSION'") != []


def test_a_new_source_is_offered_to_new_actions(world):
    form(world, "source_add")
    review = {"ref": "lcspr-2022", "title": "Review", "kind": "LCSPR", "published": "2022-11-15"}
    assert "still to come" in world.manager.submit(values=review)["published"]
    assert world.manager.submit(values={"published": "2022-11-01"}) == {}
    assert "*LCSPR-2022* Review, LCSPR, published on 1 November 2022" in words(world.slack.modal("U0MANAGER"))
    world.ask(world.manager, "add")
    assert "LCSPR-2022: Review" in words(world.slack.modal("U0MANAGER"))
    [(verb, _, after)] = events(world, "LCSPR-2022")
    assert (verb, after) == ("added", {**review, "ref": "LCSPR-2022", "published": "2022-11-01"})


@pytest.mark.parametrize(
    ("ref", "says"),
    [
        ("jtai-2022", "already"),
        ("A1", "means something else"),
        ("all", "means something else"),
        ("a b", "short word"),
    ],
)
def test_a_sources_ref_is_its_own(world, ref, says):
    form(world, "source_add")
    assert says in world.manager.submit(values={"ref": ref, "title": "Review"})["ref"]
