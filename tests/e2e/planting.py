"""A made-up NHS number, and where it may have been left: files, packed ones too, messages, the log, figures."""

import io
import json
import zipfile

import openpyxl
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

CANARY = "450 557 7104"
"""An NHS number that nobody has, with a check digit that is right."""
DIGITS = CANARY.replace(" ", "")
BETWEEN = bytes(one for one in range(256) if not chr(one).isalnum() or one > 127)


def planted(content):
    """Whether it is in something, however it is written."""
    text = content if isinstance(content, bytes) else str(content).encode()
    return DIGITS.encode() in text.translate(None, BETWEEN)


def unpacked(path):
    """What a file holds, with what is packed in it."""
    content = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name) for name in packed.namelist())
            yield "".join(packed.namelist()).encode()
    yield content
    yield path.name.encode()


def search(world, *more):
    """Every place in which the canary is."""
    slack = world.slack
    places = {
        "log": json.dumps(world.logs, default=str),
        "metrics": world.health.metrics().content,
        "health": world.health.health().content,
        "calls to Slack": json.dumps([call.arguments for call in slack.calls], default=str),
        "messages": json.dumps(
            [
                [one.text, one.blocks]
                for channel in list(slack.channels)
                for one in slack.everything(channel)
                if one.user == slack.app.user_id
            ]
        ),
        "answers": json.dumps([[one.text, one.blocks] for log in slack.private_log.values() for one in log]),
        "Home": json.dumps([view.body for user in list(slack.users) if (view := slack.home(user))], default=str),
        "more": "".join(map(str, more)),
    }
    found = [name for name, content in places.items() if planted(content)]
    files = [path for path in world.folder.rglob("*") if path.is_file()]
    return [*found, *(str(path) for path in files if any(map(planted, unpacked(path))))]


def tracker():
    """A tracker with the canary in every part that a workbook has, beside rows that are well."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"Plan {CANARY}"
    sheet.append(["Ref", "Action", "Lead agency", "Due date", "Status", "Progress", f"Notes {CANARY}"])
    sheet.append(["1", "Agree a shared rota", "West Midlands Police", "31/01/2023", "In progress", "", ""])
    for column in range(7):
        row = ["2", "Train school leads", "West Midlands Police", "31/01/2023", "In progress", "", ""]
        row[column] = f"as for {CANARY}"
        sheet.append(row)
    sheet["B2"].comment = Comment(f"about {CANARY}", CANARY)
    sheet["B2"].hyperlink = f"https://example.org/{CANARY}"
    sheet.oddHeader.center.text = CANARY
    book.defined_names["Case"] = DefinedName("Case", attr_text=f'"{CANARY}"')
    book.create_sheet(f"Hidden {CANARY}").sheet_state = "hidden"
    book[f"Hidden {CANARY}"].append(["Action", "Lead agency"])
    book[f"Hidden {CANARY}"].append([CANARY, CANARY])
    for part in ("title", "creator", "keywords", "description", "subject", "category", "lastModifiedBy"):
        setattr(book.properties, part, CANARY)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
