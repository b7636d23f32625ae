"""What must hold once the bot was left to finish: each breach is a sentence, and there must be none."""

import sqlite3
from collections import Counter, defaultdict
from datetime import timedelta

from bot.playground.timestamps import order_of
from tests.faults.process import MORNING

RECORDED = {
    "update": "Update on A",
    "done": "The business unit will check the evidence",
    "blocked": "recorded as blocked",
    "return": "returned to ",
}
"""By verb, what the bot says where it has recorded it."""
OPEN_WHETHER = "look whether it was recorded"
WENT_WRONG = "Something went wrong"


def breaches(process, deeds=()):
    """What must hold, and what breaks it."""
    there = _in_slack(process)
    rows = process.rows("SELECT * FROM outbox ORDER BY id")
    sent = {row["key"]: row for row in rows if row["state"] == "sent" and row["only_for"] is None}
    counted = Counter(key for _, _, key, _ in there)
    return {
        "messages lost": [
            *(key for key in sent if key not in counted),
            *(f"{row['key']} is {row['state']}: {row['fault']}" for row in rows if _unexplained(row)),
        ],
        "messages there twice": [f"{key} {number} times" for key, number in counted.items() if number > 1],
        "messages that nobody queued": [key for key in counted if key not in sent],
        "messages out of order": list(_disorder(there, {row["key"]: row for row in rows})),
        "digests missing": list(_missing_digests(process, rows)),
        "deeds lost, doubled or wrongly refused": list(_lost_deeds(process, deeds, rows)),
        "audit events lost or double": list(_wrong_events(process)),
        "faults in the database": _database(process),
        "messages left out of date": [row["key"] for row in rows if row["state"] == "sent" and row["refresh"]],
        "what Slack would refuse": [one for one in process.slack.errors if one.startswith(("chat.", "views."))],
    }


def _in_slack(process):
    """Channel, message, key and place in order, of everything that the bot has posted under a key."""
    return [
        (channel, one, one.metadata["event_payload"]["key"], order_of(one.ts))
        for channel in list(process.slack.channels)
        for one in process.everything(channel)
        if one.metadata
    ]


def _unexplained(row):
    return row["state"] in {"waiting", "claimed", "failed"} or (row["state"] == "dropped" and not row["fault"])


def _disorder(there, rows):
    """The bot's own ideas are in order, and so are its answers, which do not wait for working hours."""
    last = {}
    for channel, one, key, place in sorted(there, key=lambda each: each[3]):
        row = rows.get(key)
        if row is None:
            continue
        lane = channel, row["scheduled"]
        if row["id"] < last.get(lane, (0, ""))[0]:
            yield f"{key} came after {last[lane][1]}"
        last[lane] = row["id"], key
        if row["ts"] != one.ts:
            yield f"{key} is thought to be at {row['ts']} and is at {one.ts}"
        parent = next((head for head in rows.values() if head["id"] == row["parent_id"]), None)
        if parent and (one.thread_ts != parent["ts"] or order_of(parent["ts"]) >= place):
            yield f"{key} is not in the thread of {parent['key']}"


def _missing_digests(process, rows):
    """Weeks without digests; and of each week's, those that its record counts as queued."""
    runs = process.rows("SELECT period, outcome FROM runs WHERE job = 'digest'")
    passed = (process.slack.clock().date() - MORNING.date()).days // 7
    weeks = {f"{MORNING.date() + timedelta(weeks=number):%G-W%V}" for number in range(passed + 1)}
    yield from (f"all of {week}" for week in sorted(weeks - {run["period"] for run in runs}))
    for run in runs:
        codes = {row["key"] for row in rows if row["shows"] == "digest" and row["key"].split(":")[1] == run["period"]}
        counted = [int(word) for word in run["outcome"].replace(",", "").split() if word.isdigit()]
        if counted[0] != len(codes) or sum(counted) != len(process.channels):
            yield f"{run['period']}: {run['outcome']}, and {len(codes)} were queued for {len(process.channels)}"
        if f"heartbeat:{run['period']}" not in {row["key"] for row in rows}:
            yield f"heartbeat:{run['period']}"


def _lost_deeds(process, deeds, rows):
    kept = Counter(row["text"] for row in process.rows("SELECT text FROM updates"))
    queued = {row["key"] for row in rows}
    faults_told = _faults_told(process)
    events = _deliveries(process)
    for deed in deeds:
        number = kept[deed.word] if deed.word else 0
        at_most_once = number <= 1
        if not at_most_once:
            yield f"{deed} was recorded {number} times"
        elif deed.kind.startswith("reply"):
            if why := _of_reply(deed, number, events.get(deed.ts), queued, faults_told):
                yield f"{deed} {why}"
        elif deed.word and not deed.failed:
            wanted = _wanted(deed)
            if wanted is not None and wanted != number:
                yield f"{deed} was recorded {number} times"


def _wanted(deed):
    """How often a deed that was acknowledged must be recorded; None where the person was told to look."""
    answer = deed.answer or ""
    if deed.kind.startswith("form"):
        return 1 if answer == "{}" else None if OPEN_WHETHER in answer else 0
    if OPEN_WHETHER in answer:
        return None
    return int(RECORDED[deed.kind.split()[-1]] in answer)


def _of_reply(deed, number, delivery, queued, faults_told):
    """A reply was recorded and answered, or its author knows that it was not; in between there is nothing."""
    if delivery is None:
        return ""
    event_id, acknowledged = delivery
    answered, refused = f"line:{event_id}" in queued, f"private:{event_id}" in queued
    if number != int(answered):
        return f"was recorded {number} times and answered {int(answered)} times"
    if acknowledged and not answered and not refused:
        faults_told[deed.user] -= 1
        return "was acknowledged, and nobody was told that it was not recorded" if faults_told[deed.user] < 0 else ""
    return "" if not (answered and refused) else "was both recorded and refused"


def _faults_told(process):
    """How often somebody was told in private that something went wrong."""
    told = defaultdict(int)
    for user in list(process.slack.users):
        private = [*process.slack.ephemerals(user), *process.slack.direct_messages(user)]
        told[user] = sum(1 for one in private if WENT_WRONG in one.text or OPEN_WHETHER in one.text)
    return told


def _deliveries(process):
    """By the ts of a message that was written: its event's id, and whether any delivery of it was acknowledged."""
    found = {}
    for one in process.slack.events.deliveries:
        event = one.payload["event"]
        if event["type"] == "message" and "bot_id" not in event:
            before = found.get(event["ts"], ("", False))[1]
            found[event["ts"]] = one.payload["event_id"], one.acknowledged or before
    return found


def _wrong_events(process):
    """Each change by somebody has one event in the audit trail, and each event its change; the bot's own are there once."""
    sql = "SELECT 'A' || action_id AS subject, kind AS verb, at, user FROM updates"
    changes = Counter(_who_what_when(row) for row in process.rows(sql))
    rows = process.rows("SELECT * FROM events WHERE origin <> 'import' AND undoes IS NULL AND subject GLOB 'A[0-9]*'")
    events = Counter(_who_what_when(row) for row in rows if row["user"])
    yield from (f"{key} is {number} times in the plan only" for key, number in (changes - events).items())
    yield from (f"{key} is {number} times in the trail only" for key, number in (events - changes).items())
    own = Counter((row["subject"], row["verb"], row["after"]) for row in rows if not row["user"])
    yield from (f"{key} is {number} times in the trail" for key, number in own.items() if number > 1)
    sql = """SELECT a.id, a.version, count(*) AS n FROM actions a JOIN events e ON e.subject = 'A' || a.id
        WHERE e.user <> '' OR e.origin = 'import' GROUP BY a.id HAVING a.version <> n"""
    yield from (f"A{row['id']} was saved {row['version']} times, with {row['n']} events" for row in process.rows(sql))


def _who_what_when(row):
    return row["subject"], row["verb"], row["at"], row["user"]


def _database(process):
    with sqlite3.connect(process.database) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"foreign key: {row}" for row in connection.execute("PRAGMA foreign_key_check")]
        search = "INSERT INTO {0} ({0}) VALUES ('integrity-check')"
        names = connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'").fetchall()
        for (name,) in names:
            try:
                connection.execute(search.format(name))
            except sqlite3.DatabaseError as error:
                found.append(f"search index {name}: {error}")
    connection.close()
    return found
