from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain import life
from bot.domain.actions import COMPLETE, NUDGED, OPEN, TO_DO, Action, Extension, Stage
from bot.domain.errors import BadInput, MovedOn
from tests.domain.made import ADDED, ICB, ME, NOW, POLICE, an_action

TODAY = NOW.date()
REVIEW = date(2023, 2, 14)
LATER = date(2023, 1, 12)
REQUEST = Extension(due=date(2023, 1, 31), reason="the rota begins in January", partner=POLICE, by=ME, at=NOW)

CHANGES = {
    "update": lambda action: life.update(action, NOW),
    "blocked": lambda action: life.block(action, "no room", NOW),
    "unblocked": lambda action: life.free(action.changed(blocked="no room"), NOW),
    "done": lambda action: life.report(action, ME, NOW),
    "part done": lambda action: life.report_part(action, "ICB", ME, NOW),
    "accept": lambda action: life.accept(action, NOW, REVIEW),
    "return": lambda action: life.send_back(action, NOW),
    "embedded": lambda action: life.embed(action, NOW, REVIEW),
    "sustained": lambda action: life.sustain(action, NOW),
    "extend": lambda action: life.ask_for_time(action, REQUEST, TODAY),
    "assign": lambda action: life.assign(action, "U2"),
    "withdraw": lambda action: life.withdraw(action, NOW),
    "reopen": lambda action: life.reopen(action, NOW),
    "pause": lambda action: life.pause(action, LATER, "in court"),
    "resume": lambda action: life.resume(action.changed(paused_until=LATER), TODAY),
}
ALLOWED = {
    "update": set(Stage) - {Stage.WITHDRAWN},
    "blocked": TO_DO,
    "unblocked": TO_DO,
    "done": TO_DO,
    "part done": OPEN | COMPLETE,
    "accept": {Stage.REPORTED_DONE},
    "return": {Stage.REPORTED_DONE},
    "embedded": {Stage.ADDRESSED},
    "sustained": {Stage.EMBEDDED},
    "extend": TO_DO,
    "assign": OPEN | COMPLETE,
    "withdraw": OPEN,
    "reopen": COMPLETE | {Stage.WITHDRAWN},
    "pause": NUDGED,
    "resume": NUDGED,
}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_possible_in_its_stages_and_refused_in_all_others(change, stage):
    action = an_action([ICB], stage=stage)
    if stage in ALLOWED[change]:
        CHANGES[change](action)
    else:
        with pytest.raises(MovedOn, match=r"^A12 (is|was) .*(nothing was changed|nothing to reopen)\.$"):
            CHANGES[change](action)


def test_an_update_starts_the_work_and_says_since_when():
    started = life.update(an_action(), NOW)
    assert (started.stage, started.stage_since) == (Stage.IN_PROGRESS, NOW)
    again = life.update(started, NOW + timedelta(days=1))
    assert (again.stage, again.stage_since) == (Stage.IN_PROGRESS, NOW)


@pytest.mark.parametrize("stage", [Stage.REPORTED_DONE, *sorted(COMPLETE)])
def test_an_update_after_the_report_leaves_the_stage_as_it_is(stage):
    told = life.update(an_action(stage=stage), NOW)
    assert (told.stage, told.stage_since) == (stage, ADDED)


def test_a_block_is_kept_with_its_reason_until_it_is_taken_away():
    blocked = life.block(an_action(), "no room", NOW)
    assert (blocked.blocked, blocked.stage) == ("no room", Stage.IN_PROGRESS)
    assert life.update(blocked, NOW).blocked == "no room"
    free = life.free(blocked, NOW)
    assert free.blocked is None
    with pytest.raises(MovedOn, match="not blocked"):
        life.free(free, NOW)


def test_a_partners_done_is_reported_done_and_never_more():
    done = life.report(an_action(blocked="no room"), ME, NOW)
    assert (done.stage, done.stage_since, done.reported_by) == (Stage.REPORTED_DONE, NOW, ME)


def test_a_contributors_done_is_its_own_part_only():
    part = life.report_part(an_action([ICB]), "ICB", ME, NOW)
    assert part.outstanding == ()
    assert (part.stage, part.contributions[0].reported, part.reporters) == (Stage.IN_PROGRESS, NOW, {ME})


def test_a_part_can_still_be_reported_after_the_lead_has_reported():
    done = life.report(an_action([ICB]), ME, NOW)
    assert done.outstanding == (ICB,)
    later = life.report_part(done, "ICB", ME, NOW + timedelta(days=1))
    assert (later.stage, later.stage_since, later.outstanding) == (Stage.REPORTED_DONE, NOW, ())


def test_a_part_is_reported_once():
    with pytest.raises(MovedOn, match="has already reported its part of A12 done"):
        life.report_part(life.report_part(an_action([ICB]), "ICB", ME, NOW), "ICB", ME, NOW)


def test_from_done_to_sustained_each_step_sets_the_day_of_the_next_test():
    addressed = life.accept(life.report(an_action(), ME, NOW), NOW, REVIEW)
    assert (addressed.stage, addressed.review) == (Stage.ADDRESSED, REVIEW)
    embedded = life.embed(addressed, NOW, date(2023, 8, 14))
    assert (embedded.stage, embedded.review) == (Stage.EMBEDDED, date(2023, 8, 14))
    sustained = life.sustain(embedded, NOW)
    assert (sustained.stage, sustained.review) == (Stage.SUSTAINED, None)


def test_what_is_returned_is_in_progress_again_and_keeps_the_parts_that_were_reported():
    done = life.report(life.report_part(an_action([ICB]), "ICB", ME, NOW), ME, NOW)
    back = life.send_back(done, NOW)
    assert (back.stage, back.reported_by, back.outstanding) == (Stage.IN_PROGRESS, None, ())


def test_what_is_reopened_is_reported_by_everybody_again():
    done = life.report(life.report_part(an_action([ICB]), "ICB", ME, NOW), ME, NOW)
    again = life.reopen(life.accept(done, NOW, REVIEW), NOW)
    assert (again.stage, again.review, again.outstanding, again.reporters) == (
        Stage.IN_PROGRESS,
        None,
        (ICB,),
        frozenset(),
    )


def test_more_time_moves_nothing_until_it_is_agreed_and_never_the_original_date():
    first = date(2022, 12, 31)
    asked = life.ask_for_time(an_action(due=first, original_due=first), REQUEST, TODAY)
    assert asked.due == first
    agreed = life.extend(asked, TODAY)
    assert (agreed.due, agreed.original_due, agreed.extension) == (REQUEST.due, first, None)
    assert life.refuse_time(asked).due == first
    for decide in (lambda action: life.extend(action, TODAY), life.refuse_time):
        with pytest.raises(MovedOn, match="Nobody waits for more time on A12"):
            decide(agreed)


def test_a_date_that_has_gone_by_or_is_no_longer_later_can_only_be_refused():
    asked = life.ask_for_time(an_action(due=date(2022, 12, 31)), REQUEST, TODAY)
    with pytest.raises(MovedOn, match="has gone by"):
        life.extend(asked, date(2023, 2, 1))
    with pytest.raises(MovedOn, match="no longer later"):
        life.extend(asked.changed(due=date(2023, 3, 1)), TODAY)
    assert life.refuse_time(asked).extension is None


@pytest.mark.parametrize(
    ("due", "why"),
    [
        ("2022-11-13", "in the past"),
        ("2022-11-30", "before the original"),
        ("2022-12-30", "not later than the present one"),
    ],
)
def test_more_time_is_until_a_later_day(due, why):
    action = an_action(due=date(2022, 12, 31), original_due=date(2022, 12, 1))
    with pytest.raises(BadInput, match=why) as refused:
        life.ask_for_time(action, REQUEST.model_copy(update={"due": date.fromisoformat(due)}), TODAY)
    assert refused.value.field == "due"


def test_more_time_is_asked_for_once_at_a_time():
    asked = life.ask_for_time(an_action(), REQUEST, TODAY)
    with pytest.raises(MovedOn, match="already asked for more time for A12, until 31 January 2023"):
        life.ask_for_time(asked, REQUEST, TODAY)


def test_an_action_can_not_be_changed_in_place():
    with pytest.raises(ValidationError, match="frozen"):
        an_action().stage = Stage.ADDRESSED


@given(st.lists(st.sampled_from(sorted(CHANGES))), st.none() | st.dates(), st.sampled_from(Stage))
def test_whatever_happens_dates_stay_and_what_is_recorded_reads_back_the_same(changes, due, stage):
    now = action = an_action([ICB], stage=stage, due=due, original_due=due and date(2022, 1, 31))
    for change in changes:
        try:
            now = CHANGES[change](now)
        except (MovedOn, BadInput):
            continue
        assert (now.due, now.original_due, now.version) == (action.due, action.original_due, action.version)
        assert Action.from_recorded(12, now.recorded(), {"ICB": ICB.name, "POLICE": POLICE.name}) == now


@pytest.mark.parametrize("change", sorted(set(CHANGES) - {"pause", "resume", "unblocked"}))
def test_a_pause_ends_with_the_next_step_and_not_before(change):
    for stage in sorted(ALLOWED[change]):
        paused = an_action([ICB], stage=stage, paused_until=LATER, paused_why="in court")
        if change in {"agree", "refuse"}:
            paused = paused.changed(extension=REQUEST)
        now = CHANGES[change](paused)
        on_its_way = now.stage is stage or (stage, now.stage) == (Stage.NOT_STARTED, Stage.IN_PROGRESS)
        assert (now.paused_until, now.paused_why) == ((LATER, "in court") if on_its_way else (None, None))


def test_a_pause_ends_by_itself_on_its_day():
    paused = life.pause(an_action(), LATER, "in court")
    assert paused.pause_on(LATER - timedelta(days=1)) == LATER
    assert paused.pause_on(LATER) is None
    with pytest.raises(MovedOn, match=r"^Nudges about A12 are not paused"):
        life.resume(paused, LATER)
    assert life.resume(paused, TODAY).recorded() == an_action().recorded()


def test_a_pause_gives_way_to_another_one_but_not_to_the_same():
    paused = life.pause(an_action(), LATER, "in court")
    assert life.pause(paused, date(2022, 12, 1), "in court").paused_until == date(2022, 12, 1)
    assert life.pause(paused, LATER, "on leave").paused_why == "on leave"
    with pytest.raises(MovedOn, match=r"^Nudges about A12 are paused until 12 January 2023 already"):
        life.pause(paused, LATER, "in court")
