from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.actions import COMPLETE, OPEN, TO_DO, Stage
from bot.domain.errors import MovedOn
from tests.domain.made import ADDED, ICB, NOW, an_action

CHANGES = {
    "update": lambda action, at: action.with_update(at),
    "blocked": lambda action, at: action.with_block("no room", at),
    "unblocked": lambda action, at: action.with_block(None, at),
    "done": lambda action, at: action.reported_done(at),
    "part done": lambda action, at: action.part_reported("ICB", at),
}
ALLOWED = {
    "update": set(Stage) - {Stage.WITHDRAWN},
    "blocked": TO_DO,
    "unblocked": TO_DO,
    "done": TO_DO,
    "part done": OPEN,
}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_possible_in_its_stages_and_refused_in_all_others(change, stage):
    action = an_action([ICB], stage=stage)
    if stage in ALLOWED[change]:
        CHANGES[change](action, NOW)
    else:
        with pytest.raises(MovedOn, match=r"^A12 (is|was) .*, so nothing was changed\.$"):
            CHANGES[change](action, NOW)


def test_an_update_starts_the_work_and_says_since_when():
    started = an_action().with_update(NOW)
    assert (started.stage, started.stage_since) == (Stage.IN_PROGRESS, NOW)
    again = started.with_update(NOW + timedelta(days=1))
    assert (again.stage, again.stage_since) == (Stage.IN_PROGRESS, NOW)


@pytest.mark.parametrize("stage", [Stage.REPORTED_DONE, *sorted(COMPLETE)])
def test_an_update_after_the_report_leaves_the_stage_as_it_is(stage):
    told = an_action(stage=stage).with_update(NOW)
    assert (told.stage, told.stage_since) == (stage, ADDED)


def test_a_block_is_kept_with_its_reason_until_it_is_taken_away():
    blocked = an_action().with_block("no room", NOW)
    assert (blocked.blocked, blocked.stage) == ("no room", Stage.IN_PROGRESS)
    assert blocked.with_update(NOW).blocked == "no room"
    assert blocked.with_block(None, NOW).blocked is None


def test_a_partners_done_is_reported_done_and_never_more():
    done = an_action(blocked="no room").reported_done(NOW)
    assert (done.stage, done.stage_since) == (Stage.REPORTED_DONE, NOW)


def test_a_contributors_done_is_its_own_part_only():
    part = an_action([ICB]).part_reported("ICB", NOW)
    assert part.outstanding == ()
    assert (part.stage, part.contributions[0].reported) == (Stage.IN_PROGRESS, NOW)


def test_a_part_can_still_be_reported_after_the_lead_has_reported():
    done = an_action([ICB]).reported_done(NOW)
    assert done.outstanding == (ICB,)
    later = done.part_reported("ICB", NOW + timedelta(days=1))
    assert (later.stage, later.stage_since, later.outstanding) == (Stage.REPORTED_DONE, NOW, ())


def test_a_part_is_reported_once():
    with pytest.raises(MovedOn, match="has already reported its part of A12 done"):
        an_action([ICB]).part_reported("ICB", NOW).part_reported("ICB", NOW)


def test_an_action_can_not_be_changed_in_place():
    with pytest.raises(ValidationError, match="frozen"):
        an_action().stage = Stage.ADDRESSED


@given(st.lists(st.sampled_from(sorted(CHANGES))), st.none() | st.dates(), st.sampled_from(Stage))
def test_no_change_touches_the_dates_or_makes_a_stage_that_a_partner_may_not_give(changes, due, stage):
    action = an_action([ICB], stage=stage, due=due, original_due=due and date(2022, 1, 31))
    now = action
    for change in changes:
        try:
            now = CHANGES[change](now, NOW)
        except MovedOn:
            continue
        assert (now.due, now.original_due, now.version) == (action.due, action.original_due, action.version)
        assert now.stage is stage or now.stage in {Stage.IN_PROGRESS, Stage.REPORTED_DONE}
