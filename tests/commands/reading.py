"""What is read of what somebody types, in a partnership with two partners and three sources."""

from datetime import date

from bot.listeners.hearing import HEARD as VERBS
from commands.filters import Vocabulary
from commands.grammar import read_verb

TODAY = date(2022, 11, 14)
KNOWN = Vocabulary(partners=("POLICE", "ICB"), sources=("JTAI-2022", "PANEL-2022", "CQC-22"))


def heard(text, verbs=VERBS, bare=lambda _: True):
    said = read_verb(text, verbs, bare=bare)
    return said and (said.verb, [str(ref) for ref in said.refs], said.words)
