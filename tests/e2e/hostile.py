"""What the chapters about hostile payloads have in common."""

from contextlib import contextmanager

from structlog.testing import capture_logs

from tests.e2e.payloads import Scene
from tests.world import partnership

ABOUT_OTHERS = ("event member_", "event user_change", "event team_join", "step ")
"""What Slack tells of somebody, or what nobody vouches for: not a deed of whoever is named."""


@contextmanager
def standing(folder):
    """A partnership with its payloads, whose log is kept out of sight."""
    with partnership(folder) as world, capture_logs():
        yield Scene(world)
        world.slack.errors.clear()


def refused(scene, name, body, how, *, silent=True):
    """Nothing changed, nobody else is told, and (`silent`) nothing of the plan is said to whoever sent it."""
    answer = scene.send(scene.payloads[name], body)
    assert "Traceback" not in answer.said, (name, how)
    assert scene.changed() == set(), (name, how)
    assert scene.public() == [], (name, how)
    if silent:
        assert scene.leaks(answer.said) == [], (name, how)


def deeds(scene):
    """The payloads that are somebody's own deed."""
    return [name for name in scene.payloads if not name.startswith(ABOUT_OTHERS)]
