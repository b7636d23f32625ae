"""Copies of a database: whole or not there at all, found again, and gone when their time is over."""

import os
from datetime import UTC, date, datetime

import pytest

from storage import copies

BEFORE = datetime(2022, 11, 15, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "plan.db"


def kept(path, name, day):
    """A file beside the database, or in a folder beside it, last written to on that day of November 2022."""
    file = path.parent / name
    file.parent.mkdir(exist_ok=True)
    file.touch()
    at = datetime(2022, 11, day, tzinfo=UTC).timestamp()
    os.utime(file, (at, at))
    return file


def names(path):
    return sorted(str(file.relative_to(path.parent)) for file in path.parent.rglob("*") if file.is_file())


def test_what_fails_under_way_leaves_nothing_and_what_was_there(path):
    path.write_text("as it was")
    with pytest.raises(OSError, match="full"), copies.whole(path) as part:
        part.write_text("half")
        raise OSError("full")
    assert (names(path), path.read_text()) == (["plan.db"], "as it was")


def test_a_whole_copy_is_its_owners_alone_whatever_an_earlier_try_left(path):
    kept(path, "plan.db.part", 1).chmod(0o644)
    with copies.whole(path) as part:
        part.write_text("whole")
    assert (names(path), path.read_text(), path.stat().st_mode & 0o777) == (["plan.db"], "whole", 0o600)


def test_a_name_is_free_when_nothing_beside_it_has_it(path):
    kept(path, "plan.db.saved-1", 1)
    kept(path, "plan.db.saved-2-wal", 1)  # as a crash may leave it
    assert copies.free(path, copies.SAVED).name == "plan.db.saved-3"


def test_the_newest_of_what_was_saved_and_of_the_backups_is_what_is_put_back(path):
    folder = path.with_name("backups")
    assert copies.spare(path, folder) is None
    backup = kept(path, "backups/followthrough-2022-11-14.db", 14)
    kept(path, "backups/followthrough-2022-11-13.db", 20)
    kept(path, "backups/followthrough-mine.db", 20)
    assert copies.spare(path, folder) == backup
    assert copies.day_of(backup) == date(2022, 11, 14)
    kept(path, "plan.db.saved-9", 9)
    newest = kept(path, "plan.db.saved-10", 10)
    kept(path, "plan.db.saved-11.part", 11)
    assert copies.spare(path, None) == newest
    elsewhere = kept(path, "backups/plan.db.saved-1", 12)
    assert copies.spare(path, folder) == backup
    backup.unlink()
    kept(path, "backups/followthrough-2022-11-13.db", 11)
    assert copies.spare(path, folder) == elsewhere


@pytest.mark.parametrize("kind", ["link", "file"])
def test_what_somebody_left_where_a_copy_is_written_is_not_written_to(path, kind):
    theirs = kept(path, "theirs", 1)
    left = path.with_name("plan.db.part")
    left.symlink_to(theirs) if kind == "link" else left.hardlink_to(theirs)
    with copies.whole(path) as part:
        assert part.stat().st_mode & 0o777 == 0o600
        part.write_text("whole")
    assert (theirs.read_text(), path.is_symlink(), path.read_text()) == ("", False, "whole")


def test_copies_go_with_their_logs_and_nobody_elses(path):
    folder = path.with_name("backups")
    for name in ("plan.db.aside-1", "plan.db.aside-1-wal", "plan.db.aside-1-shm", "plan.db.aside-2-wal"):
        kept(path, name, 14)
    kept(path, "plan.db.saved-1.part", 14)
    kept(path, "backups/plan.db.saved-1", 14)
    for name in ("plan.db", "other.db.aside-1", "plan.db.mine", "backups/followthrough-2022-11-01.db"):
        kept(path, name, 1)
    copies.drop_older(path, folder, BEFORE)
    assert names(path) == ["backups/followthrough-2022-11-01.db", "other.db.aside-1", "plan.db", "plan.db.mine"]


def test_a_copy_stays_whole_where_any_of_its_files_was_touched_since(path):
    kept(path, "plan.db.aside-1", 16)
    kept(path, "plan.db.aside-1-wal", 1)
    copies.drop_older(path, None, BEFORE)
    assert names(path) == ["plan.db.aside-1", "plan.db.aside-1-wal"]


def test_signs_in_the_databases_name_stand_for_themselves(tmp_path):
    path = tmp_path / "plan[1].db"
    kept(path, "plan[1].db.saved-1", 1)
    kept(path, "plan1.db.saved-1", 1)
    copies.drop_older(path, None, BEFORE)
    assert names(path) == ["plan1.db.saved-1"]
