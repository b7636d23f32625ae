"""What somebody says with a deed, and whether that is enough to be recorded."""

import re
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.domain.errors import BadInput

LONGEST = 3000


class Words(BaseModel):
    """What is said with a deed.

    Args:
        text: what was done, has happened, or why.
        proof: where the proof is (a link, never a file).
        difference: what is different for children.
        due: the date asked for.
        named: the user id of whom it is assigned to.
    """

    model_config = ConfigDict(frozen=True)
    text: str = Field(default="", max_length=LONGEST)
    proof: str = Field(default="", max_length=LONGEST)
    difference: str = Field(default="", max_length=LONGEST)
    due: date | None = None
    named: str = ""

    @field_validator("proof")
    @classmethod
    def _bare(cls, link: str) -> str:
        """A link as Slack writes one, <https://…|words>, is kept as its address."""
        return re.sub(r"^<(https?://[^<>|]+)(?:\|[^>]*)?>$", r"\1", link.strip())


_SAYS_NOTHING = frozenset(
    {
        *("done", "all done", "complete", "completed", "finished", "yes", "ok", "okay", "ticked", "closed", "tbc"),
        *("n/a", "na", "none", "nothing", "see above", "as above", "actioned", "embedded", "sustained", "ongoing"),
    }
)
_LINK = re.compile(r"<?https?://[^\s<>|/]+\.[^\s<>|]+(\|[^>]*)?>?", re.IGNORECASE)


def check_evidence(words: Words, ref: str) -> None:
    """Raise BadInput for a report that says nothing ("done"), and for proof that is not a link."""
    if words.text and words.text.lower().strip(" .!✅👍") in _SAYS_NOTHING:
        raise BadInput(
            f"“{words.text[:40]}” does not say what was done.", f"done {ref} rota agreed and signed off", "words"
        )
    check_link(words.proof, "proof")


def check_link(text: str, field: str) -> None:
    """Raise BadInput for text that is not a link; none at all is fine."""
    if text and not _LINK.fullmatch(text.strip()):
        raise BadInput("That is not a link: a link begins with https://.", "https://partnership.example/rota", field)
