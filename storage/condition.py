"""How a database fares: what was wrong with it last, and whether it may be written to."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage import troubles
from storage.files import Files, Gone
from storage.troubles import Trouble, Unusable

SAVED = "everything up to then is safe in {0}: stop Followthrough, then: followthrough restore {0}"
PASSING = "everything up to then is in {0}: copy it away before you stop Followthrough, then restore the copy"


class Condition:
    """Of one database and its files.

    Args:
        path: the database.

    Attributes:
        files: those that were opened.
        saved: where everything was saved to, after one of the files was taken away, until it is back.
    """

    def __init__(self, path: Path) -> None:
        self.files = Files(path)
        self.saved: Path | None = None
        self._fault: sqlite3.Error | None = None

    @property
    def doubtful(self) -> bool:
        """Whether something was wrong and nothing was written since."""
        return self._fault is not None

    @property
    def damaged(self) -> bool:
        """Whether what is in the file can't be trusted."""
        return self._fault is not None and troubles.is_damage(self._fault)

    @property
    def gone(self) -> bool:
        """Whether one of the files is not the one that was opened."""
        return isinstance(self._fault, Gone)

    @contextmanager
    def noticing(self) -> Iterator[None]:
        """Remember what goes wrong with the file or its disk, until something could be written again."""
        try:
            yield
        except sqlite3.Error as error:
            if troubles.of(error) and not self.damaged:
                self._fault = error
            raise

    def check(self) -> None:
        """Raise Unusable where nothing may be written: it would go on a page that is none."""
        if self._fault is not None and self.damaged:
            raise Unusable(troubles.of(self._fault) or troubles.DAMAGED)

    def recover(self, *, whole: bool) -> None:
        """Trust what was damaged where it is whole again; another file in its place stays another one."""
        if whole and not isinstance(self._fault, Unusable):
            self._fault = None

    def well(self) -> None:
        """Something was written: all files are there again, and what was saved lacks it from now on."""
        self._fault = self.saved = None

    def distrust(self, trouble: Trouble) -> None:
        """From now on refuse to write: what is in the file is not what was there before."""
        self._fault = Unusable(trouble)

    def told(self, error: sqlite3.Error) -> Trouble | None:
        """What an error means, and what to do."""
        found, saved = troubles.of(error), self.saved  # once: another thread may write and forget it
        if found and saved and isinstance(error, Gone):
            passing = saved.parent == Path(tempfile.gettempdir())  # it may be emptied as the bot stops
            return found._replace(do=(PASSING if passing else SAVED).format(saved))
        return found
