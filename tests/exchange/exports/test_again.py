"""What is exported imports again with no change: into the same store, and whole into an empty one."""

import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.exchange.cells import as_read
from bot.exchange.columns import TEXT
from bot.exchange.exports.exported import exported
from bot.exchange.exports.rows import sheets
from bot.exchange.exports.scope import Scope
from bot.exchange.files.child import read_here
from bot.exchange.files.kinds import kind_of
from bot.exchange.importing import apply, known
from bot.exchange.plan import read_plan
from bot.exchange.sheets import read_sheets
from bot.exchange.workbook import form_sheets
from storage import people
from storage.database import Store
from tests.exchange.conftest import everything
from tests.exchange.exports.conftest import HOME, UNIT
from tests.exchange.test_again import BY, plans

ALL = Scope(people=True)


def shown(store):
    with store.read() as tx:
        return sheets(tx, ALL)


def written(store, path, **options):
    with store.read() as tx:
        path.write_bytes(exported(tx, path.suffix[1:], UNIT, **options))
    return path


def test_into_the_same_store_it_changes_nothing(plan, tmp_path, again):
    before = everything(plan, but=())
    found, outcome = again(plan, written(plan, tmp_path / "plan.xlsx", people=True))
    assert (outcome.changes, outcome.added, outcome.kept) == ([], [], [])
    assert outcome.total.unchanged == 41
    assert everything(plan, but=()) == before
    assert len(found.actions) == 15


def test_into_an_empty_store_it_is_the_same_plan(plan, store, tmp_path, again):
    with store.write() as tx:
        people.remember(tx, "home", HOME)  # its own workspace is known by another id, or by the same
    again(store, written(plan, tmp_path / "plan.xlsx", people=True))
    assert shown(store) == shown(plan)


def test_what_is_hard_to_write_is_there(plan):
    rows = shown(plan)
    actions = {row["Ref"]: row for row in rows["Actions"]}
    assert [actions[ref]["Stage"] for ref in ("A1", "A2", "A6", "A8")] == [
        "withdrawn",
        "in progress",
        "embedded",
        "reported done",
    ]
    assert (str(actions["A7"]["Due"]), str(actions["A7"]["Original due"])) == ("2023-01-12", "2022-11-30")
    assert (actions["A20"]["Due"], actions["A20"]["Tracker ref"]) == ("ongoing", "1.3")
    assert (actions["A21"].get("Due"), actions["A21"]["Source's words"]) == (None, "31/01/2023")
    assert (str(actions["A22"]["Due"]), actions["A22"]["Source's words"]) == (
        "2023-01-31",
        "by the end of January 2023",
    )
    assert actions["A3"]["Update"] == "=half of it: -1+1"
    assert "Added by mistake" not in [row["Text"] for row in rows["Remit"]]
    assert rows["Indicators"][1]["Bands"] == "up to 5 days\n5 days; or more"
    assert rows["Readings"][1] | {"On": ""} == {
        "Indicator": "I2",
        "On": "",
        "Value": 12.1,
        "Source's words": "two\n lines",
        "Bands": "0.1\n12",
    }
    (deadline,) = rows["Deadlines"]
    assert (str(deadline["Due"]), str(deadline["Original due"])) == ("2023-02-28", "2023-01-31")
    assert {"Slack user id": "U0OTHER", "Slack team id": "T0OTHER", "Role": "observer"} in rows["People"]


@pytest.mark.parametrize(
    "sheet", ["", "Partners", "Sources", "Remit", "Deadlines", "Indicators", "Readings", "Funding"]
)
def test_as_text_with_commas_each_sheet_changes_nothing(plan, tmp_path, again, sheet):
    before = everything(plan, but=())
    path = written(plan, tmp_path / "any name.csv", sheet=sheet)
    found, outcome = again(plan, path)
    assert outcome.total.unchanged == len(shown(plan)[sheet or "Actions"]) > 0
    assert everything(plan, but=()) == before
    assert found.faults == ()


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json", "ics"])
def test_the_same_plan_is_the_same_file(plan, kind, tmp_path):
    first = written(plan, tmp_path / f"one.{kind}").read_bytes()
    copy = Store(tmp_path / "copy.db")
    plan.backup(copy.path)
    assert written(copy, tmp_path / f"two.{kind}").read_bytes() == first


def test_bands_that_no_longer_fit_are_refused_whole(store, bring, as_yaml):
    indicator = {"Ref": "I2", "Name": "Waiting", "Better": "lower", "Bands": "short\nlong"}
    reading = {"Indicator": "I2", "On": "31 October 2022", "Value": "12.1", "Bands": "0.1\n12"}
    bring(as_yaml({"Indicators": [indicator], "Readings": [reading]}))
    before = everything(store, but=())
    with pytest.raises(BadInput, match=r"reading of I2 on 2022-10-31 has 2 bands.*another number"):
        bring(as_yaml({"Indicators": [indicator | {"Bands": "a\nb\nc"}]}))
    assert everything(store, but=()) == before
    outcome = bring(as_yaml({"Indicators": [indicator | {"Bands": "long\nshort"}]}))
    assert [(one.field, one.before, one.after) for one in outcome.changes] == [
        ("bands", ["short", "long"], ["long", "short"])
    ]


def test_bands_of_a_reading_have_to_add_up(plan, as_yaml):
    changed = {"Readings": [{"Indicator": "I2", "On": "31 October 2022", "Value": "12.1", "Bands": "1\n2"}]}
    (fault,) = read_plan(read_sheets(as_yaml(changed)), known(plan)).faults
    assert fault.reason == "they add up to 3, and the value is 12.1."


@cache
def new_database():
    with tempfile.TemporaryDirectory() as folder:
        made, copy = Store(Path(folder, "plan.db")), Path(folder, "copy.db")
        made.migrate()
        made.backup(copy)
        made.close()
        return copy.read_bytes()


def needed(plan):
    """The words without which nothing of the kind is kept, on the command line or in Slack."""
    yield from (row.title for row in (*plan.actions, *plan.deadlines))
    yield from (row.text for row in plan.remit)
    yield from (row.name for row in plan.indicators)
    yield from (row.phrase or (row.due and (row.due.words or "dated")) or "" for row in plan.deadlines)


@pytest.mark.fuzz
@given(plans(), st.sampled_from(["xlsx", "csv"]))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_plan_comes_back(random_plan, kind):
    assume(all(as_read(TEXT, words) for words in needed(random_plan)))
    with tempfile.TemporaryDirectory() as folder:
        store, empty = Store(Path(folder, "plan.db")), Store(Path(folder, "empty.db"))
        for one in (store, empty):
            one.path.write_bytes(new_database())
        apply(store, random_plan, BY)
        before = everything(store, but=())
        path = written(store, Path(folder, f"plan.{kind}"))
        contents = path.read_bytes()
        book = read_here(kind_of(path.name, contents), path.name, contents)  # a process for each would take long
        found = read_plan(form_sheets(book), known(store))
        assert found.faults == ()
        later = BY.model_copy(update={"at": datetime(2023, 1, 9, tzinfo=UTC)})
        outcome = apply(store, found, later)
        assert (outcome.changes, outcome.added, outcome.kept) == ([], [], [])
        assert everything(store, but=()) == before
        if kind == "xlsx":
            apply(empty, found, later)
            assert shown(empty) == shown(store)
