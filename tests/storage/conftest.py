import pytest

from tests.storage.plans import partnership


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A store that every test leaves as it is: for properties, whose examples take back what they write."""
    made = partnership(tmp_path_factory.mktemp("shared") / "shared.db")
    yield made
    made.close()


@pytest.fixture
def store(tmp_path, shared):
    """A store of the test's own."""
    return partnership(tmp_path / "own.db", like=shared)
