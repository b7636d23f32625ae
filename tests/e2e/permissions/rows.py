"""A row for every word, form and button: what is tried, in which row of the table, and what then is different."""

from typing import NamedTuple

from tests.e2e.permissions.table import ASSIGN, DECIDE, EMBEDDED, MANAGE, READINGS, REMIT, SUSTAINED, TIME, UPDATE


class Deed(NamedTuple):
    """One thing to do to A9: its row, A9's state before, the words, what of A9 is then different."""

    row: str
    state: str
    words: str
    becomes: dict


DEEDS = {
    "done": Deed(UPDATE, "open", "every agency is invited", {"stage": "reported done"}),
    "evidence": Deed(UPDATE, "reported", "letters sent", {"said": "letters sent"}),
    "update": Deed(UPDATE, "open", "letters sent", {"said": "letters sent"}),
    "blocked": Deed(UPDATE, "open", "no agreement yet", {"blocked": "no agreement yet"}),
    "unblocked": Deed(UPDATE, "blocked", "agreement signed", {"blocked": None}),
    "extend": Deed(TIME, "open", "31 January 2023 because the rota is late", {"asked": "2023-01-31"}),
    "agree": Deed(DECIDE, "asked", "", {"due": "2023-01-31", "asked": None}),
    "refuse": Deed(DECIDE, "asked", "the board needs it", {"due": "2022-12-09", "asked": None}),
    "accept": Deed(DECIDE, "reported", "minutes seen", {"stage": "addressed"}),
    "return": Deed(DECIDE, "reported", "no minutes", {"stage": "in progress"}),
    "embedded": Deed(EMBEDDED, "addressed", "20 records: all invited", {"stage": "embedded"}),
    "sustained": Deed(SUSTAINED, "embedded", "20 more: all invited", {"stage": "sustained"}),
    "assign": Deed(ASSIGN, "open", "@nhs.lead", {"named_lead": "U0NHS"}),
    "withdraw": Deed(MANAGE, "open", "merged with A12", {"stage": "withdrawn"}),
    "reopen": Deed(MANAGE, "addressed", "some are missing again", {"stage": "in progress"}),
    "pause": Deed(MANAGE, "open", "until 12 January 2023: in court", {"paused": "2023-01-12", "said": "in court"}),
    "resume": Deed(MANAGE, "paused", "", {"paused": None}),
}
OWN_PART = {"done": {"part": 1}}
"""What is different where a contributing partner does it."""
FORMS_OF_A9 = {
    **{verb: (verb, {"words": DEEDS[verb].words}) for verb in ("done", "evidence", "update", "blocked", "unblocked")},
    "extend": ("extend", {"due": "2023-01-31", "words": "the rota is late"}),
    "agree": ("decide", {"choice": "agree"}),
    "refuse": ("decide", {"choice": "refuse", "words": "the board needs it"}),
    "accept": ("check", {"choice": "accept"}),
    "return": ("check", {"choice": "return", "words": "no minutes"}),
    "embedded": ("assure", {"words": "20 records: all invited"}),
    "sustained": ("assure", {"words": "20 more: all invited"}),
    "assign": ("assign", {"named": "U0NHS"}),
    "withdraw": ("withdraw", {"words": "merged with A12"}),
    "reopen": ("reopen", {"words": "some are missing again"}),
    "pause": ("pause", {"due": "2023-01-12", "words": "in court"}),
    "resume": ("pause", {"choice": "resume"}),
}
"""The form in which each deed can be done, and what is filled in."""
IN_SIGHT = {"done", "update", "decide", "check", "assure", "pause"}
"""Forms that have a button of their own on a card; the others are in its menu."""


def pressing(form):
    """How the button of a form on A9's card is pressed, or how it is chosen in the card's menu."""
    return (form,) if form in IN_SIGHT else ("row_menu", f"{form} A9")


KEEPING = {
    "add": ("add", {"title": "Agree a rota", "lead": "LA"}),
    "edit A9": ("edit", {"title": "Invite everybody"}),
}


class Keeping(NamedTuple):
    """One thing to do to what stands around the actions: its row, the command, and the event that says so."""

    row: str
    command: str
    text: str
    event: tuple
    partner: str | None = None


PLAN = {
    "remit met": Keeping(REMIT, "/remit", "met R4", ("R4", "met")),
    "remit link": Keeping(REMIT, "/remit", "link R4 A9", ("A9", "linked")),
    "remit unlink": Keeping(REMIT, "/remit", "unlink R1 A9", ("A9", "unlinked")),
    "deadline met": Keeping(REMIT, "/deadlines", "met D1 on 11 November 2022", ("D1", "met")),
    "deadline move": Keeping(REMIT, "/deadlines", "move D1 28 February 2023 because of snow", ("D1", "moved")),
    "reading": Keeping(READINGS, "/indicators", "reading I1 387 on 10/11/22", ("I1", "reading"), "ICB"),
}
PLAN_FORMS = {
    "remit_add": Keeping(REMIT, "/remit", "add", ("R8", "added")),
    "remit_edit": Keeping(REMIT, "/remit", "edit R4", ("R4", "edited")),
    "remit_link": Keeping(REMIT, "/remit", "link R4", ("A9", "linked")),
    "deadline_add": Keeping(REMIT, "/deadlines", "add", ("D2", "added")),
    "deadline_edit": Keeping(REMIT, "/deadlines", "edit D1", ("D1", "edited")),
    "deadline_move": Keeping(REMIT, "/deadlines", "move D1", ("D1", "moved")),
    "indicator_add": Keeping(REMIT, "/indicators", "add", ("I2", "added")),
    "indicator_edit": Keeping(REMIT, "/indicators", "edit I1", ("I1", "edited")),
    "reading": Keeping(READINGS, "/indicators", "reading I1", ("I1", "reading"), "ICB"),
}
PLAN_BUTTONS = {
    "remit_met": Keeping(REMIT, "/remit", "R4", ("R4", "met")),
    "deadline_met": Keeping(REMIT, "/deadlines", "D1", ("D1", "met")),
}
"""Forms that only a button opens, and whose card it is on."""
FILLED = {
    "remit_add": {"text": "Improve supervision"},
    "remit_edit": {"text": "No case is unallocated"},
    "remit_link": {"actions": "A9"},
    "deadline_add": {"title": "Annual report", "due": "2023-03-31"},
    "deadline_edit": {"title": "The commissioner's report"},
    "deadline_move": {"due": "2023-02-28", "reason": "snow"},
    "indicator_add": {"name": "Open cases", "better": "lower"},
    "indicator_edit": {"name": "Cases without a worker"},
    "reading": {"amount": "387"},
    "remit_met": {},
    "deadline_met": {"met": "2022-11-11"},
}
SETTINGS_FORMS = {
    "person_add": {"person": "U0OUTSIDE", "role": "business unit"},
    "partner_add": {"code": "NSPCC", "name": "NSPCC", "kind": "other"},
    "partner_edit": {"name": "The police"},
    "source_add": {"ref": "SCR-2021", "title": "Serious case review"},
    "partner_pause": {"due": "2023-01-12", "words": "a merger"},
}
IMPORTS = {
    "import": {"file": [("plan.csv", b"Action,Lead\nAgree a rota,POLICE\n")]},
    "import_choices": {"column0": "finding"},
    "import_all": None,
    "import_cancel": None,
}
"""The forms and (None) the buttons of an import, and what is filled in."""
