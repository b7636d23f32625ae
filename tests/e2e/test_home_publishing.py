"""App Home, kept up to date behind people's backs: soon, seldom, and never lost."""

import pytest
from slack_sdk import WebClient

from bot.schedule.delivery import Delivery
from storage import people
from tests.e2e.homes import eventually, open_home, owed, published, refs, settle, texts


def test_opening_it_publishes_once_and_the_messages_tab_not_at_all(world):
    open_home(world, world.police)
    settle(world)
    assert published(world) == ["U0POLICE"]
    world.police.open_messages()
    settle(world)
    assert published(world) == ["U0POLICE"]


def test_a_change_reaches_those_whom_it_concerns_and_only_them(world):
    open_home(world, world.police, world.nhs, world.council, world.commissioner, world.outsider)
    before = published(world)
    world.clock.advance(minutes=1)
    world.ask(world.council, "done A3 offer agreed")
    world.deliver()
    assert sorted(published(world)[len(before) :]) == ["U0COMMISSION", "U0COUNCIL"]
    assert "waiting for acceptance" in texts(world, world.council)
    assert "*A3*" in texts(world, world.commissioner)
    settle(world)
    assert len(published(world)) == len(before) + 2


def test_two_hundred_changes_are_one_publication_each(world):
    open_home(world, world.police, world.manager, world.nhs)
    before = published(world)
    for number in range(200):
        world.ask(world.police, f"update A6 step {number}")
    world.deliver()
    assert published(world) == before
    settle(world)
    assert sorted(published(world)[len(before) :]) == ["U0MANAGER", "U0POLICE"]
    assert owed(world, world.police) == 0
    settle(world)
    assert len(published(world)) == len(before) + 2


@pytest.mark.parametrize(
    "fault",
    [
        lambda faults: faults.fail("views.publish", "ratelimited", retry_after=30),
        lambda faults: faults.fail("views.publish", "internal_error"),
        lambda faults: faults.drop("views.publish"),
    ],
    ids=["too fast", "failed", "cut off"],
)
def test_a_failure_is_made_good_later(world, fault):
    open_home(world, world.police)
    world.clock.advance(minutes=1)
    world.ask(world.police, "done A6 duplicates merged")
    fault(world.slack.faults)
    world.deliver()
    assert owed(world, world.police) == 1
    tried = len(published(world))
    world.deliver()
    assert len(published(world)) == tried
    world.clock.advance(seconds=31)
    world.deliver()
    assert len(published(world)) == tried + 1
    assert owed(world, world.police) == 0
    assert "waiting for acceptance" in texts(world, world.police)


def test_slack_is_left_alone_for_as_long_as_it_asks_and_messages_go_out_meanwhile(world):
    open_home(world, world.police, world.nhs)
    world.clock.advance(minutes=1)
    world.ask(world.manager, "update A9 told by telephone")
    world.slack.faults.fail("views.publish", "ratelimited", retry_after=30)
    world.ask(world.police, "post A6", channel="west-midlands-police")
    world.deliver()
    assert len(world.messages("west-midlands-police")) == 1
    world.clock.advance(seconds=29)
    before = published(world)
    world.deliver()
    assert published(world) == before
    world.clock.advance(seconds=2)
    world.deliver()
    assert sorted(published(world)[len(before) :]) == ["U0NHS", "U0POLICE"]


def test_what_could_not_be_shown_on_opening_is_shown_later(world):
    world.slack.faults.fail("views.publish", "internal_error")
    world.police.open_home()
    eventually(lambda: published(world))
    assert owed(world, world.police) == 1
    assert world.slack.home("U0POLICE") is None
    settle(world)
    assert refs(world, world.police) == {6, 7, 9, 12}


def test_whoever_is_gone_is_forgotten(world):
    open_home(world, world.police, world.nhs)
    world.clock.advance(minutes=1)
    world.ask(world.manager, "update A9 told by telephone")
    world.slack.faults.fail("views.publish", "user_not_found")
    with world.store.write() as tx:
        people.keep_account(tx, "U0NHS", world.services.home, bot=False, deactivated=True)
    settle(world)
    assert owed(world, world.police) is None
    assert owed(world, world.nhs) is None


def test_what_slack_will_never_take_does_not_keep_the_others_waiting(world):
    open_home(world, world.police, world.council)
    world.clock.advance(minutes=1)
    world.ask(world.police, "update A12 first talk held")
    world.slack.faults.fail("views.publish", "invalid_arguments")
    world.deliver()
    settle(world)
    assert (owed(world, world.police), owed(world, world.council)) == (0, 0)
    assert len(published(world)) == 4


def test_a_new_day_changes_how_late_everything_is(world):
    open_home(world, world.police)
    world.tick()
    before = len(published(world))
    world.tick("2022-11-14 23:59")
    settled = len(published(world))
    world.tick("2022-11-15 00:00")
    assert len(published(world)) == settled + 1
    assert "Your actions on Tuesday 15 November 2022" in texts(world, world.police)
    world.tick("2022-11-15 00:01")
    assert len(published(world)) == settled + 1
    assert settled <= before + 1


def test_the_worker_stops_between_two(world):
    open_home(world, world.police)
    world.clock.advance(minutes=1)
    world.ask(world.police, "update A6 first half done")
    worker = Delivery(world.services, world.bot.app.client, world.bot.timekeeper, pace=0)
    worker.start()
    eventually(lambda: owed(world, world.police) == 0)
    worker.stop()
    world.clock.advance(minutes=1)
    world.ask(world.police, "update A6 second half done")
    assert worker.deliver() == 0
    assert owed(world, world.police) == 1


@pytest.fixture
def while_publishing(monkeypatch):
    """Lets something happen while the next App Home is on its way to Slack."""
    real = WebClient.views_publish

    def order(happening):
        def publish(client, **arguments):
            monkeypatch.undo()
            happening()
            return real(client, **arguments)

        monkeypatch.setattr(WebClient, "views_publish", publish)

    return order


def test_a_change_during_publication_is_not_lost(world, while_publishing):
    open_home(world, world.police)
    world.clock.advance(minutes=1)
    world.ask(world.police, "update A6 first half done")
    while_publishing(lambda: world.ask(world.manager, "update A7 told by telephone"))
    world.deliver()
    assert owed(world, world.police) == 1
    settle(world)
    assert owed(world, world.police) == 0


def test_two_at_work_at_once_are_put_right_by_a_third(world, while_publishing):
    open_home(world, world.police)
    world.clock.advance(minutes=1)
    world.ask(world.police, "update A6 first half done")

    def meanwhile():
        world.clock.advance(seconds=1)
        open_home(world, world.police)

    while_publishing(meanwhile)
    world.deliver()
    assert owed(world, world.police) == 1
    settle(world)
    assert owed(world, world.police) == 0
