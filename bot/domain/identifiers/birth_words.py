"""Words beside "date of birth" and "born" that tell a person's birth from a deadline, a cohort or a piece of work."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


BY = _set("by before due until till from after since between within end than")
"""Beside a date these make it a deadline or a period."""
IN = _set("in at")
IS = _set("is was as being")
"""Right before a date these make it what the words before are about."""

DEADLINES = _set("""
deadline target due review reviews meeting meets board launch live start starts end complete completed completion
next agreed audit audits reports overdue
""")
WORK = DEADLINES | _set("""
later reviewed audited report reported check checks checked field fields added missing every all records files forms
referrals data quality update updated mandatory template training system policy plan action actions mismatch
mismatches duplicates errors quarterly monthly weekly yearly each
""")
CHECKING = WORK | _set("filled entered recorded verified correct required included")
"""What is done with dates of birth, rather than one of them."""

LACKING = _set(
    "no without missing check checks checked checking add adds adding records requires require audits missed"
)
"""Before "date of birth" these make it a field."""

PEOPLE = _set("""
child boy girl baby infant pupil patient she he her his him they their them mother mum father dad sibling sister
brother twin son daughter parent carer
""")
COHORTS = _set("""
babies children infants pupils those all any every people cohort cohorts births students learners boys girls
""")
COUNTED = _set("of weeks wks months days hours early late premature cases children babies years year cohort cohorts")
"""After "3/4" these make it three of four, three or four, or a year."""
THINGS = _set("idea plan hub project network partnership programme model pilot proposal")
"""What is born without being a person."""
ABOUT = _set("in on of around about approximately circa early late mid")
LISTS = _set("section option part para point item annex appendix and or to a step stage group team phase")
"""After these a "b." is the second of something, and not "born"."""
