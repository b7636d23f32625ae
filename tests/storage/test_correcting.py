"""Words that should never have been stored can be found wherever they are, and taken out for good."""

import json
import re
from datetime import date

import pytest

from bot.checking import trail
from bot.domain.errors import BadInput
from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.usecases import correcting, retention
from storage import audit, chain, history, imports, people, persons
from storage.correcting import WORDS
from storage.replay import actions_as_at

WRONG = 'the Zebra & "Quill" file'
NOT_WORDS = {
    *("_sqlite_migrations", "channel_members", "people", "tally", "remit_tally", "contributions", "accounts"),
    *("homes", "ladder", "no_direct_messages", "seen", "action_remit", "remit_deadlines", "remit_indicators"),
}
"""Tables of codes, ids, moments and numbers only."""
NO_WORDS = set(
    re.findall(
        r"\w+",
        """
        at user team role partner origin verb subject salt content hash frame code kind channel channel_id lead
        deputy ref published met removed named_lead original_due due stage stage_since updated added
        due_order review reported_user reported_team link paused_until undone precision better target
        target_by on value job period name about not_before key thread_ts only_for shows state queued ts
        picture file_id ended until file digest found amount since
        """,
    )
)
"""Columns of codes, ids, moments and numbers, wherever they are; those of the tables of words that are not there."""


@pytest.fixture
def wrong(world):
    """Words that were said in many ways, and shown in Slack."""
    world.ask(world.police, f"done A6 {WRONG} merged")
    world.ask(world.police, f"blocked A7 waits for {WRONG.upper()}")
    world.ask(world.manager, 'pause A5 until 12 January 2023 because the zebra  &\n"quill" file is late')
    world.ask(world.police, f"extend A7 31 January 2023 because {WRONG}")
    with world.store.write() as tx:
        tx.run("UPDATE remit_items SET text = text || ?", (f" {WRONG}",))
        tx.run("UPDATE indicators SET bands = ?", (json.dumps([f"in {WRONG}"]),))
    world.ask(world.police, "post A6", channel="west-midlands-police")
    world.deliver()
    return world


def by(world):
    person = Person(user="", team="", roles=frozenset({Role.BUSINESS_UNIT}))
    return By(person=person, at=world.clock(), origin=Origin.TERMINAL)


def correct(world, words=WRONG, reason="it identifies a family"):
    with world.store.write() as tx:
        return correcting.correct(tx, words, reason, by(world))


def test_they_are_found_wherever_they_are(wrong):
    with wrong.store.read() as tx:
        found = {(one.subject, one.table, column) for one in correcting.find(tx, WRONG) for column in one.columns}
    assert {
        ("A6", "updates", "text"),
        ("A7", "events", "after"),
        ("A7", "actions", "blocked"),
        ("A7", "extension_requests", "reason"),
        ("A5", "actions", "paused_why"),
        ("R4", "remit_items", "text"),
        ("I1", "indicators", "bands"),
    } <= found
    assert any(table == "outbox" and column == "blocks" for _, table, column in found)


@pytest.mark.parametrize("said", ["2014-03-02", '["a",  "2014-03-02 x"]', '{"kind": "2014-03-02"}'])
def test_words_that_read_as_a_date_or_as_json_are_taken_out_of_the_trail_too(world, said):
    world.ask(world.police, f"blocked A7 {said}")
    world.ask(world.manager, f"pause A5 until 12 January 2023 because {said}")
    correct(world, words="2014-03-02", reason="it identifies somebody")
    assert world.rows("SELECT id FROM events WHERE after LIKE '%2014-03-02%'") == []
    with world.store.read() as tx:
        assert (chain.broken(tx), trail.plan(tx).well) == (None, True)


def test_the_kind_of_a_source_is_words_too(world):
    with world.store.write() as tx:
        fields = {"ref": "LCSPR-2022", "title": "Review", "kind": "Quillfeather review", "published": None}
        tx.insert("sources", {**fields, "phrase": ""})
        audit.append(tx, by(world), "added", "LCSPR-2022", after=fields)
    correct(world, words="Quillfeather", reason="it identifies somebody")
    assert world.rows("SELECT id FROM events WHERE after LIKE '%Quillfeather%'") == []


def test_once_taken_out_they_are_nowhere_not_even_in_unused_parts_of_the_file(wrong):
    assert b"zebra" in every_byte(wrong).lower()
    correct(wrong)
    wrong.store.wipe()
    assert b"zebra" not in every_byte(wrong).lower()
    assert b"quill" not in every_byte(wrong).lower()
    with wrong.store.read() as tx:
        assert correcting.find(tx, WRONG) == []


def every_byte(world):
    folder, name = world.store.path.parent, world.store.path.name
    return b"".join(path.read_bytes() for path in folder.glob(f"{name}*"))


def test_the_reason_stands_in_their_place(wrong):
    correct(wrong)
    [row] = wrong.rows("SELECT text FROM updates WHERE action_id = 6")
    assert row["text"] == "[taken out: it identifies a family] merged"


def test_the_trail_can_still_be_checked_and_says_what_the_plan_says(wrong):
    before = len(wrong.rows("SELECT id FROM events"))
    correct(wrong)
    with wrong.store.read() as tx:
        assert chain.broken(tx) is None
        assert actions_as_at(tx, wrong.clock())[7].blocked == "waits for [taken out: it identifies a family]"
        last = tx.rows("SELECT * FROM events ORDER BY id DESC LIMIT 1")[0]
    assert (last["verb"], last["subject"], last["id"]) == ("corrected", "TRAIL", before + 1)
    assert json.loads(last["after"])["reason"] == "it identifies a family"


def test_twice_is_still_checked_and_a_forgery_after_it_is_found(wrong):
    correct(wrong)
    correct(wrong, words="waits for", reason="it was too much")
    with wrong.store.write() as tx:
        assert chain.broken(tx) is None
        number = tx.value("SELECT min(id) FROM events WHERE subject = 'A7' AND salt = ''")
        tx.run("UPDATE events SET after = '{}' WHERE id = ?", (number,))
    with wrong.store.read() as tx:
        assert chain.broken(tx) == (number, "what it says was altered after it was corrected")


@pytest.mark.parametrize("days", [0, 400])
def test_what_slack_shows_is_brought_up_to_date_however_old_it_is(wrong, days):
    [card] = wrong.messages("west-midlands-police")
    assert "Zebra" in json.dumps(card.blocks)
    wrong.clock.advance(days=days)
    correct(wrong)
    wrong.deliver()
    [card] = wrong.messages("west-midlands-police")
    assert "Zebra" not in json.dumps(card.blocks)
    assert "[taken out: it identifies a family]" in json.dumps(card.blocks)


def test_a_reason_is_words_in_slack_and_calls_nobody(wrong):
    correct(wrong, reason="<!channel> named <https://example.org|it>")
    wrong.deliver()
    shown = json.dumps([one.blocks for one in wrong.messages("west-midlands-police")])
    assert "[taken out: &lt;!channel&gt; named &lt;https" in shown
    assert "<!channel>" not in shown


def test_what_is_not_there_changes_nothing(wrong):
    before = wrong.rows("SELECT * FROM events")
    assert correct(wrong, words="nobody ever said this") == []
    assert wrong.rows("SELECT * FROM events") == before


def test_codes_stay_where_the_words_are_the_same(wrong):
    wrong.ask(wrong.police, "update A7 as the POLICE said, it is in progress")
    correct(wrong, words="police", reason="it says who")
    correct(wrong, words="in progress", reason="it says how")
    with wrong.store.read() as tx:
        then = actions_as_at(tx, wrong.clock())
        assert chain.broken(tx) is None
    assert (then[7].lead.code, then[7].stage) == ("POLICE", "in progress")
    assert wrong.rows("SELECT text FROM updates WHERE text LIKE '%it says how%'") != []


@pytest.mark.parametrize(
    ("words", "reason", "why"),
    [
        ("abc", "why", "too short"),
        ("   ", "why", "too short"),
        ("zebra", " ", "Say why"),
        ("zebra", "a Zebra was named", "repeats the words"),
        ("zebra", "why " * 30, "too long: 100 characters at most"),
    ],
)
def test_what_can_not_be_meant(wrong, words, reason, why):
    with pytest.raises(BadInput, match=why):
        correct(wrong, words, reason)


def test_every_column_of_the_store_is_looked_through_or_holds_nobodys_words(world):
    tables = world.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'")
    for table in (row["name"] for row in tables if "_fts" not in row["name"]):
        columns = {row["name"] for row in world.rows(f"PRAGMA table_info({table})") if row["type"] == "TEXT"}
        assert table in NOT_WORDS or columns - set(WORDS[table]) <= NO_WORDS, table


def test_what_is_kept_about_a_person_is_told(world):
    world.ask(world.police, "done A6 duplicates merged")
    world.ask(world.manager, "assign A7 @police.lead")
    with world.store.read() as tx:
        kept = {one.table: one.number for one in persons.kept(tx, "U0POLICE")}
        assert list(persons.kept(tx, "U0POLIC")) == []
    assert kept["events"] == 1
    assert kept["updates"] == 1
    assert {"actions", "channel_members"} <= kept.keys()


def test_every_column_that_names_people_is_asked(world):
    for table, columns in persons.COLUMNS.items():
        there = {row["name"] for row in world.rows(f"PRAGMA table_info({table})")}
        assert set(columns) <= there
    for table in (row["name"] for row in world.rows("SELECT name FROM sqlite_master WHERE type = 'table'")):
        named = {row["name"] for row in world.rows(f"PRAGMA table_info({table})")} & {"user", "reported_user"}
        assert named <= set(persons.COLUMNS.get(table, ())), table


def test_digests_of_an_earlier_correction_stay_where_they_hold_the_same_characters(wrong):
    correct(wrong)
    [row] = wrong.rows("SELECT after FROM events WHERE verb = 'corrected'")
    digest = next(iter(json.loads(row["after"])["events"].values()))
    correct(wrong, words=digest[20:24], reason="the number of a file")
    with wrong.store.read() as tx:
        assert chain.broken(tx) is None


def test_days_stay_where_somebody_takes_out_a_year(wrong):
    wrong.ask(wrong.police, "update A7 as in 2022")
    with wrong.store.write() as tx:
        audit.append(tx, by(wrong), "reported", "PACK", after={"as_at": "2022-11-01", "since": "2022-10-01"})
        people.remember(tx, "file U0MANAGER", f"{wrong.clock().isoformat()} F0000001")
    correct(wrong, words="2022", reason="a year of birth")
    with wrong.store.read() as tx:
        assert history.last_reported(tx, date(2022, 12, 1), None) == date(2022, 11, 1)
        assert imports.lately(tx, "U0MANAGER", wrong.clock())[0] == "F0000001"
        assert (
            tx.value("SELECT max(text) FROM updates WHERE text LIKE 'as in%'") == "as in [taken out: a year of birth]"
        )


def test_words_are_found_where_an_import_has_them_as_names(world):
    chosen = {"columns": {f"Notes on {WRONG}": "leave out"}, "leads": {f"whoever keeps {WRONG}": "POLICE"}}
    with world.store.write() as tx:
        imports.add(tx, "U0MANAGER", "T0SOLIHULL", "F0000001", chosen, world.clock())
        people.remember(tx, "import choices", json.dumps(chosen))
        assert {one.table for one in correcting.find(tx, WRONG)} == {"imports", "found"}
    correct(world)
    kept = world.rows(
        "SELECT choices AS kept FROM imports UNION SELECT value FROM found WHERE name = 'import choices'"
    )
    for row in kept:
        assert json.loads(row["kept"])["leads"] == {"whoever keeps [taken out: it identifies a family]": "POLICE"}
        assert "Zebra" not in row["kept"]


@pytest.mark.parametrize("reason", ["NHS 999 000 0026 is not ours", "DOB 01/02/2016"])
def test_a_reason_is_no_way_around_the_guard(wrong, reason):
    with pytest.raises(BadInput, match="The reason can't be kept: it holds a"):
        correct(wrong, reason=reason)
    with wrong.store.write() as tx, pytest.raises(BadInput, match="The reason can't be kept: it holds a"):
        retention.hold(tx, "A7", reason, by(wrong))


def test_verify_tells_of_corrections_all_of_them_or_those_since_a_head_that_was_kept(wrong):
    with wrong.store.read() as tx:
        assert "replaced" not in trail.trail(tx).said
    correct(wrong)
    with wrong.store.read() as tx:
        signed, found = chain.head(tx), trail.trail(tx)
        number = len(json.loads(tx.value("SELECT after FROM events WHERE verb = 'corrected'"))["events"])
    assert f"What {number} events said was replaced by event {signed.id} on 14 November 2022" in found.said
    correct(wrong, words="waits for", reason="it was too much")
    with wrong.store.read() as tx:
        assert f"replaced since that one by event {signed.id + 1} on 14 November" in trail.trail(tx, signed).said
