"""One line of `followthrough check`: what was looked at, whether it is well, and what to do where it is not."""

from typing import NamedTuple

LOOK = "See whether Followthrough runs, and what its log says"
"""What to do where something was to happen and did not."""


class Finding(NamedTuple):
    """What was looked at, what was found in a few words, and what to do; "" where it is well."""

    what: str
    said: str
    do: str = ""

    @property
    def well(self) -> bool:
        """Whether there is nothing to do."""
        return not self.do
