"""After Torbay's Improvement Action Tracker, version 17 of June 2017: NOS, What?, Who?, How?, When?, success measures.

An ODS as LibreOffice writes it: cells covered by merged ones, repeated rows and cells, a million blank rows at the
end. Whoever imports it says that the action stands under "How?". Roles as leads, several leads, ticks, years.
"""

import zipfile
from datetime import date
from xml.sax.saxutils import escape

from tests.exchange.trackers.whole.expected import Layout, Row, lettered
from tests.exchange.trackers.whole.making import edited_rows

SHEET = "Tracker"
COVERED = object()
HEADER = (
    *("NOS", "What?", "Who?", "How?", "When?", "Success measures", "Current Status"),
    "Outcome – (report for Q1, Q2, Q3, Q4)",
)
BLANK = (None,) * 8
ROWS = (
    ("Improvement Action Tracker Version 17", *[COVERED] * 7),
    HEADER,
    ("1 HELP AND PROTECTION", *[COVERED] * 7),
    (
        *("1.1", "Assessments are timely", "Head of Service MASH/ SA\nHead of Service SASF"),
        *("Revise the practice standards", "Dec 2016", "Standards understood by staff", "COMPLETED"),
        "Standards used in supervision",
    ),
    (
        *("1.2", COVERED, "LA / Police", "Scrutinise timeliness each month", date(2017, 7, 31)),
        *("83% within 45 days", "Underway", None),
    ),
    BLANK,
    BLANK,
    (1.3, "Plans are measurable", "ICB", "Agree a shared plan format", "By 31/12/2016", None, "Ongoing", None),
    ("1.10", None, "Education", "Offer joint training to schools", "financial year 2017/18", None, "✓", None),
)
SPANS = {(0, 0): (1, 8), (2, 0): (1, 8), (3, 1): (2, 1)}
NAMES = {one: f"urn:oasis:names:tc:opendocument:xmlns:{one}:1.0" for one in ("office", "table", "text")}


def write(path, edits):
    names = " ".join(f'xmlns:{short}="{name}"' for short, name in NAMES.items())
    glossary = (
        f'<table:table table:name="Glossary">{_row(("MASH", "Multi-agency safeguarding hub"), 0, {})}</table:table>'
    )
    rows = edited_rows(ROWS, edits, SHEET)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="{SHEET}"><table:table-column/>{_rows(rows)}'
        '<table:table-row table:number-rows-repeated="1048567"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        f"{glossary}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", kind, zipfile.ZIP_STORED)
        file.writestr("content.xml", content)
        file.writestr("META-INF/manifest.xml", manifest)


def _rows(rows):
    """Rows; two blank ones after each other are one that is repeated."""
    made, skip = [], False
    for at, row in enumerate(rows):
        if skip:
            skip = False
        elif not any(row) and at + 1 < len(rows) and not any(rows[at + 1]):
            cell = f'<table:table-cell table:number-columns-repeated="{len(row)}"/>'
            made.append(f'<table:table-row table:number-rows-repeated="2">{cell}</table:table-row>')
            skip = True
        else:
            made.append(_row(row, at, SPANS))
    return "".join(made)


def _row(row, at, spans):
    cells = "".join(_cell(value, spans.get((at, column))) for column, value in enumerate(row))
    return f"<table:table-row>{cells}</table:table-row>"


def _cell(value, span):
    merged = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    if value is COVERED:
        return "<table:covered-table-cell/>"
    if value is None:
        return f"<table:table-cell{merged}/>"
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value}"'
        return f"<table:table-cell {kind}{merged}><text:p>{value:%d/%m/%y}</text:p></table:table-cell>"
    if isinstance(value, float):
        kind = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {kind}{merged}><text:p>{value}</text:p></table:table-cell>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell office:value-type="string"{merged}>{lines}</table:table-cell>'


TORBAY = Layout(
    file="torbay.ods",
    write=write,
    today=date(2017, 6, 12),
    sheet=SHEET,
    choices={"columns": {"nos": "ref", "What?": "finding", "HOW?": "action"}, "leads": {"education": "EDU"}},
    rows=(
        Row(
            at=4,
            ref="1.1",
            title="Revise the practice standards",
            finding="Assessments are timely",
            held_by="UNIT",
            words="Dec 2016",
            measure="Standards understood by staff",
            stage="reported done",
            says=("The tracker names as lead: Head of Service MASH", "Standards used in supervision"),
            flags={"C": "is not a partner that is set up", "E": "Dec 2016", "G": "COMPLETED"},
        ),
        Row(
            at=5,
            ref="1.2",
            title="Scrutinise timeliness each month",
            finding="Assessments are timely",
            lead="LA",
            contributors=("POLICE",),
            due=date(2017, 7, 31),
            measure="83% within 45 days",
            stage="in progress",
            flags={"C": "LA"},
        ),
        Row(
            at=8,
            ref="1.3",
            title="Agree a shared plan format",
            finding="Plans are measurable",
            lead="ICB",
            due=date(2016, 12, 31),
            stage="in progress",
        ),
        Row(
            at=9,
            ref="1.10",
            title="Offer joint training to schools",
            finding="1 HELP AND PROTECTION",
            lead="EDU",
            words="financial year 2017/18",
            stage="reported done",
            says=("The tracker names as lead: Education.",),
            flags={"E": "2017/18", "G": "reported done"},
        ),
    ),
    columns={
        SHEET: lettered("ref", "finding", "lead partner", "action", "due", "success measure", "status", "evidence")
    },
    notes=("1 HELP AND PROTECTION", "Glossary"),
    edits={
        (SHEET, "D5"): "Scrutinise timeliness each month and each quarter",
        (SHEET, "E5"): date(2017, 9, 29),
        (SHEET, "H8"): "Format used by four teams",
    },
    changed={
        ("Scrutinise", "title"): "Scrutinise timeliness each month and each quarter",
        ("Scrutinise", "due"): "2017-09-29",
        ("Agree a shared", "update"): "Format used by four teams",
    },
    decided="Scrutinise",
)
