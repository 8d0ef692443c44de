"""Colours as style sheets write them, as far as it takes to tell a text from what is behind it."""

import re
from colorsys import hls_to_rgb

Colour = tuple[float, float, float, float]
"""Red, green, blue (0 to 255), and how much of it covers what is behind (0 to 1)."""

WHITE: Colour = (255, 255, 255, 1)

_NAMED = {
    "transparent": "00000000",
    "white": "ffffff",
    "black": "000000",
    "snow": "fffafa",
    "ivory": "fffff0",
    "ghostwhite": "f8f8ff",
    "floralwhite": "fffaf0",
    "whitesmoke": "f5f5f5",
    "azure": "f0ffff",
    "mintcream": "f5fffa",
    "seashell": "fff5ee",
    "gainsboro": "dcdcdc",
    "lightgray": "d3d3d3",
    "lightgrey": "d3d3d3",
    "silver": "c0c0c0",
    "gray": "808080",
    "grey": "808080",
    "red": "ff0000",
    "green": "008000",
    "blue": "0000ff",
    "navy": "000080",
    "yellow": "ffff00",
}
_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_CALL = re.compile(r"(rgb|hsl)a?\(([^()]{1,80})\)")
_WRITTEN = re.compile(r"(?:rgb|hsl)a?\([^()]{1,80}\)|#[0-9a-f]{3,8}|[a-z]+")
_PART = re.compile(r"([+-]?[\d.]+)(%|deg)?")

_ALIKE = 20
"""So far apart two colours may be in red, green and blue and yet not be told apart on a page."""


def colour(written: str) -> Colour | None:
    """The colour that is written, or None where it is none that is known.

    >>> colour("#FFF") == colour("white") == colour("rgb(100%, 255, 255)"), colour("rgba(0,0,0,.5)"), colour("inherit")
    (True, (0.0, 0.0, 0.0, 0.5), None)
    """
    said = written.strip().lower()
    if call := _CALL.fullmatch(said):
        return _called(call[1], call[2])
    found = _HEX.fullmatch(_NAMED.get(said, said if said.startswith("#") else ""))
    if not found:
        return None
    digits = found[1] if len(found[1]) > 4 else "".join(digit * 2 for digit in found[1])
    red, green, blue, cover = (int(f"{digits}ff"[at : at + 2], 16) for at in (0, 2, 4, 6))
    return red, green, blue, cover / 255


def colour_in(written: str) -> Colour | None:
    """The first colour among the words of a declaration such as `background`."""
    return next(filter(None, map(colour, _WRITTEN.findall(written.lower()))), None)


def alike(front: Colour, behind: Colour) -> bool:
    """Whether nobody can read text of one colour before the other.

    >>> alike((250, 250, 250, 1), WHITE), alike((0, 0, 0, 0), WHITE), alike((0, 0, 0, 1), WHITE)
    (True, True, False)
    """
    return all(front[3] * abs(one - other) <= _ALIKE for one, other in zip(front[:3], behind[:3], strict=True))


def _called(kind: str, inside: str) -> Colour | None:
    parts = _PART.findall(inside)
    if len(parts) not in (3, 4):
        return None
    try:
        numbers = [float(number) / (100 if unit == "%" else 1) for number, unit in parts]
    except ValueError:
        return None
    cover = numbers[3] if len(parts) == 4 else 1.0
    if kind == "hsl":
        red, green, blue = (255 * part for part in hls_to_rgb(numbers[0] / 360, numbers[2], numbers[1]))
    else:
        shares = zip(numbers[:3], parts, strict=False)
        red, green, blue = (number * 255 if unit == "%" else number for number, (_, unit) in shares)
    return red, green, blue, min(1.0, cover)
