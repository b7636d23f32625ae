"""What App Home lists. Each question reads a bounded number of rows, or an index in its order.

A partner's questions are asked by the ids of the partners whose member somebody is, so that nothing of another
partner's can be among the answers.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from bot.domain.actions import Action
from bot.domain.home import Glance, Heard, Some
from bot.domain.plan import Deadline, RemitItem
from storage import actions, plan
from storage.database import Row, Transaction

MOST_COMPARED = 1_000
"""Of more actions that wait for acceptance, those due first are looked at: no index has how long they wait."""
MOST_COUNTED = 5_000
"""Of more actions that serve the remit, only the number is told: no index has their stages."""
WORDS = 5_000
"""Words that are looked back over to see who was heard when: some years of a partnership's."""


def partners(tx: Transaction, codes: Collection[str]) -> list[Row]:
    """These partners, by name: id, code, name."""
    sql = f"SELECT id, code, name FROM partners WHERE code IN ({_marks(codes)}) ORDER BY name"  # noqa: S608
    return tx.rows(sql, [*codes])


def led(tx: Transaction, ids: Sequence[int], limit: int) -> Some:
    """What these partners lead and is open, most urgent first."""
    # Asked of one partner at a time: only so does the index give the first ones without reading the others.
    sql = """SELECT id FROM actions WHERE lead_partner_id = ? AND rank BETWEEN 0 AND 1
        ORDER BY rank, due_order, id LIMIT ?"""
    found = [row["id"] for one in ids for row in tx.rows(sql, (one, limit + 1))]
    tail = f"WHERE a.id IN ({_marks(found)}) ORDER BY a.rank, a.due_order, a.id LIMIT ?"
    return _some(actions.select(tx, tail, [*found, limit + 1]) if found else [], limit)


def parts(tx: Transaction, ids: Sequence[int], limit: int) -> Some:
    """Open actions of others that these partners contribute to, outstanding parts first, then most urgent first."""
    marks = _marks(ids)
    sql = f"""SELECT n.action_id AS id FROM contributions n JOIN actions x ON x.id = n.action_id
        WHERE n.partner_id IN ({marks}) AND x.rank <= 1 AND x.lead_partner_id NOT IN ({marks})
        GROUP BY n.action_id ORDER BY min(n.reported IS NOT NULL), x.rank, x.due_order, x.id LIMIT ?"""  # noqa: S608
    found = [row["id"] for row in tx.rows(sql, [*ids, *ids, limit + 1])]
    return _some(_these(tx, found), limit)


def most_urgent(tx: Transaction, ids: Sequence[int]) -> Action | None:
    """What is due first, or most overdue, of what these partners still have to do, their own parts included."""
    marks = _marks(ids)
    first = """SELECT id, due_order FROM actions WHERE lead_partner_id = ? AND rank = 0
        ORDER BY due_order, id LIMIT 1"""
    # CROSS: the partners' own parts first, and not every open action to see whether they are part of it.
    shared = f"""SELECT x.id, x.due_order FROM contributions n CROSS JOIN actions x ON x.id = n.action_id
        WHERE n.partner_id IN ({marks}) AND n.reported IS NULL AND x.rank = 0
        ORDER BY x.due_order, x.id LIMIT 1"""  # noqa: S608 — placeholders
    found = [row for one in ids for row in tx.rows(first, (one,))] + tx.rows(shared, [*ids])
    soonest = min(found, key=lambda row: (row["due_order"], row["id"]), default=None)
    action = actions.find(tx, soonest["id"]) if soonest else None
    return action if action and action.due else None


def overdue(tx: Transaction, today: date, limit: int) -> Some:
    """Everything still to do and past its date, most overdue first."""
    tail = "WHERE a.rank = 0 AND a.due_order < ? ORDER BY a.due_order, a.id LIMIT ?"
    return _some(actions.select(tx, tail, (str(today), limit + 1)), limit)


def awaiting(tx: Transaction, limit: int) -> Some:
    """What waits for acceptance, those that have waited longest first."""
    sql = """SELECT id FROM (SELECT id, stage_since FROM actions WHERE rank = 1 ORDER BY due_order, id LIMIT ?)
        ORDER BY stage_since, id LIMIT ?"""
    found = [row["id"] for row in tx.rows(sql, (MOST_COMPARED, limit + 1))]
    return _some(_these(tx, found), limit)


def requests(tx: Transaction, ids: Sequence[int] | None, limit: int) -> Some:
    """Requests for more time that wait, longest first: for what these partners lead, or (None) all."""
    led_by = "" if ids is None else f"JOIN actions x ON x.id = e.action_id WHERE x.lead_partner_id IN ({_marks(ids)})"
    sql = f"SELECT e.action_id AS id FROM extension_requests e {led_by} ORDER BY e.at, e.action_id LIMIT ?"  # noqa: S608
    found = [row["id"] for row in tx.rows(sql, [*(ids or ()), limit + 1])]
    return _some(_these(tx, found), limit)


def tests(tx: Transaction, ids: Sequence[int] | None, until: date, limit: int) -> Some:
    """What is to be tested by `until`, soonest first: of what these partners lead, or (None) of all."""
    led_by = "" if ids is None else f"AND rank = 2 AND lead_partner_id IN ({_marks(ids)})"
    sql = f"""SELECT id FROM actions WHERE review <= ? AND stage IN ('addressed', 'embedded') {led_by}
        ORDER BY review, id LIMIT ?"""  # noqa: S608
    found = [row["id"] for row in tx.rows(sql, [str(until), *(ids or ()), limit + 1])]
    return _some(_these(tx, found), limit)


def deadlines(tx: Transaction, until: date, limit: int) -> tuple[int, list[Deadline]]:
    """How many deadlines are past or due by `until` and not met, whatever they serve; and the soonest of them."""
    found = [one for one in plan.deadlines(tx) if one.due and one.due <= until and not one.met]
    return len(found), found[:limit]


def unreachable(tx: Transaction) -> tuple[list[str], list[str]]:
    """The names of partners whose named lead, and of those whose deputy, has left Slack or is no member any more.

    Of a channel whose members Slack has not told yet, nobody is said to have left.
    """
    gone = """p.{0} IS NOT NULL AND (EXISTS (SELECT 1 FROM accounts a WHERE a.user = p.{0} AND a.deactivated = 1)
        OR (EXISTS (SELECT 1 FROM channel_members m WHERE m.channel_id = p.channel_id)
            AND NOT EXISTS (SELECT 1 FROM channel_members m WHERE m.channel_id = p.channel_id AND m.user = p.{0})
            AND NOT EXISTS (SELECT 1 FROM people n WHERE n.partner_id = p.id AND n.user = p.{0})))"""
    sql = (
        f"SELECT name, {gone.format('lead')} AS lead, {gone.format('deputy')} AS deputy FROM partners p ORDER BY name"  # noqa: S608 — our own SQL
    )
    rows = tx.rows(sql)
    return [row["name"] for row in rows if row["lead"]], [row["name"] for row in rows if row["deputy"]]


def remit(tx: Transaction, limit: int) -> tuple[list[Glance], int]:
    """The first remit items, those that are not met first, each with its actions and deadlines; how many are left."""
    sql = """SELECT r.id AS number, r.text, r.met, (SELECT count(*) FROM action_remit l
        WHERE l.remit_item_id = r.id) AS actions
        FROM remit_items r WHERE r.removed IS NULL ORDER BY r.met IS NOT NULL, r.id LIMIT ?"""
    total: int = tx.value("SELECT count(*) FROM remit_items WHERE removed IS NULL")
    rows, bound = tx.rows(sql, (limit,)), plan.deadlines(tx)
    stages = _stages(tx) if sum(row["actions"] for row in rows) <= MOST_COUNTED else {}
    found = [
        Glance(
            RemitItem(
                **{name: row[name] for name in ("number", "text", "met")},
                stages=stages.get(row["number"], {}),
                deadlines=tuple(one for one in bound if row["number"] in one.remit and not one.met),
            ),
            row["actions"],
        )
        for row in rows
    ]
    return found, total - len(found)


def _stages(tx: Transaction) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    sql = """SELECT remit_item_id AS item, stage, count(*) AS n FROM action_remit
        JOIN actions x ON x.id = action_id GROUP BY item, stage"""
    for row in tx.rows(sql):
        found.setdefault(row["item"], {})[row["stage"]] = row["n"]
    return found


def engagement(tx: Transaction, since: datetime) -> list[Heard]:
    """What was heard from each partner since then, and when last.

    The business unit itself is left out, and so is whoever has nothing to do and said nothing.
    """
    said = """SELECT partner_id, count(CASE WHEN at >= :since THEN 1 END) AS said, max(at) AS last,
            count(CASE WHEN at >= :since AND on_behalf THEN 1 END) AS on_behalf
        FROM (SELECT partner_id, at, on_behalf, undone FROM updates ORDER BY id DESC LIMIT :words)
        WHERE partner_id IS NOT NULL AND undone IS NULL GROUP BY partner_id"""
    sql = f"""SELECT p.name AS partner, coalesce(said, 0) AS said, coalesce(on_behalf, 0) AS on_behalf, last,
            EXISTS (SELECT 1 FROM actions x WHERE x.lead_partner_id = p.id AND x.rank = 0) AS to_do
        FROM partners p LEFT JOIN ({said}) s ON s.partner_id = p.id
        WHERE p.kind <> 'business unit' ORDER BY p.name"""  # noqa: S608 — our own SQL
    rows = tx.rows(sql, {"since": since.isoformat(), "words": WORDS})
    return [_heard(row) for row in rows if row["said"] or row["to_do"]]


def _heard(row: Row) -> Heard:
    last = datetime.fromisoformat(row["last"]) if row["last"] else None
    return Heard(row["partner"], row["said"], row["on_behalf"], last, bool(row["to_do"]))


def _these(tx: Transaction, numbers: list[int]) -> list[Action]:
    return actions.by_numbers(tx, numbers) if numbers else []  # asked for none, SQLite looks through all


def _marks(values: Collection[Any]) -> str:
    return ", ".join("?" * len(values)) or "NULL"


def _some(found: list[Action], limit: int) -> Some:
    return Some(found[:limit], len(found) > limit)
