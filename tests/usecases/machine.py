"""A plan in a store of its own, and a clock that goes on: what anybody may do to it is tried in any order."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from bot.clock import MovableClock
from tests.storage.plans import NOW, partnership
from tests.usecases.watching import Watch


class Machine(RuleBasedStateMachine):
    """Gives each run a copy of the store `like`, opened by `open`."""

    def __init__(self):
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = MovableClock(NOW)

    def open(self):
        self.store = partnership(Path(self.folder.name) / "plan.db", like=self.like)
        self.watch = Watch(self.store)

    def teardown(self):
        self.watch.close()
        self.folder.cleanup()

    @rule(minutes=st.sampled_from([1, 7, 14, 16]))
    def time_passes(self, minutes):
        self.clock.advance(minutes=minutes)


def tried(machine, like, *, runs, steps):
    """Run so many times, each so many steps long, on copies of a store, which is closed at the end."""
    machine.like = like
    machine.TestCase.settings = settings(max_examples=runs, stateful_step_count=steps)
    machine.TestCase("runTest").runTest()
    like.close()
