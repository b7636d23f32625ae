"""What a pause keeps from being said in digests, and where it is told: the heartbeat, App Home."""

from tests.e2e.homes import open_home, settle, texts
from tests.e2e.nudging import posted
from tests.e2e.pausing import COURT, MERGER, STANDS
from tests.e2e.telling import words


def heartbeat(world):
    return words(posted(world, "partnership-business-unit", "heartbeat")[-1])


def test_a_paused_action_stays_in_the_digest_but_asks_for_no_attention(world):
    world.ask(world.manager, COURT)
    world.tick("2022-11-21 09:00")
    [digest] = posted(world, "west-midlands-police", "digest")
    assert digest.text.startswith("West Midlands Police, Monday 21 November 2022. 4 actions to do: 2 overdue")
    assert "1 action is paused." in digest.text
    assert "*A6*" not in words(digest)
    assert "*A12*" in words(digest)
    [thread] = world.replies("west-midlands-police", digest.ts)
    assert "West Midlands Police · paused until 12 January 2023" in words(thread)
    assert "*Paused*\\n1 action: A6." in heartbeat(world)


def test_a_paused_partner_gets_no_digest_until_its_day(world):
    world.ask(world.manager, "pause police until 28 November 2022: the merger")
    world.tick("2022-11-21 09:00")
    assert posted(world, "west-midlands-police", "digest") == []
    assert len(posted(world, "bsol-icb", "digest")) == 1
    assert "West Midlands Police (paused until Monday 28 November 2022)" in heartbeat(world)
    assert "West Midlands Police, until Monday 28 November 2022: the merger" in heartbeat(world)
    world.tick("2022-11-28 09:00")
    assert len(posted(world, "west-midlands-police", "digest")) == 1
    assert "*Paused*" not in heartbeat(world)


def test_while_everything_is_paused_only_the_heartbeat_comes(world):
    world.ask(world.manager, "pause all until 1 December 2022: the inspection")
    world.tick("2022-11-21 09:00")
    for channel in ("west-midlands-police", "bsol-icb", "solihull-council", "probation"):
        assert posted(world, channel, "digest") == []
    assert "Everything, until Thursday 1 December 2022: the inspection" in heartbeat(world)


def test_home_says_what_is_paused_and_what_is_not_any_more(world):
    open_home(world, world.police, world.manager, world.nhs)
    world.ask(world.manager, COURT)
    world.ask(world.manager, MERGER)
    settle(world)
    assert STANDS in texts(world, world.police)
    assert "paused until 12 January 2023" in texts(world, world.police)
    assert "*Paused*\n• POLICE, until Thursday 12 January 2023: the merger\n• 1 action: A6." in texts(
        world, world.manager
    )
    assert "paused" not in texts(world, world.nhs)
    world.ask(world.manager, "resume A6")
    world.ask(world.manager, "resume police")
    settle(world)
    assert "aused" not in texts(world, world.police) + texts(world, world.manager)
