"""What is typed after /remit, /deadlines and /indicators, and what was meant."""

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.errors import BadInput
from bot.domain.refs import Kind
from commands import deadlines, remit
from commands.answering import Command
from commands.deadlines import COMMAND, _clock, _date_and_reason
from commands.forms.indicators import read_number
from commands.grammar import read_verb
from commands.plan_words import alone, one_and_rest, read_day, swapped
from commands.remit import _linked

TODAY = date(2022, 11, 14)


def said(text, command: Command = COMMAND):
    return read_verb(text, command.words)


@pytest.mark.parametrize(
    ("words", "name", "rest"),
    [
        ("rapid-review 3 November 2022", "rapid-review", "3 November 2022"),
        ("rapid review from 3 November 2022", "rapid-review", "3 November 2022"),
        ("Rapid Review, 3/11/22", "rapid-review", "3/11/22"),
        ("JTAI on 21 February 2022", "jtai", "21 February 2022"),
        ("21 February 2022 jtai", "jtai", "21 February 2022"),
        ("from 3 November 2022: rapid-review", "rapid-review", "3 November 2022"),
        ("freedom of information request since yesterday", "foi", "yesterday"),
        ("annual report", "yearly-report", ""),
    ],
)
def test_a_clock_and_its_day_are_read_in_any_order(words, name, rest):
    clock, left = _clock(words.split())
    assert clock.name == name
    assert left == rest


def test_a_day_that_comes_first_is_no_ref():
    heard = said("from 3 November 2022 rapid-review")
    assert [ref.number for ref in heard.refs] == [3]  # read as a ref, and put back by the command
    assert heard.words == "November 2022 rapid-review"


@pytest.mark.parametrize("words", ["rapidly 3 November 2022", "rapd review 3 November 2022", "section 47 today"])
def test_what_names_no_clock_gets_an_example_that_does(words):
    with pytest.raises(BadInput, match="names no clock") as refused:
        _clock(words.split())
    clock, rest = _clock(refused.value.example.removeprefix("/deadlines from ").split())
    assert clock
    assert rest == "3 November 2022"


@pytest.mark.parametrize(
    ("text", "when", "why"),
    [
        ("28 February 2023 because the DfE agreed", "28 February 2023", "the DfE agreed"),
        ("28 February 2023 because of the election", "28 February 2023", "the election"),
        ("28/2/23: the DfE agreed", "28/2/23", "the DfE agreed"),
        ("28 February 2023 – agreed – twice", "28 February 2023", "agreed – twice"),
        ("28 February 2023 - agreed", "28 February 2023", "agreed"),
        ("2023-02-28 BECAUSE agreed", "2023-02-28", "agreed"),
        ("28 February 2023", "28 February 2023", ""),
        ("28 February 2023 because", "28 February 2023", ""),
    ],
)
def test_a_move_has_a_date_and_a_reason(text, when, why):
    assert _date_and_reason(text) == (when, why)


@pytest.mark.parametrize("text", ["on 31 October 2022", "31/10/22", "31 Oct", "ON 31 october 2022"])
def test_the_day_something_was_met_is_read_with_or_without_on(text):
    assert read_day(text, TODAY, "past", "") == date(2022, 10, 31)


def test_no_day_is_today_and_what_is_no_day_gets_the_commands_example():
    assert read_day(" ", TODAY, "past", "") == TODAY
    with pytest.raises(BadInput, match="31 November") as refused:
        read_day("on 31 November 2022", TODAY, "past", "/deadlines met D1 on 31 October 2022")
    assert refused.value.example == "/deadlines met D1 on 31 October 2022"


@pytest.mark.parametrize("text", ["met", "met 1", "met A1", "met A1 D1"])
def test_a_number_alone_or_an_action_is_no_deadline(text):
    with pytest.raises(BadInput, match=r"Say which deadline you mean after “met”: its ref begins with D\."):
        one_and_rest(said(text), Kind.DEADLINE)


@pytest.mark.parametrize("text", ["met R4", "met I1 today"])
def test_a_ref_of_another_command_is_pointed_there(text):
    with pytest.raises(BadInput, match=r"is something that /(remit|indicators) shows"):
        one_and_rest(said(text), Kind.DEADLINE)


def test_what_follows_a_ref_where_nothing_can_is_refused():
    assert alone(said("undo d-1"), Kind.DEADLINE) == 1
    with pytest.raises(BadInput, match=r"“because it was wrong” after “undo D1” can't be read\."):
        alone(said("undo D1 because it was wrong"), Kind.DEADLINE)


@pytest.mark.parametrize(
    ("text", "again"), [("D1 met", "met D1"), ("d1 move 28 February 2023", "move D1 28 February 2023")]
)
def test_a_ref_before_its_verb_gets_the_order_that_works(text, again):
    with pytest.raises(BadInput, match="comes before D1") as refused:
        swapped(text, Kind.DEADLINE, list(COMMAND.words))
    assert refused.value.example == f"/deadlines {again}"
    swapped("D1", Kind.DEADLINE, list(COMMAND.words))
    swapped("D1 help", Kind.DEADLINE, list(COMMAND.words))


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("link R4 A12 A10", [12, 10]),
        ("link A12, A10 to R4", [12, 10]),
        ("link r4 a12 and a10", [12, 10]),
        ("link R4 with #12", [12]),
        ("unlink A12 from R4", [12]),
    ],
)
def test_refs_to_link_are_read_in_any_order(text, actions):
    number, found = _linked(said(text, remit.COMMAND))
    assert number == 4
    assert sorted(found) == sorted(actions)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("link", "Name one remit item"),
        ("link R4", "Name one remit item"),
        ("link A12", "Name one remit item"),
        ("link R4 R5 A12", "Name one remit item"),
        ("link R4 D1", "D1 is something that /deadlines shows"),
        ("link R4 the rota", "“the” is no ref"),
        ("link R4 " + " ".join(f"A{number}" for number in range(1, 23)), "at most 20"),
    ],
)
def test_what_can_not_be_linked_is_refused_with_an_example(text, why):
    with pytest.raises(BadInput, match=why):
        _linked(said(text, remit.COMMAND))


@pytest.mark.parametrize(
    ("text", "value"), [("387", "387"), ("1,250", "1250"), ("3.5%", "3.5"), ("-4", "-4"), ("−4", "-4"), (" 0 ", "0")]
)
def test_a_number_is_read(text, value):
    assert read_number(text, "value", "%") == Decimal(value)


@pytest.mark.parametrize("text", ["50, 60", "50 or 60", "many", "3,87", "1e3", "NaN", "", "²", "over 400", "5-6"])
def test_what_is_not_one_number_is_refused_at_its_field(text):
    with pytest.raises(BadInput, match="is not one number") as refused:
        read_number(text, "target", "cases")
    assert refused.value.field == "target"


def test_every_example_begins_with_its_command():
    for command in (deadlines.COMMAND, remit.COMMAND):
        for topic in [*command.topics, *(verb.topic for verb in command.verbs)]:
            assert topic.example.startswith(command.name)
        assert len(command.hint) <= 100
