from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions import OPEN, Stage
from bot.domain.errors import BadInput
from bot.domain.filters import Filters
from bot.listeners.hearing import HEARD as VERBS
from commands.grammar import LONGEST, Vocabulary, near_verb, read_card, read_filters, read_verb

TODAY = date(2022, 11, 14)
KNOWN = Vocabulary(partners=("POLICE", "ICB"), sources=("JTAI-2022", "PANEL-2022", "CQC-22"))


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
    "exceptions police": {"exceptions": True, "partners": {"POLICE"}},
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
    "cqc-22": {"sources": {"CQC-22"}},
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
        ("red", "There is no filter “red”: there are overdue", "/actions overdue"),
        ("police Amber", "There is no filter “amber”", "/actions due 14 days"),
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


@pytest.mark.parametrize("text", ["A6", "/actions A6", "show A6", "status 6", "Card #6", "/actions show a-6"])
def test_one_action_is_asked_for_in_many_ways(text):
    assert read_card(text) == 6


@pytest.mark.parametrize("text", ["", "show", "police A6", "A6 A7", "show R4", "rota", "show A6 A7"])
def test_other_words_ask_for_no_card(text):
    assert read_card(text) is None


def test_words_like_filters_may_be_searched_with_others():
    assert read_filters("red flags", TODAY, KNOWN).words == ("flags", "red")
    assert read_filters("police report", TODAY, KNOWN).words == ("report",)


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
