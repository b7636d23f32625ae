import io
import json

import pytest
from rich.console import Console

from bot.cli.import_report import as_dict, show
from bot.exchange.example import EXAMPLE
from bot.exchange.plan import read_plan
from bot.exchange.sheets import read_sheets
from bot.exchange.template import write_template
from tests.exchange.conftest import small


def said(plan, outcome):
    console = Console(width=200, record=True, file=io.StringIO())

    show(console, plan, outcome)
    return console.export_text()


def plan_of(path):
    return read_plan(read_sheets(path))


def test_what_was_done(bring):
    text = said(plan_of(EXAMPLE), bring(EXAMPLE))
    assert "Actions" in text
    assert "All that was read was stored." in text
    assert "Everything was there already" in said(plan_of(EXAMPLE), bring(EXAMPLE))


def test_what_would_be_done(bring):
    text = said(plan_of(EXAMPLE), bring(EXAMPLE, dry_run=True))
    assert "Would be added" in text
    assert "This was a dry run: nothing was stored." in text


def test_changes_and_what_is_kept(bring, as_yaml):
    plan = small()
    bring(as_yaml(plan))
    plan["Actions"][0] |= {"Title": "Audit [bold]all[/bold] recording", "Stage": "addressed", "Due": "Q4"}
    path = as_yaml(plan)
    found = plan_of(path)
    outcome = bring(path)
    text = said(found, outcome)
    for words in ("Audit [bold]all[/bold] recording", "Kept as it was", "To look at", '"Q4" fixes no day'):
        assert words in text
    machine = json.loads(json.dumps(as_dict(found, outcome)))
    assert machine["stored"]
    assert machine["total"] == {"added": 0, "changed": 1, "unchanged": 10}
    assert machine["kept"][0]["ref"] == "A1"
    assert machine["flags"][0]["row"] == 1


@pytest.mark.parametrize("dry_run", [True, False])
def test_nothing_but_example_rows(bring, tmp_path, dry_run):
    path = tmp_path / "plan.xlsx"
    write_template(path)
    text = said(plan_of(path), bring(path, dry_run=dry_run))
    assert "Left out: this is the template's example row." in text
    assert text.rstrip().endswith("The file holds nothing to import, so nothing was changed.")
    assert "Everything was there" not in text


def test_faults(as_yaml):
    plan = small()
    plan["Actions"] = [{"Title": f"Action {number}", "Lead": f"NOBODY{number}"} for number in range(60)]
    found = plan_of(as_yaml(plan))
    text = said(found, None)
    assert "There is no partner NOBODY" in text
    assert "And 10 more." in text
    assert "60 faults, so nothing was stored." in text
    machine = as_dict(found, None)
    assert len(machine["faults"]) == 60
    assert not machine["stored"]
