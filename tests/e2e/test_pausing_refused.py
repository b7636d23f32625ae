"""Pauses that can't be read, make no sense or are not for this person: a sentence, and nothing changes."""

import pytest

from tests.e2e.pausing import COURT, MERGER
from tests.world import partnership


@pytest.fixture(scope="module")
def calm(tmp_path_factory):
    """A partnership in which nothing is changed."""
    with partnership(tmp_path_factory.mktemp("calm")) as made:
        yield made


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pause A6 because of leave", "Say on which day messages begin again, before the reason."),
        ("pause A6 until soon because of leave", "“soon” is not a date that can be read with certainty."),
        ("pause A6 until 12 January 2023", "Say why, after the date."),
        ("pause A6 until 12 January 2023 because", "Say why, after the date."),
        ("pause A6 until 11 November 2022: leave", "11 November 2022 is not in the future, so messages can't"),
        ("pause A6 until today: leave", "14 November 2022 is not in the future, so messages can't begin again then."),
        ("pause A6 until 15 May 2023: leave", "A pause is at most 6 months long: from today, until 14 May 2023."),
        ("pause A6 and A99 until 12 January 2023: leave", "There is no action A99 that you can see."),
        ("pause police because of leave", "Say on which day messages begin again, before the reason."),
        ("pause police until 11 November 2022: leave", "11 November 2022 is not in the future, so messages can't"),
        ("pause all until 15 May 2023: leave", "A pause is at most 6 months long: from today, until 14 May 2023."),
        ("pause all until 12 January 2023", "Say why, after the date."),
        ("pause", "Say what you mean after “pause”: actions, a partner, or all."),
        ("pause polise until 12 January 2023: leave", "“polise” is no action, no partner and not “all”."),
        ("pause police and icb until 12 January 2023: leave", "One partner at a time"),
        ("resume", "Say what you mean after “resume”: actions, a partner, or all."),
        ("resume A6", "Nudges about A6 are not paused, so nothing was changed."),
        ("resume police", "Messages to POLICE are not paused, so nothing was changed."),
        ("resume all", "Digests and nudges are not paused as a whole, so nothing was changed."),
        ("resume police tomorrow", "“tomorrow” is more than can be read after “resume police”."),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(calm, text, told):
    kept = [calm.rows(f"SELECT * FROM {table}") for table in ("events", "actions", "pauses")]
    assert calm.ask(calm.manager, text).text.startswith(told)
    assert [calm.rows(f"SELECT * FROM {table}") for table in ("events", "actions", "pauses")] == kept


def test_its_example_works(world):
    for text in ("pause A6", "pause police", "pause all", "pause prob.", "resume policee", "resume al"):
        told = world.ask(world.manager, f"{text} until 12 January 2023" if text.startswith("pause") else text).text
        example = told.partition("For example: /actions ")[2]
        assert example.split()[0] == text.split()[0]
        assert "begin again" in world.ask(world.manager, example).text


@pytest.mark.parametrize("text", [COURT.replace("A6", "A9"), MERGER, "pause all", "resume A9", "resume all"])
def test_only_the_business_unit_pauses_and_resumes(calm, text):
    for who in (calm.police, calm.nhs, calm.commissioner):  # one contributes to A9, one leads it, one assures
        told = calm.ask(who, text).text
        assert told.startswith(
            ("The business unit adds, edits, pauses,", "Only the business unit pauses and resumes")
        )
        assert told.endswith(", so nothing was changed.")
        assert calm.slack.modal(who.user.id) is None
    assert calm.ask(calm.council, COURT).text.startswith("There is no action A6 that you can see.")
    assert not calm.rows("SELECT * FROM pauses")
    assert not calm.rows("SELECT * FROM actions WHERE paused_until IS NOT NULL")
