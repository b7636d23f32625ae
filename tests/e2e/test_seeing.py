"""A partner can't tell what others have: all that its member gets is the same, whatever becomes of others' actions."""

import json
import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import FollowthroughError
from bot.usecases import keeping, progress, remit
from bot.usecases.deeds import DEEDS
from bot.usecases.keeping import Draft
from bot.usecases.words import Words
from tests.e2e.scenes import CHANNEL, Scene, plain
from tests.world import partnership

THEIRS, OTHERS = (6, 7, 9, 12), (1, 2, 3, 4, 5, 8, 10, 11)
"""What the police lead or contribute to in the example, and what they don't."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    with partnership(tmp_path_factory.mktemp("seeing")) as world:
        made = Scene(world)
        made.known = {}
        for name in made.kept:
            made.put(name)
            made.known[name] = made.everything()
        yield made


PARTNERS = st.sampled_from(["LA", "ICB", "PROB", "UNIT"])
SAID = st.sampled_from(
    ["secret", "Agree a hub rota, secret", "recruitment & <retention>", "police, R4, A6 and the force"]
)
DAYS = st.dates(date(2022, 11, 14), date(2023, 6, 30))
ADD = st.builds(
    Draft,
    title=SAID,
    lead=PARTNERS,
    success_measure=SAID,
    remit=st.frozensets(st.integers(1, 7)),
    source=st.sampled_from([None, "JTAI-2022", "DIRECTION-2022"]),
    due=st.none() | DAYS,
)
DEED = st.tuples(
    st.sampled_from(sorted(set(DEEDS) - {"assign"})),
    st.sampled_from(OTHERS),
    st.builds(Words, text=SAID, due=DAYS, proof=st.just("https://partnership.example/secret")),
)
EDIT = st.tuples(st.just("edit"), st.sampled_from(OTHERS), st.fixed_dictionaries({"title": SAID, "lead": PARTNERS}))
LINK = st.tuples(st.just("link"), st.sampled_from(OTHERS), st.integers(1, 7))
CHANGES = st.lists(ADD | DEED | EDIT | LINK, min_size=3, max_size=25)


def change(scene, one, also=()):
    """Do one thing to others' actions, as the business unit and assurers might; what can't follow is left."""
    with suppress(FollowthroughError), scene.world.store.write() as tx:
        if isinstance(one, Draft):
            keeping.add(tx, one, scene.by, scene.rules)
            return
        what, number, how = one
        if what == "edit":
            scene.edit(tx, number, **how)
        elif what == "link":
            remit.link(tx, how, [number], scene.by)
        else:
            progress.record(tx, what, number, how, scene.by, scene.rules)


def differing(now, before):
    return [asked for asked in before if now[asked] != before[asked]]


@pytest.mark.fuzz
@given(changes=CHANGES)
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_becomes_of_others_actions_a_partner_gets_the_same(scene, changes):
    scene.put("as it is")
    for one in changes:
        change(scene, one)
    assert differing(scene.everything(), scene.known["as it is"]) == []


HANDED_OVER = [
    ("edit", 6, {"title": "Secret title", "lead": "LA"}),
    ("update", 6, Words(text="secret of the council")),
    ("blocked", 9, Words(text="secret of the board")),
    ("extend", 6, Words(text="secret reason", due=date(2023, 6, 1))),
    ("done", 9, Words(text="secret evidence")),
    ("accept", 9, Words(text="secret minutes")),
]


def test_what_was_handed_over_is_others_from_then_on(scene):
    scene.put("with two handed over")
    for one in HANDED_OVER:
        change(scene, one)
    scene.world.deliver()
    assert differing(scene.everything(), scene.known["with two handed over"]) == []


@pytest.mark.parametrize("number", [6, 9])
def test_what_is_said_in_the_thread_of_a_card_that_was_handed_over_is_not_said_to_the_channel(scene, number):
    scene.put("with two handed over")
    gone = f"No longer shown here, since it is with another partner now: A{number}."
    card = next(one for one in scene.world.messages(CHANNEL) if one.text == gone)
    scene.world.manager.say(CHANNEL, f"update A{number} secret of the council", thread_ts=card.ts)
    scene.world.deliver()
    assert scene.world.replies(CHANNEL, card.ts) == []
    assert "secret" not in "".join(scene.channel())
    assert f"A{number}" in scene.slack.ephemerals("U0MANAGER")[-1].text


def test_a_form_from_a_card_that_was_handed_over_is_not_confirmed_to_the_channel(scene):
    scene.put("as it is")
    card = next(one for one in scene.world.messages(CHANNEL) if "*A6*" in json.dumps(one.blocks))
    scene.world.manager.press(card, "done")
    with scene.world.store.write() as tx:
        scene.edit(tx, 6, lead="LA")
    for _ in range(2):  # the first answer says what has changed
        scene.world.manager.submit(values={"words": "secret of the council"})
    assert scene.world.stage(6) == "reported done"
    scene.world.deliver()
    assert scene.world.replies(CHANNEL, card.ts) == []


def test_a_card_does_not_show_with_what_it_was_handed_over(scene):
    scene.put("as it is")
    with scene.world.store.write() as tx:
        scene.edit(tx, 6, lead="LA", title="A secret title", success_measure="A secret measure")
    scene.world.deliver()
    assert "secret" not in "".join(scene.channel())


@pytest.mark.parametrize("text", ["A6", "history A6", "undo A6", "done A6 merged", "edit A6", "post A6", "extend A6"])
def test_what_was_handed_over_can_not_be_told_from_what_there_never_was(scene, text):
    scene.put("with two handed over")
    answer, none = (scene.world.ask(scene.world.police, one) for one in (text, text.replace("A6", "A99")))
    assert plain(answer) == plain(none).replace("A99", "A6")


def test_all_of_this_would_show_it_if_something_could_be_seen(scene):
    """The same questions, asked about a plan in which one action of their own is different."""
    scene.put("as it is")
    change(scene, ("done", 7, Words(text="secret of the police")))
    found = set(differing(scene.everything(), scene.known["as it is"]))
    assert {"home", "/actions ", "/actions secret", "/remit R3", "the digest"} <= found
    assert not {"/actions A1", "/remit R4", "/actions mine"} & found


def test_the_business_unit_sees_what_the_partner_does_not(scene):
    scene.put("as it is")
    before = [scene.world.ask(scene.world.manager, text).text for text in ("", "secret", "A1")]
    for one in (Draft(title="secret", lead="LA"), ("done", 1, Words(text="secret plan published"))):
        change(scene, one)
    after = [scene.world.ask(scene.world.manager, text).text for text in ("", "secret", "A1")]
    assert all(now != then for now, then in zip(after, before, strict=True))


def test_nothing_that_is_shown_names_an_action_of_somebody_else(scene):
    others = {row["title"] for row in scene.world.rows(f"SELECT title FROM actions WHERE id IN {OTHERS}")}
    assert len(others) == len(OTHERS)
    for asked, shown in scene.known["as it is"].items():
        said = json.dumps(shown, ensure_ascii=False)
        assert not [title for title in others if title in said], asked
        refs = {int(number) for number in re.findall(r"\*A(\d+)\*", said)}
        assert refs <= {*THEIRS, *range(13, 22)}, asked
