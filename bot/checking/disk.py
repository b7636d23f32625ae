"""What the disk tells: whether there is room, and whether the morning's backups are made."""

import os
from datetime import timedelta
from pathlib import Path

from bot.checking.finding import LOOK, Finding
from bot.services import Services
from bot.settings import Settings
from storage import copies, troubles

MORNINGS = timedelta(days=1)
NAME_ONE = "Name a folder in .env, on another disk if there is one, and start Followthrough again"


def room(settings: Settings) -> Finding:
    """Whether the database can be written to, and has room to grow."""
    what, path = "Disk", settings.database.resolve()
    for one in (path, path.parent):
        if one.exists() and not os.access(one, os.W_OK):
            return Finding(what, f"{one} can't be written to", "Let Followthrough's user write to it")
    if found := troubles.of_room(path.parent):
        return Finding(what, f"{found.said}, at {path.parent}", found.do[0].upper() + found.do[1:])
    return Finding(what, "there is room")


def backups(services: Services) -> Finding:
    """Whether the morning's backups are made, where they are to be."""
    what, folder = "Backups", services.settings.backup_folder
    if folder is None:
        return Finding(what, "none are made: FOLLOWTHROUGH_BACKUP_FOLDER is not set", NAME_ONE)
    if wrong := _shut(folder):
        return Finding(what, f"{folder} {wrong}", "Put that right, then: followthrough backup backup.db")
    if found := troubles.of_room(folder):
        do = "Make room there, or set FOLLOWTHROUGH_BACKUP_DAYS to fewer days"
        return Finding(what, f"{found.said}, at {folder}", do)
    made = copies.backups(folder)
    if not made:
        return Finding(what, f"{folder} has none yet")
    last = made[-1]
    late = services.today() - copies.day_of(last) > MORNINGS
    return Finding(what, f"the last one is {last}", LOOK if late else "")


def _shut(folder: Path) -> str:
    if not folder.is_dir():
        return "is not there"
    return "" if os.access(folder, os.W_OK) else "can't be written to"
