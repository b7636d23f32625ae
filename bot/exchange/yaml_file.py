"""Reads a plan written as YAML: a mapping of sheet names to lists of rows, each a mapping of headers to cells.

Every cell is read as the text that is written: YAML's own guesses would turn the column On into "true", the ref 010
into 8 and "no" into false. What a cell means is for the form to say.
"""

from collections.abc import Iterable
from typing import Any

import yaml

from bot.domain.errors import BadInput
from bot.exchange.files.book import Cell
from bot.exchange.sheets import SheetRow, clean, distinct

DEEPEST = 5  # the file, a sheet, its rows, a row, a list in a cell
SHAPE = "Actions:\n  - Ref: A1\n    Title: Agree the offer"
_BLANK = frozenset({"", "~", "null"})
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the one in C is ten times as fast; not everybody has it


def read_yaml(name: str, contents: bytes) -> dict[str, list[SheetRow]]:
    """The rows of every sheet of a YAML file. Raises BadInput where it can't be read or has another shape."""
    try:
        text = contents.decode("utf-8-sig")
        _guard(name, text)
        root = yaml.compose(text, Loader=_LOADER)
    except UnicodeDecodeError as error:
        raise BadInput(f"{name} is not text in UTF-8.", SHAPE) from error
    except yaml.YAMLError as error:
        raise BadInput(
            f"{name} is not YAML that can be read{_at(getattr(error, 'problem_mark', None))}.", SHAPE
        ) from error
    if root is None:
        return {}
    return {sheet: list(_rows(sheet, rows)) for sheet, rows in _pairs(root, name)}


def _guard(name: str, text: str) -> None:
    # References inside the file and deep nesting can make a small file unfold without end. Events don't unfold.
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise BadInput(f"{name} uses a reference (*){_at(event.start_mark)}. Write the words.", SHAPE)
        if depth > DEEPEST:
            raise BadInput(f"{name} is nested too deeply{_at(event.start_mark)}.", SHAPE)


def _at(mark: Any) -> str:  # noqa: ANN401 — the parsers in C and in Python have marks of their own
    return f" at line {mark.line + 1}" if mark else ""


def _pairs(node: yaml.Node, where: str) -> list[tuple[str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise BadInput(f"{where}{_at(node.start_mark)} should be names with what belongs to them.", SHAPE)
    pairs = [(_text(key, where), value) for key, value in node.value]
    distinct([key for key, _ in pairs], "entries", where)
    return pairs


def _rows(sheet: str, node: yaml.Node) -> Iterable[SheetRow]:
    if isinstance(node, yaml.ScalarNode) and node.value in _BLANK:
        return
    if not isinstance(node, yaml.SequenceNode):
        raise BadInput(f"{sheet}{_at(node.start_mark)} should be a list of rows.", SHAPE)
    for number, row in enumerate(node.value, start=1):
        pairs = _pairs(row, f"{sheet}, row {number}")
        cells: dict[str, Cell] = {
            key: text for key, value in pairs if (text := _cell(value, f"{sheet}, row {number}"))
        }
        if cells:
            yield SheetRow(sheet, number, cells)


def _cell(node: yaml.Node, where: str) -> str:
    if isinstance(node, yaml.SequenceNode):
        return ", ".join(_text(item, where) for item in node.value)
    text = _text(node, where)
    return "" if text in _BLANK else text


def _text(node: yaml.Node, where: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise BadInput(f"{where}{_at(node.start_mark)} holds more than text in one cell.", SHAPE)
    return clean(str(node.value))
