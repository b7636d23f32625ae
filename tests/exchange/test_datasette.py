"""docs/datasette.yml in the real Datasette, with a real database: every query runs, every table is explained."""

import asyncio
from pathlib import Path

import pytest
import yaml
from datasette.app import Datasette

from tests.exchange.exports.conftest import lived  # noqa: F401 — the same partnership

METADATA = yaml.safe_load((Path(__file__).parents[2] / "docs" / "datasette.yml").read_text())
DATABASE = METADATA["databases"]["followthrough"]
TABLES, QUERIES = DATABASE["tables"], DATABASE["queries"]
ASKED = {"open_actions_by_partner": "?partner=police", "overdue": "?day=2022-12-01", "audit_trail": "?ref=a6"}
FOUND = {
    "open_actions_by_partner": ("ref", ["A7"]),
    "overdue": ("ref", ["A12", "A2", "A11"]),
    "waiting_for_acceptance": ("ref", ["A8"]),
    "remit_with_stages": ("ref", [f"R{number}" for number in range(1, 8)]),
    "audit_trail": ("verb", ["embedded", "accept", "done", "added"]),
    "indicators_last_reading": ("last value", ["over 400", "12.1"]),
    "engagement_by_partner": ("partner", ["Probation Service"]),
}

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture(scope="module")
def pages(lived, tmp_path_factory):  # noqa: F811
    """Everything that a person can open, by its address: status and what it says."""
    path = tmp_path_factory.mktemp("opened") / "followthrough.db"
    path.write_bytes(lived.read_bytes())
    quick = {"suggest_facets": False, "default_page_size": 20}
    opened = Datasette([str(path)], metadata=METADATA, settings=quick)

    async def look():
        found = {"/": await opened.client.get("/"), "/followthrough": await opened.client.get("/followthrough")}
        tables = (await opened.client.get("/followthrough.json")).json()["tables"]
        addresses = [f"/followthrough/{one}" for one in (*QUERIES, *(table["name"] for table in tables))]
        for address in addresses:
            asked = ASKED.get(address.rpartition("/")[2], "")
            found[address] = await opened.client.get(address + asked)
            if address.rpartition("/")[2] in QUERIES:
                found[address + ".json"] = await opened.client.get(f"{address}.json{asked or '?'}&_shape=objects")
        return {address: (page.status_code, page) for address, page in found.items()}, tables

    return asyncio.run(look())


def test_every_page_opens(pages):
    found, tables = pages
    assert {address: status for address, (status, _) in found.items() if status != 200} == {}
    assert len(found) > 2 + len(tables) + len(QUERIES)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_what_it_says(pages, query):
    page = pages[0][f"/followthrough/{query}.json"][1].json()
    column, values = FOUND[query]
    assert [row[column] for row in page["rows"]][: len(values)] == values
    assert QUERIES[query]["title"] in pages[0][f"/followthrough/{query}"][1].text


def test_every_table_is_explained_or_hidden(pages):
    _, tables = pages
    there = {one["name"] for one in tables if not one["name"].startswith(("actions_fts", "updates_fts"))}
    assert there == set(TABLES)
    shown = {one["name"] for one in tables if not one["hidden"]}
    assert shown == {name for name, table in TABLES.items() if not table.get("hidden")}
    for name in shown:
        assert TABLES[name]["title"]
        assert TABLES[name]["description"].endswith(".")
        assert TABLES[name]["title"] in pages[0][f"/followthrough/{name}"][1].text


def test_what_is_explained_of_a_table_is_in_it(pages):
    columns = {one["name"]: set(one["columns"]) for one in pages[1]}
    for name, table in TABLES.items():
        explained = {*table.get("columns", {}), *filter(None, (table.get("label_column"), table.get("sort")))}
        assert explained <= columns[name] | {"rank", "due_order"}, name


def test_links_show_what_they_lead_to(pages):
    actions = pages[0]["/followthrough/actions"][1].text
    assert ">West Midlands Police</a>" in actions
    assert ">JTAI-2022</a>" in actions
