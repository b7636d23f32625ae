"""Packs made by hand: none of their words comes from a store."""

import struct
import zlib
from datetime import date
from decimal import Decimal

from bot.exchange.pack.model import Chart, Column, Pack, Section, Table, Width

AS_AT, SINCE = date(2022, 11, 14), date(2022, 10, 17)
LONG = "The rota was agreed with all three safeguarding partners and is being tried. " * 39


def png(width=1200, height=675):
    """A white picture, without the second that matplotlib takes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def chart(title="Overdue by organisation", described="West Midlands Police 3; Solihull Council 1.", size=(1200, 675)):
    return Chart(title, described, lambda: png(*size))


def exceptions(rows=60):
    columns = (
        Column("Ref", Width.NARROW),
        Column("Action", Width.WIDE),
        Column("Lead organisation"),
        Column("Original due date", Width.NARROW),
        Column("Working days overdue", Width.NARROW),
        Column("Last update", Width.WIDE),
    )
    made = [
        (
            f"A{at}",
            "Agree the rota",
            "West Midlands Police",
            date(2022, 9, 30),
            at,
            LONG if at == 7 else "Under way\nSoon",
        )
        for at in range(1, rows + 1)
    ]
    return Table("Exceptions", columns, tuple(made), "Red actions, longest overdue first")


def funding():
    columns = (Column("Purpose", Width.WIDE), Column("Pounds", Width.NARROW))
    return Table("Funding", columns, (("Social work", Decimal(532000)), ("Training", Decimal("1250.50"))))


def pack(*sections, title="Board pack", seen_by=""):
    return Pack(title, AS_AT, SINCE, sections, seen_by)


def usual():
    """A pack with all that a pack may have."""
    return pack(
        Section("Summary", ("60 actions are past their date.", "Nothing else changed.")),
        Section("Exception report", ("60 actions.",), (exceptions(),)),
        Section("Overdue by organisation", ("4 actions.",), (funding(),), (chart(),)),
        Section(
            "Indicators", (), (), (chart("I1 Waiting", "From 540 to 387."), chart("I2 Late", "One.", (1200, 2400)))
        ),
        Section("Extensions", ("Nobody has asked for more time.",), (Table("Extensions", (Column("Ref"),), ()),)),
    )


def worded(text):
    """A pack that says `text` wherever a pack says anything."""
    columns = (Column(text), Column("Number"))
    tables = (Table(text, columns, ((text, 1), (None, 2)), text), Table("Other", columns, ((text, 3),), text))
    return pack(Section(text, (text,), tables, (chart(text, text),)), title=text, seen_by=text)
