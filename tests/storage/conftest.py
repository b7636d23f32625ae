import pytest

from tests.storage.plans import partnership


@pytest.fixture
def store(tmp_path, shared):
    """A store of the test's own."""
    return partnership(tmp_path / "own.db", like=shared)
