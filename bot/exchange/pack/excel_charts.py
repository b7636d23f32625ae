"""The charts of a pack on one sheet: each under its title and the sentence that says the same."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl.drawing.fill import Blip
from openpyxl.drawing.geometry import PresetGeometry2D
from openpyxl.drawing.image import Image
from openpyxl.drawing.picture import PictureFrame
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from bot.exchange.pack.excel_cells import HEADING, fit, write
from bot.exchange.pack.model import Chart
from bot.exchange.pack.plain import one_line, plain

_WIDTH = 110.0  # characters
_PICTURE = 780, 500  # pixels; that of indicators is 439 high
_BELOW = 12.0  # points
_POINTS, _EMU = 0.75, 9525  # in a pixel


def fill(sheet: Worksheet, charts: Sequence[Chart]) -> None:
    """Fill the sheet with charts. Each is drawn here."""
    sheet.column_dimensions["A"].width = _WIDTH
    row = 1
    for number, chart in enumerate(charts, start=1):
        if number > 1:
            sheet.row_breaks.append(Break(id=row - 1))  # so that it isn't printed on two pages
        write(sheet, row, 1, one_line(chart.title)).font = HEADING
        write(sheet, row + 1, 1, chart.described)
        fit(sheet, row)
        fit(sheet, row + 1)
        row = _picture(sheet, number, chart, row + 2)


def _picture(sheet: Worksheet, number: int, chart: Chart, row: int) -> int:
    """Put the chart there; the row below it."""
    image = Image(BytesIO(chart.draw()))
    scale = min(_PICTURE[0] / image.width, _PICTURE[1] / image.height)
    width, height = round(image.width * scale), round(image.height * scale)
    size = XDRPositiveSize2D(width * _EMU, height * _EMU)
    image.anchor = OneCellAnchor(AnchorMarker(row=row - 1), size, pic=_frame(number, chart))
    sheet.add_image(image)
    sheet.row_dimensions[row].height = height * _POINTS + _BELOW
    return row + 1


def _frame(number: int, chart: Chart) -> PictureFrame:
    """What openpyxl makes for a picture by itself has no alternative text."""
    frame = PictureFrame()
    named = frame.nvPicPr.cNvPr
    named.id, named.name = number, f"Chart {number}"
    named.descr, named.title = plain(chart.described), one_line(chart.title)
    frame.blipFill.blip = Blip(embed=f"rId{number}", cstate="print")
    frame.spPr.prstGeom = PresetGeometry2D(prst="rect")
    return frame
