"""What a status says about the stage of a new action."""

import pytest

from bot.exchange.files.book import Spot
from bot.exchange.trackers.statuses import read_status
from tests.exchange.trackers.conftest import one, told, tracker


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        *(
            (words, "not started")
            for words in ("Not started", "To do", "Red, not started", "Not complete", "✗", "0%")
        ),
        *(
            (words, "in progress")
            for words in ("On track", "Ongoing", "Under way", "Partially complete", "Overdue", "60%")
        ),
        *(
            (words, "in progress")
            for words in ("Green - on track", "Red – overdue", "Amber (delayed)", "In-progress")
        ),
        *((words, "reported done") for words in ("Complete", "DONE.", "Signed off", "Blue", "b", "✓", "✔️", "100%")),
        *((words, "reported done") for words in ("Blue - complete", "Green: completed")),
        *((words, "withdrawn") for words in ("Withdrawn", "Superseded", "No longer required")),
        ("Addressed", "addressed"),
        ("Embedded", "embedded"),
        ("Blue - sustained", "sustained"),
    ],
)
def test_words_letters_and_colours_become_stages(text, stage):
    assert str(read_status(text).stage) == stage
    assert read_status(text).known


@pytest.mark.parametrize("text", ["Red", "A", "g", "Amber/Green", "AMBER (RED)"])
def test_a_colour_alone_is_known_and_says_nothing_about_a_stage(text):
    assert read_status(text)[:2] == (None, True)


@pytest.mark.parametrize(
    "text", ["Awaiting sign-off", "Complete / in progress", "Y", "yes", "", "...", "Uncompleted", "Redo", "1"]
)
def test_words_that_are_not_known_or_say_two_things_are_no_stage(text):
    assert (read_status(text).stage, read_status(text).known) == (None, False)


@pytest.mark.parametrize(
    ("text", "stage"),
    [("Y", "reported done"), ("yes", "reported done"), ("N", "not started"), ("x", "reported done")],
)
def test_yes_and_no_say_something_under_a_header_that_asks(text, stage):
    assert str(read_status(text, "Complete?").stage) == stage


def test_complete_is_only_reported_and_somebody_looks():
    action, flags = one("Status", "Complete")
    assert (str(action.stage), action.update) == ("reported done", "")
    assert flags == ['says "Complete": taken as reported done, since nobody has accepted evidence here']


def test_unknown_words_are_kept():
    action, flags = one("Status", "Awaiting sign-off")
    assert (action.stage, action.update) == (None, "Status: Awaiting sign-off")
    assert flags == ['says "Awaiting sign-off", which is no stage that is known: kept in words']


def test_a_blank_cell_says_what_its_colour_says_and_words_count_over_it():
    plan = tracker(
        ["Action", "Lead", "RAG"],
        *(["Agree", "LA"], ["Train", "LA", None], ["Audit", "LA", "On track"]),
        colours={Spot(1, 2): "blue", Spot(2, 2): "amber", Spot(3, 2): "blue"},
    )
    assert [str(action.stage) for action in plan.actions] == ["reported done", "None", "in progress"]
    assert told(plan)[1] == [
        (2, "is filled in blue: taken as reported done, since nobody has accepted evidence here")
    ]
    assert len([note for note in plan.notes if "red, amber and green in column C" in note]) == 1


def test_a_tick_in_a_font_of_symbols():
    plan = tracker(["Action", "Lead", "Complete?"], ["Agree", "LA", "ü"], ticked={Spot(1, 2): "✓"})
    assert str(plan.actions[0].stage) == "reported done"


def test_a_date_completed_counts_over_a_status_that_lags():
    plan = tracker(["Action", "Lead", "Status", "Date completed"], ["Agree", "LA", "On track", "3/3/2022"])
    assert str(plan.actions[0].stage) == "reported done"
    assert 'though the status says "in progress"' in told(plan)[1][0][1]
    later = tracker(["Action", "Lead", "Status", "Date completed"], ["Agree", "LA", "Embedded", "3/3/2022"])
    assert str(later.actions[0].stage) == "embedded"
