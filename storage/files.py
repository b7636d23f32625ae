"""Whether the files of a database are still those that were opened. SQLite does not look, and would go on in others.

Without its `-wal` file the last changes are gone; with a new one in its place SQLite writes what nobody can read; an
older database beside a newer `-wal` is a mixture of both.
"""

from pathlib import Path

from storage.troubles import Trouble, Unusable

ENDS = ("", "-wal", "-shm")
AWAY = "{} was taken away while Followthrough runs"
OTHER = "another file was put in the place of {} while Followthrough runs"
LEAVE = "leave Followthrough running, and put back what was there: it goes on by itself"
Identity = tuple[int, int] | None


class Gone(Unusable):
    """One of the files is not the one that was opened."""


class Files:
    """The three files of one database.

    Args:
        path: the database; the others lie beside it.
    """

    def __init__(self, path: Path) -> None:
        self._paths = [path.with_name(path.name + end) for end in ENDS]
        self._kept: list[Identity] = []

    def keep(self) -> None:
        """From now on they are to be these. All three have to be open."""
        self._kept = [_identity(path) for path in self._paths]

    def forget(self) -> None:
        """They may be any."""
        self._kept = []

    def check(self) -> None:
        """Raise Gone where one of them is not the one that was opened."""
        for path, kept in zip(self._paths, self._kept, strict=False):
            now = _identity(path)
            if now != kept:
                raise Gone(Trouble((OTHER if now else AWAY).format(path), LEAVE))


def _identity(path: Path) -> Identity:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
