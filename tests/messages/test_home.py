"""App Home at its emptiest and at its largest: always something that Slack takes."""

import json
from datetime import UTC, date, datetime

import pytest

from bot.domain.actions import Account, Action, Contribution, Extension, Partner, Stage
from bot.domain.filters import Counts
from bot.domain.home import Glance, Heard, Mine, Some, Stranger, Whole
from bot.domain.ladder import Rung
from bot.domain.pauses import Pause, Pauses
from bot.domain.plan import Deadline, RemitItem
from bot.messages.home import rows as home_rows
from bot.messages.home.view import view
from bot.playground.validation import check_view
from tests.storage.plans import yardstick

NOW = datetime(2022, 11, 14, 9, tzinfo=UTC)
BY = yardstick()
DEEDS = [
    "done",
    "update",
    "blocked",
    "extend",
    "agree",
    "refuse",
    "accept",
    "return",
    "embedded",
    "assign",
    "withdraw",
]
LONG = '<!channel> & "quotes" *bold* ' * 40
POLICE = Partner(code="POLICE", name=LONG[:100])


def action(number, stage=Stage.IN_PROGRESS, **fields):
    """An action with as much in it as there can be."""
    asked = Extension(due=date(2023, 1, 31), reason=LONG, partner=POLICE, by=Account(user="U1", team="T1"), at=NOW)
    own = {
        "title": LONG[:150],
        "lead": POLICE,
        "contributions": tuple(
            Contribution(partner=Partner(code=f"P{at}", name=f"Partner {at}")) for at in range(100)
        ),
        "original_due": date(2022, 10, 1),
        "due": date(2022, 11, 1),
        "stage_since": NOW,
        "added": NOW,
        "demonstration": True,
        "review": date(2022, 11, 1),
        "extension": asked,
    }
    return Action(number=number, stage=stage, **{**own, **fields})


def some(length, stage=Stage.IN_PROGRESS):
    return Some([action(at, stage) for at in range(100_000, 100_000 + length)], more=True)


OFFERS = dict.fromkeys(range(100000, 100020), DEEDS)
COUNTS = Counts(total=100_000, to_do=90_000, overdue=80_000, due_soon=5_000, awaiting=10_000)
REMIT = [
    Glance(
        RemitItem(
            number=at,
            text=LONG,
            stages=dict.fromkeys(Stage, 1_000_000),
            deadlines=tuple(
                Deadline(number=one, title=LONG, due=date(2023, 1, 31), original_due=date(2022, 1, 31))
                for one in range(9)
            ),
        ),
        7_000_000,
    )
    for at in range(1, 13)
]
UNPAUSED = Pauses(BY.today, None, {})
PAUSE = Pause(date(2023, 1, 12), LONG)
PAUSES = Pauses(BY.today, PAUSE, {f"P{at}": PAUSE for at in range(100)})
HEARD = [Heard(f"{at} {LONG[:100]}", at % 3 * 60, at % 2, NOW if at % 2 else None, to_do=True) for at in range(100)]
LARGEST = {
    "whole": Whole(
        COUNTS,
        some(10),
        some(5, Stage.REPORTED_DONE),
        some(5),
        some(5, Stage.ADDRESSED),
        REMIT,
        88,
        (30, [Deadline(number=one, title=LONG, due=date(2022, 11, 20)) for one in range(10)]),
        ([LONG[:100]] * 300, [LONG[:100]] * 300),
        HEARD,
        keeps=True,
        invented=True,
        offers=OFFERS,
        pauses=PAUSES,
        paused=(100_000, some(10).first),
        exceptions=100_000,
        reached={one.number: Rung(BY.today, step=3, taken=BY.today) for one in some(10).first},
    ),
    "mine": Mine(
        {f"P{at}": f"{at} {LONG[:100]}" for at in range(100)},
        COUNTS,
        action(1, due=date(2022, 11, 17)),
        some(10),
        some(5),
        some(5),
        some(5, Stage.ADDRESSED),
        OFFERS,
        PAUSES,
    ),
    "stranger": Stranger([f"U{at:010}" for at in range(100)]),
}
NONE = Some([])
EMPTIEST = {
    "whole": Whole(
        *(Counts(), NONE, NONE, NONE, NONE, [], 0, (0, []), ([], []), None),
        keeps=False,
        invented=False,
        offers={},
        pauses=UNPAUSED,
        paused=(0, []),
    ),
    "unit": Whole(
        *(Counts(), NONE, NONE, NONE, NONE, [], 0, (0, []), ([], []), []),
        keeps=True,
        invented=False,
        offers={},
        pauses=UNPAUSED,
        paused=(0, []),
    ),
    "mine": Mine({"POLICE": "Police"}, Counts(), None, NONE, NONE, NONE, NONE, {}, UNPAUSED),
    "stranger": Stranger([]),
}


def texts(made):
    return "\n".join(block["text"]["text"] for block in made["blocks"] if "text" in block)


@pytest.mark.parametrize("found", [*LARGEST.values(), *EMPTIEST.values()])
def test_slack_takes_it(found):
    made = view(found, BY)
    check_view(json.loads(json.dumps(made)), surface="home")
    assert len(made["blocks"]) <= 60
    assert len(json.dumps(made)) < 60_000
    assert "<!channel>" not in json.dumps(made)


def test_with_nothing_in_it_it_says_so():
    said = texts(view(EMPTIEST["whole"], BY))
    head = "The plan on Monday 14 November 2022\n*There is no open action in the plan.*"
    assert said == f"{head}\nDirect messages from Followthrough: on."
    assert "You have no open actions." in texts(view(EMPTIEST["mine"], BY))
    assert "Ask your partnership's business unit" in texts(view(EMPTIEST["stranger"], BY))
    words = json.dumps(view(EMPTIEST["unit"], BY))
    assert (
        "Nothing is overdue. No report waits for acceptance. Nobody waits for more time. No test is due soon."
        in words
    )


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2022, 10, 31), "*Most urgent:* *A6* Agree, overdue by 10 working days (31 October 2022)"),
        (date(2022, 11, 17), "*Most urgent:* *A6* Agree, due in 3 working days (17 November 2022)"),
    ],
)
def test_a_partner_is_told_what_is_most_urgent_also_where_it_is_overdue(due, words):
    first = action(6, title="Agree", due=due, demonstration=False)
    assert words in texts(view(EMPTIEST["mine"]._replace(urgent=first), BY))


def test_a_request_is_told_and_decided_in_the_one_row_of_its_action():
    some_overdue = Some([action(6, title="Agree")])
    made = view(EMPTIEST["unit"]._replace(overdue=some_overdue, offers={6: DEEDS}), BY)
    [row] = [block for block in made["blocks"] if "*A6*" in json.dumps(block)]
    assert "asked today for time until Tuesday 31 January 2023" in row["text"]["text"]
    assert row["accessory"]["action_id"] == "decide"
    assert "Nobody waits for more time" not in json.dumps(made)


def test_deadlines_and_leads_who_are_gone_are_told():
    bound = [Deadline(number=2, title="Review", due=date(2022, 11, 11))]
    found = EMPTIEST["unit"]._replace(deadlines=(3, bound), gone=(["Police", "Probation"], ["The ICB"]))
    said = texts(view(found, BY))
    assert "*Deadlines*\n• *D2* Review: Friday 11 November 2022, overdue by 1 working day\nAnd 2 more" in said
    assert "No reachable lead: Police and Probation\nNo reachable deputy: The ICB" in said


def test_what_does_not_fit_is_counted():
    said = texts(view(LARGEST["whole"], BY))
    assert "And 88 more: `/remit`" in said
    assert said.count("And 54 more.") + said.count("And 22 more.") == 2


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2022, 11, 14), "due today"),
        (date(2022, 11, 15), "due in 1 working day"),
        (date(2022, 12, 28), "due in 30 working days"),
        (date(2199, 1, 1), "due 1 January 2199"),
    ],
)
def test_how_far_off_a_date_is(due, words):
    assert home_rows.until(due, BY) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW, "today"),
        (datetime(2022, 11, 11, 9, tzinfo=UTC), "1 working day ago"),
        (datetime(2022, 11, 12, 9, tzinfo=UTC), "1 working day ago"),
        (datetime(1999, 11, 12, 9, tzinfo=UTC), "on 12 November 1999"),
    ],
)
def test_how_long_ago_something_was(at, words):
    assert home_rows.since(at, BY) == words


def test_no_working_day_has_passed_since_a_saturday_on_its_sunday():
    sunday = yardstick(date(2022, 11, 13))
    assert home_rows.since(datetime(2022, 11, 12, 9, tzinfo=UTC), sunday) == "on 12 November 2022"


def test_in_a_very_large_plan_the_remit_has_numbers_only():
    found = EMPTIEST["unit"]._replace(remit=[Glance(RemitItem(number=4, text="Allocate"), 14_286)])
    assert "• *R4* Allocate: 14,286 actions" in texts(view(found, BY))
    met = RemitItem(number=5, text="Record", met=date(2022, 11, 1))
    found = found._replace(remit=[Glance(met, 0)])
    assert "• *R5* Record: no action yet · met on Tuesday 1 November 2022" in texts(view(found, BY))
