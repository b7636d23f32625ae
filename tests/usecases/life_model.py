"""A plain model of the rules: what there is of each action, who may do what, and what it is afterwards."""

from datetime import date, timedelta

from bot.domain.actions import NUDGED, OPEN, TO_DO, Stage
from bot.domain.errors import MovedOn, NotAllowed, NotFound
from bot.domain.people import Role
from bot.usecases.words import Words
from tests.storage.plans import TODAY, person

PEOPLE = {
    "unit": person(user="U-UNIT", roles=[Role.BUSINESS_UNIT]),
    "other unit": person(user="U-UNIT-2", roles=[Role.BUSINESS_UNIT]),
    "police": person("POLICE", user="U-POLICE"),
    "nhs": person("ICB", user="U-NHS"),
    "council": person("LA", user="U-COUNCIL"),
    "assurer": person(user="U-ASSURER", roles=[Role.ASSURER]),
    "police who assures": person("POLICE", user="U-BOTH", roles=[Role.ASSURER]),
    "observer": person(user="U-OBSERVER", roles=[Role.OBSERVER]),
    "outsider": person(user="U-OUTSIDE"),
}
UNIT, LEAD, PART, ASSURER = "unit", "lead", "part", "assurer"
WHO_MAY = {
    "done": {UNIT, LEAD, PART},
    "evidence": {UNIT, LEAD, PART},
    "update": {UNIT, LEAD, PART},
    "blocked": {UNIT, LEAD, PART},
    "unblocked": {UNIT, LEAD, PART},
    "extend": {UNIT, LEAD},
    "assign": {UNIT, LEAD},
    "agree": {UNIT, ASSURER},
    "refuse": {UNIT, ASSURER},
    "accept": {UNIT, ASSURER},
    "return": {UNIT, ASSURER},
    "embedded": {UNIT, ASSURER},
    "sustained": {ASSURER},
    "withdraw": {UNIT},
    "reopen": {UNIT},
    "pause": {UNIT},
    "resume": {UNIT},
}


def words(verb, was):
    """What is said with a verb about an action, of which a date or a person may be needed."""
    later = (was.get("due") or TODAY) + timedelta(days=30)
    if verb == "pause":  # until another day than the one that holds
        later = TODAY + timedelta(days=60 if was.get("paused") == TODAY + timedelta(days=30) else 30)
    lead = next((one.user for one in PEOPLE.values() if was.get("lead") in one.partners), "U-POLICE")
    return Words(text=f"{verb} because", due=later, named=lead)


def expected(who, verb, was, blocker):
    """The model of an action after `verb`, or how it is refused.

    Args:
        was: its model before, None where there is no such action.
        blocker: the partner that said last what blocks it.
    """
    if not sees(PEOPLE[who], was):
        return NotFound
    standing = stands(PEOPLE[who], was)
    if not WHO_MAY[verb] & standing:
        return NotAllowed
    if is_own(who, verb, was):
        return NotAllowed
    part = not standing & {UNIT, LEAD}
    code = next(iter(PEOPLE[who].partners), None)
    if verb == "unblocked" and part and was["blocked"] and blocker != code:
        return NotAllowed
    stage = was["stage"]
    changes = {
        "done": lambda: stage in TO_DO and {"stage": Stage.REPORTED_DONE, "reporter": who, "request": None},
        "evidence": lambda: stage is not Stage.WITHDRAWN and {"stage": begun(stage)},
        "update": lambda: stage is not Stage.WITHDRAWN and {"stage": begun(stage)},
        "blocked": lambda: stage in TO_DO and {"stage": Stage.IN_PROGRESS, "blocked": True},
        "unblocked": lambda: stage in TO_DO and was["blocked"] and {"stage": Stage.IN_PROGRESS, "blocked": False},
        "extend": lambda: (
            stage in TO_DO and not was["request"] and {"request": (who, words(verb, was).due, was["lead"])}
        ),
        "agree": lambda: was["request"] and moved(was),
        "refuse": lambda: was["request"] and {"request": None},
        "accept": lambda: (
            stage is Stage.REPORTED_DONE and reviewed("addressed", 2, 14) | {"request": None, "blocked": False}
        ),
        "return": lambda: stage is Stage.REPORTED_DONE and {"stage": Stage.IN_PROGRESS, "reporter": None},
        "embedded": lambda: stage is Stage.ADDRESSED and reviewed("embedded", 5, 15),
        "sustained": lambda: stage is Stage.EMBEDDED and {"stage": Stage.SUSTAINED, "review": None},
        "withdraw": lambda: stage in OPEN and {"stage": Stage.WITHDRAWN, "request": None, "blocked": False},
        "reopen": lambda: (
            stage not in OPEN
            and {
                "stage": Stage.IN_PROGRESS,
                "reporter": None,
                "review": None,
                "parts": dict.fromkeys(was["parts"]),
            }
        ),
        "assign": lambda: stage is not Stage.WITHDRAWN and {},
        "pause": lambda: stage in NUDGED and {"paused": words(verb, was).due},
        "resume": lambda: stage in NUDGED and was["paused"] and {"paused": None},
    }
    if verb == "done" and part:
        if stage is Stage.WITHDRAWN or was["parts"][code]:
            return MovedOn
        return {**was, "stage": begun(stage), "parts": {**was["parts"], code: who}}
    change = changes[verb]()
    if isinstance(change, dict) and change.get("stage", stage) not in {stage, begun(stage)}:
        change["paused"] = None
    return {**was, **change} if isinstance(change, dict) else MovedOn


def is_own(who, verb, was):
    mine = PEOPLE[who].partners
    if verb in {"accept", "return"} and was["stage"] is Stage.REPORTED_DONE:
        spoke = {was["lead"]} if was["reporter"] else set()
        spoke |= {code for code, reporter in was["parts"].items() if reporter}
        return who in {was["reporter"], *was["parts"].values()} or bool(spoke & mine)
    if verb in {"agree", "refuse"} and was["request"] and was["stage"] in TO_DO:
        return was["request"][0] == who or was["request"][2] in mine
    if verb == "embedded" and was["stage"] is Stage.ADDRESSED:
        return bool({was["lead"], *was["parts"]} & mine)
    if verb == "sustained" and was["stage"] is Stage.EMBEDDED:
        return "unit" in who or bool({was["lead"], *was["parts"]} & mine)
    return False


def moved(was):
    due = was["request"][1]
    return {"due": due, "original": was["original"] or due, "request": None}


def reviewed(stage, month, day):
    return {"stage": Stage(stage), "review": date(2023, month, day)}


def begun(stage):
    return Stage.IN_PROGRESS if stage is Stage.NOT_STARTED else stage


def stands(somebody, was):
    found = {"unit"} if Role.BUSINESS_UNIT in somebody.roles else set()
    found |= {"assurer"} if Role.ASSURER in somebody.roles else set()
    found |= {"lead"} if was["lead"] in somebody.partners else set()
    return found | ({"part"} if set(was["parts"]) & somebody.partners else set())


def sees(somebody, was):
    return was is not None and (somebody.sees_everything or bool(stands(somebody, was)))


def modelled(action):
    """What the model says of an action that is as this one."""
    users = {one.user: name for name, one in PEOPLE.items()}
    asked = action.extension
    return {
        "lead": action.lead.code,
        "stage": action.stage,
        "blocked": bool(action.blocked),
        "parts": {part.partner.code: part.by and users[part.by.user] for part in action.contributions},
        "reporter": action.reported_by and users[action.reported_by.user],
        "request": asked and (users[asked.by.user], asked.due, asked.partner.code),
        "due": action.due,
        "original": action.original_due,
        "review": action.review,
        "paused": action.paused_until,
    }
