"""What is read after a verb that needs more than words."""

from datetime import date

import pytest

from bot.domain.errors import BadInput
from commands.wording import read_words

TODAY = date(2022, 11, 14)


@pytest.mark.parametrize(
    ("text", "due", "reason"),
    [
        ("31jan2023 because staffing", date(2023, 1, 31), "staffing"),
        ("to the 31st January since we wait", date(2023, 1, 31), "we wait"),
        ("end of January: the rota begins", date(2023, 1, 31), "the rota begins"),
        ("31 January 2023: the rota begins", date(2023, 1, 31), "the rota begins"),
    ],
)
def test_a_date_and_a_reason_are_read(text, due, reason):
    words = read_words("extend", "A12", text, TODAY)
    assert (words.due, words.text) == (due, reason)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("2 weeks because staffing", "2 weeks"),
        ("12/31/2022 because staffing", "12/31/2022"),
        ("Q4 as the board meets then", "Q4"),
        ("soon: staffing", "soon"),
        ("next term – staffing", "next term"),
        ("a while longer than planned", "a while longer"),
        ("soon", "soon"),
    ],
)
def test_only_what_was_meant_as_the_date_is_quoted(text, quoted):
    with pytest.raises(BadInput) as refused:
        read_words("extend", "A12", text, TODAY)
    assert refused.value.sentence == f"“{quoted}” is not a date that can be read with certainty."
    assert refused.value.field == "due"


def test_a_reason_without_a_date_is_refused():
    with pytest.raises(BadInput, match="Say until when more time is needed, before the reason") as refused:
        read_words("extend", "A12", "because staffing", TODAY)
    assert refused.value.example.startswith("extend A12 31 January 2023 because")
