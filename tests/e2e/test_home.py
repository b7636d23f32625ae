"""App Home, as the example partnership's people find it and press in it."""

import json
from datetime import date

import pytest

from bot.domain.ladder import Rung
from bot.domain.people import Role
from storage import ladder, people
from tests.e2e.homes import buttons, offered, open_home, refs, rows, settle, shown, texts
from tests.e2e.nudging import only
from tests.world import local


@pytest.fixture
def busy(world):
    """The example in the middle of a week: something of everything waits."""
    world.ask(world.police, "done A6 duplicates merged")
    world.ask(world.manager, "accept A6 seen in the force system")
    world.ask(world.nhs, "done A8 presence agreed")
    world.ask(world.police, "extend A7 31 January 2023 because the new rota begins in January")
    world.ask(world.council, "update A1 first draft written")
    world.ask(world.manager, "update A10 told by telephone")
    world.clock.move_to(local("2022-11-15 09:00"))
    return world


def test_a_partners_member_finds_what_is_theirs_and_nothing_else(busy):
    open_home(busy, busy.police)
    said = texts(busy, busy.police)
    assert said.startswith("Your actions on Tuesday 15 November 2022\n*West Midlands Police*\n*3 open: 1 overdue.*")
    assert "*Most urgent:* *A12* " in said
    assert refs(busy, busy.police) == {7, 9, 12}
    assert rows(busy, busy.police) == ["A7", "A12", "A9"]
    assert "your part is outstanding, led by Solihull Council" in said
    assert "West Midlands Police asked 1 working day ago for time until Tuesday 31 January 2023" in said
    assert "Partnership business unit" not in said
    assert "Heard from" not in said
    assert offered(busy, busy.police) <= {"card", "history", "done", "update", "blocked", "extend", "assign"}
    assert buttons(busy, busy.police) == ["All my actions"]


def test_no_partner_finds_anothers_action(busy):
    theirs = {busy.police: {6, 7, 9, 12}, busy.nhs: {8, 9, 12}, busy.council: {1, 2, 3, 4, 5, 9, 12}}
    for person, own in theirs.items():
        open_home(busy, person)
        assert refs(busy, person) <= own
        assert refs(busy, person) >= own - {6}


def test_the_business_unit_finds_what_waits_for_it(busy):
    open_home(busy, busy.manager)
    said = texts(busy, busy.manager)
    assert said.startswith("The plan on Tuesday 15 November 2022\n*11 open: 2 overdue, ")
    assert buttons(busy, busy.manager) == ["Add an action", "All open actions", "Settings"]
    assert rows(busy, busy.manager) == ["A12", "A2"]
    assert "Red: overdue by 32 working days · due 30 September 2022 · Solihull Council" in said
    assert rows(busy, busy.manager, "check") == ["A8"]
    assert "Birmingham and Solihull ICB reported it done 1 working day ago" in said
    assert rows(busy, busy.manager, "decide") == ["A7"]
    assert "No test is due soon." in said
    assert (
        "*R4* Ensure that the council resolves its issue with unallocated cases: 1 not started, 1 in progress" in said
    )
    assert "no action yet · D1: Tuesday 31 January 2023, in 52 working days" in said
    heard, silent = said.split("*Heard from in the last 7 days*")[1].split("*Silent")[0], said.split("*Silent")[1:]
    assert "Solihull Council: 1 update\n" in heard
    assert "Probation Service: 1 update, recorded on its behalf" in heard
    assert silent == []
    busy.clock.move_to(local("2022-11-24 09:00"))
    settle(busy)
    open_home(busy, busy.manager)
    said = texts(busy, busy.manager)
    assert "*Nobody was heard from in the last 7 days*" in said
    assert "Solihull Council: last heard from 8 working days ago" in said


def test_those_who_look_on_are_offered_only_what_they_may_do(busy):
    with busy.store.write() as tx:
        people.name_role(tx, "U0OUTSIDE", busy.services.home, Role.OBSERVER)
    open_home(busy, busy.commissioner, busy.outsider)
    assert rows(busy, busy.commissioner, "check") == ["A8"]
    assert rows(busy, busy.commissioner, "decide") == ["A7"]
    assert rows(busy, busy.outsider) == ["A12", "A2", "A8", "A7"]
    assert offered(busy, busy.outsider) == {"card", "history"}
    for person in (busy.commissioner, busy.outsider):
        assert buttons(busy, person) == ["All open actions"]
        assert "last 7 days" not in texts(busy, person)


def test_tests_that_are_due_are_for_those_who_may_record_them(busy):
    busy.clock.move_to(local("2023-02-08 09:00"))
    open_home(busy, busy.manager, busy.commissioner, busy.police)
    assert "Addressed, to be tested by Tuesday 14 February 2023 · West Midlands Police" in texts(busy, busy.manager)
    assert rows(busy, busy.manager, "assure") == ["A6"]
    assert rows(busy, busy.commissioner, "assure") == ["A6"]
    assert "*A6*" in texts(busy, busy.police)
    busy.ask(busy.manager, "embedded A6 audit of 20 records: all links present")
    busy.clock.move_to(local("2023-08-09 09:00"))
    settle(busy)
    assert "Embedded, to be tested by Tuesday 8 August 2023, 1 working day ago" in texts(busy, busy.commissioner)
    assert rows(busy, busy.manager, "assure") == []
    assert rows(busy, busy.commissioner, "assure") == ["A6"]


def test_a_stranger_is_told_whom_to_ask_until_somebody_lets_them_in(world):
    open_home(world, world.outsider)
    told = texts(world, world.outsider)
    assert told == (
        "This answers members of the partnership only. Ask <@U0MANAGER> to add you, or join your organisation's channel."
    )
    world.outsider.join("west-midlands-police")
    settle(world)
    assert "*West Midlands Police*" in texts(world, world.outsider)
    world.outsider.leave("west-midlands-police")
    settle(world)
    assert texts(world, world.outsider) == told


def test_somebody_of_another_workspace_is_a_stranger_whatever_channel_they_are_in(world):
    with world.store.write() as tx:
        people.keep_account(tx, "U0POLICE", "T0ELSEWHERE", bot=False, deactivated=False)
    open_home(world, world.police)
    assert "members of the partnership only" in texts(world, world.police)


def test_an_action_is_accepted_from_home(busy):
    open_home(busy, busy.manager, busy.nhs)
    busy.manager.press(busy.slack.home("U0MANAGER"), "check")
    assert busy.manager.submit(values={"choice": "accept", "words": "hub confirms"}) == {}
    assert busy.stage(8) == "addressed"
    assert "A8 accepted" in json.dumps(busy.slack.modal("U0MANAGER").blocks)
    settle(busy)
    assert rows(busy, busy.manager, "check") == []
    assert "*A8*" not in texts(busy, busy.nhs)


def test_more_time_is_decided_from_home(busy):
    open_home(busy, busy.manager, busy.police)
    busy.manager.press(busy.slack.home("U0MANAGER"), "decide")
    assert busy.manager.submit(values={"choice": "agree"}) == {}
    settle(busy)
    assert rows(busy, busy.manager, "decide") == []
    assert "not yet decided" not in texts(busy, busy.police)
    assert "due 31 January 2023 (originally 30 November 2022)" in texts(busy, busy.police)


def test_an_action_is_added_from_home(world):
    open_home(world, world.manager, world.police)
    world.manager.press(world.slack.home("U0MANAGER"), "add")
    assert world.manager.submit(values={"title": "Agree cover at night", "lead": "POLICE", "due": "2022-11-17"}) == {}
    settle(world)
    assert "*Most urgent:* *A12* " in texts(world, world.police)
    assert "*A13* Agree cover at night\n" in texts(world, world.police)


def test_menus_and_lists_open_over_home(world):
    open_home(world, world.police)
    home = world.slack.home("U0POLICE")
    menu = next(block["block_id"] for block in home.blocks if "accessory" in block)
    for choice, words in (
        ("card", "Remove duplicate records"),
        ("update", "What has happened"),
        ("extend", "New due date"),
    ):
        world.police.press(home, f"{menu}/row_menu", f"{choice} A6")
        assert words in json.dumps(world.slack.modal("U0POLICE").body, ensure_ascii=False)
        world.police.close_view(everything=True)
    world.police.press(home, "card")
    assert "4 open: 2 overdue." in json.dumps(world.slack.modal("U0POLICE").blocks)


def test_the_exception_list_is_found_by_those_who_see_all_and_by_a_partner_as_far_as_it_is_its_own(world):
    only(world, A7="2022-10-31", A8="2022-10-31")
    open_home(world, world.manager, world.commissioner)
    assert "xception list" not in texts(world, world.manager)
    assert world.ask(world.manager, "exceptions").text == "No action that you can see is on the exception list."
    for number in (7, 8):
        put_on_list(world, number, due="2022-10-31")
    world.ask(world.police, "update A7 half of it")
    settle(world)
    for person in (world.manager, world.commissioner):
        assert "On the exception list: 2\n" in texts(world, person)
        assert texts(world, person).count("On the exception list since Monday 28 November 2022.") == 2
        assert "Exception list" in shown(world, person)
    listed = json.dumps(world.ask(world.manager, "exceptions").blocks)
    assert "*A7*" in listed
    assert "*A8*" in listed
    own = json.dumps(world.ask(world.police, "exceptions").blocks)
    assert "*A7*" in own
    assert "*A8*" not in own
    assert "On the exception list since Monday 28 November 2022." in json.dumps(world.ask(world.police, "A7").blocks)
    with world.store.write() as tx:
        tx.run("UPDATE actions SET due = '2022-11-01' WHERE id = 7")
        tx.run("UPDATE ladder SET step = 1 WHERE action_id = 8")
    assert world.ask(world.manager, "exceptions").text == "No action that you can see is on the exception list."
    assert "xception list" not in json.dumps(world.ask(world.manager, "A7").blocks)


def put_on_list(world, number, *, due):
    with world.store.write() as tx:
        ladder.put(tx, number, Rung(date.fromisoformat(due), step=2, taken=date(2022, 11, 28)))


def test_home_says_on_the_day_itself_that_an_action_goes_on_the_exception_list(world):
    only(world, A7="2022-11-22")
    for day in ("2022-11-23", "2022-12-06"):
        world.tick(f"{day} 09:00")
    world.tick("2022-12-20 08:00")
    open_home(world, world.manager)
    assert "xception list" not in texts(world, world.manager)
    world.tick("2022-12-20 09:00")
    settle(world)
    assert "On the exception list since Tuesday 20 December 2022." in texts(world, world.manager)
