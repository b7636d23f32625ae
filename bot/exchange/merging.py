"""How a row of the file and what the store has become one: what is new, what changes, what the store keeps."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from bot.domain.actions import Stage
from bot.domain.dates import months_later
from bot.exchange.cells import as_read
from bot.exchange.columns import TEXT, TITLE
from bot.exchange.plain import is_channel_id

Fields = dict[str, Any]

STAGE_KEPT = "the stage moves in Slack, not by a file"
ORIGINAL_KEPT = "an original due date is never overwritten"
REPORTED_KEPT = "this partner has reported its part, so it stays"
WAITING_KEPT = "its report waits for acceptance"
ASKED_KEPT = "more time was asked for, and waits for a decision"
DECIDED_KEPT = "it was changed in Slack since the last import"

# Months until somebody should test a new action that is addressed, or embedded: what the settings have at first.
_REVIEWS = {str(Stage.ADDRESSED): 3, str(Stage.EMBEDDED): 6}
_TOGETHER = {
    "actions": frozenset({"due", "due_phrase"}),
    "deadlines": frozenset({"due", "precision", "phrase"}),
    "partners": frozenset({"channel", "channel_id"}),
}
"""Fields of which one alone says nothing: all of them come from the file, or all stay."""


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
        if months := _REVIEWS.get(fields["stage"]):
            fields["review"] = str(months_later(date.fromisoformat(at[:10]), months))
    return fields


def merge(
    table: str, said: Mapping[str, Any], stored: Mapping[str, Any], at: str, decided: AbstractSet[str] = frozenset()
) -> Merged:
    """What a row changes in something that is there: only what it says, and only where that differs.

    What was `decided` in Slack, the names of fields, stays; what was removed there comes back.
    """
    wanted, kept = dict(said), dict[str, str]()
    if table == "partners":
        wanted |= _channel(wanted, stored)
    if table == "actions":
        if "contributors" in said and "lead" not in said:  # a row that doesn't know the lead may name it among them
            wanted["contributors"] = [code for code in said["contributors"] if code != stored["lead"]]
        _waiting(wanted, stored, kept)
    _decided(table, wanted, stored, kept, decided)
    if table in {"actions", "deadlines"}:
        _first_due_date(wanted, stored, kept)
    if table == "actions":
        _work_in_slack(wanted, stored, kept)
    if stored.get("removed"):
        wanted["removed"] = None
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


def _waiting(wanted: Fields, stored: Mapping[str, Any], kept: dict[str, str]) -> None:
    """Who has reported it done, or asked for more time, can't be exchanged while that waits."""
    if stored["stage"] == Stage.REPORTED_DONE and wanted.pop("lead", stored["lead"]) != stored["lead"]:
        kept["lead"] = WAITING_KEPT
    if stored["more_time"] and wanted.pop("lead", stored["lead"]) != stored["lead"]:
        kept["lead"] = ASKED_KEPT


def _decided(
    table: str, wanted: Fields, stored: Mapping[str, Any], kept: dict[str, str], decided: AbstractSet[str]
) -> None:
    together = _TOGETHER.get(table, frozenset())
    names = decided | together if decided & together else decided
    otherwise = {"stage", "original_due"} if stored.get("original_due") else {"stage"}
    for name in (names & wanted.keys()) - otherwise:
        if not _same(name, wanted.pop(name), stored.get(name)):
            kept["channel" if name == "channel_id" else name] = DECIDED_KEPT  # as the file calls it


def _work_in_slack(wanted: Fields, stored: Mapping[str, Any], kept: dict[str, str]) -> None:
    if wanted.pop("stage", stored["stage"]) != stored["stage"]:
        kept["stage"] = STAGE_KEPT
    if any(_same("update", wanted.get("update"), one) for one in stored["updates"]):
        del wanted["update"]
    if "contributors" in wanted:
        lead = wanted.get("lead", stored["lead"])
        if staying := set(stored["reported"]) - set(wanted["contributors"]) - {lead}:
            kept["contributors"] = REPORTED_KEPT
            wanted["contributors"] = sorted({*wanted["contributors"], *staying})
    _no_lead_contributes(wanted, stored, kept)


def _no_lead_contributes(wanted: Fields, stored: Mapping[str, Any], kept: dict[str, str]) -> None:
    """Where one of the two is kept, and the other one would make the lead contribute to its own action, both are."""
    why = kept.get("lead") or kept.get("contributors")
    if why and wanted.get("lead", stored["lead"]) in wanted.get("contributors", stored["contributors"]):
        for name in ("lead", "contributors"):
            if not _same(name, wanted.pop(name, stored[name]), stored[name]):
                kept[name] = why


def _same(name: str, said: Any, stored: Any) -> bool:  # noqa: ANN401 — a field has any type that JSON has
    if name == "target" and stored is not None:
        return Decimal(said) == Decimal(stored)
    if isinstance(said, str) and isinstance(stored, str) and said != stored:
        # Spaces that a file can't hold are not taken away by it.
        return said in {as_read(most, stored) for most in (TITLE, TEXT)}
    return bool(said == stored)
