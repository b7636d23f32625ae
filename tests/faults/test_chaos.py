"""Everything that can go wrong goes wrong at once, while people work: nothing is lost, nothing is there twice."""

import statistics
import time
from collections import Counter

import pytest

from tests.faults.crowd import Crowd
from tests.faults.holds import breaches
from tests.faults.process import MORNING
from tests.faults.report import note
from tests.faults.trouble import WEATHER, Trouble, wait_for_members

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]

SLOWEST = 2.0  # seconds


def test_whatever_happens_nothing_is_lost_and_nothing_is_there_twice(bench, long, seed, chance):
    seconds = 600 if long else 35
    wait_for_members(bench)
    bench.kill()
    bench.slack.clock.move_to(MORNING)
    trouble = Trouble(bench, chance)
    bench.slack.faults.storm(seed, WEATHER)
    trouble.start()
    with Crowd(bench, seed) as crowd:
        end, bag = time.monotonic() + seconds, []
        while time.monotonic() < end:
            bag = bag or trouble.bag()
            time.sleep(chance.uniform(0.3, 2.5))
            trouble.watch()
            bag.pop()()
    bench.settle()
    found = breaches(bench, crowd.deeds)
    acks, unanswered = answered(bench, crowd.deeds, trouble)
    tell(bench, crowd, trouble, found, acks, seed)
    assert crowd.strange == []
    assert {what: which for what, which in found.items() if which} == {}
    assert unanswered == []
    assert max(acks) < SLOWEST


def answered(bench, deeds, trouble):
    """Seconds until each acknowledgement, and the deeds that had none though nothing was done to the bot."""
    views = [one.at for one in bench.slack.faults.met if one.method.startswith("views.")]
    again = {one.payload["event"]["ts"] for one in bench.slack.events.deliveries if _again(one)}
    acks, unanswered = [], []
    for deed in deeds:
        hit = trouble.hit(deed.began, deed.ended) or any(deed.began <= at <= deed.ended for at in views)
        if hit or deed.failed == "not done" or (deed.ts and deed.ts in again):
            continue
        if deed.failed:
            unanswered.append(deed)
        else:
            acks.append(deed.ended - deed.began)
    return acks, unanswered


def _again(delivery):
    """Whether the bot asked for an event to be delivered once more, as it does while it can't know what it is about."""
    return "ts" in delivery.payload["event"] and (delivery.attempts > 1 or not delivery.acknowledged)


def tell(bench, crowd, trouble, found, acks, seed):
    done = Counter(one.kind for one in trouble.stretches if one.kind != "started")
    weather = Counter(one.kind for one in bench.slack.faults.met)
    rows = {**dict(sorted(done.items())), **{f"Slack: {kind}": number for kind, number in sorted(weather.items())}}
    rows["events delivered again"] = sum(one.attempts for one in bench.slack.events.deliveries) - len(
        {one.payload["event_id"] for one in bench.slack.events.deliveries}
    )
    note("chaos: what was done to the bot", [{"What": name, "Times": number} for name, number in rows.items()])
    states = bench.states()
    figures = {
        "partners' channels": len(bench.channels),
        "messages sent": states.get("sent", 0),
        "messages dropped since they no longer held": states.get("dropped", 0),
        "deeds of people": len(crowd.deeds),
        "updates recorded": bench.rows("SELECT count(*) AS n FROM updates")[0]["n"],
        "audit events": bench.rows("SELECT count(*) AS n FROM events")[0]["n"],
        **{what: len(which) for what, which in found.items()},
        "acknowledgements measured": len(acks),
        "median acknowledgement, seconds": statistics.median(acks),
        "slowest acknowledgement, seconds (at most 2)": max(acks),
        "seed": str(seed),
        "disk made full by": bench.disk.how,
    }
    note("chaos: what held", [{"What": name, "Number": number} for name, number in figures.items()])
