"""What befalls the database's files while the bot runs: it says so, keeps what was there, and goes on where it may."""

import sqlite3

import pytest
from structlog.testing import capture_logs

from bot.checking import everything
from storage import restoring
from storage.database import Store
from tests.faults.files import UNIT, copied, fold, head, read_only, small_disk, tear
from tests.test_health import told, watching
from tests.world import partnership

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]

KINDS = ("header", "actions", "events", "outbox", "actions_by_urgency", "actions_fts_data", "free page")


@pytest.fixture
def own(folder):
    with partnership(folder) as made:
        made.health = watching(made)
        made.bot.watch.look()
        yield made


def update(world, word="half of it"):
    """What somebody is told who records something, and the log of it."""
    with capture_logs() as logs:
        said = world.ask(world.police, f"update A6 {word}").text
    return said, logs


def check(world):
    """What `followthrough check` finds wrong with the files, by what it looked at."""
    found = [*everything.look_with(world.services.settings, world.clock)]
    return {one.what: one for one in found if not one.well and one.what in {"Database", "Disk", "Backups"}}


def refused(world, why, word="lost words"):
    """A change is refused in words, under a reference that is in the log; health and the unit are told why."""
    for _ in range(4):  # a page of the log may have room for one more
        said, logs = update(world, word)
        if said.startswith("Something went wrong"):
            break
    assert said.startswith("Something went wrong and nothing was changed."), said
    [failed] = [one for one in logs if one["event"] == "listener_failed"]
    assert f"reference: {failed['reference']}." in said
    status, page = told(world.health)
    assert (status, any(why in one for one in page["reasons"])) == (503, True), page
    before = len(world.messages(UNIT))
    with capture_logs() as logs:
        world.bot.watch.look()
        world.bot.watch.look()
    alarms = [one.text for one in world.messages(UNIT)[before:]]
    assert [why in one for one in alarms] == [True], alarms
    assert "*What to do:*" in alarms[0]
    assert [one["event"] for one in logs].count("store_unwell") == 1
    return page["reasons"][0]


def goes_on(world):
    """It works again, says so, and what it says is recorded is."""
    world.clock.advance(minutes=1)
    said, _ = update(world, "after it")
    assert said.startswith("Update on A6 recorded")
    world.bot.watch.look()
    assert told(world.health)[0] == 200
    world.deliver()
    assert "can be used again" in world.messages(UNIT)[-1].text
    assert "after it" in texts(world.store.path)


def texts(path):
    with Store(path).read() as tx:
        return {row["text"] for row in tx.rows("SELECT text FROM updates")}


def test_a_full_disk_is_told_and_where_there_is_room_again_it_goes_on(tmp_path):
    with small_disk(tmp_path / "disk") as disk, partnership(tmp_path / "disk") as world:
        world.health = watching(world)
        world.bot.watch.look()
        update(world, "before it")
        disk.fill(0)
        reason = refused(world, "the disk is full")
        assert "make room on it: Followthrough goes on by itself" in reason
        assert "the disk is full" in check(world)["Disk"].said
        assert world.ask(world.police, "A6").text.startswith("A6")  # what is only read is answered
        disk.empty(0)
        goes_on(world)
        kept = texts(world.store.path)
        assert "before it" in kept
        assert "lost words" not in kept or len(kept) < 9


def test_a_disk_that_is_nearly_full_is_told_before_it_is(tmp_path):
    with small_disk(tmp_path / "disk"), partnership(tmp_path / "disk") as world:
        world.bot.watch.look()
        (tmp_path / "disk" / "photographs").write_bytes(b"\0" * 70_000_000)
        world.bot.watch.look()
        assert "the disk is nearly full" in world.messages(UNIT)[-1].text
        assert update(world)[0].startswith("Update on A6 recorded")
        assert "the disk is nearly full" in check(world)["Disk"].said


def test_a_read_only_file_is_told_and_where_it_can_be_written_to_again_it_goes_on(own):
    update(own, "before it")
    with read_only(own.store.path):
        refused(own, "read-only")
        assert "can't be written to" in check(own)["Disk"].said
        assert own.ask(own.police, "A6").text.startswith("A6")
    goes_on(own)
    assert texts(own.store.path) >= {"before it", "after it"}
    assert "lost words" not in texts(own.store.path)


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_a_file_that_is_removed_under_way_is_told_and_all_that_was_recorded_is_saved_at_once(own, folder, end):
    update(own, "before it")
    gone = own.store.path.with_name(own.store.path.name + end)
    before = head(own.store.path)
    gone.unlink()
    reason = refused(own, "was taken away while Followthrough runs")
    saved = own.store.condition.saved
    assert saved == folder / "playground.db.saved-1"
    assert f"followthrough restore {saved}" in told(own.health)[1]["reasons"][0]
    assert "leave Followthrough running" in reason
    assert head(saved) == before
    assert texts(saved) >= {"before it"}
    assert saved.stat().st_mode & 0o777 == 0o600
    assert not gone.exists()  # and no new one was made
    if end != "-shm":  # that one is made anew by whoever looks
        assert str(saved) in check(own)["Database"].do
    own.store.close()
    done = restoring.restore(Store(own.store.path), saved)
    assert (done.head, done.lost or []) == (before, [])
    assert texts(own.store.path) >= {"before it"}


def test_a_file_that_is_moved_away_and_back_goes_on(own, folder):
    for end in ("", "-wal"):
        path = own.store.path.with_name(own.store.path.name + end)
        moved = path.rename(folder / "elsewhere")
        refused(own, "was taken away")
        moved.rename(path)
        goes_on(own)
        own.bot.watch._told.clear()  # noqa: SLF001 — an hour later
        assert own.store.condition.saved is None


@pytest.mark.parametrize("how", ["moved there", "copied over it"])
def test_an_older_file_in_its_place_is_told_and_nothing_is_written_to_it(own, folder, how):
    older = copied(own.store.path, folder / "older.db")
    update(own, "before it")
    fold(own.store.path)
    own.bot.watch.look()
    recorded = head(own.store.path)
    if how == "moved there":
        older.rename(own.store.path)
        refused(own, "another file was put in the place of")
        assert head(own.store.condition.saved) == recorded
        assert texts(own.store.condition.saved) >= {"before it"}
    else:
        own.store.path.write_bytes(older.read_bytes())
        own.bot.watch.look()
        assert "an older or another file was put in its place" in own.messages(UNIT)[-1].text
        assert update(own, "lost words")[0].startswith("Something went wrong")
    assert "lost words" not in texts(own.store.path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_page_is_told_and_nothing_more_is_written(own, kind):
    update(own, "before it")
    fold(own.store.path)
    tear(own.store.path, kind)
    damaged = own.store.path.read_bytes()
    finding = check(own)["Database"]
    assert "damaged" in finding.said
    assert finding.do.startswith("Stop Followthrough, then put back the newest backup")
    own.tick("2022-11-15 05:00")  # if nothing needs that page before, the look each morning finds it
    refused(own, "damaged")
    assert own.store.path.read_bytes() == damaged
    own.store.condition.well()
    with pytest.raises(sqlite3.DatabaseError):
        Store(own.store.path).migrate()
    assert own.store.path.read_bytes() == damaged
