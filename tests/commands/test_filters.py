"""What is asked for with /actions: filters and words in any order, or one action's card."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions import OPEN, Stage
from bot.domain.errors import BadInput
from bot.domain.filters import Filters
from commands.filters import read_card, read_filters
from tests.commands.reading import KNOWN, TODAY

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


@pytest.mark.parametrize("text", ["A6", "/actions A6", "show A6", "status 6", "Card #6", "/actions show a-6"])
def test_one_action_is_asked_for_in_many_ways(text):
    assert read_card(text) == 6


@pytest.mark.parametrize("text", ["", "show", "police A6", "A6 A7", "show R4", "rota", "show A6 A7"])
def test_other_words_ask_for_no_card(text):
    assert read_card(text) is None


def test_words_like_filters_may_be_searched_with_others():
    assert read_filters("red flags", TODAY, KNOWN).words == ("flags", "red")
    assert read_filters("police report", TODAY, KNOWN).words == ("report",)
