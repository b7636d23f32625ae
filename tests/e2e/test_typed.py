"""What people type after /actions in other ways than the help says."""

import pytest


@pytest.mark.parametrize("text", ["/actions A6", "/actions show A6"])
def test_a_card_is_shown_however_it_is_asked_for(world, text):
    assert world.ask(world.police, text).text == world.ask(world.police, "A6").text


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "red",
            "There is no filter “red”: there are overdue, due 14 days, awaiting and others. For example: /actions overdue",
        ),
        (
            "report in word",
            "“in word” is more than can be read after “report”: its form asks for the rest. For example: /actions report",
        ),
        ("hlep", "No open action of yours matches “hlep”. For example: /actions help"),
        (
            "A6 done, A7 done",
            "That names several actions in one message: send one message for each action. For example: /actions done A6 rota agreed and signed off",
        ),
    ],
)
def test_what_can_not_be_meant_is_refused_with_an_example(world, text, answer):
    assert world.ask(world.police, text).text == answer


def test_joined_numbers_in_a_command_are_all_reported(world):
    world.ask(world.police, "done 6 and 7 our bit")
    assert world.stage(6) == world.stage(7) == "reported done"


def test_a_link_in_a_command_is_stored_as_it_reads(world):
    world.ask(world.police, "update A6 see https://x.org/2")
    assert world.rows("SELECT text FROM updates")[-1]["text"] == "see https://x.org/2"
