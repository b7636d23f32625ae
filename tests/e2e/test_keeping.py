"""The record is looked at and copied each morning, and anybody can look at it at any time."""

import json
import os
import sqlite3
import sys
from datetime import UTC, datetime
from io import StringIO

import pytest

from bot import cli
from storage import chain
from storage.database import Store


@pytest.fixture
def run(world, monkeypatch, capsys, tmp_path):
    """Run a command on the database of the world; exit status, what was printed, what was said to be wrong."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", str(world.store.path))
    monkeypatch.setenv("COLUMNS", "300")

    def run(*arguments, typed=""):
        monkeypatch.setattr(sys, "argv", ["followthrough", *arguments])
        monkeypatch.setattr(sys, "stdin", StringIO(typed))
        try:
            cli.main()
        except SystemExit as ended:
            status = ended.code or 0
        else:
            status = 0
        return status, *capsys.readouterr()

    return run


def head(world):
    with world.store.read() as tx:
        return chain.head(tx)


def forge(path):
    """Alter an event behind the bot's back."""
    with sqlite3.connect(path) as db:
        db.execute("DROP TRIGGER events_are_not_changed")
        db.execute("UPDATE events SET user = 'U0OTHER' WHERE id = 9")


def backing_up(world, folder, **changed):
    """Settings as of a partnership that keeps backups."""
    kept = world.services.settings.model_copy(update={"backup_folder": folder, **changed})
    object.__setattr__(world.services, "settings", kept)


def alerts(world):
    return [one.text for one in world.messages("partnership-business-unit") if "What to do" in one.text]


def test_the_record_is_whole_and_a_head_that_was_kept_is_found_in_it(world, run):
    kept = head(world)
    world.ask(world.police, "done A6 duplicates merged")
    status, printed, _ = run("verify", "--head", kept.short)
    assert (status, "All is well." in printed) == (0, True)
    assert f"{kept.id + 1:,} events, each as it was recorded" in printed
    assert f"event {kept.id:,} is the one that was kept" in printed
    assert "12 actions are what the audit trail says" in printed
    assert json.loads(run("verify", "--json")[1])["well"]


def test_what_was_forged_is_named(world, run):
    forge(world.store.path)
    status, printed, _ = run("verify")
    assert (status, "event 9 is not as it was recorded" in printed) == (1, True)


def test_an_action_that_was_changed_without_an_event_is_named(world, run):
    with world.store.write() as tx:
        tx.run("UPDATE actions SET stage = 'sustained' WHERE id = 4")
    status, printed, _ = run("verify")
    assert (status, "A4 differ from what the audit trail says" in printed) == (1, True)


@pytest.mark.parametrize("text", ["4512", "4512:", "4512:3f9a", "x:3f9a51c2d0e1aa77", "4512:3f9a51c2d0e1aaxx", ""])
def test_what_is_no_head(run, text):
    status, _, wrong = run("verify", f"--head={text}" if text else "--head")
    assert status == 2
    assert not text or "followthrough verify --head 4512:3f9a51c2d0e1aa77" in wrong


def test_a_backup_is_whole_is_its_owners_alone_and_can_be_verified(world, run, tmp_path):
    world.ask(world.police, "done A6 duplicates merged")
    status, printed, _ = run("backup", "copy.db")
    assert (status, head(world).short in printed) == (0, True)
    copy = tmp_path / "copy.db"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("copy")] == ["copy.db"]
    assert run("verify", "--file", "copy.db", "--head", head(world).short)[0] == 0
    with Store(copy).read() as tx:
        assert tx.value("SELECT stage FROM actions WHERE id = 6") == "reported done"


def test_a_restored_backup_has_all_that_was_there_and_goes_on(world, run, tmp_path):
    run("backup", "copy.db")
    world.ask(world.police, "done A6 duplicates merged")
    restored = Store(tmp_path / "copy.db")
    restored.migrate()
    with restored.write() as tx:
        assert tx.value("SELECT count(*) FROM actions") == 12
        tx.run("UPDATE actions SET blocked = 'waits' WHERE id = 6")
    restored.close()
    assert "it is missing: the trail went on" in run("verify", "--file", "copy.db", "--head", head(world).short)[1]


def test_a_backup_overwrites_nothing_and_says_where_it_cant_be_written(world, run, tmp_path):
    (tmp_path / "there.db").write_text("somebody else's")
    status, _, wrong = run("backup", "there.db")
    assert (status, "is there already" in wrong) == (2, True)
    assert (tmp_path / "there.db").read_text() == "somebody else's"
    status, _, wrong = run("backup", "nowhere/copy.db")
    assert (status, "can't be written" in wrong) == (2, True)


@pytest.mark.parametrize("typed", [("restore", "nosuch.db"), ("verify", "--file", "nosuch.db")])
def test_a_file_that_is_not_there_is_said_to_be_none(world, run, tmp_path, typed):
    before = head(world)
    status, printed, wrong = run(*typed)
    assert (status, printed) == (2, "")
    assert f"There is no file {tmp_path}/nosuch.db. For" in wrong or "There is no file nosuch.db. For" in wrong
    (tmp_path / "nosuch.db").touch()
    status, _, wrong = run(*typed)
    assert (status, "nosuch.db is empty. For example: followthrough" in wrong, "import" in wrong) == (2, True, False)
    assert head(world) == before


def test_each_morning_a_backup_is_made_once_and_the_last_ones_are_kept(world, tmp_path):
    folder = tmp_path / "backups"
    backing_up(world, folder, backup_days=2)
    world.tick("2022-11-15 04:59")
    assert not folder.exists()
    for day in ("2022-11-15", "2022-11-16", "2022-11-17"):
        world.tick(f"{day} 05:00")
        world.tick(f"{day} 05:01")
    assert sorted(path.name for path in folder.iterdir()) == [
        "followthrough-2022-11-16.db",
        "followthrough-2022-11-17.db",
    ]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert alerts(world) == []


def test_other_files_in_the_folder_are_left(world, tmp_path):
    (tmp_path / "followthrough-before-the-move.db").touch()
    backing_up(world, tmp_path, backup_days=1)
    world.tick("2022-11-15 05:00")
    world.tick("2022-11-16 05:00")
    assert (tmp_path / "followthrough-before-the-move.db").exists()
    assert not (tmp_path / "followthrough-2022-11-15.db").exists()


def test_a_backup_that_cant_be_made_is_told_once_that_day(world, tmp_path):
    (tmp_path / "file").touch()
    backing_up(world, tmp_path / "file" / "folder")
    world.tick("2022-11-15 05:00")
    world.tick("2022-11-15 09:30")
    assert [one.split(".")[0] for one in alerts(world)] == ["Today's backup could not be made"]


def test_a_forged_trail_is_told_to_the_business_unit_the_next_morning(world):
    world.tick("2022-11-15 05:00")
    forge(world.store.path)
    world.tick("2022-11-15 09:30")
    assert alerts(world) == []
    world.tick("2022-11-16 05:00")
    world.tick("2022-11-16 09:30")
    assert [one.partition(" *")[0] for one in alerts(world)] == [
        "The audit trail is not as it was recorded: event 9, it was altered, moved or put in between."
    ]


def test_the_heartbeat_has_the_head_to_keep(world):
    world.tick("2022-11-21 09:00")
    [beat] = [one for one in world.messages("partnership-business-unit") if "The week's digests" in one.text]
    assert f"followthrough verify --head {head(world).short}" in json.dumps(beat.blocks)


def test_words_are_found_and_taken_out_without_being_a_part_of_the_command(world, run):
    world.ask(world.police, "done A6 the zebra file was merged")
    status, printed, _ = run("find", typed="zebra file\n")
    assert (status, "A6" in printed, "updates: text" in printed) == (0, True, True)
    status, printed, asked = run("correct", "--reason", "it names a family", typed="Zebra  file\ny\n")
    assert (status, "Taken out of" in printed, "for good?" in asked) == (0, True, True)
    assert "zebra" not in printed.lower()
    assert "Nothing was found." in run("find", typed="zebra file\n")[1]
    assert run("verify")[0] == 0


def test_copies_of_the_database_that_still_have_the_words_are_named(world, run):
    copy = world.store.path.with_name(f"{world.store.path.name}.aside-1")
    copy.write_bytes(world.store.path.read_bytes())
    printed = run("correct", "--reason", "it was too much", typed="duplicate records\ny\n")[1]
    assert f"It still has them: {copy}\n" in printed


def test_words_stay_where_nobody_confirms(world, run):
    world.ask(world.police, "done A6 the zebra file was merged")
    assert "Taken out" not in run("correct", "--reason", "why", typed="zebra file\nn\n")[1]
    assert json.loads(run("find", "--json", typed="zebra file\n")[1])["places"]


def test_what_is_kept_about_a_person_is_told_by_their_user_id(world, run):
    world.ask(world.police, "done A6 duplicates merged")
    told = json.loads(run("find", "--json", typed="U0POLICE\n")[1])
    assert {"table": "events", "what": "changes they made, in the audit trail", "number": 1} in told["person"]


def test_what_is_too_short_to_look_for(world, run):
    status, _, wrong = run("find", typed="abc\n")
    assert (status, "too short to look for" in wrong) == (2, True)


@pytest.mark.parametrize("kind", ["before-m01", "aside-", "saved-"])
def test_a_copy_that_was_kept_goes_when_a_backup_of_that_age_would(world, kind):
    old, young, mine = (
        world.store.path.with_name(f"{world.store.path.name}.{end}") for end in (f"{kind}1", f"{kind}2", "mine")
    )
    for path, day in ((old, 14), (young, 15), (mine, 1)):
        path.touch()
        os.utime(path, (at := datetime(2022, 11, day, 9, tzinfo=UTC).timestamp(), at))
    world.tick("2022-11-29 05:00")
    assert [path.exists() for path in (old, young, mine)] == [False, True, True]
