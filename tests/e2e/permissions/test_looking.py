"""Who is shown an action: asked for, found, listed, put into a channel, taken out."""

import json
from itertools import product

import pytest
from structlog.testing import capture_logs

from tests.e2e.permissions.outcome import refused, worded
from tests.e2e.permissions.table import (
    COMMAND_PLACES,
    LEAD,
    MAY,
    OTHER,
    OURS,
    PLACES,
    REPORT,
    SEE,
    STRANGER,
    TITLE,
    UNIT,
    WHO,
    Place,
    cells,
    stands,
)

LOOKS = {"card": "A9", "history": "history A9"}


@pytest.mark.parametrize(("who", "look", "where"), cells(WHO, LOOKS, COMMAND_PLACES))
def test_what_is_looked_at(scene, who, look, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    [none] = scene.type(who, LOOKS[look].replace("A9", "A99"), PLACES[where])
    [told] = scene.type(who, LOOKS[look], PLACES[where])
    if column in MAY[SEE]:
        assert TITLE in worded(told)
        scene.unchanged()
    else:
        refused(scene, column, known=known, sentence=told.text)
        assert worded(told) == worded(none).replace("A99", "A9")


@pytest.mark.parametrize(("who", "text", "where"), cells(WHO, ["", "all", "strategy", "R1", "icb"], COMMAND_PLACES))
def test_what_is_listed_and_found(scene, who, text, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    [told] = scene.type(who, text, PLACES[where])
    scene.unchanged()
    assert ("*A9*" in worded(told)) == (TITLE in worded(told)) == (column in MAY[SEE])
    if not known:
        assert told.text == STRANGER
    if column == "anyone else" and text == "strategy":
        [none] = scene.type(who, "zzzz", PLACES[where])
        assert worded(told) == worded(none).replace("zzzz", text)


POSTED = {
    "general": (),
    OTHER: (),
    LEAD: ("unit", "lead", "part", "other partner", "unknown"),
    UNIT: ("unit",),
    "": (),
}
"""Who may put the card of A9 into which channel; whoever is in the lead partner's channel is its member."""


@pytest.mark.parametrize(("who", "channel"), list(product(OURS, POSTED)))
def test_what_is_posted(scene, who, channel):
    column, known = stands(who, channel)
    scene.put("open")
    [told] = scene.type(who, "post A9", Place("command", channel or None))
    before = scene.public()
    scene.world.deliver()
    grown = {name for name, count in scene.public().items() if count != before[name]}
    assert scene.rows() == scene.rows_of["open"]
    if who in POSTED[channel]:
        assert grown == {scene.slack.channel(channel).id}
        return
    assert grown == set()
    if column in MAY[SEE]:
        assert told.text.startswith("That was not posted")
    else:
        refused(scene, column, known=known, sentence=told.text)


@pytest.mark.parametrize(("who", "where"), cells(WHO, COMMAND_PLACES))
def test_what_somebody_takes_out_is_what_they_may_report(scene, who, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    told = scene.type(who, "report", PLACES[where])
    if not known:
        assert told[0].text == STRANGER
        scene.unchanged()
        return
    user = WHO[who][0]
    sentence = scene.send(who, scene.slack.modals(user), {"what": "json"})
    assert sentence == ("" if who != "unknown" else STRANGER)  # a form comes from no channel that vouches for them
    if sentence:
        return
    with capture_logs():
        scene.world.bot.move_files()
    [file] = [one for one in scene.slack.files.values() if one.complete][-1:]
    assert [one.files for one in scene.slack.direct_messages(user)][-1] == [file]
    refs = [one["ref"] for one in json.loads(file.content)["actions"]]
    assert ("A9" in refs) == (column in MAY[REPORT])
