"""Who may say what about an action: by command, and by reply to its card."""

import pytest

from bot.domain.people import Role
from storage import people
from tests.e2e.permissions.outcome import recorded, refused, worded
from tests.e2e.permissions.rows import DEEDS
from tests.e2e.permissions.table import MAY, PLACES, SEE, UPDATE, WHO, cells, sitting, stands


@pytest.mark.parametrize(("who", "verb", "where"), cells(WHO, DEEDS, PLACES))
def test_what_is_typed(scene, who, verb, where):
    deed, place = DEEDS[verb], PLACES[where]
    column, known = stands(who, place.channel)
    scene.put(deed.state)
    told = scene.type(who, f"{verb} A9 {deed.words}".strip(), place)
    if column in MAY[deed.row]:
        recorded(scene, who, column, verb, "command" if place.how == "command" else "thread")
        return
    [told] = told
    assert told.only_for == WHO[who][0]
    refused(scene, column, known=known, sentence=told.text)
    if column not in MAY[SEE]:
        [none] = scene.type(who, f"{verb} A99 {deed.words}".strip(), place)
        assert worded(told) == worded(none).replace("A99", "A9")


@pytest.mark.parametrize(
    ("who", "where"),
    [
        (who, where)
        for where, place in PLACES.items()
        for who in sitting(place.channel)
        if place.how == "thread" and stands(who, place.channel)[0] not in MAY[UPDATE]
    ],
)
def test_who_may_not_is_told_alone(scene, who, where):
    place = PLACES[where]
    scene.put("open")
    public, before = scene.public(), {user: len(scene.slack.ephemerals(user)) for user, _ in WHO.values()}
    [told] = scene.type(who, "done A9 every agency is invited", place)
    scene.world.deliver()
    public[(place.channel and scene.slack.channel(place.channel).id) or scene.slack.open_dm(WHO[who][0]).id] += 1
    assert scene.public() == public
    heard = {user: [one.text for one in scene.slack.ephemerals(user)[before[user] :]] for user in before}
    assert heard == {user: [told.text] if user == WHO[who][0] else [] for user in before}


@pytest.mark.parametrize(("who", "where"), cells(WHO, PLACES))
def test_nobody_takes_back_what_somebody_else_did(scene, who, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    [none] = scene.type(who, "undo A99", PLACES[where])
    [told] = scene.type(who, "undo A9", PLACES[where])
    scene.unchanged()
    if column in MAY[SEE]:
        assert told.text == "Somebody else has changed A9 since, so nothing was taken back."
    else:
        refused(scene, column, known=known, sentence=told.text)
        assert worded(told) == worded(none).replace("A99", "A9")


def test_somebody_of_another_workspace_counts_by_their_own_team_and_id(scene):
    place = PLACES["reply in the lead partner's channel"]
    for team, stage in ((scene.slack.team_id, "reported done"), ("T0ELSEWHERE", "addressed")):
        scene.put("reported")
        with scene.world.store.write() as tx:
            people.name_role(tx, "U0CONNECT", team, Role.ASSURER)
        scene.type("Slack Connect", "accept A9 minutes seen", place)
        assert scene.action()["stage"] == stage
