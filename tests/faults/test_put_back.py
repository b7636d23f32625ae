"""A database that is missing, no database, or of another version is told without a traceback, and can be put back."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.checking import everything
from tests.faults import spoiling
from tests.faults.files import UNIT, copied, head, small_disk
from tests.started import example
from tests.world import partnership

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]

ROOT = Path(__file__).parents[2]


WRONG = {
    spoiling.nothing: ("there is no", "followthrough import plan.xlsx"),
    spoiling.empty: ("there is no", "followthrough import plan.xlsx"),
    spoiling.no_database: ("it is no database", "followthrough restore"),
    spoiling.cut_short: ("damaged", "followthrough restore"),
    spoiling.of_something_else: ("earlier version", "Start Followthrough"),
    spoiling.newer: ("m999_tomorrow", "start the newer one again"),
    spoiling.damaged: ("damaged", "followthrough restore"),
    spoiling.without_its_log: ("plan.db-wal, which has the last changes, was taken away", "plan.db.saved-1"),
    spoiling.lost: ("there was one at", "followthrough restore"),
}
BAD_USE = {spoiling.nothing, spoiling.empty, spoiling.newer, spoiling.of_something_else}
"""There is nothing wrong with the file then: there never was one, or it is another version's."""


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_what_is_wrong_with_the_file_is_a_sentence_everywhere_and_nothing_is_changed(plan, folder, run, wrong):
    shutil.copyfile(plan[1], folder / "plan.db")
    wrong(folder / "plan.db")
    before = contents(folder)
    for command in (["verify"], ["check"], ["backup", "copy.db"]):
        status, said = run(*command)
        said = " ".join(said.split())
        assert status == (2 if wrong in BAD_USE and command[0] == "backup" else 1), said
        for words in WRONG[wrong]:
            assert words.lower() in said.lower(), (command, said)
    assert contents(folder) == before


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".lock"}


def test_a_locked_database_is_a_sentence_everywhere(plan, folder, run):
    path = shutil.copyfile(plan[1], folder / "plan.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        for command in (["verify"], ["check"], ["backup", "copy.db"]):
            status, said = run(*command)
            said = " ".join(said.split())
            assert (status, "another program holds it" in said) == (1, True), said
    assert not (folder / "copy.db").exists()


@pytest.mark.parametrize(
    "wrong", [spoiling.lost, spoiling.no_database, spoiling.damaged, spoiling.newer], ids=lambda wrong: wrong.__name__
)
def test_the_bot_makes_no_new_database_in_the_place_of_one_that_was_there(plan, folder, run, wrong):
    shutil.copyfile(plan[1], folder / "plan.db")
    wrong(folder / "plan.db")
    before = contents(folder)
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "FOLLOWTHROUGH_HEALTH_PORT": "0"}
    env = os.environ | tokens | {"FOLLOWTHROUGH_DATABASE": str(folder / "plan.db")}
    command = [sys.executable, str(ROOT / "app.py")]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode in {1, 2}
    assert WRONG[wrong][0] in done.stderr
    assert "Traceback" not in done.stderr
    assert {name: held for name, held in contents(folder).items() if not name.endswith(("-wal", "-shm"))} == before
    if wrong is spoiling.lost:
        assert "it is gone or empty, so no new one was made" in run("import", "--example")[1]


def test_what_the_bot_noted_at_its_last_start_is_what_the_next_one_looks_for(tmp_path):
    with example(tmp_path) as world:
        with world.running():
            world.connected()
            world.slack.wait_for(lambda: world.slack.messages("probation"), 20)
        recorded = head(world.database)
        assert world.database.with_name("plan.db.lock").read_text()[20:] == f"{recorded.short}\n"
        for end in ("", "-wal", "-shm"):
            world.database.with_name(f"plan.db{end}").unlink(missing_ok=True)
        with world.running("again") as again:
            assert again.wait(30) == 1
        assert '"kind": "Unusable"' in (tmp_path / "again").read_text()
        assert not world.database.exists()


def test_an_older_database_in_its_place_is_told_to_the_business_unit_at_the_start(plan, folder):
    with partnership(folder) as world:
        world.bot.watch.look()
        older = copied(world.store.path, folder / "older.db")
        world.ask(world.police, "update A6 half of it")
        world.store.path.with_name(f"{world.store.path.name}.lock").touch()
        world.bot.watch.look()
        kept = world.store.path.with_name(f"{world.store.path.name}.lock").read_text()[20:]
        assert kept == f"{head(world.store.path).short}\n"
        world.store.close()
        older.rename(world.store.path)
    with partnership(folder) as world:
        world.bot.watch.look()
        world.bot.watch.look()
        world.deliver()
        [said] = [one.text for one in world.messages(UNIT) if "an earlier one than" in one.text]
        assert kept.strip() in said
        assert world.ask(world.police, "update A6 again").text.startswith("Update on A6 recorded")


def backups(world, folder):
    changed = world.services.settings.model_copy(update={"backup_folder": folder})
    object.__setattr__(world.services, "settings", changed)
    found = {one.what: one for one in everything.look_with(changed, world.clock)}
    return found["Backups"]


def test_a_backup_folder_that_is_full_is_told_and_the_next_morning_it_is_made(tmp_path):
    with small_disk(tmp_path / "disk") as disk, partnership(tmp_path) as world:
        assert backups(world, tmp_path / "disk").well
        disk.fill(0)
        world.tick("2022-11-15 05:00")
        world.tick("2022-11-15 09:30")
        assert [one.text.split(".")[0] for one in world.messages(UNIT) if "backup" in one.text] == [
            "Today's backup could not be made"
        ]
        assert "the disk is full" in backups(world, tmp_path / "disk").said
        assert [one.name for one in (tmp_path / "disk").iterdir()] == ["filler"]
        disk.empty(0)
        world.tick("2022-11-16 05:00")
        assert (tmp_path / "disk" / "followthrough-2022-11-16.db").exists()
        assert backups(world, tmp_path / "disk").well


def test_a_backup_folder_that_is_missing_or_whose_backups_are_old_is_found(world, tmp_path):
    assert "is not there" in backups(world, tmp_path / "unplugged").said
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/followthrough-2022-11-01.db").touch()
    found = backups(world, tmp_path / "kept")
    assert (found.well, "followthrough-2022-11-01.db" in found.said) == (False, True)


def test_a_backup_that_finds_no_room_says_so_and_leaves_nothing(plan, folder, run):
    with small_disk(folder / "disk") as disk:
        shutil.copyfile(plan[1], folder / "plan.db")
        disk.fill(0)
        status, said = run("backup", folder / "disk" / "copy.db")
        assert (status, "can't be written: the disk is full" in said) == (2, True), said
        assert [one.name for one in (folder / "disk").iterdir()] == ["filler"]
