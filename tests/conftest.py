import pytest

from tests.world import partnership


@pytest.fixture
def world(tmp_path):
    with partnership(tmp_path) as made:
        yield made
