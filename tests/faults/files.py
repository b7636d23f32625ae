"""Real faults of a database's files: a disk of their own that is full or read-only, pages with other bytes in them."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager

import pytest

from storage import chain
from storage.database import Store
from tests.faults.disk import SmallDisk, disk_of_its_own

UNIT = "partnership-business-unit"


@contextmanager
def small_disk(folder):
    """A disk of its own, which can be filled. Only who may mount one can try that."""
    with disk_of_its_own(folder) as disk:
        if not isinstance(disk, SmallDisk):
            pytest.skip("no disk can be mounted here; the limit on the size of files is tried with the bot's process")
        yield disk


@contextmanager
def read_only(path):
    """The folder of `path` on a read-only disk, while whoever has a file open keeps that; without root, by its mode."""
    folder = str(path.parent)
    if os.geteuid() == 0:
        subprocess.run(["mount", "--bind", folder, folder], check=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)
    else:
        modes = {one: one.stat().st_mode for one in (path, path.parent)}
        try:
            path.chmod(0o400)
            path.parent.chmod(0o500)
            yield
        finally:
            for one, mode in modes.items():
                one.chmod(mode)


def fold(path):
    """Bring the write-ahead log into the database, so that its pages are where they are read from."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def page_of(path, kind):
    """The number of a page, from 1, of a kind: "header", "free page", or a table or index by its name."""
    if kind == "header":
        return 1
    with closing(sqlite3.connect(path)) as connection:
        if kind == "free page":
            connection.execute("CREATE TABLE filler (text)")
            connection.execute("INSERT INTO filler VALUES (hex(zeroblob(20000)))")
            connection.execute("DROP TABLE filler")
            connection.commit()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return int.from_bytes(path.read_bytes()[32:36], "big")
        found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (kind,)).fetchone()
    return found[0]


def tear(path, kind):
    """Put other bytes into a page."""
    number = page_of(path, kind)
    size = int.from_bytes(path.read_bytes()[16:18], "big")
    with path.open("r+b") as file:
        file.seek((number - 1) * size)
        file.write(b"\xa5" * size)


def copied(path, to):
    """A copy as somebody makes by hand."""
    fold(path)
    return shutil.copyfile(path, to)


def head(path):
    """The head of a database's audit trail."""
    with Store(path).read() as tx:
        return chain.head(tx)
