"""What became of a try: recorded as it has to be, or refused and nothing different."""

import json

from tests.e2e.permissions.rows import DEEDS, OWN_PART
from tests.e2e.permissions.table import ASSIGN, ROLES, STRANGER, TIME, UPDATE, WHO


def worded(message):
    """All that a message says, but for the ids that Slack gives to its blocks."""
    bare = [{key: value for key, value in block.items() if key != "block_id"} for block in message.blocks]
    return message.text + json.dumps(bare, ensure_ascii=False)


def recorded(scene, who, column, verb, origin):
    """A9 is as it has to be, and one event says who did it, as what, for whom and from where."""
    deed = DEEDS[verb]
    part = column == "part"
    now = scene.action()
    for field, value in (OWN_PART.get(verb, deed.becomes) if part else deed.becomes).items():
        assert now[field] == value
    [event] = scene.events()
    assert (event["subject"], event["verb"]) == ("A9", "part done" if part and verb == "done" else verb)
    assert event["user"] == WHO[who][0]
    assert event["team"] == scene.slack.team_id
    assert event["role"] == ROLES.get(who, "partner member")
    assert event["origin"] == origin
    for_whom = "POLICE" if part else "ICB"
    assert event["partner"] == (for_whom if deed.row in {UPDATE, TIME, ASSIGN} else None)
    before, after = json.loads(event["before"]), json.loads(event["after"])
    assert before.keys() == after.keys()
    assert all(before[field] != after[field] for field in after)


def refused(scene, column, *, known, sentence):
    """Nothing is different, and the sentence is the one for somebody who stands so."""
    scene.unchanged()
    if not known:
        assert sentence == STRANGER
    elif column == "anyone else":
        assert sentence.startswith("There is no action A9 that you can see.")
    else:
        assert sentence.endswith(", so nothing was changed.")


def kept(scene, who, keeping, origin):
    """One event says who did it, as what, for whom and from where."""
    [event] = scene.events()
    assert (event["subject"], event["verb"]) == keeping.event
    assert (event["user"], event["origin"]) == (WHO[who][0], origin)
    assert event["role"] == ROLES.get(who, "partner member")
    assert event["partner"] == keeping.partner


def not_kept(scene, *, known, sentence):
    scene.unchanged()
    if known:
        assert sentence.startswith(("The business unit and assurers keep", "Only the business unit, or the partner"))
    else:
        assert sentence == STRANGER
