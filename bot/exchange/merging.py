"""How a row of the file and what the store has become one: what is new, what changes, what the store keeps."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from bot.domain.actions import Stage
from bot.exchange.rows import is_channel_id

Fields = dict[str, Any]

STAGE_KEPT = "the stage moves in Slack, not by a file"
ORIGINAL_KEPT = "an original due date is never overwritten"
REPORTED_KEPT = "this partner has reported its part, so it stays"


class Merged(NamedTuple):
    """Fields that change, as they were and as they will be; and fields that the store keeps: why, by field."""

    before: Fields
    after: Fields
    kept: dict[str, str]


def fresh(table: str, said: Mapping[str, Any], at: str) -> Fields:
    """The fields of something new. `at`: now, as the store has moments."""
    fields = dict(said)
    if table == "partners":
        fields |= _channel(fields)
    if table in {"actions", "deadlines"}:
        fields.setdefault("original_due", fields.get("due"))
    if table == "deadlines":
        fields.setdefault("precision", "day" if fields.get("due") else "vague")
    if table == "actions":
        fields |= {"stage": fields.get("stage", str(Stage.NOT_STARTED)), "stage_since": at, "added": at}
        fields |= {"updated": at if "update" in fields else None}
    return fields


def merge(table: str, said: Mapping[str, Any], stored: Mapping[str, Any], at: str) -> Merged:
    """What a row changes in something that is there: only what it says, and only where that differs."""
    wanted, kept = dict(said), dict[str, str]()
    if table == "partners":
        wanted |= _channel(wanted, stored)
    if table in {"actions", "deadlines"}:
        _first_due_date(wanted, stored, kept)
    if table == "actions":
        _work_in_slack(wanted, stored, kept)
    after = {name: value for name, value in wanted.items() if not _same(name, value, stored.get(name))}
    before = {name: stored.get(name) for name in after}
    if "update" in after:
        after["updated"] = at
        before["updated"] = stored["updated"]
    return Merged(before, after, kept)


def _channel(fields: Fields, stored: Mapping[str, Any] | None = None) -> Fields:
    """A channel's id goes where ids go; and a new name makes the old id a stranger's."""
    written = fields.pop("channel", "")
    if is_channel_id(written):
        return {"channel_id": written}
    if not written:
        return {}
    moved = stored is not None and stored["channel"] != written
    return {"channel": written, "channel_id": None} if moved else {"channel": written}


def _first_due_date(wanted: Fields, stored: Mapping[str, Any], kept: dict[str, str]) -> None:
    first = stored["original_due"]
    if first is None and (new := wanted.get("original_due") or wanted.get("due")):
        wanted["original_due"] = new
    elif wanted.pop("original_due", first) != first:
        kept["original_due"] = ORIGINAL_KEPT


def _work_in_slack(wanted: Fields, stored: Mapping[str, Any], kept: dict[str, str]) -> None:
    if wanted.pop("stage", stored["stage"]) != stored["stage"]:
        kept["stage"] = STAGE_KEPT
    if wanted.get("update") in stored["updates"]:
        del wanted["update"]
    if "contributors" in wanted:
        lead = wanted.get("lead", stored["lead"])
        if staying := set(stored["reported"]) - set(wanted["contributors"]) - {lead}:
            kept["contributors"] = REPORTED_KEPT
            wanted["contributors"] = sorted({*wanted["contributors"], *staying})


def _same(name: str, said: Any, stored: Any) -> bool:  # noqa: ANN401 — a field has any type that JSON has
    if name == "target" and stored is not None:
        return Decimal(said) == Decimal(stored)
    return bool(said == stored)
