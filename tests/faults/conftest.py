import random
import shutil
import sys
from pathlib import Path

import pytest

from bot import cli
from tests.faults import report
from tests.faults.disk import disk_of_its_own
from tests.faults.files import copied
from tests.faults.process import MORNING, Process
from tests.world import partnership

EARLY = MORNING.replace(hour=8)  # before anything is sent


def pytest_addoption(parser):
    parser.addoption(
        "--long", action="store_true", help="as long as the figures in docs/faults.md took: `make faults`"
    )
    parser.addoption("--report", help="the page whose tables are written anew: `make faults`")


def pytest_terminal_summary(terminalreporter, config):
    for line in report.lines():
        terminalreporter.write_line(line)
    if page := config.getoption("--report", None):
        report.write(page)


@pytest.fixture(scope="session")
def long(request):
    return bool(request.config.getoption("--long", default=False))


@pytest.fixture
def seed(request):
    """pytest-randomly's, which it prints; without it always the same."""
    return int(request.config.getoption("randomly_seed", default=None) or 2022)


@pytest.fixture
def chance(seed):
    return random.Random(seed)


@pytest.fixture
def process(tmp_path):
    made_here = Process(tmp_path)
    with made_here.server:
        yield made_here
        made_here.kill()


@pytest.fixture
def bench(tmp_path, long):
    """200 partners with their channels, on a disk that can be filled."""
    with disk_of_its_own(tmp_path / "disk") as disk:
        made_here = Process(tmp_path / "disk", 200, 4, moment=EARLY)
        made_here.disk = disk
        with made_here.server:
            yield made_here
            made_here.kill()


@pytest.fixture(scope="session")
def plan(tmp_path_factory):
    """Two states of a database with the example in it: the earlier and the later file."""
    folder = tmp_path_factory.mktemp("plan")
    with partnership(folder) as world:
        earlier = copied(world.store.path, folder / "earlier.db")
        world.ask(world.police, "update A6 half of it")
        world.ask(world.police, "blocked A7 no agreement yet")
        world.store.close()
        return earlier, Path(shutil.copyfile(world.store.path, folder / "later.db"))


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "own"
    made.mkdir()
    return made


@pytest.fixture
def run(folder, monkeypatch, capsys):
    """Run a command on `plan.db` in the folder: exit status, and all that was said. A traceback is raised."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "300")

    def run(*arguments, database="plan.db"):
        monkeypatch.setenv("FOLLOWTHROUGH_DATABASE", str(folder / database))
        monkeypatch.setattr(sys, "argv", ["followthrough", *map(str, arguments)])
        status = 0
        try:
            cli.main()
        except SystemExit as ended:
            status = ended.code or 0
        said = capsys.readouterr()
        return status, said.out + said.err

    return run
