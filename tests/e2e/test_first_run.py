"""The first run: a coordinator who has just had the bot installed is greeted, and led to the first digest."""

import json

import pytest

from app import build
from bot.messages.plain import lines_of
from bot.playground import demo
from bot.schedule import welcome
from tests.e2e.bringing import TRACKER, go_on
from tests.e2e.homes import eventually, open_home, texts
from tests.world import partnership

MANAGER = demo.MANAGER
POLICE, UNIT = "west-midlands-police", "partnership-business-unit"


@pytest.fixture
def fresh(tmp_path):
    with partnership(tmp_path, empty=True, backup_folder=tmp_path) as made:
        yield made


def go(world):
    """What the bot does by itself within seconds."""
    world.bot.run_errands()
    world.bot.welcome()
    world.deliver()


def greeting(world, user=MANAGER):
    go(world)
    [first, *_] = world.slack.direct_messages(user)
    return first


def said(message):
    return "\n".join(lines_of(message.blocks))


def steps(message):
    """Each step's state, in words."""
    return [line.partition(") ")[2] or line for line in said(message).splitlines() if line[:1].isdigit()]


def primary(message):
    [name] = [
        one["text"]["text"]
        for block in message.blocks
        for one in block.get("elements", [])
        if one.get("style") == "primary"
    ]
    return name


def add(world, code, name, channel, kind="safeguarding partner"):
    """Add a partner from the greeting."""
    world.manager.press(greeting(world), "partner_add")
    place = world.slack.channel(channel).id if channel else None
    assert world.manager.submit(values={"code": code, "name": name, "kind": kind, "channel": place}) == {}
    view = world.slack.modal(MANAGER)
    world.manager.close_view(everything=True)
    return view


def bring(world):
    """Import a tracker from the greeting."""
    world.manager.press(greeting(world), "import")
    assert world.manager.submit(values={"file": [("plan.csv", TRACKER.encode())]}) == {}
    world.manager.close_view(everything=True)
    go_on(world)
    check = world.slack.direct_messages(MANAGER)[-1]
    world.manager.press(check, "import_all")
    go_on(world)


def look(world):
    world.manager.press(greeting(world), "look_at_all")
    world.bot.move_files()


def set_up(world):
    add(world, "POLICE", "West Midlands Police", POLICE)
    add(world, "PBU", "Business unit", UNIT, "business unit")
    for channel in (POLICE, UNIT):
        world.manager.command("/invite", "@Followthrough", channel=channel)
    bring(world)


def test_a_coordinator_is_greeted_once_and_led_from_step_to_step(fresh):
    message = greeting(fresh)
    assert "Followthrough is here" in said(message)
    assert primary(message) == "Add a partner"
    view = add(fresh, "POLICE", "West Midlands Police", POLICE)
    assert "Setting up" in json.dumps(view.blocks)
    message = greeting(fresh)
    assert "Add the business unit too" in said(message)
    assert primary(message) == "Add a partner"
    add(fresh, "PBU", "Business unit", UNIT, "business unit")
    message = greeting(fresh)
    assert "2. Channels (to do): ready: 0 of 2. Followthrough is not in" in said(message)
    fresh.manager.command("/invite", "@Followthrough", channel=POLICE)
    eventually(lambda: fresh.rows("SELECT 1 FROM channel_members WHERE user = 'U0POLICE'"))
    assert "ready: 1 of 2." in said(greeting(fresh))
    fresh.manager.command("/invite", "@Followthrough", channel=UNIT)
    eventually(lambda: len(fresh.rows("SELECT 1 FROM channel_members WHERE user = 'U0MANAGER'")) == 2)
    message = greeting(fresh)
    assert primary(message) == "Import a tracker"
    assert "partners with people there: 1 of 1." in said(message)
    bring(fresh)
    message = greeting(fresh)
    assert primary(message) == "Check everything"
    look(fresh)
    go(fresh)
    told = said(greeting(fresh))
    assert "Followthrough is set up." in told
    assert "The first digest goes out on Monday 21 November 2022." in told
    assert "/actions digest preview" in told
    fresh.tick("2022-11-21 09:00")
    assert fresh.messages(POLICE)[0].text.startswith("West Midlands Police, Monday 21 November 2022. 1 action to do")
    keys = [row["key"].partition(":")[0] for row in fresh.rows("SELECT key FROM outbox WHERE channel LIKE 'D%'")]
    assert sorted(keys) == ["import", "import", "welcome"]  # its check, and that it was imported


def test_every_coordinator_is_told_the_same_whoever_takes_a_step(tmp_path):
    with partnership(tmp_path, empty=True, coordinators=(MANAGER, "U0NHS")) as world:
        greeting(world)
        add(world, "POLICE", "West Midlands Police", POLICE)
        both = [said(greeting(world, user)) for user in (MANAGER, "U0NHS")]
        assert both[0] == both[1]
        assert "1 added." in both[0]


def test_nobody_is_greeted_again_after_a_restart_nor_after_a_while(fresh):
    greeting(fresh)
    again = build(fresh.services.settings, fresh.clock, pace=0)
    again.welcome()
    again.services.store.close()
    fresh.tick("2022-12-19 09:00")
    go(fresh)
    assert len(fresh.slack.direct_messages(MANAGER)) == 1


def test_an_upgrade_greets_nobody(tmp_path):
    with partnership(tmp_path) as world:  # the example's database is known to a bot, and has no first run
        with world.store.write() as tx:
            tx.run("DELETE FROM found WHERE name IN ('first run', 'self')")
        again = build(world.services.settings, world.clock, pace=0)
        again.welcome()
        again.services.store.close()
        world.deliver()
        assert world.slack.direct_messages(MANAGER) == []
        world.ask(world.manager, "settings")
        assert "Setting up" not in json.dumps(world.slack.modal(MANAGER).blocks)


def test_a_plan_that_was_imported_before_the_first_start_is_greeted_with_what_is_missing(tmp_path):
    with partnership(tmp_path, empty=True) as world:
        demo.load_example(world.bot)
        with world.store.write() as tx:
            tx.run("DELETE FROM found")  # as before any bot worked with it
        first = build(world.services.settings, world.clock, pace=0)
        first.services.store.close()
        told = said(greeting(world))
        assert "4. The plan (done): 12 actions." in told
        assert "2. Channels (to do): ready: 0 of 5." in told


def test_whoever_has_left_slack_or_wants_no_messages_is_not_greeted(tmp_path):
    with partnership(tmp_path, empty=True, coordinators=(MANAGER, "U0NHS", "U0POLICE")) as world:
        world.refresh()
        world.manager.deactivate("U0NHS")
        assert world.ask(world.police, "messages off").text.startswith("Direct messages from Followthrough are off")
        go(world)
        assert len(world.slack.direct_messages(MANAGER)) == 1
        assert world.slack.direct_messages("U0POLICE") == []
        assert world.rows("SELECT key FROM outbox WHERE key LIKE 'welcome:%'") == [{"key": "welcome:U0MANAGER"}]


def test_home_and_the_settings_say_what_is_next_until_it_is_done(fresh):
    fresh.refresh()
    open_home(fresh, fresh.manager)
    assert "*Setting up:* 0 of 5 steps done. Next: add the partners." in texts(fresh, fresh.manager)
    set_up(fresh)
    look(fresh)
    go(fresh)
    fresh.clock.advance(seconds=11)
    fresh.deliver()
    assert "Setting up" not in texts(fresh, fresh.manager)
    fresh.ask(fresh.manager, "settings")
    assert "Setting up" not in json.dumps(fresh.slack.modal(MANAGER).blocks)


def test_a_bot_that_is_put_out_of_a_channel_is_missed(fresh):
    set_up(fresh)
    assert "2. Channels (done): ready: 2 of 2." in said(greeting(fresh))
    fresh.manager.remove_bot(POLICE)
    assert "2. Channels (to do): ready: 1 of 2. Followthrough is not in" in said(greeting(fresh))


def test_a_channel_with_nobody_but_the_bot_is_pointed_out(fresh):
    fresh.slack.add_channel("fire-service", [MANAGER])
    add(fresh, "FIRE", "Fire Service", "fire-service")
    fresh.manager.command("/invite", "@Followthrough", channel="fire-service")
    eventually(lambda: fresh.rows("SELECT 1 FROM channel_members WHERE user = 'U0BOT'"))
    assert "Nobody of FIRE is in the channel yet: invite them there." in said(greeting(fresh))
    fresh.outsider.join("fire-service")
    assert "partners with people there: 1 of 1." in said(greeting(fresh))


def test_it_can_be_left_at_that_once_it_works_somewhere(fresh):
    add(fresh, "PROB", "Probation", "")
    assert "setting_up_leave" not in json.dumps(greeting(fresh).blocks)
    set_up(fresh)
    fresh.manager.press(greeting(fresh), "setting_up_leave")
    assert "Setting up" not in json.dumps(fresh.slack.modal(MANAGER).blocks)
    assert "You left the set-up at that" in said(greeting(fresh))
    welcome.keep(fresh.services)
    assert not fresh.bot.delivery.deliver()


def test_whoever_is_taken_out_of_the_settings_keeps_no_buttons(tmp_path):
    with partnership(tmp_path, empty=True, coordinators=(MANAGER, "U0NHS")) as world:
        assert "You are a coordinator" in said(greeting(world, "U0NHS"))
        both = world.services.settings
        object.__setattr__(world.services, "settings", both.model_copy(update={"coordinators": (MANAGER,)}))
        left = greeting(world, "U0NHS")
        assert (
            said(left)
            == "You are no longer a coordinator by Followthrough's settings, so its list of steps is not kept here."
        )
        assert "button" not in json.dumps(left.blocks)
        assert "You are a coordinator" in said(greeting(world))
        object.__setattr__(world.services, "settings", both)
        assert "You are a coordinator" in said(greeting(world, "U0NHS"))


def test_a_greeting_whose_words_were_let_go_stays_empty(fresh):
    greeting(fresh)
    with fresh.store.write() as tx:
        tx.run("UPDATE outbox SET text = '', blocks = '[]' WHERE key LIKE 'welcome:%'")  # as retention does
    go(fresh)
    assert fresh.rows("SELECT text, blocks FROM outbox") == [{"text": "", "blocks": "[]"}]
