import os
import shutil
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from tests.storage import plans
from tests.world import partnership

MEMORY, ENOUGH = Path("/dev/shm"), 2 << 30
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:  # thousands of databases need not reach the disk
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
# A loaded machine is no fault of the code; where a change is judged, the examples are always the same.
settings.register_profile("unhurried", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("unhurried")
# Plainly: structlog's own way draws each fault with the source around it, which takes longer than the tests.
structlog.configure(processors=[structlog.processors.add_log_level, structlog.processors.KeyValueRenderer()])


@pytest.fixture
def world(tmp_path):
    with partnership(tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A store that every test leaves as it is: for properties, whose examples take back what they write."""
    made = plans.partnership(tmp_path_factory.mktemp("shared") / "shared.db")
    yield made
    made.close()


def pytest_addoption(parser):
    parser.addoption("--pictures", help="a folder to keep the browser tests' pictures in: `make pictures`")
