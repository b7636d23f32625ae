import pytest

from bot.clock import MovableClock
from bot.domain import life
from bot.domain.actions import Account, Stage
from bot.domain.errors import MovedOn, NotAllowed, NotFound
from bot.domain.events import By, Origin
from bot.domain.people import Role
from bot.usecases import progress
from bot.usecases.access import seen_of, visible
from bot.usecases.words import Words
from storage import actions, audit, updates
from tests.storage.plans import NOW, UNIT, add_action, nothing_kept, person, yardstick

POLICE, COLLEAGUE, NHS = person("POLICE"), person("POLICE", user="U2"), person("ICB", user="U3")
OBSERVER = person(user="U4", roles=[Role.OBSERVER])


@pytest.fixture
def tx(shared):
    with nothing_kept(shared) as tx:
        yield tx


@pytest.fixture
def clock():
    return MovableClock(NOW)


@pytest.fixture
def say(tx, clock):
    """Say something about an action a second after the last word."""

    def say(who, verb, number, words="words", **evidence):
        clock.advance(seconds=1)
        return progress.record(tx, verb, number, Words(text=words, **evidence), by(who, clock), yardstick())

    return say


@pytest.fixture
def take_back(tx, clock):
    return lambda who, number: progress.undo(tx, number, by(who, clock)).action


def by(who, clock):
    return By(person=who, at=clock(), origin=Origin.COMMAND)


def test_a_partner_cannot_report_another_partners_action(tx, say):
    number = add_action(tx, lead="POLICE")
    with pytest.raises(NotFound):
        say(NHS, "done", number)
    assert actions.find(tx, number).stage is Stage.NOT_STARTED


def test_what_one_may_not_see_and_what_is_not_there_are_refused_in_the_same_words(tx, say):
    number = add_action(tx, lead="POLICE")
    refused = []
    for asked in (number, number + 1):
        with pytest.raises(NotFound) as error:
            say(NHS, "done", asked)
        refused.append(error.value.sentence.replace(f"A{asked}", "A?"))
    assert refused[0] == refused[1]


def test_an_observer_sees_an_action_but_can_say_nothing_about_it(tx, say):
    number = add_action(tx)
    assert visible(tx, number, OBSERVER).number == number
    for verb in ("done", "update", "blocked", "unblocked"):
        with pytest.raises(NotAllowed):
            say(OBSERVER, verb, number)


def test_only_what_one_may_see_is_left_of_several_actions(tx):
    shown = [
        add_action(tx, lead="POLICE"),
        add_action(tx, lead="LA"),
        add_action(tx, lead="LA", contributors=["ICB"]),
    ]
    assert [one.number for one in seen_of(tx, shown, NHS)] == shown[2:]
    assert [one.number for one in seen_of(tx, shown[::-1], OBSERVER)] == shown[::-1]


def test_what_the_unit_says_is_marked_as_said_on_behalf_of_the_lead(tx, say):
    number = add_action(tx, lead="POLICE")
    said = say(UNIT, "done", number)
    assert (said.partner.code, said.on_behalf) == ("POLICE", True)
    assert updates.last(tx, number)[0].on_behalf
    assert not say(POLICE, "update", number).on_behalf


def test_a_contributors_done_is_its_part_and_leaves_the_rest_to_the_lead(tx, say):
    number = add_action(tx, lead="POLICE", contributors=["ICB", "LA"])
    said = say(NHS, "done", number)
    assert (said.verb, said.partner.code) == ("part done", "ICB")
    assert [partner.code for partner in said.action.outstanding] == ["LA"]
    assert actions.find(tx, number).stage is Stage.IN_PROGRESS


def test_evidence_is_kept_with_the_report(tx, say):
    number = add_action(tx)
    say(POLICE, "done", number, "rota agreed", proof="https://example.org", difference="seen sooner")
    last = updates.last(tx, number)[0]
    assert (last.text, last.proof, last.difference) == ("rota agreed", "https://example.org", "seen sooner")


def test_asking_whether_something_is_possible_changes_nothing(tx, clock):
    number = add_action(tx)
    before = actions.find(tx, number)
    assert progress.possible(tx, "done", number, by(POLICE, clock), yardstick()) == before
    assert (actions.find(tx, number), audit.history(tx, f"A{number}")) == (before, [])
    with pytest.raises(MovedOn):
        progress.possible(tx, "unblocked", number, by(POLICE, clock), yardstick())


def test_what_was_just_said_can_be_taken_back_and_its_words_are_shown_no_more(tx, say, take_back):
    number = add_action(tx)
    before = actions.find(tx, number)
    say(POLICE, "done", number)
    assert take_back(POLICE, number).stage is Stage.NOT_STARTED
    assert actions.find(tx, number).model_copy(update={"version": 1}) == before
    assert updates.last(tx, number) == []
    undone, done = audit.history(tx, f"A{number}")
    assert (undone.verb, undone.undoes) == ("took back: done", done.id)


def test_a_part_can_be_taken_back_too(tx, say, take_back):
    number = add_action(tx, contributors=["ICB"])
    say(NHS, "done", number)
    assert [partner.code for partner in take_back(NHS, number).outstanding] == ["ICB"]
    assert say(NHS, "done", number).verb == "part done"


def test_what_was_said_can_be_taken_back_for_15_minutes(tx, say, take_back, clock):
    early, late = add_action(tx), add_action(tx)
    for number in (late, early):
        say(POLICE, "done", number)
    clock.advance(minutes=15)
    assert take_back(POLICE, early).stage is Stage.NOT_STARTED
    with pytest.raises(MovedOn, match="more than 15 minutes ago"):
        take_back(POLICE, late)


def test_nobody_takes_back_what_somebody_else_said_or_has_built_on(tx, say, take_back):
    number = add_action(tx)
    say(POLICE, "update", number)
    with pytest.raises(MovedOn, match="Somebody else has changed"):
        take_back(COLLEAGUE, number)
    say(COLLEAGUE, "update", number)
    with pytest.raises(MovedOn, match="Somebody else has changed"):
        take_back(POLICE, number)


def test_what_was_taken_back_is_not_taken_back_again(tx, say, take_back):
    number = add_action(tx)
    with pytest.raises(MovedOn, match="nothing to take back"):
        take_back(POLICE, number)
    say(POLICE, "update", number)
    take_back(POLICE, number)
    with pytest.raises(MovedOn, match="nothing to take back"):
        take_back(POLICE, number)


def test_the_same_user_id_in_another_workspace_is_somebody_else(tx, say, take_back):
    number = add_action(tx)
    say(POLICE, "update", number)
    with pytest.raises(MovedOn, match="Somebody else"):
        take_back(POLICE.model_copy(update={"team": "T0OTHER"}), number)


def test_of_two_changes_to_the_same_version_the_second_is_refused(tx, clock):
    number = add_action(tx)
    first = second = actions.find(tx, number)
    actions.save(tx, life.update(first, clock()))
    with pytest.raises(MovedOn, match="at the same moment"):
        actions.save(tx, life.report(second, Account(user="U1", team="T1"), clock()))
