"""A full disk: a real one, of its own, where this machine lets a test mount one; else the kernel's file size limit."""

import resource
import subprocess
from contextlib import contextmanager, suppress

MEGABYTES = 96


class SmallDisk:
    """A small file system in memory, filled by a file that takes all the room that is left."""

    how = "a file system of its own, filled to the last byte"

    def __init__(self, folder):
        self._filler = folder / "filler"

    def fill(self, _pid):
        with self._filler.open("ab", buffering=0) as file:
            for size in (1 << 20, 4096, 1):
                try:
                    while file.write(b"\0" * size) == size:
                        pass
                except OSError:
                    continue

    def empty(self, _pid):
        self._filler.unlink(missing_ok=True)


class FileSizeLimit:
    """No file of the process may grow: the kernel refuses each write past this size (EFBIG; Python ignores SIGXFSZ)."""

    how = "the kernel's limit on the size of files"

    def __init__(self, folder):
        self._folder = folder

    def fill(self, pid):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))

    def empty(self, pid):
        with suppress(ProcessLookupError):  # it was killed meanwhile, and its limit with it
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def disk_of_its_own(folder):
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "none", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield SmallDisk(folder) if mounted else FileSizeLimit(folder)
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
