import pytest
from hypothesis import settings

from tests.world import partnership

settings.register_profile("unhurried", deadline=None)  # a loaded machine is no fault of the code
settings.load_profile("unhurried")


@pytest.fixture
def world(tmp_path):
    with partnership(tmp_path) as made:
        yield made


def pytest_addoption(parser):
    parser.addoption("--pictures", help="a folder to keep the browser tests' pictures in: `make pictures`")
