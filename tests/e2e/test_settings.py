"""The settings, kept in Slack by the business unit."""

import json

import pytest

from bot.domain.people import Role
from storage import people


def words(view):
    return json.dumps(view.blocks, ensure_ascii=False)


def settings(world):
    """The settings on the manager's screen."""
    assert world.ask(world.manager, "settings") is None
    return world.slack.modal("U0MANAGER")


def form(world, name):
    """A form, opened from the settings in their place."""
    world.manager.press(settings(world), name)
    [view] = world.slack.modals("U0MANAGER")
    return view


def button(view, name, holds):
    """The press of one of several buttons: the one in the block that holds these words."""
    [block] = [
        one for one in view.blocks if holds in json.dumps(one) and one.get("accessory", {}).get("action_id") == name
    ]
    return f"{block['block_id']}/{name}"


def person(world, user, team=None):
    with world.store.read() as tx:
        return people.person(tx, user, team or world.slack.team_id, world.services.home)


def events(world, subject):
    rows = world.rows("SELECT verb, before, after FROM events WHERE subject = ? ORDER BY id", (subject,))
    return [(row["verb"], json.loads(row["before"]), json.loads(row["after"])) for row in rows]


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


def test_a_new_partners_members_are_those_in_its_channel(world):
    place = world.slack.add_channel("fire-service", ["U0OUTSIDE", "U0BOT"])
    form(world, "partner_add")
    fire = {"code": "fire", "name": "Fire <Service>", "kind": "relevant agency", "channel": place.id}
    assert world.manager.submit(values=fire | {"lead": "U0OUTSIDE", "deputy": "U0NHS"}) == {}
    shown = words(world.slack.modal("U0MANAGER"))
    assert "*FIRE* Fire &lt;Service&gt;" in shown
    assert f"<#{place.id}> · lead <@U0OUTSIDE> · deputy <@U0NHS>" in shown
    assert not person(world, "U0OUTSIDE").known
    world.bot.run_errands()
    assert person(world, "U0OUTSIDE").partners == {"FIRE"}
    assert world.ask(world.outsider, "").text == "You have no open actions."
    kept = {"code": "FIRE", "name": "Fire <Service>", "kind": "relevant agency", "channel_id": place.id}
    assert events(world, "FIRE") == [("added", {}, kept | {"lead": "U0OUTSIDE", "deputy": "U0NHS"})]
    assert world.rows("SELECT * FROM errands") == []


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"code": "police"}, "code", "There is a partner POLICE already."),
        ({"code": "a b"}, "code", "A code is at most 12 letters, digits and hyphens: POLICE."),
        ({"code": "12"}, "code", "A code is at most 12 letters, digits and hyphens: POLICE."),
        ({"code": "A12"}, "code", "A12 means something else in a command, so choose another word."),
        ({"code": "overdue"}, "code", "OVERDUE means something else"),
        ({"code": "done"}, "code", "DONE means something else"),
        ({"code": "met"}, "code", "MET means something else"),
        ({"code": "help"}, "code", "HELP means something else"),
        ({"code": "JTAI-2022"}, "code", "There is a source JTAI-2022"),
        ({"name": " "}, "name", "A partner needs a name."),
        ({"channel": "west-midlands-police"}, "channel", "That channel is POLICE's already"),
        ({"lead": "U0BOT"}, "lead", "That is an app"),
        ({"lead": "U0NHS", "deputy": "U0NHS"}, "deputy", "The deputy is somebody else than the lead."),
        ({"deputy": "U0COUNCIL"}, "deputy", "That person's Slack account was deactivated."),
    ],
)
def test_a_partner_that_can_not_be_is_refused_at_the_field(world, values, field, says):
    world.refresh()
    world.manager.deactivate("U0COUNCIL")
    form(world, "partner_add")
    if "channel" in values:
        values = values | {"channel": world.slack.channel(values["channel"]).id}
    wrong = world.manager.submit(values={"code": "FIRE", "name": "Fire", "kind": "other"} | values)
    assert list(wrong) == [field]
    assert wrong[field].startswith(says)
    assert world.rows("SELECT * FROM partners WHERE code = 'FIRE' OR name = 'Fire'") == []


def test_a_partner_moves_to_another_channel_and_its_members_with_it(world):
    place = world.slack.add_channel("police-partnership", ["U0OUTSIDE", "U0BOT"], private=True)
    view = settings(world)
    world.manager.press(view, button(view, "partner_edit", "*POLICE*"))
    assert world.slack.modal("U0MANAGER").title == "Edit POLICE"
    assert world.manager.submit(values={}) == {"name": "Nothing is different, so nothing was changed."}
    assert world.manager.submit(values={"channel": place.id}) == {}
    world.bot.run_errands()
    assert person(world, "U0OUTSIDE").partners == {"POLICE"}
    assert not person(world, "U0POLICE").known
    old = world.slack.channel("west-midlands-police").id
    assert events(world, "POLICE")[-1] == ("edited", {"channel_id": old}, {"channel_id": place.id})


def test_a_channel_that_was_taken_away_is_not_found_again_by_its_name(world):
    view = settings(world)
    world.manager.press(view, button(view, "partner_edit", "*POLICE*"))
    [wrong] = world.manager.submit(values={"channel": None}).items()
    assert wrong[0] == "channel"
    assert "tick “Leave it without a channel”" in wrong[1]
    assert world.manager.submit(values={"channel": None, "without": ["yes"]}) == {}
    world.refresh()
    assert world.rows("SELECT channel_id FROM partners WHERE code = 'POLICE'") == [{"channel_id": None}]


def test_a_named_lead_and_a_deputy_are_members_of_the_partners_channel(world):
    view = settings(world)
    world.manager.press(view, button(view, "partner_edit", "*POLICE*"))
    for field in ("lead", "deputy"):
        wrong = world.manager.submit(values={"lead": None, "deputy": None, field: "U0NHS"})
        assert wrong == {
            field: f"That person is not in West Midlands Police's channel, so they can't be its {field}."
        }
    assert world.manager.submit(values={"lead": "U0POLICE", "deputy": None}) == {}


def test_a_channel_is_asked_about_until_slack_tells(world):
    place = world.slack.add_channel("fire-service", ["U0OUTSIDE", "U0BOT"])
    form(world, "partner_add")
    world.manager.submit(values={"code": "FIRE", "name": "Fire", "kind": "other", "channel": place.id})
    world.slack.faults.fail("conversations.members", "ratelimited", times=1, retry_after=30)
    world.bot.run_errands()
    world.bot.run_errands()
    assert not person(world, "U0OUTSIDE").known
    world.clock.advance(seconds=31)
    world.bot.run_errands()
    assert person(world, "U0OUTSIDE").partners == {"FIRE"}


@pytest.mark.parametrize(
    ("private", "archived", "why"),
    [
        (False, False, "Followthrough is not in it. Invite Followthrough to it: /invite @Followthrough."),
        (True, False, "there is no such channel, or it is private and Followthrough is not in it. Invite "),
        (False, True, "it is archived. Choose another one, or take it out of the archive in Slack."),
    ],
)
def test_whoever_chooses_a_channel_in_which_the_bot_can_not_post_is_told_alone(world, private, archived, why):
    place = world.slack.add_channel("fire-service", ["U0OUTSIDE", "U0MANAGER"], private=private)
    form(world, "partner_add")
    fire = {"code": "FIRE", "name": "Fire", "kind": "other", "channel": place.id}
    assert world.manager.submit(values=fire) == {}
    place.is_archived = archived
    world.bot.run_errands()
    world.deliver()
    [told] = world.slack.direct_messages("U0MANAGER")
    assert told.text.startswith(f"Followthrough can't post in <#{place.id}>, which you chose in the settings: {why}")


def test_whoever_chooses_a_channel_that_the_bot_is_in_hears_nothing(world):
    place = world.slack.add_channel("fire-service", ["U0OUTSIDE", "U0BOT"])
    form(world, "partner_add")
    world.manager.submit(values={"code": "FIRE", "name": "Fire", "kind": "other", "channel": place.id})
    world.bot.run_errands()
    world.deliver()
    assert world.slack.direct_messages("U0MANAGER") == []


def test_two_who_edit_the_same_partner_notice_each_other(world):
    form(world, "person_add")
    world.manager.submit(values={"person": "U0POLICE", "role": "business unit"})
    view = settings(world)
    world.manager.press(view, button(view, "partner_edit", "*PROB*"))
    world.ask(world.police, "settings")
    theirs = world.slack.modal("U0POLICE")
    world.police.press(theirs, button(theirs, "partner_edit", "*PROB*"))
    world.police.submit(values={"name": "Probation"})
    world.manager.submit(values={"lead": "U0PROBATION"})
    again = world.slack.modal("U0MANAGER")
    assert "*PROB has changed since you opened this form*" in words(again)
    assert world.manager.submit(again) == {}
    assert world.rows("SELECT lead FROM partners WHERE code = 'PROB'") == [{"lead": "U0PROBATION"}]


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
