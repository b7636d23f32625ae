"""How the machine's memory is used."""

import ctypes
from contextlib import suppress

M_ARENA_MAX = -8  # from glibc's malloc.h


def share() -> None:
    """Let all threads take memory from one place, where the C library is glibc; elsewhere nothing happens.

    glibc keeps some for each thread that ever needed any: 15 MB here, of which nothing is given back.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
