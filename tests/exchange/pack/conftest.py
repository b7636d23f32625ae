"""What the tests of packs are given."""

import pytest

from tests.exchange.pack.weeks import live, packs
from tests.world import local, partnership


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """Packs of those four weeks, made half a year later. Nothing is changed by who only reads."""
    with partnership(tmp_path_factory.mktemp("lived")) as world:
        live(world)
        world.clock.move_to(local("2023-06-30 09:00"))
        yield packs(world)


@pytest.fixture
def pack(world):
    """Packs of a partnership of the test's own."""
    return packs(world)
