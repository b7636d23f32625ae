"""Pauses as the business unit types them, what it is told then, and what is recorded."""

import json

COURT = "pause A6 until 12 January 2023 because the lead is in court"
PAUSED = (
    "Nudges about A6 are paused. They begin again on Thursday 12 January 2023. To end it sooner: /actions resume A6"
)
MERGER = "pause police until 12 January 2023 because of the merger"
STANDS = "Messages to West Midlands Police are paused until Thursday 12 January 2023: the merger"


def trail(world, subject):
    sql = "SELECT verb, before, after FROM events WHERE subject = ? AND origin <> 'import' ORDER BY id"
    rows = world.rows(sql, (subject,))
    return [(row["verb"], json.loads(row["before"]), json.loads(row["after"])) for row in rows]
