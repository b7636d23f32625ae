import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refs import LARGEST, Kind, Ref, read_ref

A12 = Ref(kind=Kind.ACTION, number=12)
FORMS = [
    "{0}{1}",
    "{0}-{1}",
    "{0}\u2013{1}",
    "{0} {1}",
    "{0}#{1}",
    "{0}00{1}",
    " {0}{1} ",
    "{0}{1}.",
    "{0}{1},",
    "{0}{1}:",
]


@pytest.mark.parametrize("text", ["A12", "a12", "A-12", "a-12", "#12", "A012", "A 12", "A12:", "a\u201312;", "#012."])
def test_an_action_is_known_by_any_way_of_writing_it(text):
    assert read_ref(text) == A12


@given(st.sampled_from(Kind), st.integers(1, LARGEST), st.sampled_from(FORMS), st.booleans())
def test_any_ref_in_any_form_is_read_back(kind, number, form, lower):
    text = form.format(kind, number)
    assert read_ref(text.lower() if lower else text) == Ref(kind=kind, number=number)


@given(st.integers(1, LARGEST))
def test_a_number_alone_is_a_ref_only_where_it_means_something(number):
    assert read_ref(str(number)) is None
    assert read_ref(f"{number}.", bare=Kind.REMIT) == Ref(kind=Kind.REMIT, number=number)
    assert read_ref(f"#{number}") == Ref(kind=Kind.ACTION, number=number)


@pytest.mark.parametrize(
    "text",
    ["", "A", "#", "A0", "#0", "0", "B12", "A12B", "AA12", "A1.5", "A-", "12A", "A12345678", "B91 3QB", "A 1 2"],
)
def test_what_is_no_ref_is_not_taken_for_one(text):
    assert read_ref(text) is None
    assert read_ref(text, bare=Kind.ACTION) is None


@given(st.text(st.characters(codec="ascii")) | st.text("aArRdDiI#-0123456789., "))
def test_any_text_is_a_ref_or_none(text):
    found = read_ref(text)
    assert found is None or read_ref(str(found)) == found
