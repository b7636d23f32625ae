"""Every command of the runbook works as it is written there, and every message that it quotes is one that there is."""

import io
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from bot import cli
from bot.messages import lines

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/runbook.md").read_text()
OURS = [
    re.sub(r"\s+#.*", "", line)
    for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
    if "followthrough " in line and not line.startswith(("systemctl", "journalctl", "litestream"))
]
SLACKS = [one for line in re.findall(r"`([^`\n]+)`", PAGE) if (one := " ".join(line.split())).startswith("/actions")]
ELSEWHERE = {
    "systemctl": "(restart|start|stop) followthrough",
    "journalctl": "-u followthrough -o cat -n 50",
    "litestream": "restore -config",
    "rm": "-r .plan.db-litestream",
}


@pytest.fixture
def run(world, monkeypatch, capsys, tmp_path):
    """Run a line of the page where the files that it names are."""
    world.store.close()
    plan = shutil.copyfile(world.store.path, tmp_path / "plan.db")
    (tmp_path / "backups").mkdir()
    for name in (
        *("plan.db.saved-1", "plan.db.aside-1", "backup.db", "replica.db"),
        "backups/followthrough-2022-11-14.db",
    ):
        shutil.copyfile(plan, tmp_path / name)
    monkeypatch.chdir(tmp_path)

    def run(line):
        words = shlex.split(line.partition(" > ")[0])
        database = words.pop(0).partition("=")[2] if "=" in words[0] else "plan.db"
        monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", database)
        monkeypatch.setattr(sys, "argv", words)
        monkeypatch.setattr(sys, "stdin", io.StringIO("strategy meetings\ny\n"))
        try:
            cli.main()
        except SystemExit as ended:
            status = ended.code or 0
        else:
            status = 0
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


NOT_ALL_IS_WELL = {
    "followthrough check": "SLACK_BOT_TOKEN",
    "followthrough verify --file backups/followthrough-2022-11-14.db --head 4512:3f9a51c2d0e1aa77": "it is missing",
}
"""Commands that find something here: no tokens are set, and that head is nobody's."""


@pytest.mark.parametrize("line", dict.fromkeys(OURS))
def test_what_the_page_says_to_type_works(run, line):
    status, said = run(line)
    assert (status, "Traceback" in said) == (int(line in NOT_ALL_IS_WELL), False), said
    assert NOT_ALL_IS_WELL.get(line, "") in said


def test_the_page_has_commands_of_every_kind():
    assert len(set(OURS)) > 10
    assert {line.split()[1] for line in OURS if line.startswith("followthrough")} >= {
        *("check", "verify", "backup", "restore", "find", "correct"),
    }
    others = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    for line in others:
        name, _, rest = line.partition(" ")
        if name in ELSEWHERE:
            assert re.match(ELSEWHERE[name], rest), line
        else:
            assert "followthrough " in line


def test_what_the_page_says_to_type_in_slack_works(world, monkeypatch):
    said = ""

    def refused(why, **_):
        pytest.fail(f"{said}: {why}")

    monkeypatch.setattr(lines, "problem", refused)
    assert len(set(SLACKS)) > 12
    for said in dict.fromkeys(SLACKS):
        world.ask(world.manager, said.partition(" ")[2].replace("A12", "A6"))


def test_what_the_page_points_to_is_there():
    for target, anchor in re.findall(r"\]\(([^)#:]*)#?([^):]*)\)", PAGE):
        page = (ROOT / "docs" / target).read_text() if target else PAGE
        heads = {
            re.sub(r"[^a-z0-9 -]", "", one.lower()).replace(" ", "-")
            for one in re.findall(r"^#+ (.*)", page, re.MULTILINE)
        }
        assert not anchor or anchor in heads, (target, anchor)


@pytest.mark.parametrize("words", re.findall(r"\*([a-z][^*…]{12,})\*", PAGE))
def test_what_the_page_quotes_is_what_is_said(words):
    quoted = " ".join(words.split()).split(" … ")[0]
    sources = [ROOT / "app.py", *(ROOT / "bot").rglob("*.py"), *(ROOT / "storage").rglob("*.py")]
    said = " ".join(re.sub(r'"\s*\n\s*f?"', "", path.read_text()) for path in sources).lower()
    assert quoted.lower() in said


def test_the_page_is_written_for_its_readers():
    assert not re.search(r"\b(e\.?g|i\.?e|(?<!/)etc|please)\b", PAGE, re.IGNORECASE)
    for entry in re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]:
        assert "**Now" in entry or "install.md" in entry or "There is no command" in entry, entry[:40]
