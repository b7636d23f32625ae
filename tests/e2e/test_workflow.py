"""The workflow step "Create an action": proposed to the business unit, which decides."""

import json

import pytest

import app
from bot.domain.people import Role
from storage import errands, people

INPUTS = {
    "title": "Agree a rota <!channel>",
    "lead_partner": "west midlands police",
    "due": "31 January 2023",
    "success_measure": "Every meeting within 24 hours",
}
UNIT = "partnership-business-unit"


def words(view):
    return json.dumps(view.blocks, ensure_ascii=False)


def propose(world, **inputs):
    """A run of the step by somebody who is nobody here, and the proposal that the unit sees."""
    run = world.outsider.run_step("create_action", {**INPUTS, **inputs})
    world.deliver()
    return run, world.messages(UNIT)[-1]


def settled(world):
    world.bot.run_errands()
    world.deliver()


def test_a_workflow_adds_nothing_by_itself(world):
    run, proposal = propose(world)
    assert proposal.text == "A workflow proposes an action: Agree a rota &lt;!channel&gt;"
    shown = words(proposal)
    for part in ("west midlands police", "31 January 2023", "Every meeting within 24 hours", "Decline"):
        assert part in shown
    settled(world)
    assert not run.get("ended")
    assert world.rows("SELECT * FROM actions WHERE id > 12") == []


def test_the_business_unit_adds_it_and_the_workflow_goes_on(world):
    run, proposal = propose(world)
    world.manager.press(proposal, "workflow_add")
    view = world.slack.modal("U0MANAGER")
    values = {block["block_id"]: block.get("element", {}) for block in view.blocks}
    assert values["title"]["initial_value"] == INPUTS["title"]
    assert values["lead"]["initial_option"]["value"] == "POLICE"
    assert values["due"]["initial_date"] == "2023-01-31"
    assert values["measure"]["initial_value"] == INPUTS["success_measure"]
    assert "workflow's own words" not in words(view)
    assert world.manager.submit(values={"title": "Agree a rota"}) == {}
    assert not run.get("ended")
    settled(world)
    assert run["outputs"] == {"action_ref": "A13"}
    assert world.rows("SELECT title FROM actions WHERE id = 13") == [{"title": "Agree a rota"}]
    [told] = world.replies(UNIT, proposal.ts)
    assert told.text == "A13 added for West Midlands Police, due Tuesday 31 January 2023."
    assert world.rows("SELECT * FROM errands") == []
    decided = words(world.messages(UNIT)[-1])
    assert "Added as A13." in decided
    assert "Add this action" not in decided


def test_it_goes_on_days_later_though_slack_is_away(world):
    run, proposal = propose(world)
    world.clock.advance(days=9)
    world.manager.press(proposal, "workflow_add")
    world.manager.submit()
    world.slack.faults.fail("functions.completeSuccess", "internal_error", times=1)
    settled(world)
    assert not run.get("ended")
    world.clock.advance(seconds=10)
    settled(world)
    assert run["outputs"] == {"action_ref": "A13"}


def test_it_is_declined_with_a_reason_that_the_workflow_is_told(world):
    run, proposal = propose(world)
    world.manager.press(proposal, "workflow_decline")
    assert world.manager.submit(values={"words": "It is in the plan already, as A6."}) == {}
    settled(world)
    assert run["error"] == "The business unit declined it: It is in the plan already, as A6."
    assert [one.text for one in world.replies(UNIT, proposal.ts)] == ["Declined: It is in the plan already, as A6."]
    assert "Declined: It is in the plan already, as A6." in words(world.messages(UNIT)[-1])
    assert world.rows("SELECT verb, subject FROM events ORDER BY id DESC LIMIT 1") == [
        {"verb": "declined", "subject": f"workflow:{run['id']}"}
    ]


@pytest.mark.parametrize("who", ["police", "nhs", "commissioner", "outsider"])
@pytest.mark.parametrize("button", ["workflow_add", "workflow_decline"])
def test_nobody_else_decides(world, who, button):
    run, proposal = propose(world)
    person = getattr(world, who)
    world.slack.channel(UNIT).members.append(person.user.id)
    person.press(proposal, button)
    world.slack.wait_for(lambda: world.slack.ephemerals(person.user.id))
    assert "The business unit adds, edits" in world.slack.ephemerals(person.user.id)[-1].text
    assert world.slack.modal(person.user.id) is None
    settled(world)
    assert not run.get("ended")


@pytest.fixture
def colleague(world):
    """Another member of the business unit."""
    with world.store.write() as tx:
        people.name_role(tx, "U0COUNCIL", world.slack.team_id, Role.BUSINESS_UNIT)
    world.slack.channel(UNIT).members.append("U0COUNCIL")
    return world.council


def test_of_two_who_decide_the_second_is_told(world, colleague):
    run, proposal = propose(world)
    world.manager.press(proposal, "workflow_add")
    colleague.press(proposal, "workflow_add")
    assert world.manager.submit() == {}
    assert colleague.submit() == {"title": "This proposal was decided already: it was added as A13."}
    colleague.press(proposal, "workflow_decline")
    world.slack.wait_for(lambda: world.slack.ephemerals("U0COUNCIL"))
    assert "decided already: it was added as A13" in world.slack.ephemerals("U0COUNCIL")[-1].text
    settled(world)
    assert run["outputs"] == {"action_ref": "A13"}
    assert world.rows("SELECT count(*) AS n FROM actions WHERE id > 12") == [{"n": 1}]


def test_one_declines_while_the_other_adds(world, colleague):
    run, proposal = propose(world)
    world.manager.press(proposal, "workflow_add")
    colleague.press(proposal, "workflow_decline")
    colleague.submit(values={"words": "Too late."})
    assert world.manager.submit() == {"title": "This proposal was decided already: it was declined."}
    settled(world)
    assert run["error"] == "The business unit declined it: Too late."


def test_what_can_not_be_read_is_shown_as_it_came(world):
    run, proposal = propose(world, lead_partner="The fire brigade", due="in Q4 or so")
    assert "The fire brigade" in words(proposal)
    world.manager.press(proposal, "workflow_add")
    view = world.slack.modal("U0MANAGER")
    assert "*Lead partner*: The fire brigade\\n*Due*: in Q4 or so" in words(view)
    assert world.manager.submit(values={"lead": "ICB", "due": "2022-12-01"}) == {}
    settled(world)
    assert run["outputs"] == {"action_ref": "A13"}


def test_a_title_alone_is_enough_and_a_very_long_one_too_much_for_nothing(world):
    run = world.outsider.run_step("create_action", {"title": "word " * 2000})
    world.deliver()
    proposal = world.messages(UNIT)[-1]
    world.manager.press(proposal, "workflow_add")
    assert world.manager.submit(values={"lead": "LA"}) == {}
    settled(world)
    assert run["outputs"] == {"action_ref": "A13"}


def test_without_a_unit_channel_the_step_fails_at_once_and_says_why(world):
    with world.store.write() as tx:
        tx.run("UPDATE partners SET channel_id = NULL WHERE kind = 'business unit'")
    run = world.outsider.run_step("create_action", INPUTS)
    world.bot.run_errands()
    assert run["error"].startswith("Followthrough does not know the business unit's channel")


def test_the_same_run_delivered_twice_is_one_proposal(world):
    propose(world)
    world.slack.events.redeliver().ended.result(5)
    world.deliver()
    assert len(world.messages(UNIT)) == 1


def test_a_run_that_the_workflow_gave_up_is_left_alone(world):
    run, proposal = propose(world)
    world.manager.press(proposal, "workflow_add")
    world.manager.submit()
    run["ended"] = True
    settled(world)
    assert world.rows("SELECT * FROM errands") == []
    assert world.rows("SELECT count(*) AS n FROM actions WHERE id = 13") == [{"n": 1}]


def test_an_errand_that_nobody_can_do_holds_up_no_other(world, monkeypatch):
    monkeypatch.setitem(app.ERRANDS, "a fault of ours", {}.pop)
    with world.store.write() as tx:
        errands.add(tx, "a fault of ours", "x", world.clock())
        errands.add(tx, "members", world.slack.channel(UNIT).id, world.clock())
    with pytest.raises(TypeError):
        world.bot.run_errands()
    world.bot.run_errands()
    assert world.rows("SELECT kind FROM errands") == [{"kind": "a fault of ours"}]
