"""A partnership's time, hour by hour: people do what people do, the bot and Slack are down now and then."""

from contextlib import contextmanager
from datetime import timedelta

from bot.schedule import jobs
from tests.faults.year_findings import Findings
from tests.faults.year_people import People
from tests.faults.year_place import placed
from tests.world import LONDON


@contextmanager
def simulated(folder, start, partners, chance):
    """So many partners with twelve actions each, a unit, an executive; from a day at midnight on."""
    with placed(folder, start, partners, chance) as place:
        yield Year(place)


class Year:
    """What happens, and what is found out about it."""

    def __init__(self, place):
        self.place, self.chance, self.clock, self.slack = place, place.chance, place.clock, place.slack
        self.people, self.findings = People(place), Findings(place)
        self.down_until = self.slack_down_until = None

    @property
    def wrong(self):
        """Each breach of what has to hold, in words."""
        return self.findings.wrong

    def table(self):
        """What was found, as rows of a table."""
        return self.findings.table(self.people.asked)

    def run(self, days, every=1):
        """Live through so many days, looking every so many hours."""
        for _ in range(0, days * 24, every):
            self._fail_sometimes()
            if self.down_until is None:
                self._tick()
                self.people.live()
            self.clock.move_to((self.place.now.replace(tzinfo=None) + timedelta(hours=every)).replace(tzinfo=LONDON))
        self.findings.end()

    def _fail_sometimes(self):
        if self.down_until and self.clock() >= self.down_until:
            self.down_until = None
        if self.slack_down_until and self.clock() >= self.slack_down_until:
            self.slack_down_until = None
            self.slack.faults.clear()
        if self.down_until:
            return
        if self.chance.random() < 1 / 250:
            hours = self.chance.choices([1, 24, 21 * 24], [10, 5, 1])[0]
            self.down_until = self.clock() + timedelta(hours=hours)
            self.place.counts["bot down"] += 1
            self.findings.troubled()
        elif self.slack_down_until is None and self.chance.random() < 1 / 500:
            self.slack_down_until = self.clock() + timedelta(hours=self.chance.choice([1, 5, 30]))
            self.slack.faults.fail("chat.postMessage", "service_unavailable", times=1_000_000)
            self.place.counts["Slack down"] += 1
            self.findings.troubled()

    def _tick(self):
        before = self._digest_runs()
        jobs.tick(self.place.services)
        for week in self._digest_runs() - before:
            self.findings.expect(week, troubled=self.slack_down_until is not None)
        for _ in range(10_000):
            if not self.place.bot.delivery.deliver():
                break
        self.findings.look()

    def _digest_runs(self):
        return {row["period"] for row in self.place.rows("SELECT period FROM runs WHERE job = 'digest'")}
