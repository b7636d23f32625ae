import json
from datetime import UTC, datetime

import pytest

from bot.domain.errors import BadInput
from bot.exchange.importing import apply, known
from bot.exchange.plan import read_plan
from bot.exchange.rows import ActionRow, PartnerRow, Plan, RemitRow
from bot.exchange.sheets import read_sheets
from storage import importing, loose
from tests.exchange.conftest import everything, small


def action(store, number):
    with store.read() as tx:
        return importing.stored(tx, "actions", [number])[number]


def events(store):
    with store.read() as tx:
        return tx.rows("SELECT * FROM events ORDER BY id")


@pytest.fixture
def there(bring, as_yaml):
    sheets = small()
    bring(as_yaml(sheets))
    return sheets


def test_refs_are_kept_and_the_next_number_follows_the_highest(store, there):
    assert action(store, 7)["title"] == "Agree the rota"
    assert action(store, 8)["title"] == "Without a ref"


def test_a_number_is_not_given_again(store, there, by):
    apply(store, Plan(actions=(ActionRow(number=20, title="Far", lead="LA"),)), by)
    assert apply(store, Plan(actions=(ActionRow(title="Next", lead="LA"),)), by).added == ["A21"]


def test_one_change_is_one_event_and_nothing_else(store, there, bring, as_yaml):
    before, trail = everything(store), events(store)
    there["Actions"][1]["Success measure"] = "No gaps in the rota"
    outcome = bring(as_yaml(there))
    (change,) = outcome.changes
    assert tuple(change) == ("Actions", "A7", "success_measure", "", "No gaps in the rota")
    (event,) = events(store)[len(trail) :]
    assert (event["verb"], event["subject"], event["origin"]) == ("edited", "A7", "import")
    assert json.loads(event["before"]) == {"success_measure": ""}
    assert json.loads(event["after"]) == {"success_measure": "No gaps in the rota"}
    after = everything(store)
    assert [table for table in before if before[table] != after[table]] == ["actions"]
    assert action(store, 7)["version"] == 2


def test_every_kind_of_thing_can_be_changed(store, there, bring, as_yaml):
    there["Partners"][0] |= {"Name": "The Council", "Channel": "C012AB3CD"}
    there["Sources"][0]["Kind"] = "JTAI"
    there["Remit"][0] |= {"Text": "Improve all recording", "Source": "JTAI-2022", "Met": "31 March 2023"}
    there["Deadlines"][0] |= {"Due": "28 Feb 2023"}
    there["Indicators"][0] |= {"Target": 95, "Owner": "ICB"}
    there["Readings"][0] |= {"Value": 1300, "Qualifier": ""}
    there["Actions"][0] |= {"Contributors": "POLICE", "Due": "ongoing"}
    outcome = bring(as_yaml(there))
    assert outcome.total.changed == 7
    assert {(change.ref, change.field) for change in outcome.changes} == {
        *(("LA", "name"), ("LA", "channel_id"), ("JTAI-2022", "kind"), ("R4", "text"), ("R4", "source")),
        *(("R4", "met"), ("D1", "due"), ("D1", "precision"), ("I1", "target"), ("I1", "owner")),
        *(("I1 on 2022-08-31", "value"), ("I1 on 2022-08-31", "qualifier")),
        *(("A1", "contributors"), ("A1", "due"), ("A1", "due_phrase")),
    }
    before = everything(store, but=())
    assert bring(as_yaml(there)).total.changed == 0
    assert everything(store, but=()) == before


def test_a_blank_cell_changes_nothing(store, there, bring, as_yaml):
    before = everything(store, but=())
    there["Actions"][0] = {"Ref": "A1", "Title": "Audit recording", "Lead": "LA"}
    there["Deadlines"][0] = {"Ref": "D1", "Title": "Report", "Source's words": "by the end of January 2023"}
    assert bring(as_yaml(there)).total.changed == 0
    assert everything(store, but=()) == before


def test_the_original_due_date_stays(store, there, bring, as_yaml):
    there["Actions"][0] |= {"Due": "31/01/2023", "Original due": "1 January 2023"}
    (kept,) = bring(as_yaml(there)).kept
    assert (kept.ref, kept.field, kept.ours, kept.file) == ("A1", "original_due", "2022-12-16", "2023-01-01")
    assert (action(store, 1)["due"], action(store, 1)["original_due"]) == ("2023-01-31", "2022-12-16")


def test_the_first_day_that_is_named_becomes_the_original_due_date(store, there, bring, as_yaml):
    there["Actions"][1]["Due"] = "Q4"
    bring(as_yaml(there))
    assert (action(store, 7)["due"], action(store, 7)["due_phrase"], action(store, 7)["original_due"]) == (
        *(None, "Q4", None),
    )
    there["Actions"][1]["Due"] = "31/01/2023"
    bring(as_yaml(there))
    assert (action(store, 7)["due_phrase"], action(store, 7)["original_due"]) == ("", "2023-01-31")


def test_the_stage_is_taken_for_new_actions_only(store, there, bring, as_yaml):
    assert action(store, 8)["stage"] == "in progress"
    there["Actions"][0]["Stage"] = "addressed"
    (kept,) = bring(as_yaml(there)).kept
    assert (kept.ref, kept.field, kept.ours, kept.file) == ("A1", "stage", "not started", "addressed")
    assert action(store, 1)["stage"] == "not started"


def test_a_part_that_was_reported_stays(store, there, bring, as_yaml):
    with store.write() as tx:
        tx.run("UPDATE contributions SET reported = '2022-11-15T09:00:00+00:00' WHERE action_id = 1")
    there["Actions"][0]["Contributors"] = "ICB"
    outcome = bring(as_yaml(there))
    assert [(kept.ref, kept.field) for kept in outcome.kept] == [("A1", "contributors")]
    assert action(store, 1)["contributors"] == ["ICB", "POLICE"]


def test_an_update_is_added_once_and_never_replaces_another(store, there, bring, as_yaml):
    assert action(store, 8)["updates"] == ["Under way"]
    there["Actions"][2]["Update"] = "The rota is agreed"
    assert bring(as_yaml(there)).total.changed == 1
    assert bring(as_yaml(there)).total.changed == 0
    assert action(store, 8)["updates"] == ["The rota is agreed", "Under way"]


def test_a_file_may_hold_only_actions(store, there, bring, as_yaml):
    path = as_yaml({"Actions": [{"Title": "New", "Lead": "police", "Source": "jtai-2022", "Remit items": "r4"}]})
    assert bring(path).added == ["A9"]
    assert (action(store, 9)["lead"], action(store, 9)["source"]) == ("POLICE", "JTAI-2022")


def test_codes_are_the_same_in_any_case_even_when_the_store_was_not_asked(store, there, by, as_yaml):
    text = as_yaml(there).read_text().replace("POLICE", "police")
    path = as_yaml({}, "lower.yml")
    path.write_text(text)
    assert apply(store, read_plan(read_sheets(path)), by).total[:2] == (0, 0)


def test_a_dry_run_says_the_same_and_stores_nothing(store, bring, as_yaml):
    before = everything(store, but=())
    tried = bring(as_yaml(small()), dry_run=True)
    assert everything(store, but=()) == before
    done = bring(as_yaml(small()))
    assert (tried.counts, tried.added, tried.changes) == (done.counts, done.added, done.changes)
    assert tried.dry_run
    assert not done.dry_run


@pytest.mark.parametrize("table", ["partners", "remit_items", "actions", "contributions", "updates"])
def test_a_crash_in_the_middle_leaves_nothing(store, by, as_yaml, monkeypatch, table):
    before = everything(store, but=())
    insert_all = importing.Transaction.insert_all

    def stumble(self, into, rows):
        insert_all(self, into, rows)
        if into == table:
            raise MemoryError

    monkeypatch.setattr(importing.Transaction, "insert_all", stumble)
    with pytest.raises(MemoryError):
        apply(store, read_plan(read_sheets(as_yaml(small()))), by)
    assert everything(store, but=()) == before


def test_a_plan_with_faults_is_refused(store, bring, as_yaml):
    before = everything(store, but=())
    with pytest.raises(BadInput, match=r"1 fault.*Actions, row 1, Lead"):
        bring(as_yaml({"Actions": [{"Title": "New", "Lead": "NOBODY"}]}))
    assert everything(store, but=()) == before


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (Plan(actions=(ActionRow(title="New", lead="NOBODY"),)), "there is no NOBODY"),
        (Plan(actions=(ActionRow(title="New", lead="LA", remit=(99,)),)), "number 99"),
        (Plan(actions=(ActionRow(title="New", lead="LA"), ActionRow(title="New", lead="LA"))), ""),
        (Plan(remit=(RemitRow(number=4, text="x", deadlines=(9,)),)), "number 9"),
        (
            Plan(partners=(PartnerRow(code="X", name="X", kind="other", channel="C9TAKEN01"),)),
            "already the one of LA",
        ),
    ],
)
def test_what_contradicts_the_store_is_refused_and_nothing_is_stored(store, there, by, plan, why):
    with store.write() as tx:
        tx.run("UPDATE partners SET channel_id = 'C9TAKEN01' WHERE code = 'LA'")
    before = everything(store, but=())
    if not why:
        assert apply(store, plan, by, dry_run=True).total.added == 2  # two rows of a plan built in memory are two
        return
    with pytest.raises(BadInput, match=why):
        apply(store, plan, by)
    assert everything(store, but=()) == before


def test_two_partners_can_swap_channels(store, by):
    one, two = "C012AB3CD", "C045EF6GH"
    for first, second in ((one, two), (two, one)):
        rows = [("A1X", first), ("B1X", second)]
        made = [PartnerRow(code=code, name=code, kind="other", channel=channel) for code, channel in rows]
        apply(store, Plan(partners=tuple(made)), by)
    with store.read() as tx:
        assert tx.rows("SELECT code, channel_id FROM partners ORDER BY code") == [
            {"code": "A1X", "channel_id": two},
            {"code": "B1X", "channel_id": one},
        ]


def test_a_new_channel_name_forgets_the_old_channels_id(store, there, bring, as_yaml):
    with store.write() as tx:
        tx.run("UPDATE partners SET channel_id = 'C9TAKEN01' WHERE code = 'LA'")
    assert bring(as_yaml(there)).total.changed == 0
    there["Partners"][0]["Channel"] = "the-council"
    bring(as_yaml(there))
    with store.read() as tx:
        assert tx.value("SELECT channel_id FROM partners WHERE code = 'LA'") is None


def test_a_title_that_two_actions_have_needs_a_ref(store, there, bring, as_yaml):
    bring(as_yaml({"Actions": [{"Ref": ref, "Title": "Same", "Lead": "LA"} for ref in ("A30", "A31")]}))
    with pytest.raises(BadInput, match="A30, A31 have this title"):
        bring(as_yaml({"Actions": [{"Title": "Same", "Lead": "LA"}]}))


def test_people_get_their_roles_once(store, there, bring, as_yaml):
    people = [
        {"Slack user id": "U0ONE", "Role": "partner member", "Partner": "LA", "Slack team id": "T0OTHER"},
        {"Slack user id": "U0TWO", "Role": "observer"},
    ]
    assert bring(as_yaml({"People": people}), home="T0HOME").added == ["U0ONE", "U0TWO"]
    assert bring(as_yaml({"People": people}), home="T0HOME").counts["People"].unchanged == 2
    with store.read() as tx:
        assert ("U0TWO", "T0HOME", "observer", "") in loose.roles(tx)


def test_people_without_a_known_workspace_are_refused(store, by, as_yaml):
    nobody = by.model_copy(update={"person": by.person.model_copy(update={"team": ""})})
    path = as_yaml({"People": [{"Slack user id": "U0TWO", "Role": "observer"}]})
    with pytest.raises(BadInput, match="Slack team id"):
        apply(store, read_plan(read_sheets(path)), nobody)


def test_the_progress_bar_is_told(store, by, as_yaml):
    steps = []
    plan = read_plan(read_sheets(as_yaml(small())))
    apply(store, plan, by.model_copy(update={"at": datetime(2022, 11, 15, tzinfo=UTC)}), step=steps.append)
    assert sum(steps) == 11


def test_what_is_known_is_what_is_stored(store, there):
    found = known(store)
    assert (set(found.partners), found.sources) == ({"LA", "ICB", "POLICE"}, ("JTAI-2022",))
    assert (found.remit, found.deadlines, found.indicators) == ({4}, {1}, {1})
