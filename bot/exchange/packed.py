"""Makes Word and Excel files the same bytes whenever, and wherever, they are made from the same things."""

import re
import zipfile
from io import BytesIO

_CORE = "docProps/core.xml"
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)</dcterms:created>")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip file can say


def repacked(contents: bytes) -> bytes:
    """The same parts of a .docx or .xlsx file, without the moment at which it was saved.

    Order and times of the parts are fixed, and the document was last modified when it was created: set
    `properties.created` before saving, since openpyxl sets `modified` itself. Raises zipfile.BadZipFile.
    """
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(contents)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=_place):
            part = zipfile.ZipInfo(name, _EARLIEST)
            part.compress_type, part.create_system, part.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            new.writestr(part, _unmodified(old.read(name)) if name == _CORE else old.read(name))
    return file.getvalue()


def _place(name: str) -> tuple[bool, bool, str]:
    """What readers look for at the beginning comes first."""
    return name != "[Content_Types].xml", name != "_rels/.rels", name


def _unmodified(core: bytes) -> bytes:
    created = _CREATED.search(core)
    return _MODIFIED.sub(rb"\g<1>" + created[1] + rb"\g<2>", core) if created else core
