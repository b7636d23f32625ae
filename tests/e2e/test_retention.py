"""Words are kept for as long as the settings say, and no longer; a legal hold wins."""

import json
import sys
from io import StringIO

import pytest

from bot import cli
from bot.domain.errors import BadInput
from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.usecases import correcting, retention
from storage import chain
from storage.replay import actions_as_at

SAID = "the zebra file was merged"


def by(world):
    unit = Person(user="", team="", roles=frozenset({Role.BUSINESS_UNIT}))
    return By(person=unit, at=world.clock(), origin=Origin.TERMINAL)


def keeping(world, **changed):
    """Settings of a partnership that keeps things for so long."""
    settings = world.services.settings.model_copy(update=changed)
    object.__setattr__(world.services, "settings", settings)


def hold(world, what):
    with world.store.write() as tx:
        retention.hold(tx, what, "the inquiry asks for it", by(world))


@pytest.fixture
def ended(world):
    """A6 was withdrawn, and a card of it posted; years ago."""
    world.ask(world.police, f"done A6 {SAID}")
    world.ask(world.police, "post A6", channel="west-midlands-police")
    world.ask(world.manager, "withdraw A6 it is merged with A5, as the zebra file says")
    world.deliver()
    keeping(world, keep_ended_years=6)
    return world


def words_of(world, number):
    [action] = world.rows("SELECT * FROM actions WHERE id = ?", (number,))
    said = world.rows("SELECT text FROM updates WHERE action_id = ?", (number,))
    events = world.rows("SELECT before, after FROM events WHERE subject = 'A' || ?", (number,))
    return json.dumps([action, said, events])


def test_the_words_of_an_action_go_years_after_it_ended_and_its_story_stays(ended):
    title = ended.rows("SELECT title FROM actions WHERE id = 6")[0]["title"]
    ended.tick("2028-11-14 05:00")
    assert title in words_of(ended, 6)
    ended.tick("2028-11-15 05:00")
    assert title not in words_of(ended, 6)
    assert "zebra" not in words_of(ended, 6)
    assert "no longer kept since 2028-11-15" in words_of(ended, 6)
    [action] = ended.rows("SELECT * FROM actions WHERE id = 6")
    assert (action["stage"], action["original_due"] is not None) == ("withdrawn", True)
    verbs = [row["verb"] for row in ended.rows("SELECT verb FROM events WHERE subject = 'A6' ORDER BY id")]
    assert verbs == ["added", "done", "withdraw"]
    assert SAID.encode() not in b"".join(path.read_bytes() for path in ended.store.path.parent.glob("*.db*"))


def test_the_card_in_slack_loses_the_words_too(ended):
    card, _ = ended.messages("west-midlands-police")
    title = ended.rows("SELECT title FROM actions WHERE id = 6")[0]["title"]
    assert title in json.dumps(card.blocks)
    ended.tick("2028-11-15 05:00")
    ended.deliver()
    [card] = [one for one in ended.messages("west-midlands-police") if one.ts == card.ts]
    assert title not in json.dumps(card.blocks)
    assert "no longer kept since 2028-11-15" in json.dumps(card.blocks)


def test_the_trail_can_still_be_checked_and_says_what_the_plan_says(ended):
    ended.tick("2028-11-15 05:00")
    with ended.store.read() as tx:
        assert chain.broken(tx) is None
        assert actions_as_at(tx, ended.clock())[6].title == "[no longer kept since 2028-11-15]"


def test_another_morning_changes_nothing_more(ended):
    ended.tick("2028-11-15 05:00")
    before = ended.rows("SELECT * FROM events"), ended.rows("SELECT * FROM actions")
    ended.tick("2028-11-16 05:00")
    assert (ended.rows("SELECT * FROM events"), ended.rows("SELECT * FROM actions")) == before


def test_by_default_the_words_of_actions_are_kept_for_ever(ended):
    keeping(ended, keep_ended_years=0)
    ended.tick("2028-12-29 05:00")
    assert "zebra" in words_of(ended, 6)


def test_what_goes_on_is_kept_however_old_it_is(ended):
    ended.ask(ended.manager, "reopen A6 it goes on")
    ended.tick("2028-12-29 05:00")
    assert "zebra" in words_of(ended, 6)


@pytest.mark.parametrize("what", ["all", "A6", "a-6", "{source}"])
def test_a_hold_wins(ended, what):
    [row] = ended.rows("SELECT s.ref FROM actions a JOIN sources s ON s.id = a.source_id WHERE a.id = 6")
    hold(ended, what.format(source=row["ref"].lower()))
    ended.tick("2028-12-29 05:00")
    assert "zebra" in words_of(ended, 6)
    assert ended.rows("SELECT text FROM outbox WHERE shows = 'card'")[0]["text"] != ""


def test_a_hold_on_another_thing_does_not(ended):
    hold(ended, "A5")
    ended.tick("2028-12-29 05:00")
    assert "zebra" not in words_of(ended, 6)


def test_once_the_hold_has_ended_the_words_go(ended):
    hold(ended, "A6")
    ended.tick("2028-12-28 05:00")
    with ended.store.write() as tx:
        retention.release(tx, "A6", by(ended))
    ended.tick("2028-12-29 05:00")
    assert "zebra" not in words_of(ended, 6)
    held = ended.rows("SELECT verb, after FROM events WHERE subject = 'HOLD' ORDER BY id")
    assert [(row["verb"], json.loads(row["after"])["what"]) for row in held] == [("held", "A6"), ("released", "A6")]


def test_the_words_of_messages_go_and_their_buttons_and_threads_still_work(world):
    world.ask(world.police, "post A6", channel="west-midlands-police")
    world.deliver()
    [card] = world.messages("west-midlands-police")
    keeping(world, keep_messages_days=30)
    world.tick("2022-12-14 05:00")
    assert world.rows("SELECT text FROM outbox WHERE shows = 'card'")[0]["text"] != ""
    world.tick("2022-12-15 05:00")
    assert world.rows("SELECT text, blocks FROM outbox WHERE shows = 'card'") == [{"text": "", "blocks": "[]"}]
    world.police.say("west-midlands-police", "done duplicates merged", thread_ts=card.ts)
    world.deliver()
    assert world.stage(6) == "reported done"
    [card] = [one for one in world.messages("west-midlands-police") if one.ts == card.ts]
    assert "eported done" in json.dumps(card.blocks)


@pytest.fixture
def run(world, monkeypatch, capsys, tmp_path):
    """Run a command on the database of the world; exit status and what was printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", str(world.store.path))

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["followthrough", *arguments])
        monkeypatch.setattr(sys, "stdin", StringIO())
        try:
            cli.main()
        except SystemExit as ended:
            return ended.code or 0, *capsys.readouterr()
        return 0, *capsys.readouterr()

    return run


def test_a_dry_run_lists_what_would_go_and_changes_nothing(ended, run, monkeypatch):
    monkeypatch.setenv("FOLLOWTHROUGH_KEEP_ENDED_YEARS", "1")
    with ended.store.write() as tx:
        tx.run("UPDATE actions SET stage_since = '2020-01-01T00:00:00+00:00' WHERE id = 6")
    status, printed, _ = run("retention", "--dry-run")
    assert (status, "A6" in printed, "Nothing was changed." in printed) == (0, True, True)
    assert "zebra" in words_of(ended, 6)
    assert "are gone" in run("retention")[1]
    assert "zebra" not in words_of(ended, 6)


def test_holds_by_command(world, run):
    assert run("hold", "JTAI-2022", "--reason", "the inquiry")[1] == "The hold on JTAI-2022 has begun.\n"
    assert "Held: JTAI-2022" in run("retention", "--dry-run")[1]
    status, _, wrong = run("hold", "JTAI-2022", "--reason", "again")
    assert (status, "is held already" in wrong) == (2, True)
    assert run("hold", "JTAI-2022", "--end")[1] == "The hold on JTAI-2022 has ended.\n"
    assert "Held:" not in run("retention", "--dry-run")[1]


@pytest.mark.parametrize(("what", "why"), [("A99", "There is no action"), ("CPR-1", "no source"), ("A6", "Say why")])
def test_a_hold_that_can_not_be_meant(world, what, why):
    with pytest.raises(BadInput, match=why), world.store.write() as tx:
        retention.hold(tx, what, "" if what == "A6" else "because", by(world))


@pytest.mark.parametrize("what", ["all", "A6", "{source}"])
def test_what_is_held_can_not_be_corrected(ended, what):
    [row] = ended.rows("SELECT s.ref FROM actions a JOIN sources s ON s.id = a.source_id WHERE a.id = 6")
    hold(ended, what.format(source=row["ref"]))
    with pytest.raises(BadInput, match="There is a legal hold on"), ended.store.write() as tx:
        correcting.correct(tx, "zebra file", "it names a family", by(ended))
    assert "zebra" in words_of(ended, 6)
