"""What was done before the payloads of payloads.py, and what is filled into each form."""

from typing import Any

POLICE, NHS = "west-midlands-police", "bsol-icb"
UNIT = "partnership-business-unit"
BEFORE = [
    ("U0COUNCIL", "blocked A1 no agreement yet"),
    ("U0COUNCIL", "done A2"),
    ("U0COUNCIL", "done A3 offer agreed"),
    ("U0COMMISSION", "accept A3 minutes seen"),
    ("U0COUNCIL", "extend A4 31 January 2023 because the rota is late"),
    ("U0MANAGER", "pause prob until 12 January 2023 because of a merger"),
    ("U0MANAGER", "post A6"),
    ("U0MANAGER", "post A7"),
]
"""What was said before, in the police's channel for the last and in general for the others."""
FILLED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "done": ("U0POLICE", "A6", {"words": "merged"}),
    "evidence": ("U0COUNCIL", "A2", {"words": "letters sent", "proof": "https://example.org/minutes"}),
    "update": ("U0POLICE", "A6", {"words": "half done"}),
    "blocked": ("U0POLICE", "A6", {"words": "no agreement"}),
    "unblocked": ("U0COUNCIL", "A1", {"words": "agreed"}),
    "withdraw": ("U0MANAGER", "A9", {"words": "merged with A12"}),
    "reopen": ("U0MANAGER", "A3", {"words": "some are missing"}),
    "extend": ("U0POLICE", "A6", {"due": "2023-01-31", "words": "the rota is late"}),
    "decide": ("U0COMMISSION", "A4", {"choice": "agree"}),
    "check": ("U0COMMISSION", "A2", {"choice": "return", "words": "no minutes"}),
    "assure": ("U0COMMISSION", "A3", {"words": "20 records"}),
    "assign": ("U0MANAGER", "A9", {"named": "U0NHS"}),
    "pause": ("U0MANAGER", "A9", {"due": "2023-01-12", "words": "in court"}),
    "add": ("U0MANAGER", "", {"title": "Agree a rota", "lead": "LA"}),
    "edit": ("U0MANAGER", "A9", {"title": "Invite everybody"}),
    "remit_add": ("U0MANAGER", "", {"text": "Improve supervision"}),
    "remit_edit": ("U0MANAGER", "R4", {"text": "No case is unallocated"}),
    "remit_met": ("U0MANAGER", "R4", {}),
    "remit_link": ("U0MANAGER", "R4", {"actions": "A9"}),
    "deadline_add": ("U0MANAGER", "", {"title": "Annual report", "due": "2023-03-31"}),
    "deadline_edit": ("U0MANAGER", "D1", {"title": "The commissioner's report"}),
    "deadline_met": ("U0MANAGER", "D1", {"met": "2022-11-11"}),
    "deadline_move": ("U0MANAGER", "D1", {"due": "2023-02-28", "reason": "snow"}),
    "indicator_add": ("U0MANAGER", "", {"name": "Open cases", "better": "lower"}),
    "indicator_edit": ("U0MANAGER", "I1", {"name": "Cases without a worker"}),
    "reading": ("U0MANAGER", "I1", {"amount": "387"}),
    "settings": ("U0MANAGER", "", {}),
    "person_add": ("U0MANAGER", "", {"person": "U0OUTSIDE", "role": "business unit"}),
    "partner_add": ("U0MANAGER", "", {"code": "NSPCC", "name": "NSPCC", "kind": "other"}),
    "partner_edit": ("U0MANAGER", "POLICE", {"name": "The police"}),
    "source_add": ("U0MANAGER", "", {"ref": "SCR-2021", "title": "Serious case review"}),
    "partner_pause": ("U0MANAGER", "POLICE", {"due": "2023-01-12", "words": "a merger"}),
    "import": ("U0MANAGER", "", {"file": [("plan.csv", b"Action,Lead\nAgree a rota,POLICE\n")]}),
    "import_choices": ("U0MANAGER", "", {"column0": "finding"}),
    "report": ("U0POLICE", "", {"what": "json"}),
    "workflow_add": ("U0MANAGER", "workflow", {"lead": "LA"}),
    "workflow_decline": ("U0MANAGER", "workflow", {"words": "it is in the plan"}),
}
"""Who fills in each form, about what, with what."""


PRESSED_BY = dict.fromkeys(("import_all", "import_cancel", "person_remove", "partner_resume"), "U0MANAGER")
