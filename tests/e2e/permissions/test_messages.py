"""Who pauses messages, looks at and sends partners' digests, and turns off whose direct messages."""

from datetime import date

import pytest

from bot.domain.pauses import Pause
from storage import pauses
from tests.e2e.permissions.outcome import worded
from tests.e2e.permissions.table import COMMAND_PLACES, MANAGE, MAY, PLACES, STRANGER, TITLE, WHO, cells, stands

PAUSES = {
    "pause police until 12 January 2023 because of a merger": ("POLICE", "pause"),
    "pause all until 12 January 2023 because of a merger": ("all", "pause"),
    "resume icb": ("ICB", "resume"),
    "resume all": ("all", "resume"),
}
"""What is typed about a partner or everything, and the event that says so."""


@pytest.mark.parametrize(("who", "text", "where"), cells(WHO, PAUSES, COMMAND_PLACES))
def test_messages_to_a_partner_or_to_all_are_paused_by_the_business_unit(scene, who, text, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    with scene.world.store.write() as tx:
        for code in ("ICB", None) if text.startswith("resume") else ():
            pauses.put(tx, code, Pause(date(2023, 1, 12), "merger"))
    before = scene.rows()
    [told] = scene.type(who, text, PLACES[where])
    if column in MAY[MANAGE]:
        [event] = scene.events()
        assert (event["subject"], event["verb"]) == PAUSES[text]
        assert (event["user"], event["role"], event["origin"]) == (WHO[who][0], "business unit", "command")
        assert event["partner"] is None
        return
    assert scene.rows() == before
    sentence = "Only the business unit pauses and resumes messages, so nothing was changed."
    assert told.text == (sentence if known else STRANGER)


DIGESTS = ("digest preview", "digest preview icb", "digest preview nobody", "digest send icb", "digest send nobody")


@pytest.mark.parametrize(("who", "text", "where"), cells(WHO, DIGESTS, COMMAND_PLACES))
def test_partners_digests_are_looked_at_and_sent_by_the_business_unit(scene, who, text, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    [told] = scene.type(who, text, PLACES[where])
    if column not in MAY[MANAGE]:
        scene.unchanged()
        sentence = "Only the business unit previews and sends partners' digests, so nothing was changed."
        assert told.text == (sentence if known else STRANGER)
    elif text == "digest send icb":
        [event] = scene.events()
        assert (event["subject"], event["verb"]) == ("ICB", "digest sent")
        assert (event["user"], event["role"], event["origin"]) == (WHO[who][0], "business unit", "command")
        assert scene.last() == scene.sent["open"] + 2
    else:
        scene.unchanged()
        assert ("There is no partner “nobody”." in told.text) == text.endswith("nobody")
        assert (TITLE in worded(told)) == (text == "digest preview icb")


@pytest.mark.parametrize(("who", "where"), cells(WHO, COMMAND_PLACES))
def test_a_partners_digest_is_shown_to_its_members_only(scene, who, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    [told] = scene.type(who, "digest", PLACES[where])
    scene.unchanged()
    assert told.only_for == WHO[who][0]
    assert (TITLE in worded(told)) == (column in {"lead", "part"})
    assert (told.text == STRANGER) != known


@pytest.mark.parametrize(("who", "where"), cells(WHO, COMMAND_PLACES))
def test_everybody_turns_their_own_direct_messages_off_and_on(scene, who, where):
    _, known = stands(who, PLACES[where].channel)
    user = WHO[who][0]
    scene.put("open")
    for word, left in (("off", [(user, scene.slack.team_id)]), ("on", [])):
        [told] = scene.type(who, f"messages {word}", PLACES[where])
        if not known:
            scene.unchanged()
            assert told.text == STRANGER
            continue
        event = scene.events()[-1]
        assert (event["user"], event["verb"], event["subject"]) == (user, f"direct messages {word}", user)
        assert [(row["user"], row["team"]) for row in scene.rows()["no_direct_messages"]] == left
