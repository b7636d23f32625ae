"""Which actions are meant, however they are named, and which numbers are part of the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.listeners.hearing import HEARD as VERBS
from commands.grammar import read_verb
from tests.commands.reading import heard


def test_a_number_followed_by_words_is_a_ref_after_a_command_and_not_in_a_thread():
    assert heard("done 12 rota agreed", bare=True) == ("done", ["A12"], "rota agreed")
    assert heard("done 3 sessions held", bare=False) == ("done", [], "3 sessions held")
    assert heard("done 3", bare=False) == ("done", ["A3"], "")


@given(
    st.lists(st.integers(1, 9999), min_size=1, max_size=20, unique=True),
    st.sampled_from(["A{}", "#{}", "a-{}", "{}"]),
)
def test_every_action_named_is_meant(numbers, form):
    named = " and ".join(form.format(number) for number in numbers)
    refs = [f"A{number}" for number in numbers]
    assert heard(f"done {named}") == heard(f"{named} done") == ("done", refs, "")


def test_numbers_that_are_part_of_the_words_are_no_refs():
    assert heard("done A12 3 sessions held") == ("done", ["A12"], "3 sessions held")
    assert heard("3 done, 2 to go", bare=False) is None
    assert heard("update A12 -5% since June")[2] == "-5% since June"


@pytest.mark.parametrize(
    "text", ["done A12,A14", "done A12/A14", "done - A12 A14", "done (A12), A14!", "A12 & A14 done"]
)
def test_refs_are_read_however_they_are_put_together(text):
    assert heard(text)[1] == ["A12", "A14"]


@pytest.mark.parametrize(
    ("text", "bare", "refs", "words"),
    [
        ("done 9 and 12 our bit", True, ["A9", "A12"], "our bit"),
        ("done 9, 12 & 8 our bit", True, ["A9", "A12", "A8"], "our bit"),
        ("done A7 and 9 rota agreed", False, ["A7", "A9"], "rota agreed"),
        ("A7 and 9 done rota agreed", False, ["A7", "A9"], "rota agreed"),
        ("done A7/9/12: rota agreed", False, ["A7", "A9", "A12"], "rota agreed"),
        ("done 12 people trained", False, [], "12 people trained"),
        ("done A12 3 sessions and 4 visits held", True, ["A12"], "3 sessions and 4 visits held"),
        ("done 12 3 sessions and 4 visits held", True, ["A12"], "3 sessions and 4 visits held"),
        ("done A12 and 2nd rota agreed", True, ["A12"], "and 2nd rota agreed"),
        ("extend A12, 31 January 2023 because of staffing", True, ["A12"], "31 January 2023 because of staffing"),
        ("extend A12, 31/1/2023 because of staffing", True, ["A12"], "31/1/2023 because of staffing"),
        ("done A12, 2 weeks early", True, ["A12"], "2 weeks early"),
    ],
)
def test_a_number_that_is_joined_to_a_ref_is_a_ref(text, bare, refs, words):
    said = heard(text, bare=bare)
    assert said[1:] == (refs, words)


def test_numbers_in_a_thread_are_refs_where_the_thread_is_about_every_one_of_them():
    said = read_verb("done 7 and 6 rota agreed", VERBS, bare=False, here=(6, 7))
    assert ([str(ref) for ref in said.refs], said.words) == (["A7", "A6"], "rota agreed")
    said = read_verb("update 12 and 14 people trained", VERBS, bare=False, here=(6, 12))
    assert (said.refs, said.words) == ((), "12 and 14 people trained")
    assert read_verb("done 6 people trained", VERBS, bare=False, here=(6, 7)).refs == ()


@pytest.mark.parametrize(
    "text",
    [
        "A7 done, A9 done",
        "A7 done rota agreed, A9 update half done",
        "done A7, done A9",
        "A7 is done, A9 is done",
        "done A7 rota agreed and A9 is done",
        "A7 done rota agreed A9 blocked",
        "Update\nA9: invited all\nA12: in progress",
        "done A7 rota agreed\n- A9 rota shared",
        "update rota agreed\nA9: invited all",
        "done A7\ndone A9",
        "/actions done A7, update A9 half done",
    ],
)
def test_a_message_that_says_things_of_several_actions_is_refused(text):
    with pytest.raises(BadInput, match="send one message for each action") as refused:
        heard(text)
    again = heard(refused.value.example)
    assert len(again[1]) == 1


@pytest.mark.parametrize(
    "words",
    [
        "see also A7 for the rota",
        "see the A7 evidence and the A9 update",
        "blocked by A7 until June",
        "waits until A7 is done",
        "first line\nA12: the rest of it",
        "as in A7.\nThe rota of A9 helped",
        "we updated A7's rota",
    ],
)
def test_words_may_mention_other_actions(words):
    assert heard(f"done A12 {words}") == ("done", ["A12"], words)
