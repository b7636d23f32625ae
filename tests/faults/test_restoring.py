"""A backup is put in the database's place: only a whole one, and what was there is kept and told."""

import os
import shutil

import pytest

from storage.database import Store
from tests.faults import spoiling
from tests.faults.files import head, tear
from tests.started import example

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]


SPOILT = [spoiling.no_database, spoiling.damaged, spoiling.newer, spoiling.nothing, spoiling.empty]


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".lock"}


def test_a_backup_is_put_back_and_what_it_lacks_is_named(plan, folder, run):
    earlier, later = plan
    path = shutil.copyfile(later, folder / "plan.db")
    backup = shutil.copyfile(earlier, folder / "backup.db")
    status, said = run("restore", "backup.db")
    assert status == 0, said
    assert f"Its head: {head(earlier).short}" in said
    assert "plan.db.aside-1" in said
    assert "2 changes made since this backup, to be made again." in said
    assert [line.split("│")[3:6] for line in said.splitlines() if "│ A" in line] == [
        [" update  ", " A6 ", " POLICE "],
        [" blocked ", " A7 ", " POLICE "],
    ]
    assert "half of it" not in said
    assert head(path) == head(earlier)
    assert path.stat().st_mode & 0o777 == 0o600
    assert head(folder / "plan.db.aside-1") == head(later)
    assert backup.exists()
    assert run("verify", "--head", head(earlier).short)[0] == 0


def test_a_damaged_database_is_put_aside_as_it_is(plan, folder, run):
    path = shutil.copyfile(plan[1], folder / "plan.db")
    tear(path, "events")
    torn = path.read_bytes()
    os.utime(path, (1, 1))  # nothing was written to it for long
    status, said = run("restore", plan[0])
    assert (status, "look in Slack" in said, "goes after 14 days" in said) == (0, True, True), said
    aside = folder / "plan.db.aside-1"
    assert aside.read_bytes() == torn
    assert aside.stat().st_mtime > path.stat().st_ctime - 60  # so it is not gone the next morning
    assert head(path) == head(plan[0])


def test_an_old_log_is_put_aside_with_its_database_and_spoils_no_other(plan, folder, run):
    path = folder / "plan.db"
    shutil.copyfile(plan[0], path)
    store = Store(path)
    store.migrate()
    with store.write() as tx:
        tx.insert("found", {"name": "canary", "value": "x"})
    log = path.with_name("plan.db-wal").read_bytes()  # as kill -9 leaves it
    shm = path.with_name("plan.db-shm").read_bytes()
    store.close()
    path.with_name("plan.db-wal").write_bytes(log)
    path.with_name("plan.db-shm").write_bytes(shm)
    assert run("restore", plan[1])[0] == 0
    assert sorted(one.name for one in folder.iterdir()) == [
        *("plan.db", "plan.db.aside-1", "plan.db.aside-1-shm", "plan.db.aside-1-wal", "plan.db.lock")
    ]
    assert head(path) == head(plan[1])


@pytest.mark.parametrize("wrong", SPOILT, ids=lambda wrong: wrong.__name__)
def test_what_is_no_sound_backup_is_not_put_back(plan, folder, run, wrong):
    path = shutil.copyfile(plan[1], folder / "plan.db")
    backup = shutil.copyfile(plan[0], folder / "backup.db")
    wrong(backup)
    before = contents(folder)
    status, said = run("restore", "backup.db")
    assert status in {1, 2}
    assert said.strip()
    assert contents(folder) == before
    assert head(path) == head(plan[1])


def test_while_the_bot_runs_nothing_is_put_back(plan, tmp_path, run):
    with example(tmp_path) as world, world.running():
        world.connected()
        status, said = run("restore", plan[0], database=world.database)
        assert (status, "stop it first" in said) == (2, True)
        assert head(world.database).id > 0
    assert not (tmp_path / "plan.db.aside-1").exists()
