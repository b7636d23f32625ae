"""A made-up NHS number, put through every way in, is afterwards nowhere: not kept, not sent, not logged, not counted."""

import copy
import io
import json
import sys
import tempfile
from contextlib import suppress

import openpyxl
import pytest
from pydantic import ValidationError
from structlog.testing import capture_logs

from app import build
from bot import cli
from bot.domain.errors import BadInput
from bot.listeners import channels
from bot.settings import Settings
from commands.registry import COMMANDS, FORMS
from tests.e2e.bringing import MANAGER, buttons, checked, go_on, told
from tests.e2e.mutations import got, parts, put
from tests.e2e.payloads import Scene
from tests.e2e.planting import CANARY, planted, search, tracker
from tests.test_health import watching
from tests.world import partnership

SEEN = "an NHS number"
TYPED_IN = {"plain_text_input", "url_text_input", "email_text_input", "number_input", "rich_text_input"}


def typed(name, body):
    """The paths in a payload at which stands what a person, or a workflow, wrote."""
    if name.startswith("/"):
        yield ("text",)
    elif name.startswith("event message"):
        yield ("event", "text")
        yield from (("event", "files", 0, key) for key in ("name", "title") if body["event"].get("files"))
    elif name.startswith("step"):
        yield from (("event", "inputs", key) for key in body["event"]["inputs"])
    elif name.startswith("form"):
        values = ("view", "state", "values")
        inside = [(*values, *path) for path in parts(got(body, values))]
        yield from ((*path[:-1], "value") for path in inside if path[-1] == "type" and got(body, path) in TYPED_IN)


def worded(name, path, before):
    """What is planted in that place: the canary alone, or in the words that are there already."""
    return (
        f"{before} {CANARY}" if before and name.startswith(("/", "event message")) and path[-1] == "text" else CANARY
    )


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The scene; everything in its folder, the temporary files too, is looked at in the end."""
    folder = tmp_path_factory.mktemp("canary")
    with partnership(folder) as world, capture_logs() as logs:
        world.folder, world.logs, world.health = folder, logs, watching(world)
        yield Scene(world)
        world.slack.errors.clear()


@pytest.fixture(autouse=True)
def here(own, monkeypatch):
    """Temporary files are made where they are looked for."""
    (temporary := own.world.folder / "temporary").mkdir(exist_ok=True)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("TMPDIR", str(temporary))
    own.world.slack.calls.clear()
    own.world.slack.private_log.clear()


def test_the_canary_would_be_found(own):
    """Were it kept somewhere, the search would tell."""
    assert planted("45-0557-7104")
    book = openpyxl.Workbook()
    book.active.append([CANARY])
    book.save(own.world.folder / "found.xlsx")
    assert search(own.world) == [str(own.world.folder / "found.xlsx")]
    (own.world.folder / "found.xlsx").unlink()
    own.world.logs.append({"event": CANARY})
    assert search(own.world, CANARY) == ["log", "more"]
    own.world.logs.pop()


def test_whatever_is_typed_anywhere_is_refused_and_kept_nowhere(own):
    """Every command, thread, form, shortcut and step, each of its texts in turn."""
    own.back()
    tried, said = set(), []
    for name, sent in own.payloads.items():
        for path in typed(name, sent.body):
            before = copy.deepcopy(got(sent.body, path[:-1])).get(path[-1])
            if isinstance(before, dict):
                continue
            answer = own.send(sent, put(sent.body, path, worded(name, path, before)))
            tried.add((name, path))
            said.append(answer.said)
            assert own.changed() == set(), (name, path)
            assert answer.status == 200, (name, path)
            if not name.startswith(("event message with", "step")):
                assert SEEN in answer.said, (name, path, answer.said)
    assert {name for name, _ in tried} >= {*COMMANDS, "event message", "step create_action"}
    assert {f"form {name}" for name in FORMS} - {name for name, _ in tried} == WITHOUT_WORDS
    own.world.bot.run_errands()
    own.world.deliver()
    assert search(own.world) == []


WITHOUT_WORDS = {
    *("form assign", "form person_add", "form settings", "form import", "form import_choices", "form report"),
    *("form remit_met", "form deadline_met"),
}
"""Forms in which nothing is written, only chosen."""


FORGED = (CANARY, f"A6 {CANARY}", json.dumps({"ref": CANARY, "key": CANARY}))


def test_what_is_shown_to_nobody_but_its_author_is_not_kept_either(own):
    """The form that the message shortcut fills in, and what a forged button carries."""
    shortcut = own.payloads["shortcut turn_into_action"]
    own.send(shortcut, put(shortcut.body, ("message", "text"), CANARY))
    pressed = [sent for name, sent in own.payloads.items() if name.startswith("button ")]
    for number, sent in enumerate(one for one in pressed if "value" in one.body["actions"][0]):
        own.send(sent, put(sent.body, ("actions", 0, "value"), FORGED[number % len(FORGED)]))
    own.world.deliver()
    assert set(search(own.world)) <= {"calls to Slack", "answers"}


def test_whatever_a_tracker_has_it_in_is_refused_and_kept_nowhere(own):
    world = own.world
    own.back()
    world.slack.stacks.clear()
    check = checked(world, tracker(), name=f"plan {CANARY}.xlsx")
    said = json.dumps(check.blocks) + json.dumps([one.blocks for one in world.replies(told(world).channel, check.ts)])
    assert "it holds an NHS number" in said
    if "import_all" in buttons(check):
        world.manager.press(check, "import_all")
        go_on(world)
    assert world.rows("SELECT 1 FROM actions WHERE title = 'Agree a shared rota'")
    assert search(world, said, world.slack.modal(MANAGER)) == []


COMMAND_LINE = (
    ("import", "tracker.csv", "--map", f"{CANARY}=action"),
    ("import", "tracker.csv", "--map", f"Action={CANARY}"),
    ("import", "tracker.csv", "--lead", f"{CANARY}=POLICE"),
    ("import", "tracker.csv", "--lead", f"Police={CANARY}"),
    ("import", "tracker.csv", "--source", CANARY),
    ("import", "tracker.csv", "--sheet", CANARY),
    ("hold", "A6", "--reason", f"as for {CANARY}"),
    ("hold", CANARY, "--reason", "the inquiry"),
    ("correct", "--reason", f"as for {CANARY}"),
    ("verify", "--head", CANARY),
    ("report", "pack.docx", "--as-at", CANARY),
    ("report", "pack.docx", "--since", CANARY),
    ("digest", "--partner", CANARY),
    ("digest", "--on", CANARY),
    ("export", "plan.csv", "--sheet", CANARY),
    ("restore", f"{CANARY}.db"),
)


@pytest.fixture
def run(own, monkeypatch, capfd):
    """Run a command in the folder that is searched; what it said."""
    world = own.world
    monkeypatch.chdir(world.folder)
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", str(world.store.path))

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["followthrough", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO("strategy meetings\ny\n"))
        try:
            cli.main()
        except SystemExit as ended:
            status = ended.code or 0
        else:
            status = 0
        capfd_ = capfd.readouterr()
        return status, capfd_.out + capfd_.err

    return run


def test_what_is_typed_on_the_command_line_is_kept_nowhere(own, run):
    (own.world.folder / "tracker.csv").write_text("Ref,Action,Lead agency\n7,Agree another rota,Police\n")
    for arguments in COMMAND_LINE:
        status, said = run(*arguments)
        assert "Traceback" not in said, arguments
        assert status or arguments[0] == "import", (arguments, said)
    assert search(own.world) == []


@pytest.mark.parametrize("name", ["coordinators", "unit_channel", "executive_channel", "information_governance"])
def test_what_stands_in_the_settings_is_kept_nowhere(own, monkeypatch, name):
    settings = own.world.services.settings
    given = {**settings.model_dump(exclude_defaults=True), name: CANARY}
    monkeypatch.chdir(own.world.folder)
    if name == "coordinators":
        with pytest.raises(ValidationError, match="write Slack user ids"):
            Settings(_env_file=None, **given)
    else:
        bot = build(Settings(_env_file=None, **given), own.world.clock, pace=0)
        with suppress(BadInput):
            channels.check_settings(bot.app.client, bot.services)
        bot.services.store.close()
    assert search(own.world) == []


def test_what_is_made_of_all_that_has_none_of_it(own, run):
    """Backups, packs, exports, messages of the following week, Home."""
    world = own.world
    changed = world.services.settings.model_copy(update={"backup_folder": world.folder / "backups"})
    object.__setattr__(world.services, "settings", changed)
    for arguments in (
        *(("backup", "copy.db"), ("report", "pack.docx"), ("report", "pack.xlsx"), ("digest",), ("verify",)),
        *(("export", f"plan.{kind}") for kind in ("xlsx", "csv", "json", "ics")),
    ):
        status, said = run(*arguments)
        assert (status, planted(said)) == (0, False), (arguments, said)
    for moment in ("2022-11-15 05:00", "2022-11-15 09:00", "2022-11-21 09:00"):
        world.tick(moment)
    for person in (world.manager, world.police, world.commissioner):
        person.open_home()
    world.deliver()
    files = {path.name for path in world.folder.rglob("*")}
    assert {"copy.db", "pack.docx", "plan.json", "followthrough-2022-11-15.db"} <= files
    assert any(name.endswith("-wal") for name in files)
    assert search(world) == []
