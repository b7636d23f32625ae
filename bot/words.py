"""What is said on the command line when something can't be done."""

import sqlite3

from pydantic import ValidationError

from bot.domain.errors import FollowthroughError

BAD_USE, FAULT = 2, 1


def why_not(error: ValidationError | FollowthroughError | sqlite3.DatabaseError) -> tuple[int, str]:
    """The exit status, and in plain words what is wrong with the settings, the request or the database."""
    if isinstance(error, ValidationError):
        return BAD_USE, "\n".join(
            f"FOLLOWTHROUGH_{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors()
        )
    if isinstance(error, FollowthroughError):
        return BAD_USE, error.sentence + (f" For example: {error.example}" if error.example else "")
    return FAULT, f"The database can't be used, and was left as it was: {error}."
