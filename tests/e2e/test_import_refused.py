"""What stops an import in Slack, and what its author is told."""

import pytest

from bot.playground.errors import CannotDoError
from bot.schedule import incoming
from tests.e2e.bringing import MANAGER, TRACKER, buttons, file_of, go_on, start, state, told


@pytest.mark.parametrize("step", ["files.info", "download"])
def test_a_fault_of_slacks_delays_the_check_and_it_comes_once(world, step):
    world.slack.faults.fail(step, "ratelimited")
    world.slack.faults.fail(step, "internal_error")
    world.slack.faults.drop(step)
    assert start(world) == {}
    go_on(world, 5)
    [message] = world.slack.direct_messages(MANAGER)
    assert message.text.startswith("Check of plan.csv")


def test_where_slack_does_not_hand_the_file_over_the_person_is_told(world):
    world.slack.app.manifest["oauth_config"]["scopes"]["bot"].remove("files:read")
    assert start(world) == {}
    go_on(world, incoming.MOST + 1)
    assert told(world).text.endswith("Slack had trouble for too long. Try it again later.")
    assert state(world) == ["refused"]
    world.slack.errors.clear()


def other_owner(world, file):
    file.user = "U0POLICE"


def too_large(_world, file):
    file.content = b" " * 20_000_001


def renamed(_world, file):
    file.name = "plan.pdf"


@pytest.mark.parametrize(
    ("content", "spoilt", "why"),
    [
        (TRACKER, other_owner, "Somebody else uploaded it. Upload it yourself."),
        (TRACKER, too_large, "It is larger than 20 MB. Bring in a smaller part of it."),
        (TRACKER, renamed, "Its name has to end in xlsx, xls, ods, csv and tsv."),
        ("Name,Telephone\nA,B\n", None, "There is no header in the first 60 filled rows of plan"),
        (b"\xd0\xcf\x11\xe0 no workbook", None, "plan.csv is no text, not a spreadsheet."),
    ],
)
def test_what_can_not_be_read_is_refused_with_a_sentence(world, content, spoilt, why):
    assert start(world, content) == {}
    if spoilt:
        spoilt(world, file_of(world, None))
    go_on(world)
    assert told(world).text.startswith(f"The file was not imported, and nothing was changed. {why}")
    assert (state(world), buttons(told(world))) == (["refused"], [])
    assert len(world.slack.direct_messages(MANAGER)) == 1


def test_a_file_of_another_kind_can_not_even_be_put_into_the_form(world):
    with pytest.raises(CannotDoError):
        start(world, b"%PDF", "plan.pdf")
    assert world.ask(world.manager, "import plan.xlsx").text == (
        "“plan.xlsx” is more than can be read after “import”: its form asks for the rest. For example: /actions import"
    )


def test_where_the_bot_itself_fails_the_person_is_told_in_the_end(world, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(incoming, "plan_of", broken)
    assert start(world) == {}
    for _ in range(incoming.MOST):
        with pytest.raises(ZeroDivisionError):
            world.bot.move_files()
        world.clock.advance(minutes=3)
    go_on(world)
    assert told(world).text.endswith("Followthrough failed to read it. Tell whoever runs it: its log says more.")
    assert (state(world), world.rows("SELECT * FROM errands")) == (["refused"], [])
