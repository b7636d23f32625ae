"""/actions import: a tracker out of Slack, its check in direct messages, then all of it, once, or nothing."""

import io
import json

import pytest
from openpyxl import Workbook

from bot.schedule import errands, incoming
from storage import imports
from tests.e2e.bringing import (
    MANAGER,
    READING,
    TRACKER,
    UNIT,
    buttons,
    checked,
    file_of,
    go_on,
    start,
    state,
    titles,
    told,
    words,
)


def test_a_coordinator_imports_a_tracker_and_sees_everything_first(world):
    assert start(world) == {}
    assert world.slack.modal(MANAGER).blocks[0]["text"]["text"] == READING
    assert state(world) == ["reading"]
    go_on(world)
    check = told(world)
    assert check.text == (
        "Check of plan.csv: 3 to add, 0 to change, 0 the same already, 3 to look at, 1 left out. "
        "Nothing has been imported yet."
    )
    said = words(check)
    assert "• plan, row 5, Action (B): there is no action in column B" in said
    assert 'the lead "Head of Service" is not a partner that is set up' in said
    assert "• “Head of Service”: 1 row" in said
    assert "• “Lead agency” in plan, column C: lead partner" in said
    assert buttons(check) == ["import_all", "import_choices", "import_cancel"]
    assert titles(world) == []
    dialog = check.blocks[-1]["elements"][0]["confirm"]["text"]["text"]
    assert dialog == "3 would be added and 0 changed; 1 left out. All of it is imported, or nothing."
    world.manager.press(check, "import_all")
    assert titles(world) == []  # nothing slow in the handler
    go_on(world)
    done, last = told(world, -2), told(world)
    assert done.ts == check.ts
    assert done.text == last.text == "Imported on Monday 14 November 2022 at 9am: 3 added, 0 changed."
    headings = [line for line in words(done).splitlines() if line and not line.startswith("• ")]
    assert headings == [done.text, "Left out", "To look at"]
    assert words(last) == last.text
    assert buttons(done) == []
    assert titles(world) == ["Agree a shared rota", "Train school leads", "Audit twenty records"]
    events = world.rows("SELECT user, role, origin FROM events WHERE subject IN ('A13', 'A14', 'A15')")
    assert {tuple(one.values()) for one in events} == {(MANAGER, "business unit", "import")}
    again = checked(world)
    assert again.text.startswith("Check of plan.csv: 0 to add, 0 to change, 3 the same already,")
    assert buttons(again) == ["import_choices", "import_cancel"]
    world.manager.press(again, "import_cancel")
    world.deliver()
    assert (told(world).text, buttons(told(world))) == ("Cancelled: nothing was imported.", [])
    assert state(world) == ["applied", "cancelled"]


def test_a_file_that_was_uploaded_lately_is_offered_and_needs_no_second_upload(world):
    world.manager.upload(UNIT, "minutes.docx", b"PK")
    world.manager.upload(UNIT, "plan.csv", TRACKER.encode(), "here it is")
    world.clock.advance(minutes=12)
    world.ask(world.manager, "import")
    which = world.slack.modal(MANAGER).blocks[1]["element"]["options"]
    assert [one["text"]["text"] for one in which] == ["The file that you uploaded at 9am", "A file that I add below"]
    both = {"which": "uploaded", "file": [("other.csv", b"Action")]}
    assert list(world.manager.submit(values=both)) == ["which"]
    assert world.manager.submit(values={"which": "added", "file": []}) == {"file": "Add the tracker's file."}
    assert world.manager.submit(values={"which": "uploaded"}) == {}
    go_on(world)
    assert told(world).text.startswith("Check of plan.csv: 3 to add")
    [kept] = world.rows("SELECT value FROM found WHERE name LIKE 'file %'")
    assert kept["value"].split() == ["2022-11-14T09:00:00+00:00", world.rows("SELECT file FROM imports")[0]["file"]]


def test_a_file_is_offered_for_half_an_hour_and_to_who_uploaded_it_alone(world):
    world.police.upload("west-midlands-police", "plan.csv", TRACKER.encode())
    world.manager.upload(None, "plan.xlsx", b"PK")
    world.clock.advance(minutes=31)
    world.ask(world.manager, "import")
    assert "which" not in [block.get("block_id") for block in world.slack.modal(MANAGER).blocks]
    assert [row["name"] for row in world.rows("SELECT name FROM found WHERE name LIKE 'file %'")] == [
        "file U0MANAGER"
    ]


def test_a_changed_file_changes_what_it_says_and_overwrites_nothing_that_partners_did(world):
    check = checked(world)
    world.manager.press(check, "import_all")
    go_on(world)
    world.ask(world.manager, "edit A13")
    world.manager.submit(values={"title": "Agree one shared rota"})
    world.manager.close_view()
    changed = TRACKER.replace("Agree a shared rota", "Agree a rota").replace(
        "28 February 2023,Not", "1 March 2023,Not"
    )
    check = checked(world, changed)
    assert check.text.startswith("Check of plan.csv: 0 to add, 1 to change, 2 the same already")
    said = words(check)
    assert "• A14, due date: from 2023-02-28 to 2023-03-01" in said
    assert "• A13, title: Agree one shared rota stays, the file says Agree a rota." in said
    world.manager.press(check, "import_all")
    go_on(world)
    assert titles(world)[:2] == ["Agree one shared rota", "Train school leads"]
    assert world.rows("SELECT due FROM actions WHERE id = 14") == [{"due": "2023-03-01"}]


def test_how_it_is_read_is_changed_in_a_form_and_remembered_for_the_next_file(world):
    check = checked(world)
    world.manager.press(check, "import_choices")
    view = world.slack.modal(MANAGER)
    labels = [block["label"]["text"] for block in view.blocks if block["type"] == "input"]
    assert labels[:2] == ["Lead “Head of Service”", "“Ref” in plan, column A"]
    assert world.manager.submit(values={"lead0": "LA", "column5": "evidence"}) == {}
    world.manager.close_view()
    go_on(world)
    old, new = told(world, -2), told(world)
    assert old.text == "Read anew with other choices: the new check comes below."
    assert "“Head of Service”: 1 row" not in words(new)
    assert "“Progress” in plan, column F: evidence, as chosen" in words(new)
    world.manager.press(new, "import_all")
    go_on(world)
    lead = "SELECT code FROM actions a JOIN partners p ON p.id = lead_partner_id WHERE a.id = 14"
    assert world.rows(lead) == [{"code": "LA"}]
    later = checked(world, "Action,Lead agency,Due date\nSomething else,head of  service,31/01/2023\n")
    assert "is not a partner" not in words(later)
    assert later.text.startswith("Check of plan.csv: 1 to add")


def test_what_was_pressed_twice_is_imported_once(world, monkeypatch):
    check = checked(world)
    for _ in range(2):
        world.manager.press(check, "import_all")
    world.slack.wait_for(lambda: len(world.slack.ephemerals(MANAGER)) == 2)
    assert [one.text for one in world.slack.ephemerals(MANAGER)] == [
        "Importing. A message below says when it is done.",
        "That is being imported already.",
    ]
    apply = incoming.importing.apply

    def and_another(*args, **more):
        monkeypatch.setattr(incoming.importing, "apply", apply)
        incoming.take(world.bot.app.client, world.services, errands.Errand(kind="import", about="1"))
        return apply(*args, **more)

    monkeypatch.setattr(incoming.importing, "apply", and_another)
    go_on(world)
    assert len(titles(world)) == 3
    assert told(world).text.startswith("Imported on Monday 14 November 2022")


def test_a_process_that_ends_after_the_commit_imports_nothing_twice(world, monkeypatch):
    def killed(*_):
        raise SystemExit

    check = checked(world)
    world.manager.press(check, "import_all")
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(errands.errands, "done", killed)
        go_on(world)
    assert len(titles(world)) == 3
    world.clock.advance(minutes=3)
    go_on(world)
    assert len(titles(world)) == 3
    assert told(world).text.startswith("Imported on Monday 14 November 2022 at 9")
    assert world.rows("SELECT * FROM errands") == []


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        ("changed", "It has changed since its check."),
        ("deleted", "It is no longer in Slack, or Followthrough can't see it there."),
        ("role", "The business unit adds, edits, pauses, withdraws and reopens actions, so nothing was changed."),
    ],
)
def test_what_is_no_longer_as_it_was_checked_is_not_imported(world, meanwhile, why):
    check = checked(world)
    file = file_of(world, check)
    world.manager.press(check, "import_all")
    if meanwhile == "changed":
        file.content += b"1.9,One more,West Midlands Police,,,\n"
    elif meanwhile == "deleted":
        world.manager.delete_file(file.id)
    else:
        world.slack.users[MANAGER].deleted = True
        with world.store.write() as tx:
            tx.run("UPDATE accounts SET deactivated = 1 WHERE user = ?", (MANAGER,))
    go_on(world)
    assert titles(world) == []
    assert state(world) == ["refused"]
    assert told(world).text == f"The file was not imported, and nothing was changed. {why}"
    assert buttons(told(world)) == []


def test_where_the_plan_has_changed_since_the_check_another_check_is_shown(world):
    world.manager.press(checked(world), "import_all")
    go_on(world)
    check = checked(world, TRACKER.replace("28 February 2023,Not", "1 March 2023,Not"))
    world.ask(world.manager, "edit A14")
    world.manager.submit(values={"title": "Train all school leads"})
    world.manager.press(check, "import_all")
    go_on(world, 2)
    assert state(world) == ["applied", "cancelled", "shown"]
    assert told(world, -2).text == incoming.ANEW
    assert "• A14, title: Train all school leads stays" in words(told(world))
    assert world.rows("SELECT due FROM actions WHERE id = 14") == [{"due": "2023-02-28"}]


CANARY = "450 557 7104"
"""An NHS number that nobody has, with a check digit that is right."""


def test_an_identifier_is_nowhere_after_an_import(world, capfd):
    book = Workbook()
    book.active.title = "Plan"
    for row in (
        ["Ref", "Action", "Lead agency", f"Notes about {CANARY}"],
        ["1", "Agree a shared rota", "West Midlands Police", ""],
        ["2", f"See the record of {CANARY}", "West Midlands Police", ""],
        ["3", "Train school leads", f"Head of {CANARY}", ""],
        ["4", "Audit twenty records", "West Midlands Police", f"as for {CANARY}"],
    ):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    check = checked(world, file.getvalue(), name=f"plan {CANARY}.xlsx")
    assert check.text.startswith("Check of The file.xlsx: ")
    assert "it holds an NHS number" in words(check)
    if "import_all" in buttons(check):
        world.manager.press(check, "import_all")
        go_on(world)
    assert "Agree a shared rota" in titles(world)
    printed = capfd.readouterr()
    places = {
        "the database": b"".join(path.read_bytes() for path in world.store.path.parent.glob("*.db*")),
        "the log": (printed.out + printed.err).encode(),
        "messages": json.dumps([one.blocks for one in world.slack.everything(told(world).channel)]).encode(),
        "texts": " ".join(one.text for one in world.slack.everything(told(world).channel)).encode(),
    }
    for place, content in places.items():
        for canary in (CANARY, CANARY.replace(" ", "")):
            assert canary.encode() not in content, place


def test_a_long_check_goes_on_in_the_thread_and_nothing_of_it_is_lost(world):
    rows = "".join(f"{n},Action number {n},Team {n},31/01/2023,,\n" for n in range(1, 61))
    check = checked(world, TRACKER.splitlines()[0] + "\n" + rows)
    pages = world.replies(told(world).channel, check.ts)
    everything = words(check) + "".join(map(words, pages))
    assert len(pages) >= 1
    assert all(f'the lead "Team {n}" is not a partner' in everything for n in range(1, 61))
    assert "The rest is in the thread of this message." in words(check)
    world.manager.press(check, "import_choices")
    view = world.slack.modal(MANAGER)
    assert len([block for block in view.blocks if block.get("block_id", "").startswith("lead")]) == 30
    assert "And 30 more leads" in view.blocks[-1]["elements"][0]["text"]


def test_a_file_in_the_templates_form_is_imported_as_well(world):
    world.ask(world.manager, "report")
    world.manager.submit(values={"what": "xlsx"})
    world.manager.close_view()
    go_on(world)
    exported = world.slack.direct_messages(MANAGER)[-1].files[0].content
    check = checked(world, exported, name="plan.xlsx")
    assert check.text.startswith("Check of plan.xlsx: 0 to add, 0 to change,")
    assert buttons(check) == ["import_cancel"]


def test_only_an_import_of_ones_own_goes_on(world):
    check = checked(world)
    with world.store.write() as tx:
        tx.run("UPDATE imports SET user = 'U0POLICE'")
    world.manager.press(check, "import_all")
    world.slack.wait_for(lambda: world.slack.ephemerals(MANAGER))
    assert world.slack.ephemerals(MANAGER)[-1].text.startswith("There is no such import of yours.")
    with world.store.read() as tx:
        assert imports.find(tx, 1).state == "shown"


def test_while_more_time_is_asked_for_a_file_does_not_exchange_who_asked(world):
    world.manager.press(checked(world), "import_all")
    go_on(world)
    world.ask(world.police, "extend A13 28 February 2023 because the system is late")
    moved = TRACKER.replace("West Midlands Police,31/01/2023", "Solihull Council,31/01/2023")
    check = checked(world, moved)
    said = words(check)
    assert ": 0 to add, 0 to change, 3 the same already" in check.text
    assert "A13, lead partner: POLICE stays, the file says LA. more time was asked for, and waits" in said
