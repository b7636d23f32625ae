"""What a board pack says."""

from datetime import date, timedelta
from decimal import Decimal

from bot.domain.events import By, Origin
from bot.exchange.importing import apply
from bot.exchange.pack.contents import gathered
from bot.exchange.pack.model import Column
from bot.exchange.pack.telling import clean, table
from bot.exchange.rows import ActionRow, Due, Plan
from tests.exchange.pack.living import yardstick
from tests.exchange.pack.weeks import BEFORE, DAY, TITLES, UNIT, live, part, rows, words
from tests.storage.plans import person
from tests.world import local


def test_it_has_its_sections_in_the_order_in_which_a_board_reads(lived):
    made = lived()
    assert [section.title for section in made.sections] == TITLES
    assert (made.as_at, made.since, made.seen_by) == (DAY, BEFORE, "")
    assert all(section.lead for section in made.sections)
    names = [table.name for section in made.sections for table in section.tables]
    assert len(names) == len(set(names))
    assert max(map(len, names)) <= 31
    assert all(
        len(row) == len(one.columns) for section in made.sections for one in section.tables for row in one.rows
    )


def test_the_summary_says_what_matters_and_what_it_was(lived):
    lead = part(lived(), "Summary").lead
    assert lead[0] == (
        "12 actions: 6 open past their date (4 more than on 18 November 2022), 1 reported done and waiting for "
        "acceptance (no change) and 1 addressed, embedded or sustained (1 more)."
    )
    assert lead[1] == "12 of them are demonstration actions: invented, and from no real plan."
    assert lead[2] == (
        "Since 18 November 2022: 1 reported done, 1 accepted, 1 given more time and 4 newly past their date."
    )
    assert lead[3] == "1 request for more time waits for a decision."
    assert lead[4] == "7 remit items, none of them met; no action serves R2."
    assert "D1 Commissioner reports to the Department for Education, Tuesday 28 February 2023" in lead[5]
    numbers = {row["What is counted"]: list(row.values())[1:] for row in rows(lived(), "Summary")}
    assert numbers["Actions, without those withdrawn"] == [12, 12, 0]
    assert numbers["Reported done"] == [1, 1, 0]
    assert numbers["Addressed"] == [1, 0, 1]
    red = next(value for name, value in numbers.items() if name.startswith("Red"))
    assert red == [7, 3, 4]  # what was reported done late is Red too


def test_decisions_name_who_asked_from_when_to_when_and_why(lived):
    [asked] = rows(lived(), "More time asked for")
    assert list(asked.values()) == [
        *("A5", "Confirm the permanent senior management structure (demonstration)", "Solihull Council"),
        *(date(2022, 11, 28), date(2022, 12, 2), date(2022, 12, 2), date(2023, 1, 31), "the post is vacant"),
    ]
    [waits] = rows(lived(), "Waiting longest")
    assert (waits["Ref"], waits["Reported done on"], waits["Working days waiting"]) == ("A8", date(2022, 11, 23), 14)
    assert [row["Ref"] for row in rows(lived(), "Remit without action")] == ["R2"]
    assert [row["Ref"] for row in rows(lived(), "Without a lead")] == ["A11"]


def test_a_deadline_is_pressing_within_20_working_days(lived):
    [near] = rows(lived(as_at=date(2023, 1, 31)), "Deadlines near")
    assert (near["Ref"], near["Working days left"]) == ("D1", 20)
    names = [table.name for table in part(lived(as_at=date(2023, 1, 30)), "Decisions needed").tables]
    assert "Deadlines near" not in names


def test_the_exception_report_has_the_longest_overdue_first(lived):
    found = rows(lived(), "Exceptions")
    assert [(row["Ref"], row["Working days overdue"]) for row in found] == [
        ("A12", 52),
        ("A2", 22),
        ("A11", 16),
        ("A1", 12),
        ("A5", 7),
        ("A9", 2),
    ]
    assert found[0]["Last word"] == "23 November 2022, more time refused: the board needs it now"
    assert found[1]["Last word"] == "No word yet"
    assert found[2]["Last word"] == "23 November 2022: the three met"
    assert found[3]["Held up by"] == "no figures yet"
    assert (found[4]["Original date"], found[4]["Due"]) == (date(2022, 12, 2), date(2022, 12, 2))


def test_what_is_overdue_is_counted_by_organisation_and_age(lived):
    section = part(lived(), "Overdue by organisation and age")
    [council, nhs, unit] = [list(row.values()) for row in rows(lived(), "Overdue by age")]
    assert council == ["Solihull Council", 1, 1, 1, 1, 4]
    assert nhs == ["Birmingham and Solihull ICB", 1, 0, 0, 0, 1]
    assert unit == ["Partnership business unit", 0, 1, 0, 0, 1]
    [chart] = section.charts
    assert "Partnership business unit, 1 (11 to 20: 1)" in chart.described
    assert chart.draw.data[0][2] == ("Partnership business unit", (0, 1, 0, 0))


def test_ages_begin_the_day_after_the_last_of_the_one_before(lived):
    council, *_ = [list(row.values()) for row in rows(lived(as_at=date(2022, 12, 9)), "Overdue by age")]
    late = {row["Ref"]: row["Working days overdue"] for row in rows(lived(as_at=date(2022, 12, 9)), "Exceptions")}
    assert {ref: late[ref] for ref in ("A1", "A2", "A5", "A12")} == {"A1": 10, "A2": 20, "A5": 5, "A12": 50}
    assert council == ["Solihull Council", 2, 1, 0, 1, 4]


def test_what_changed_tells_each_change_and_by_whom(lived):
    found = [tuple(row.values()) for row in rows(lived(), "What changed")]
    told = [(str(row[0]), row[1], row[3], row[4], row[5], row[6], row[7]) for row in found]
    police, icb = "West Midlands Police", "Birmingham and Solihull ICB"
    moved = (date(2022, 11, 30), date(2022, 12, 31))
    assert told == [
        ("2022-11-23", "A6", "Accepted", "reported done", "addressed", police, "the business unit"),
        ("2022-11-23", "A8", "Reported done", "not started", "reported done", icb, icb),
        ("2022-11-28", "A7", "More time agreed", *moved, police, "an assurer"),
        ("2022-11-28", "D1", "Date moved", date(2023, 1, 31), date(2023, 2, 28), "", "the business unit"),
    ]


def test_what_waits_says_what_was_done_and_keeps_its_colour(lived):
    [waits] = rows(lived(), "Waiting for acceptance")
    assert waits["Status"] == "Red: reported done, waiting for acceptance"
    assert waits["What was done"] == "agreed and signed"


def test_the_evidence_of_a_report_that_was_returned_is_not_that_of_the_next(world, pack):
    world.ask(world.nhs, "done A8 agreed and signed")
    world.ask(world.manager, "return A8 by whom?")
    world.clock.advance(minutes=5)
    world.ask(world.nhs, "done A8")
    [waits] = rows(pack(as_at=date(2022, 11, 14), since=date(2022, 11, 1)), "Waiting for acceptance")
    assert "What was done" not in waits  # no row has it, so there is no such column


def test_what_lasts_has_its_test_and_the_course_of_the_stages(lived):
    [kept] = rows(lived(), "Addressed to sustained")
    assert (kept["Ref"], kept["Stage"], kept["Since"]) == ("A6", "addressed", date(2022, 11, 23))
    assert kept["To be tested by"] == date(2023, 2, 23)
    assert kept["What was said last"] == "duplicates merged, see @somebody"
    [chart] = part(lived(), "Addressed, embedded, sustained").charts
    assert [when for when, _ in chart.draw.data[0]] == [DAY - timedelta(weeks=weeks) for weeks in (4, 3, 2, 1, 0)]
    assert chart.draw.data[0][-1][1] == {
        "open": 10,
        "reported done": 1,
        "addressed": 1,
        "embedded": 0,
        "sustained": 0,
    }
    assert chart.described.endswith(
        "on 13 December 2022: 10 open, 1 reported done, 1 addressed, 0 embedded and 0 sustained."
    )
    [due] = rows(lived(as_at=date(2023, 2, 24)), "Tests due")
    assert (due["Ref"], due["To be tested"], due["Working days left"]) == ("A6", "embedded", -1)


def test_remit_items_have_their_actions_and_what_is_beside_them(lived):
    by_ref = {row["Ref"]: row for row in rows(lived(), "Remit items")}
    assert by_ref["R2"]["Deadlines and indicators"] == "D1: 28 February 2023"
    assert by_ref["R4"]["Deadlines and indicators"] == "I1: Unallocated cases"
    assert by_ref["R3"]["Source"] == "Statutory direction appointing a commissioner"
    counts = [by_ref["R3"][name] for name in ("Actions", "Past their date", "To do", "Reported done", "Complete")]
    assert counts == [3, 1, 2, 1, 0]
    serving = [(row["Remit item"], row["Ref"]) for row in rows(lived(), "Remit actions")]
    assert [ref for item, ref in serving if item == "R3"] == ["A7", "A8", "A12"]


def test_deadlines_indicators_and_funding_say_it_in_their_sources_words(lived):
    [deadline] = rows(lived(), "Deadlines")
    assert deadline["How it stands"] == "Tuesday 28 February 2023 (originally 31 January 2023), in 52 working days"
    assert deadline["In the source's words"] == "by the end of January 2023"
    [indicator] = rows(lived(), "Indicators")
    assert (indicator["Last reading"], indicator["The one before"]) == (Decimal(387), "over 400")
    assert indicator["Change"] == "down by more than 13"
    [chart] = part(lived(), "Indicators").charts
    assert chart.described.startswith("I1 Unallocated cases (cases): 2 readings, from over 400 on 31 August 2022")
    assert part(lived(), "Funding").lead == ("£1,174,000 in total.",)
    assert [row["Pounds"] for row in rows(lived(), "Funding")] == [532000, 642000]


def test_every_request_for_more_time_says_what_became_of_it(world, pack):
    live(world)
    world.ask(world.council, "done A5 structure confirmed")
    found = [
        (row["Ref"], row["Due then"], row["Asked until"], row["What became of it"], row["Decided on"])
        for row in rows(pack(), "More time")
    ]
    january, december = date(2023, 1, 31), date(2022, 12, 31)
    assert found == [
        ("A5", date(2022, 12, 2), january, "Ended before it was decided", DAY),
        ("A7", date(2022, 11, 30), december, "Agreed by an assurer", date(2022, 11, 28)),
        ("A12", date(2022, 9, 30), december, "Refused by an assurer", date(2022, 11, 23)),
    ]
    assert part(pack(), "More time asked for").lead[1] == "1 action is due later than at first."


def test_charts_are_drawn_from_what_is_told(lived):
    drawn = [chart.draw() for section in lived().sections for chart in section.charts]
    assert len(drawn) == 3
    assert all(picture.startswith(b"\x89PNG") for picture in drawn)


def test_it_says_how_it_is_to_be_read(lived):
    said = "\n".join(part(lived(), "How to read this").lead)
    assert yardstick(DAY).rule in said
    assert "end of Tuesday 13 December 2022" in said


def test_nobody_is_named(lived):
    said = words(lived())
    assert "see @somebody" in said
    for user in ("U0MANAGER", "U0POLICE", "U0COUNCIL", "U0NHS", "U0COMMISSION", "<@"):
        assert user not in said


def test_whom_people_named_in_their_words_stays_unnamed():
    said = "see <@U0COUNCIL|council.lead>, <@U0POLICE> and <https://partnership.example/m|the minutes>"
    assert clean(said) == "see @somebody, @somebody and the minutes (https://partnership.example/m)"


def test_what_is_recorded_later_changes_nothing(world, pack):
    live(world)
    made = pack()
    assert pack() == made
    world.clock.move_to(local("2022-12-14 00:10"))
    world.ask(world.council, "done A1 plan published")
    world.ask(world.commissioner, "return A8 where are the links?")
    world.ask(world.manager, "reading I1 300 on 10 December 2022", "/indicators")
    assert pack() == made
    assert pack(as_at=date(2022, 12, 14)) != made
    world.clock.move_to(local("2023-06-30 09:00"))
    assert pack() == made


def test_what_is_said_on_the_day_itself_is_in_it_to_midnight_in_london(world, pack):
    world.clock.move_to(local("2023-06-30 23:59"))  # in summer, when that is not midnight in UTC
    world.ask(world.police, "done A6 duplicates merged")
    world.clock.move_to(local("2023-07-01 00:00"))
    world.ask(world.police, "done A7 presence agreed")
    assert [row["Ref"] for row in rows(pack(as_at=date(2023, 6, 30)), "Waiting for acceptance")] == ["A6"]


def test_sections_without_anything_say_so(world, pack):
    made = pack(as_at=date(2022, 11, 14), since=date(2022, 11, 13))
    assert (
        part(made, "Summary")
        .lead[0]
        .endswith("Nothing was recorded of them by 13 November 2022, so there is nothing to compare.")
    )
    assert [column.heading for column in part(made, "Summary").tables[0].columns][1:] == ["14 November 2022"]
    for title, said in {
        "Waiting for acceptance": "Nothing is waiting for acceptance.",
        "More time asked for": "Nobody has asked for more time.",
    }.items():
        assert part(made, title).lead == (said,)
        assert part(made, title).tables == ()
    assert part(made, "Addressed, embedded, sustained").lead[0].startswith("No action is addressed")
    made = pack(as_at=date(2022, 11, 14), since=date(2022, 11, 14) - timedelta(days=28), who=person("NOBODY"))
    for title in ("Exception report", "Overdue by age", "Decisions needed", "What changed"):
        assert len(part(made, title).lead) == 1
        assert part(made, title).tables == part(made, title).charts == ()


def test_a_vague_date_stands_in_its_own_words(world, pack):
    world.clock.move_to(local("2022-12-12 09:00"))
    vague = ActionRow(title="Share learning", lead="LA", remit=(1,), due=Due(day=None, words="in the spring"))
    fixed = ActionRow(title="Share the rota", lead="LA", due=Due(day=DAY))
    by = By(person=UNIT, at=world.clock(), origin=Origin.IMPORT)
    apply(world.store, Plan(actions=(vague, fixed)), by)
    world.clock.move_to(local("2022-12-13 09:00"))
    shown = {row["Ref"]: row["Due"] for row in rows(pack(), "Remit actions")}
    assert shown["A13"] == "in the spring"
    assert "A13" not in {row["Ref"] for row in rows(pack(), "Exceptions")}
    changed = [(row["Ref"], row["What happened"], row["By"]) for row in rows(pack(), "What changed")]
    assert changed == [("A13", "Added", "an import"), ("A14", "Added", "an import")]


def test_whom_a_tracker_names_is_in_no_pack(world):
    world.ask(world.manager, "update A12 The tracker names as lead: Sam Hale.\nhalf of it is shared")
    with world.store.read() as tx:
        today = world.services.today()
        pack = gathered(tx, world.services.yardstick(), today, today - timedelta(days=1), UNIT)
    told = repr(pack.sections)
    assert "half of it is shared" in told
    assert "Hale" not in told


def test_a_column_that_is_blank_in_every_row_is_left_out():
    columns = (Column("Ref"), Column("Held up by"), Column("Days"))
    [made] = table("Late", "Late", columns, [("A1", "", 0), ("A2", None, 3)])
    assert [column.heading for column in made.columns] == ["Ref", "Days"]
    assert made.rows == (("A1", 0), ("A2", 3))
