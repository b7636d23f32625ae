"""A tracker as partnerships keep them: a title above the table, merged cells, dates in more than one way."""

import io
from datetime import date

from openpyxl import Workbook

ROWS = [
    ("1.1", "Agree a shared rota", "West Midlands Police", date(2023, 1, 31), "In progress", "First draft sent"),
    ("1.2", "Train school leads", "Solihull Council", "28 February 2023", "Not started", None),
    ("1.3", "Audit twenty records", "Birmingham and Solihull ICB", "Q4", "Complete", None),
]


def workbook():
    """The file's bytes."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Improvement plan"
    sheet.append(["Safeguarding partnership: improvement plan"])
    sheet.merge_cells("A1:F1")
    sheet.append([])
    sheet.append(["Ref", "Action", "Lead agency", "Due date", "Status", "Progress"])
    for row in ROWS:
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
