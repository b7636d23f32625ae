import json
from pathlib import Path

import jsonschema
import pytest

from bot.exchange.exports.json_file import schema
from tests.exchange.exports.conftest import POLICE, UNIT
from tests.exchange.exports.test_exported import made

PUBLISHED = Path(__file__).parents[3] / "docs" / "export.schema.json"


def test_the_published_schema_is_what_the_code_says():
    assert PUBLISHED.read_text() == schema()


@pytest.mark.parametrize("person", [UNIT, POLICE], ids=["whole", "partner"])
def test_what_is_exported_is_as_the_schema_says(plan, person):
    found = json.loads(schema())
    jsonschema.Draft202012Validator.check_schema(found)
    validator = jsonschema.Draft202012Validator(found, format_checker=jsonschema.FormatChecker())
    document = json.loads(made(plan, "json", person, people=True))
    assert list(validator.iter_errors(document)) == []
    document["actions"][0]["ref"] = "12"
    assert len(list(validator.iter_errors(document))) == 1


def test_every_field_of_the_schema_is_explained():
    found = json.loads(schema())
    parts = [found, *(part for part in found["$defs"].values() if "properties" in part)]
    assert len(parts) > 10
    for part in parts:
        assert part["title"]
        assert part["description"]
        assert set(part["required"]) == set(part["properties"])
        for name, field in part["properties"].items():
            assert field["description"].endswith("."), name
            assert field.get("title") or "$ref" in str(field), name


def test_it_holds_what_stands_now(plan):
    document = json.loads(made(plan, "json"))
    actions = {one["ref"]: one for one in document["actions"]}
    assert document["led_by"] is None
    assert (actions["A7"]["due"], actions["A7"]["original_due"]) == ("2023-01-12", "2022-11-30")
    assert (actions["A2"]["blocked"], actions["A6"]["stage"]) == ("no agreement yet", "embedded")
    first = actions["A6"]["words"][0]
    assert (first["kind"], first["partner"]) == ("done", "POLICE")
    assert actions["A6"]["review"] is not None
    assert actions["A9"]["contributors"] == [
        {"partner": "LA", "reported": None},
        {"partner": "POLICE", "reported": None},
    ]
    assert actions["A20"] | {"due": None, "due_words": "ongoing"} == actions["A20"]
    assert document["indicators"][1]["readings"][0]["bands"] == ["0.1", "12"]
    assert [one["ref"] for one in document["remit"]] == [f"R{number}" for number in range(1, 8)]
    assert document["funding"][0]["pounds"].isdigit()
