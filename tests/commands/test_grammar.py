"""What is said of an action, in a thread or after a command: the verb, the actions, the words as they were typed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.domain.filters import Filters
from commands.filters import read_filters
from commands.grammar import LONGEST, near_verb
from tests.commands.reading import KNOWN, TODAY, heard


@pytest.mark.parametrize(
    ("text", "verb", "refs", "words"),
    [
        ("done", "done", [], ""),
        ("Done!", "done", [], ""),
        ("done rota agreed", "done", [], "rota agreed"),
        ("done A12 rota agreed", "done", ["A12"], "rota agreed"),
        ("done: rota agreed", "done", [], "rota agreed"),
        ("DONE a-12 – rota agreed", "done", ["A12"], "rota agreed"),
        ("A12 done", "done", ["A12"], ""),
        ("A12: done", "done", ["A12"], ""),
        ("A12 is done: rota agreed", "done", ["A12"], "rota agreed"),
        ("#12 done", "done", ["A12"], ""),
        ("done 12 and 14", "done", ["A12", "A14"], ""),
        ("done A12, A14 & #15 all signed", "done", ["A12", "A14", "A15"], "all signed"),
        ("12 and 14 are done", "done", ["A12", "A14"], ""),
        ("done A12 A12", "done", ["A12"], ""),
        ("done A12 and then some", "done", ["A12"], "and then some"),
        ("update A12 first two sessions held", "update", ["A12"], "first two sessions held"),
        ("update first two sessions held", "update", [], "first two sessions held"),
        ("blocked waiting for the agreement", "blocked", [], "waiting for the agreement"),
        ("blocked A12 waiting", "blocked", ["A12"], "waiting"),
        ("A12 blocked: no room", "blocked", ["A12"], "no room"),
        ("unblocked A12 signed", "unblocked", ["A12"], "signed"),
        ("extend A12 to 31 January 2023 because", "extend", ["A12"], "to 31 January 2023 because"),
    ],
)
def test_what_is_said_in_a_thread_is_read(text, verb, refs, words):
    assert heard(text) == (verb, refs, words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "well done everyone",
        "thanks",
        "is it done",
        "3 people came",
        "undone",
        "A12",
        "A12 is nearly done",
    ],
)
def test_ordinary_talk_is_left_alone(text):
    assert heard(text) is None


def test_only_actions_are_reported_done():
    assert heard("done R4 agreed") == ("done", [], "R4 agreed")


@given(st.text(st.characters(codec="utf-8"), min_size=1).map(str.strip))
def test_words_are_kept_as_they_were_typed(words):
    typed = f"first line\n\n  second: {words}"
    assert heard(f"update A12 {typed}") == ("update", ["A12"], typed.strip())


def test_words_that_are_too_long_to_keep_are_refused():
    assert heard("update A12 " + "x" * LONGEST)[2] == "x" * LONGEST
    with pytest.raises(BadInput, match="an update can hold 3,000"):
        heard("update A12 " + "x" * (LONGEST + 1))


pieces = st.sampled_from(
    (
        *("done", "update", "is", "and", ",", "&", "A12", "#3", "14", "R4", "D1", "due", "by", "14", "days", "31"),
        *("feb", "jtai-2022", "police", "\n", ":", "—", "."),
    )
)
anything = st.text(st.characters(codec="ascii")) | st.lists(pieces).map(" ".join)


@given(anything)
def test_any_text_is_read_or_refused_and_nothing_else_happens(text):
    for reader in (heard, lambda text: read_filters(text, TODAY, KNOWN)):
        with suppress(BadInput):
            assert reader(text) is None or isinstance(reader(text), (tuple, Filters))


def test_a_mention_of_the_bot_and_markup_are_no_part_of_what_is_said():
    assert heard("<@U0BOT> done A12 rota agreed") == ("done", ["A12"], "rota agreed")
    assert heard("*done* A12") == ("done", ["A12"], "")
    assert heard("A6 and A7 are both done") == ("done", ["A6", "A7"], "")
    assert heard("all done") is None


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("see <https://x.org/2>", "see https://x.org/2"),
        ("see <https://x.org/2?a=1&b=2|the doc>", "see the doc (https://x.org/2?a=1&b=2)"),
        ("see <http://x.org|x.org>", "see x.org"),
        ("<mailto:a@x.org|a@x.org> has it", "a@x.org has it"),
        (
            "agreed with <@U0NHS|nhs.lead> and <@U0NHS>\nin <#C1AB|police>",
            "agreed with @nhs.lead and @somebody\nin #police",
        ),
        ("by <Friday> & a < b", "by <Friday> & a < b"),
    ],
)
def test_words_are_kept_as_people_read_them(sent, stored):
    assert heard(f"update A12 {sent}") == ("update", ["A12"], stored)


def test_whom_an_action_is_assigned_to_stays_a_mention():
    assert heard("assign A12 <@U0NHS>", verbs=["assign"]) == ("assign", ["A12"], "<@U0NHS>")


def test_a_command_pasted_twice_counts_once():
    assert heard("/actions done A12 rota agreed") == ("done", ["A12"], "rota agreed")
    assert read_filters("/actions police", TODAY, KNOWN) == read_filters("police", TODAY, KNOWN)


@pytest.mark.parametrize(
    ("text", "verb", "ref"),
    [
        ("A7 complete", "done", "A7"),
        ("completed a7", "done", "A7"),
        ("finished A7, rota agreed", "done", "A7"),
        ("A7 is now closed", "done", "A7"),
        ("A9 ✅", "done", "A9"),
        ("A9 :white_check_mark:", "done", "A9"),
        ("block A7 no staff", "blocked", "A7"),
        ("updated A7", "update", "A7"),
    ],
)
def test_a_word_near_a_verb_beside_a_ref_is_noticed(text, verb, ref):
    near, about = near_verb(text)
    assert (near, str(about)) == (verb, ref)


@pytest.mark.parametrize(
    "text",
    ["complete", "finished the rota", "A7", "A7 is nearly complete", "can we have more time for A7?", "thanks ✅"],
)
def test_other_talk_is_near_no_verb(text):
    assert near_verb(text) is None
