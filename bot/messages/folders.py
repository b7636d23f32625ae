"""Files named in Slack without their folders: where they are is nobody's business there."""

import re
from collections.abc import Iterable
from pathlib import Path

_BEGINS, _ENDS = r"(?<![\w./\-])", r"(?![\w/\-])"


def without_folders(text: str, folders: Iterable[Path | None]) -> str:
    """The text with each file in one of `folders` by its name alone, and "its folder" for such a folder itself.

    Whole folders only, never a part of a word; one that is not absolute only before a file's name. None is skipped.
    """
    known = {way for one in folders if one for way in (one, one.absolute(), one.resolve())} - {Path(), Path("/")}
    for folder in sorted(known, key=lambda one: len(str(one)), reverse=True):
        text = re.sub(rf"{_BEGINS}{re.escape(str(folder))}/(?=\.?\w)", "", text)
        if folder.is_absolute():
            text = re.sub(rf"{_BEGINS}{re.escape(str(folder))}/?{_ENDS}", "its folder", text)
    return text
