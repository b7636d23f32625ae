"""What can go wrong for the person who asked.

FollowthroughError
├── BadInput        what was typed can't be read: a sentence, and an example that works
│   └── Identifying what was typed carries an identifier, as an NHS number, so it may not be kept
├── NotFound        there is no such thing, or the person may not know that there is
├── NotAllowed      the person may see it but not do this
│   └── Stranger    the partnership doesn't know the person
├── MovedOn         somebody else changed it first, or its stage no longer allows this
└── Busy            the store is locked by somebody else; trying again is safe
"""


class FollowthroughError(Exception):
    """Says in one plain sentence what is wrong; the sentence is shown to the person as it is.

    Args:
        sentence: plain English, ending in a full stop.
        example: something to type that works, or "" for none: a whole command, or only what follows it, which works
            in a thread too ("done A12 rota agreed"); in a form, what goes into the field.
        field: name of the form's field that it is about.
    """

    def __init__(self, sentence: str, example: str = "", field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.example = example
        self.field = field


class BadInput(FollowthroughError):
    """What was typed can't be read."""


class Identifying(BadInput):
    """What was typed carries something by which a person can be found. The sentence does not repeat it."""


class NotFound(FollowthroughError):
    """There is no such thing that this person can see: the two cases are never told apart."""


class NotAllowed(FollowthroughError):
    """This person may not do this."""


class Stranger(NotAllowed):
    """The partnership doesn't know this person: they are told whom to ask, and nothing else."""


class MovedOn(FollowthroughError):
    """The thing has changed in the meantime."""


class Busy(FollowthroughError):
    """The store could not be written to in time; nothing was changed."""
