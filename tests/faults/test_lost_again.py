"""A database's files are lost twice, reached by two names, or beside rubbish: each is seen, and told as it is."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Event

import pytest
from structlog.testing import capture_logs

from app import build
from storage import presence, troubles
from storage.database import Store
from tests.faults.files import UNIT, copied, head, small_disk
from tests.world import partnership

pytestmark = [pytest.mark.faults, pytest.mark.timeout(60)]

RUBBISH = (
    *(b"4242                zz:abc\n", b"4242                99999999999999999999999:3f9a51c2d0e1aa77\n"),
    *(b"4242                \xff\xfe\x00:1\n", b"4242                12:\n", b"4242                1\n", b"\0" * 60),
    *(b"4242                -5:3f9a51c2d0e1aa77\n", "4242                \u0661:3f9a51c2d0e1aa77\n".encode()),
    *(b"\xff" * 30, b"4242                12:3F9A51C2D0E1AA77\n", b"4242                12:3f9a51c2d0e1aa77 or so\n"),
)


@pytest.fixture
def own(folder):
    with partnership(folder) as made:
        made.bot.watch.look()
        yield made


def beside(world, end):
    return world.store.path.with_name(world.store.path.name + end)


def said(world):
    """What the unit was told, the latest last."""
    world.deliver()
    return [one.text for one in world.messages(UNIT)]


def test_what_is_lost_again_is_saved_again_and_told(own, folder):
    for number in (1, 2):
        moved = beside(own, "-wal").rename(folder / "away")
        own.ask(own.police, "update A6 lost")
        own.bot.watch.look()
        own.bot.watch.look()
        saved = folder / f"playground.db.saved-{number}"
        assert head(saved).id > 0
        assert f"followthrough restore {saved.name}." in said(own)[-1]
        moved.rename(beside(own, "-wal"))
        own.clock.advance(minutes=1)
        own.bot.watch.look()
        assert "can be used again" in said(own)[-1]
        for one in range(5):
            assert own.ask(own.police, f"update A6 kept {number} {one}").text.startswith("Update on A6 recorded")
        own.bot.watch.look()
    with Store(saved).read() as tx:
        assert tx.value("SELECT count(*) FROM updates WHERE text LIKE 'kept 1 %'") == 5


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_rubbish_beside_a_database_counts_as_nothing_and_is_in_the_log(tmp_path, rubbish):
    path = tmp_path / "plan.db"
    presence.lock_of(path).write_bytes(rubbish)
    with capture_logs() as logs, presence.alone(path, Event()) as alone:
        assert (alone, presence.noted(path)) == (True, "")
    assert [one["event"] for one in logs] == ["head_unreadable"]
    presence.note(path, "12:3f9a51c2d0e1aa77")
    assert presence.noted(path) == "12:3f9a51c2d0e1aa77"


def test_a_bot_starts_and_looks_beside_rubbish_with_one_warning(own):
    presence.lock_of(own.store.path).write_bytes(RUBBISH[2])
    own.bot.tick()
    with capture_logs() as logs:
        again = build(own.services.settings, own.clock, pace=0)
        again.tick()
        again.tick()
        again.services.store.close()
    assert [one["event"] for one in logs].count("head_unreadable") == 1
    assert presence.noted(own.store.path) == head(own.store.path).short


def test_a_database_reached_by_a_link_is_the_same_one(tmp_path):
    (tmp_path / "disk").mkdir()
    real, link = tmp_path / "disk" / "real.db", tmp_path / "plan.db"
    link.symlink_to(real)
    store = Store(link)
    store.migrate()
    with store.only_one(Event()), presence.opened(real) as held:
        assert not presence.locked(held)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["plan.db"]
    real.with_name("real.db-wal").unlink()
    with pytest.raises(sqlite3.OperationalError, match="was taken away"), store.write():
        pass
    store.save(real.parent)
    assert store.condition.saved == tmp_path / "disk" / "real.db.saved-1"


class Meanwhile(Event):
    """While somebody waits for the first process to end, its lock is deleted, it ends, and a third one has started."""

    def __init__(self, path, first):
        super().__init__()
        self._path, self._first, self._third = path, first, ExitStack()

    def wait(self, timeout=None):
        if self.is_set():
            self._third.close()
            return True
        presence.lock_of(self._path).unlink()
        assert presence.locked(self._third.enter_context(presence.opened(self._path)))
        self._first.close()
        self.set()
        return False


def test_whoever_waits_at_a_lock_that_was_deleted_waits_at_the_one_that_counts(tmp_path):
    path, first = tmp_path / "plan.db", ExitStack()
    with capture_logs() as logs:
        assert presence.locked(first.enter_context(presence.opened(path)))
        with presence.alone(path, Meanwhile(path, first)) as alone:
            assert not alone
    assert [one["event"] for one in logs] == ["standing_by", "took_over", "standing_by"]
    with presence.alone(path, Event()) as alone:
        assert alone


def test_a_lock_that_is_deleted_under_the_bot_is_told(folder):
    with Store(folder / "playground.db").only_one(Event()), partnership(folder) as world:
        world.bot.watch.look()
        beside(world, ".lock").unlink()
        world.bot.watch.look()
        world.bot.watch.look()
        [alarm] = said(world)
        assert "playground.db.lock was taken away, so a second Followthrough could start" in alarm
        assert world.ask(world.police, "update A6 kept").text.startswith("Update on A6 recorded")


def test_the_temporary_folder_is_the_last_place_for_what_is_saved(own, folder, tmp_path, monkeypatch):
    home = tmp_path / "home"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(tmp_path)
    home.mkdir()
    shutil.rmtree(folder)
    own.bot.watch.look()
    assert own.store.condition.saved == home / "playground.db.saved-1"
    assert "stop Followthrough, then" in said_past(own)
    own.store.condition.saved = None
    shutil.rmtree(home)
    own.bot.watch.look()
    assert own.store.condition.saved == tmp_path / "playground.db.saved-1"
    assert "copy it away before you stop Followthrough" in said_past(own)


def said_past(world):
    """The last thing that the unit was told past the store."""
    return world.messages(UNIT)[-1].text


def forge(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER events_are_not_changed")
        connection.execute("UPDATE events SET user = 'U0FORGED' WHERE id = 20")
        connection.commit()


def test_an_altered_backup_is_put_back_and_that_is_said(plan, folder, run):
    shutil.copyfile(plan[1], folder / "plan.db")
    forge(shutil.copyfile(plan[0], folder / "backup.db"))
    status, told = run("restore", "backup.db")
    assert (status, "Its audit trail is not as it was recorded: event 20, " in told) == (0, True), told
    assert "Its audit trail" not in run("restore", plan[0])[1]


def test_what_another_trail_lacks_is_listed_from_where_they_part(plan, own, folder, run):
    shutil.copyfile(plan[1], folder / "plan.db")
    for number in range(3):
        own.ask(own.police, f"update A6 another one, {number}")
    other = copied(own.store.path, folder / "other.db")
    assert head(other).id > head(plan[1]).id
    assert "2 changes made since this backup" in run("restore", other)[1]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_what_root_puts_back_belongs_to_whom_it_belonged(plan, folder, run):
    path = Path(shutil.copyfile(plan[1], folder / "plan.db"))
    os.chown(path, 4242, 4343)
    assert run("restore", plan[0])[0] == 0
    for one in (path, presence.lock_of(path)):
        assert (one.stat().st_uid, one.stat().st_gid, one.stat().st_mode & 0o777) == (4242, 4343, 0o600)


def test_a_disk_at_its_limit_is_told_once_and_is_over_where_there_is_twice_the_room(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.schedule.watching.LEAST_ROOM", 30 * troubles.MEGABYTE)  # the disk is a small one
    monkeypatch.setattr(troubles.of_room, "__defaults__", (30 * troubles.MEGABYTE,))
    with small_disk(tmp_path / "disk"), partnership(tmp_path / "disk") as world:
        world.bot.watch.look()
        told = []
        for size in (80, 60, 80, 60, 10, 10, 80, 60, 10):
            (tmp_path / "disk" / "photographs").write_bytes(b"\0" * size * troubles.MEGABYTE)
            world.clock.advance(minutes=1)
            world.bot.watch.look()
            told.append(len(said(world)))
        assert told == [1, 1, 1, 1, 2, 2, 2, 2, 2]
        alarm, over = said(world)
        assert "the disk is nearly full" in alarm
        assert over == "The disk of Followthrough's database has room again. All that was said to it was recorded."
