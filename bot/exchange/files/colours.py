"""What a cell's fill is taken for: red, amber, green or blue, or nothing that means a status."""

import colorsys
from typing import IO

from bot.exchange.files import markup

# Red, amber, green and blue as they are meant: from this hue on (a turn is 360), up to the next one's.
_HUES = ((15, "red"), (66, "amber"), (165, "green"), (262, "blue"), (335, ""), (361, "red"))
_LEAST_SPREAD = 31
"""Between the strongest and the weakest of red, green and blue, of 255. FFC7CE has 56, C6EFCE 41, BDD7EE 49; the
pale blues and greens that stripe tables have 21 to 30, and are no status."""
_LEAST_SATURATION = 0.3
_DARKEST, _PALEST = 0.08, 0.97

# Colours by number, as Excel 97 had them: the first eight stand twice.
_EIGHT = "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF"
_PALETTE = _EIGHT * 2 + (
    "800000008000000080808000800080008080C0C0C08080809999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF"
    "000080FF00FFFFFF0000FFFF8000808000000080800000FF00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC99"
    "3366FF33CCCC99CC00FFCC00FF9900FF6600666699969696003366339966003300333300993300993366333399333333"
)
INDEXED = [_PALETTE[at : at + 6] for at in range(0, len(_PALETTE), 6)]


def classed(rgb: str) -> str:
    """What a colour, as "FFC7CE", is taken for: "red", "amber", "green", "blue", or nothing for greys and purple."""
    try:
        red, green, blue = bytes.fromhex(rgb[-6:])
    except ValueError:
        return ""
    hue, lightness, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    spread = max(red, green, blue) - min(red, green, blue)
    if spread < _LEAST_SPREAD or saturation < _LEAST_SATURATION or not _DARKEST < lightness < _PALEST:
        return ""
    return next(name for upper, name in _HUES if hue * 360 < upper)


def tinted(rgb: str, tint: str | None) -> str:
    """A colour made lighter (tint above 0) or darker (below)."""
    if not tint or not rgb:
        return rgb
    by = max(-1.0, min(1.0, float(tint)))
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in bytes.fromhex(rgb[-6:])))
    lightness = lightness * (1 + by) if by < 0 else lightness + (1 - lightness) * by
    return bytes(round(part * 255) for part in colorsys.hls_to_rgb(hue, lightness, saturation)).hex()


def theme_colours(theme: IO[bytes]) -> list[str]:
    """A theme's colours in the order in which cells number them, as "FFFFFF"."""
    colours: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if markup.local(name) in {"srgbClr", "sysClr"} and len(colours) < 12:  # noqa: PLR2004 — a scheme has twelve
            colours.append(attributes.get("lastClr") or attributes.get("val", ""))

    markup.walk(theme, start)
    # The file has the dark ones first, the cells count the light ones first.
    return [*colours[1::-1], *colours[3:1:-1], *colours[4:]]
