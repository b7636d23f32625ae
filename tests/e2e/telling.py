"""What people see and what the store keeps, for the tests of remit items, deadlines and indicators."""

import json

TABLES = ["remit_items", "deadlines", "indicators", "readings", "events", "action_remit", "remit_deadlines", "outbox"]


def words(shown):
    blocks = shown.blocks
    return getattr(shown, "text", "") + json.dumps(blocks, ensure_ascii=False)


def stored(world):
    return {table: world.rows(f"SELECT * FROM {table}") for table in TABLES}


def events(world, subject):
    return world.rows(
        "SELECT verb, user, origin, before, after FROM events WHERE subject = ? ORDER BY id", (subject,)
    )
