import random

import pytest

from tests.faults import report
from tests.faults.disk import disk_of_its_own
from tests.faults.process import MORNING, Process

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
