"""The machine is gone, and what is left is Litestream's replica: nothing recorded more than a second ago is missing."""

import itertools
import subprocess
import time
from threading import Event, Thread

import pytest
import yaml

from bot.domain.errors import Busy
from bot.playground.errors import AppFailedError
from bot.playground.people import Person
from storage import chain, checks
from storage.database import Store
from tests.faults import litestream
from tests.faults.litestream import Litestream
from tests.faults.process import until
from tests.faults.report import note

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

A_SECOND = 1.0
SAID = "Update on A"
CANARY = "quillfeather"


class Typists:
    """Leads who report without a pause; `told` has when (monotonic) each one's words were said to be recorded."""

    def __init__(self, process):
        self._slack, self.told = process.slack, {}
        self._words, self._over = itertools.count(1), Event()
        self._threads = [Thread(target=self._type, args=(number,), daemon=True) for number in (1, 2, 3)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join(30)

    def _type(self, number):
        lead, place = Person(self._slack, f"U0P{number:03}"), f"partner-p{number:03}"
        while not self._over.wait(0.02):
            word = f"w{next(self._words):06}"
            try:
                answer = lead.command("/actions", f"update A{number} {word}", channel=place)
            except AppFailedError:
                continue
            if answer and not answer.is_error and answer.text.startswith(SAID):
                self.told[word] = time.monotonic()


def words(database):
    with Store(database).read() as tx:
        return {row["text"] for row in tx.rows("SELECT text FROM updates")}


def wrong(database):
    """What is wrong in a database: damage, and where its audit trail is broken."""
    with Store(database).read() as tx:
        return [*checks.damage(tx), *filter(None, [chain.broken(tx)])]


def test_the_machine_is_gone_and_the_replica_has_all_but_the_last_second(process, tmp_path, long, chance):
    """Both are killed; then on the same disk, or on another machine with the restored file, both go on."""
    kills, lost, told = 30 if long else 3, [], 0
    beside = Litestream(tmp_path, process.database)
    restored = tmp_path / "restored.db"
    safe = set()
    for number in range(kills):
        beside.start()
        process.start()
        until(lambda: process.connected, 60)
        with Typists(process) as typists:
            time.sleep(chance.uniform(1.5, 4))
            moment = time.monotonic()
            beside.kill()  # it first, so that it has no moment longer than the bot
            process.kill()
        beside.restore(restored)
        there = words(restored)
        told += len(typists.told)
        gone = {word: moment - at for word, at in typists.told.items() if word not in there}
        lost.append(max(0.0, *gone.values(), 0.0))
        assert {word: ago for word, ago in gone.items() if ago > A_SECOND} == {}
        assert safe <= there
        assert wrong(restored) == []
        if number % 2:
            beside.forget()
            restored.rename(process.database)
            safe = there
        else:
            restored.unlink()
            safe |= typists.told.keys()
            assert safe <= words(process.database)
            assert wrong(process.database) == []
    assert told > 20 * kills
    note(
        "replication",
        [
            {"What": "times the bot and Litestream were killed", "Number": kills},
            {"What": "updates that people were told are recorded", "Number": told},
            {"What": "seconds before its end that the replica had all of, at worst", "Number": max(lost)},
            {"What": "the same, on average", "Number": sum(lost) / kills},
        ],
    )


@pytest.fixture
def store(process):
    return Store(process.database)


def test_its_checkpoints_and_ours_get_on(process, store, tmp_path):
    """Larger than the log of either grows by itself, while backups are made; all of it is in the replica."""
    beside = Litestream(tmp_path, process.database)
    store.migrate()
    with beside.running():
        for number in range(60):
            with store.write() as tx:
                for part in range(20):
                    tx.insert("updates", update(f"{number}-{part} {CANARY * 300}"))
            if number % 20 == 10:
                checks.copied(store, tmp_path / f"copy{number}.db")
                assert wrong(tmp_path / f"copy{number}.db") == []
        wal = process.database.with_name(f"{process.database.name}-wal").stat().st_size
        until(lambda: "level=ERROR" not in beside.said and replicated(beside, tmp_path, store), 30)
    store.close()
    assert wal < 40_000_000
    assert wrong(process.database) == []


def update(text):
    return {"action_id": 1, "kind": "update", "text": text, "user": "U0P001", "at": "2022-11-14T09:00:00+00:00"}


def replicated(beside, tmp_path, store):
    copy = tmp_path / "look.db"
    copy.unlink(missing_ok=True)
    beside.restore(copy)
    return words(copy) == words(store.path)


def test_words_are_wiped_only_where_litestream_has_stopped_and_otherwise_it_is_said(process, store, tmp_path):
    beside = Litestream(tmp_path, process.database)
    store.migrate()
    with beside.running():
        until(beside.replica.exists, 30)
        with store.write() as tx:
            tx.insert("updates", update(CANARY))
        with store.write() as tx:
            tx.run("UPDATE updates SET text = '[taken out]' WHERE text = ?", (CANARY,))
        with pytest.raises(Busy, match="somebody else is in it"):
            store.wipe()
    store.wipe()
    kept = [one for one in tmp_path.glob("followthrough.db*") if CANARY.encode() in one.read_bytes()]
    assert kept == []
    with beside.running():
        with store.write() as tx:
            tx.insert("updates", update("after it"))
        until(lambda: replicated(beside, tmp_path, store), 30)
    store.close()
    assert wrong(tmp_path / "look.db") == []


def test_every_configuration_of_the_page_is_one_that_litestream_takes(tmp_path):
    found = litestream.configurations()
    assert len(found) == 2
    for config in found:
        path = tmp_path / "litestream.yml"
        path.write_text(yaml.safe_dump(config))
        told = subprocess.run(
            [litestream.binary(), "databases", "-config", path], capture_output=True, text=True, check=False
        )
        assert (told.returncode, config["dbs"][0]["path"] in told.stdout) == (0, True), told.stderr
