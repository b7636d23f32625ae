"""What can only be checked with all rows at hand: links between sheets, and what stands twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from bot.domain.plan import Precision
from bot.exchange.cells import Value
from bot.exchange.columns import Column, Form, Kind
from bot.exchange.faults import Fault, listed, shortened
from bot.exchange.form import DEADLINES, FORM, READINGS
from bot.exchange.form_around import FUNDING
from bot.exchange.rows import Due, Known


@dataclass
class Filled:
    """A row's values by field, on their way to a checked row; it is `sound` while it has no fault."""

    form: Form
    row: int
    values: dict[str, Value]
    sound: bool

    def fault(self, faults: list[Fault], column: str, reason: str) -> None:
        """Note a fault of this row."""
        faults.append(Fault(self.form.sheet, self.row, column, reason))
        self.sound = False

    def header(self, field: str) -> str:
        """The header of the column that holds `field`."""
        return next((column.header for column in self.form.columns if column.field == field), field)


_LETTERS = {column.letter: sheet for sheet in FORM for column in sheet.columns if column.kind is Kind.REF}
_SINGLE, _SEVERAL = {Kind.PARTNER, Kind.SOURCE, Kind.ONE}, {Kind.PARTNERS, Kind.MANY}


def check(filled: list[Filled], known: Known, faults: list[Fault]) -> None:
    """Find links that lead nowhere, things that stand twice, and cells that contradict each other.

    Codes of partners and refs of sources come out as they are written on their own sheet.
    """
    names = _names(filled, known)
    for one in filled:
        for column in one.form.columns:
            if column.kind in _SINGLE | _SEVERAL and column.field in one.values:
                _link(one, column, names[_sheet(column)], faults)
        _consistent(one, faults)
    _no_doubles(filled, faults)


def _names(filled: list[Filled], known: Known) -> dict[str, dict[Value, Value]]:
    """For each sheet, what a link may say (in lower case) and how it is written."""
    names: dict[str, dict[Value, Value]] = {sheet.sheet: {} for sheet in FORM}
    names["Partners"] |= {code.casefold(): code for code in known.partners}
    names["Sources"] |= {ref.casefold(): ref for ref in known.sources}
    for sheet, numbers in (("Remit", known.remit), ("Deadlines", known.deadlines), ("Indicators", known.indicators)):
        names[sheet] |= {number: number for number in numbers}
    for one in filled:
        for column in one.form.columns:
            if column.kind in {Kind.CODE, Kind.REF} and (name := one.values.get(column.field)):
                names[one.form.sheet].setdefault(_lower(name), name)
    return names


def _sheet(column: Column) -> str:
    by_kind = {Kind.PARTNER: "Partners", Kind.PARTNERS: "Partners", Kind.SOURCE: "Sources"}
    return by_kind.get(column.kind) or _LETTERS[column.letter].sheet


def _lower(name: Value) -> Value:
    return name.casefold() if isinstance(name, str) else name


def _link(one: Filled, column: Column, names: Mapping[Value, Value], faults: list[Fault]) -> None:
    value = one.values[column.field]
    wanted = cast("tuple[Value, ...]", value if column.kind in _SEVERAL else (value,))
    found = [names.get(_lower(name)) for name in wanted]
    for name, match in zip(wanted, found, strict=True):
        if match is None:
            one.fault(faults, column.header, _nowhere(column, name, names))
    if None not in found:
        one.values[column.field] = cast("Value", tuple(found) if column.kind in _SEVERAL else found[0])


def _nowhere(column: Column, name: Value, names: Mapping[Value, Value]) -> str:
    sheet = _sheet(column)
    noun = next(form.noun for form in FORM if form.sheet == sheet)
    known = [f"{column.letter}{written}" for written in names.values()]
    return f"there is no {noun} {column.letter}{shortened(str(name))} on the sheet {sheet}. Known: {listed(known)}."


def _consistent(one: Filled, faults: list[Fault]) -> None:
    values = one.values
    contributors = values.get("contributors")
    if isinstance(contributors, tuple) and values.get("lead") in contributors:
        one.fault(
            faults, "Contributors", f"{values['lead']} leads this action, so it can't contribute to it as well."
        )
    if "role" in values and (values["role"] == "partner member") != ("partner" in values):
        member = values["role"] == "partner member"
        one.fault(faults, "Partner", "say of which partner." if member else "only a partner member has a partner.")
    if one.form is DEADLINES:
        _consistent_deadline(one, faults)
    if one.form is READINGS:
        _consistent_reading(one, faults)


def _consistent_deadline(one: Filled, faults: list[Fault]) -> None:
    due, precision = one.values.get("due"), one.values.get("precision", Precision.VAGUE)
    if due is None and "phrase" not in one.values:
        one.fault(faults, "Due", "say when it is due. Where the source fixes no day, write its words.")
    elif not (isinstance(due, Due) and due.day) and precision != Precision.VAGUE:
        one.fault(faults, "Precision", "there is no day in Due, so the precision can only be vague.")


def _consistent_reading(one: Filled, faults: list[Fault]) -> None:
    bands, value = cast("tuple[Decimal, ...]", one.values.get("bands", ())), one.values.get("value")
    if bands and isinstance(value, Decimal) and sum(bands) != value:
        one.fault(faults, "Bands", f"they add up to {sum(bands):,f}, and the value is {value:,f}.")


def _no_doubles(filled: list[Filled], faults: list[Fault]) -> None:
    refs: dict[tuple[Value, ...], int] = {}
    titles: dict[tuple[Value, ...], Filled] = {}
    for one in filled:
        for column, key, said in _keys(one):
            first = refs.setdefault((one.form.sheet, column, *key), one.row)
            if first != one.row:
                one.fault(faults, column, f"{said} is in row {first} already. It can stand once only.")
        title = _title(one)
        if title:
            same = titles.setdefault((one.form.sheet, one.values.get("source", ""), one.values[title]), one)
            if same is not one and not ("number" in one.values and "number" in same.values):
                reason = f"the same is in row {same.row} already. Where they are two, give each a ref."
                one.fault(faults, one.header(title), reason)


def _keys(one: Filled) -> list[tuple[str, tuple[Value, ...], str]]:
    keys: list[tuple[str, tuple[Value, ...], str]] = [
        (column.header, (_lower(name),), f"{column.letter}{name}")
        for column in one.form.columns
        if column.kind in {Kind.CODE, Kind.REF, Kind.CHANNEL} and (name := one.values.get(column.field))
    ]
    if one.form is READINGS and {"indicator", "on"} <= one.values.keys():
        keys.append(("On", (one.values["indicator"], one.values["on"]), "a reading of this day"))
    if one.form is FUNDING and "purpose" in one.values:
        key = (one.values["purpose"], _lower(one.values.get("source", "")))
        keys.append(("Purpose", key, "this purpose from this source"))
    if "role" in one.values and "user" in one.values:
        keys.append(("Role", tuple(one.values.get(part, "") for part in _PERSON), "this person with this role"))
    return keys


_PERSON = ("user", "team", "role", "partner")


def _title(one: Filled) -> str:
    if not any(column.kind is Kind.REF for column in one.form.columns):
        return ""
    return next((field for field in ("title", "text", "name") if field in one.values), "")
