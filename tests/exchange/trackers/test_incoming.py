"""From a file to a plan; what was chosen is remembered once it was imported."""

import io
import json
import sys

import pytest
from rich.console import Console

from bot import cli
from bot.cli.import_report import as_dict, show
from bot.domain.errors import BadInput
from bot.exchange import incoming
from bot.exchange.importing import apply, known
from bot.exchange.rows import Plan
from bot.exchange.trackers.choices import Choices
from bot.exchange.trackers.meanings import Meaning
from tests.exchange.trackers.conftest import KNOWN, TODAY, refuse

TRACKER = "Ref,Action,Owner,Status\n1,Agree the offer,Health,Complete\n2,,LA,\n3,Train staff,Education,Red\n"


def plan_of(name, contents, **choices):
    return incoming.plan_of(name, contents.encode(), KNOWN, Choices(**choices), refuse, TODAY)


def test_a_tracker_a_form_and_yaml_are_told_apart():
    assert plan_of("tracker.csv", TRACKER).columns
    assert not plan_of("Actions.csv", "Title,Lead\nAgree the offer,LA\n").columns
    assert plan_of("plan.yml", "Actions:\n  - {Title: Agree, Lead: LA}").actions[0].lead == "LA"


def test_there_is_nothing_to_choose_about_a_form():
    with pytest.raises(BadInput, match="nothing to choose"):
        plan_of("plan.yml", "Actions: []", source="JTAI-2022")


def test_what_was_chosen_is_remembered_and_can_be_chosen_anew(store):
    with store.write() as tx:
        assert incoming.remembered(tx) == Choices()
        incoming.remember(tx, Choices(columns={"Owner": "lead partner"}, leads={"Health": "ICB"}, source="JTAI-2022"))
        incoming.remember(tx, Choices(columns={"OWNER": "leave out"}))
        assert incoming.remembered(tx) == Choices(columns={"OWNER": "leave out"}, leads={"Health": "ICB"})


@pytest.fixture
def run(store, by, partners, tmp_path, monkeypatch, capsys):
    apply(store, Plan(**partners), by)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", str(tmp_path / "plan.db"))
    (tmp_path / "tracker.csv").write_text(TRACKER)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["followthrough", "import", "tracker.csv", *arguments, "--json"])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return ended.value.code, json.loads(out) if out else err

    return run


def test_on_the_command_line_only_an_import_that_was_done_is_remembered(run):
    status, dry = run("--lead", "Health=ICB", "--dry-run")
    assert (status, dry["leads"]) == (1, {"Education": 1})  # 1: a row was left out
    assert run("--dry-run")[1]["leads"] == {"Health": 1, "Education": 1}
    assert run("--lead", "Health=ICB", "--map", "Status=leave out")[1]["stored"]
    _, again = run("--dry-run")
    assert again["total"] == {"added": 0, "changed": 0, "unchanged": 2}
    assert again["notes"] == [
        'Remembered from an earlier import: the column "Status" is leave out; the lead "Health" is ICB.'
    ]
    assert [one["chosen"] for one in again["columns"]] == [False, False, False, True]


def said(plan, outcome):
    console = Console(width=100, record=True, file=io.StringIO())
    show(console, plan, outcome)
    return console.export_text()


def test_a_person_reads_first_what_needs_somebody(store, by, partners):
    apply(store, Plan(**partners), by)
    plan = incoming.plan_of("tracker.csv", TRACKER.encode(), known(store), Choices(), refuse, TODAY)
    text = said(plan, apply(store, plan, by, dry_run=True))
    order = [
        *(
            "What would happen",
            "Rows that are left out",
            "There is no action in column B",
            "Leads that are not set up",
        ),
        *(
            '--lead "Health=CODE"',
            "To look at",
            'Says "Complete"',
            "How the columns are read",
            "lead partner",
            "- tracker:",
        ),
        "1 row would be left out, as listed above. This was a dry run: nothing was stored. 3 things to look at.",
    ]
    told = " ".join(text.split())
    places = [told.index(words) for words in order]
    assert places == sorted(places)
    assert max(map(len, text.splitlines())) <= 100
    done = said(plan, apply(store, plan, by))
    assert "1 row is left out, as listed above. The other rows were stored." in done
    assert "The other rows were there already, so nothing was changed." in said(plan, apply(store, plan, by))
    none = incoming.plan_of("a.csv", b"Ref,Action,Lead\n1,,LA\n", known(store), Choices(), refuse, TODAY)
    last = said(none, apply(store, none, by)).splitlines()[-1]
    assert last == "1 row is left out, as listed above. Nothing else is in the file, so nothing was changed."
    machine = as_dict(plan, None)
    assert (machine["rejected"][0]["row"], machine["leads"]) == (3, {"Health": 1, "Education": 1})


def test_with_no_partner_set_up_a_person_reads_that_first_and_once(store, by):
    plan = incoming.plan_of("tracker.csv", TRACKER.encode(), known(store), Choices(), refuse, TODAY)
    told = " ".join(said(plan, apply(store, plan, by, dry_run=True)).split())
    assert told.startswith("No partner is set up yet, and each action needs one.")
    assert told.casefold().count("no partner is set up yet") == 2  # and beside the rows, together
    assert "Health" not in told


def test_every_meaning_can_be_chosen():
    for meaning in Meaning:
        assert Choices.written([f"A={meaning}"]).columns == {"A": meaning}
