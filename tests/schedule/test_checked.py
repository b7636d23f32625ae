"""What a check says of a tracker, in the order and the words of a message."""

from bot.exchange.faults import Flag
from bot.exchange.outcome import Change, Outcome
from bot.exchange.rows import Matched, Plan
from bot.exchange.trackers.desk import UNTOLD
from bot.schedule.checked import carried, parts


def lines(title, **plan):
    return next(part.lines for part in parts(Plan(**plan), Outcome(dry_run=True)) if part.title == title)


def test_rows_of_which_the_same_is_to_be_said_are_told_together():
    flags = (
        *(Flag("Plan", 3, "", "no lead is named"), Flag("Plan", 3, "Due (D)", "is vague")),
        *(Flag("Plan", 5, "", "no lead is named"), Flag("Plan", 4, "Due (D)", "is vague")),
    )
    assert lines("To look at", flags=flags) == [
        "Plan, rows 3, 5: no lead is named",
        "Plan, rows 3, 4, Due (D): is vague",
    ]
    assert lines("To look at", flags=flags[:1]) == ["Plan, row 3: no lead is named"]


def test_columns_that_hold_words_and_are_left_out_come_first():
    columns = (
        Matched("Plan", 1, "A", "Action", "action", chosen=False, filled=9),
        Matched("Plan", 1, "B", "Blank", "", chosen=False, filled=0),
        Matched("Plan", 1, "C", "Spoken to", "", chosen=False, filled=9),
    )
    said = lines("How the columns are read", columns=columns)
    assert said[0] == "“Spoken to” in Plan, column C: left out, 9 filled"
    assert len(said) == 3


def test_a_column_whose_header_may_not_be_repeated_is_chosen_by_its_letter():
    untold = Matched("Plan", 1, "C", f"{UNTOLD}: it holds an NHS number)", "", chosen=False, filled=9)
    assert [one.key for one in carried(Plan(columns=(untold,)))["columns"]] == ["Plan!C"]


def test_titles_with_no_word_in_common_are_looked_at_first_and_reworded_ones_are_not():
    titles = (("A1", "Circulate the template", "Rehearse the inspection"), ("A2", "Agree a rota", "Agree one rota"))
    changes = [Change("Actions", ref, "title", before, after) for ref, before, after in titles]
    found = parts(Plan(), Outcome(dry_run=True, changes=changes))
    [line] = next(part.lines for part in found if part.title == "Look at this first")
    assert line.startswith("A1: the new title has no word of the old one")
    assert lines("Look at this first") == []
