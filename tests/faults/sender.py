"""The outbox worker in a process of its own: sends what is queued in a database, and prints how many seconds that took.

Run as `python -m tests.faults.sender DATABASE API_URL TOKEN`.
"""

import sys
import time
from datetime import datetime
from pathlib import Path

from slack_sdk import WebClient

from bot.clock import system_clock
from bot.log import write_log
from bot.schedule.delivery import Delivery
from bot.schedule.timekeeping import Timekeeper
from bot.services import Services
from bot.settings import Settings
from storage import outbox
from storage.database import Store

if __name__ == "__main__":
    write_log()
    database, api_url, token = sys.argv[1:]
    store = Store(Path(database))
    store.migrate()
    client = WebClient(token=token, base_url=api_url, retry_handlers=[])
    services = Services(Settings(database=store.path), store, system_clock, home=client.auth_test()["team_id"])
    worker = Delivery(services, client, Timekeeper(services, client))
    begun = system_clock()
    worker.start()
    while True:
        time.sleep(0.2)
        with store.read() as tx:
            left, ended = outbox.depth(tx), tx.value("SELECT max(ended) FROM outbox")
        if not left:
            break
    sys.stdout.write(f"{(datetime.fromisoformat(ended) - begun).total_seconds()}\n")
    worker.stop()
