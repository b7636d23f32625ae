from datetime import UTC, datetime

import openpyxl
import pytest
import yaml

from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.exchange.importing import apply, known
from bot.exchange.plan import read_plan
from bot.exchange.sheets import read_sheets
from storage.database import Store
from storage.migrations import TABLES


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "plan.db")
    made.migrate()
    return made


@pytest.fixture
def by():
    person = Person(user="U0UNIT", team="T0HOME", roles=frozenset({Role.BUSINESS_UNIT}))
    return By(person=person, at=datetime(2022, 11, 14, 9, tzinfo=UTC), origin=Origin.COMMAND)


@pytest.fixture
def bring(store, by):
    """Import a file; the outcome."""

    def bring(path, **options):
        return apply(store, read_plan(read_sheets(path), known(store)), by, **options)

    return bring


@pytest.fixture
def as_yaml(tmp_path):
    """Write sheets as a YAML file."""

    def write(sheets, name="plan.yml"):
        path = tmp_path / name
        path.write_text(yaml.safe_dump(sheets, sort_keys=False, allow_unicode=True), encoding="utf-8")
        return path

    return write


@pytest.fixture
def as_workbook(tmp_path):
    """Write sheets as a workbook; a header is there for every column that some row has."""

    def write(sheets, name="plan.xlsx"):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            headers = list(dict.fromkeys(header for row in rows for header in row))
            sheet.append(headers)
            for row in rows:
                sheet.append([row.get(header) for header in headers])
        book.save(tmp_path / name)
        return tmp_path / name

    return write


def everything(store, but=("events",)):
    """All rows of all tables."""
    with store.read() as tx:
        tables = sorted(TABLES - set(but))
        found = {table: tx.rows(f"SELECT * FROM {table}") for table in tables}
    return {table: sorted(rows, key=repr) for table, rows in found.items()}


def small():
    """A plan that stands on its own."""
    return {
        "Partners": [
            {"Code": "LA", "Name": "Solihull Council", "Kind": "safeguarding partner", "Channel": "solihull-council"},
            {"Code": "ICB", "Name": "Birmingham and Solihull ICB", "Kind": "safeguarding partner"},
            {"Code": "POLICE", "Name": "West Midlands Police", "Kind": "safeguarding partner"},
        ],
        "Sources": [{"Ref": "JTAI-2022", "Title": "Joint targeted area inspection", "Published": "21/02/2022"}],
        "Remit": [{"Ref": "R4", "Text": "Improve recording", "Deadlines": "D1", "Indicators": "I1"}],
        "Deadlines": [{"Ref": "D1", "Title": "Report", "Due": "by the end of January 2023", "Source": "JTAI-2022"}],
        "Indicators": [{"Ref": "I1", "Name": "Waiting", "Better": "lower", "Target": "90.50", "Owner": "LA"}],
        "Readings": [{"Indicator": "I1", "On": "31 August 2022", "Value": "1,400", "Qualifier": "over"}],
        "Actions": [
            {
                "Ref": "A1",
                "Title": "Audit recording",
                "Lead": "LA",
                "Contributors": "ICB, POLICE",
                "Due": "16/12/2022",
            },
            {"Ref": "A7", "Title": "Agree the rota", "Lead": "POLICE", "Source": "JTAI-2022", "Remit items": "R4"},
            {"Title": "Without a ref", "Lead": "ICB", "Update": "Under way", "Stage": "in progress"},
        ],
    }
