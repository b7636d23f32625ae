"""The plan as JSON, in the form that docs/export.schema.json describes."""

import json
from collections.abc import Iterator
from typing import Any

from bot.domain.actions import Action
from bot.exchange.exports.document import PlanExport
from bot.exchange.exports.scope import Scope
from bot.exchange.exports.things import Things, read
from storage import actions, exporting
from storage.database import Row, Transaction

_AS_THEY_ARE = ("partners", "people", "sources", "remit", "deadlines", "funding")


def as_json(tx: Transaction, scope: Scope) -> bytes:
    """The plan as it is now, as much as the scope holds; UTF-8, two spaces for each step in."""
    return f"{_plan(tx, scope).model_dump_json(indent=2)}\n".encode()


def schema() -> str:
    """The JSON Schema (2020-12) of what `as_json` gives, as it is published."""
    found = PlanExport.model_json_schema(mode="serialization")
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(dialect | found, indent=2, ensure_ascii=False) + "\n"


def _plan(tx: Transaction, scope: Scope) -> PlanExport:
    things = read(tx, scope)
    return PlanExport.model_validate(
        {
            "last_change": exporting.last_change(tx),
            "led_by": None if scope.partners is None else sorted(scope.partners),
            **{name: getattr(things, name) for name in _AS_THEY_ARE},
            "indicators": _indicators(things),
            "actions": list(_actions(tx, things)),
        }
    )


def _indicators(things: Things) -> list[Row]:
    readings: dict[int, list[Row]] = {}
    for one in things.readings:
        readings.setdefault(one["indicator"], []).append(one)
    return [one | {"readings": readings.get(one["id"], [])} for one in things.indicators]


def _actions(tx: Transaction, things: Things) -> Iterator[Row]:
    words = exporting.words(tx)
    for start in range(0, len(things.actions), exporting.BATCH):
        batch = things.actions[start : start + exporting.BATCH]
        kept = actions.by_numbers(tx, [one["id"] for one in batch])
        yield from (
            one | _around(whole) | {"words": words.get(one["id"], [])} for one, whole in zip(batch, kept, strict=True)
        )


def _around(action: Action) -> dict[str, Any]:
    """What is stored around an action, which its own fields don't have."""
    parts = [{"partner": part.partner.code, "reported": part.reported} for part in action.contributions]
    asked = action.extension
    request = {**asked.model_dump(include={"due", "reason", "at"}), "partner": asked.partner.code} if asked else None
    return {"contributors": parts, "extension": request}
