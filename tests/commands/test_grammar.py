from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions import OPEN, Stage
from bot.domain.errors import BadInput
from bot.domain.filters import Filters
from bot.listeners.hearing import HEARD as VERBS
from commands.grammar import LONGEST, Vocabulary, read_filters, read_verb

TODAY = date(2022, 11, 14)
KNOWN = Vocabulary(partners=("POLICE", "ICB"), sources=("JTAI-2022", "PANEL-2022"))


def heard(text, verbs=VERBS, bare=lambda _: True):
    said = read_verb(text, verbs, bare=bare)
    return said and (said.verb, [str(ref) for ref in said.refs], said.words)


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


def test_a_number_followed_by_words_is_a_ref_after_a_command_and_not_in_a_thread():
    assert heard("done 12 rota agreed", bare=True) == ("done", ["A12"], "rota agreed")
    assert heard("done 3 sessions held", bare=False) == ("done", [], "3 sessions held")
    assert heard("done 3", bare=False) == ("done", ["A3"], "")


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


FILTERS = {
    "mine": {"mine": True},
    "Overdue": {"overdue": True},
    "due 14 days": {"due_by": date(2022, 11, 28)},
    "due by 31 January 2023": {"due_by": date(2023, 1, 31)},
    "due in 2 weeks": {"due_by": date(2022, 11, 28)},
    "awaiting": {"stages": {Stage.REPORTED_DONE}},
    "open": {"stages": OPEN},
    "addressed,": {"stages": {Stage.ADDRESSED}},
    "embedded": {"stages": {Stage.EMBEDDED}},
    "SUSTAINED": {"stages": {Stage.SUSTAINED}},
    "withdrawn": {"stages": {Stage.WITHDRAWN}},
    "all": {"stages": set(Stage)},
    "police": {"partners": {"POLICE"}},
    "for icb": {"partners": {"ICB"}},
    "R4": {"remit": {4}},
    "r-7": {"remit": {7}},
    "jtai-2022": {"sources": {"JTAI-2022"}},
    "rota": {"words": {"rota"}},
    "Home-visits": {"words": {"home-visits"}},
}


def meant(chosen):
    fields = {}
    for text in chosen:
        for name, value in FILTERS[text].items():
            fields[name] = fields.get(name, set()) | value if isinstance(value, (set, frozenset)) else value
    return {name: tuple(sorted(value)) if name != "stages" and isinstance(value, set) else value
            for name, value in fields.items()}  # fmt: skip


@given(st.lists(st.sampled_from(sorted(FILTERS)), unique=True))
def test_filters_combine_in_any_order(chosen):
    dues = [text for text in chosen if text.startswith("due")]
    chosen = [text for text in chosen if text not in dues[1:]]
    assert read_filters(" ".join(chosen), TODAY, KNOWN) == Filters.model_validate(meant(chosen))


def test_no_words_ask_for_what_is_open():
    assert read_filters("  ", TODAY, KNOWN).stages == OPEN


@pytest.mark.parametrize(
    ("text", "sentence", "example"),
    [
        ("due", "a number of days or a date is needed", "/actions due 14 days"),
        ("due soonish", "“soonish” after “due” fixes no day", "/actions due 14 days"),
        ("JTAI-2021", "There is no source JTAI-2021", "/actions JTAI-2022"),
        ("police A12", "A12 does not go with other filters", "/actions A12"),
    ],
)
def test_a_filter_that_can_not_be_meant_is_refused_with_an_example(text, sentence, example):
    with pytest.raises(BadInput, match=sentence) as refused:
        read_filters(text, TODAY, KNOWN)
    assert refused.value.example == example


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


def test_a_mention_of_the_bot_and_markup_are_no_part_of_what_is_said():
    assert heard("<@U0BOT> done A12 rota agreed") == ("done", ["A12"], "rota agreed")
    assert heard("*done* A12") == ("done", ["A12"], "")
    assert heard("A6 and A7 are both done") == ("done", ["A6", "A7"], "")
    assert heard("all done") is None
