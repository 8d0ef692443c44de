"""What declarations of style keep from a visitor's eyes. Only what hides is read: this is no browser."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from knowledge.reading.colours import WHITE, Colour, alike, colour, colour_in

Style = Mapping[str, str]
"""Properties and their values, in small letters."""

SMALLEST = 3.0
"""Pixels of height below which nobody can read a letter."""
_FAR = -600.0
"""Pixels from where on words stand beside the screen; layouts shift things by half a screen at most."""

_LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|ex|ch|vw|vh|%|cm|mm|in)?")
_PIXELS = {"pt": 4 / 3, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "vw": 10.0, "vh": 8.0, "cm": 38.0, "mm": 3.8}
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,5})\s?|(.))")
_SHIFTED = re.compile(r"translate(?:3d|x|y)?\(([^()]{0,80})\)")
_SCALED = re.compile(r"scale(?:3d|x|y)?\(\s*0*\.?0+\s*[,)]")
_RECT = re.compile(r"rect\(([^()]{0,60})\)")
_CLIPPED = re.compile(
    r"inset\(\s*(?:100|[5-9]\d)(?:\.\d+)?%\s*\)|circle\(\s*0\w*%?[\s)]|ellipse\(\s*0|polygon\((?:\s*0\w*\s+0\w*\s*,?)+\)"
)


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks where it stands: what elements inherit from those around them."""

    shown: bool = True
    size: float = 16.0
    front: Colour = (0, 0, 0, 1)
    behind: Colour = WHITE

    @property
    def readable(self) -> bool:
        """Whether a visitor can read it."""
        return self.shown and self.size >= SMALLEST and not alike(self.front, self.behind)

    def inside(self, style: Style) -> "Look":
        """How text looks in an element of this style."""
        return replace(
            self,
            shown=_shown(style.get("visibility", ""), self.shown),
            size=_size(style, self.size),
            front=colour(style.get("color", "")) or self.front,
            behind=_behind(style, self.behind),
        )


def declarations(written: str) -> dict[str, str]:
    """The properties of a style attribute or a rule; of two of a name the later one holds.

    >>> declarations("COLOR : Red !important; font-size:0")
    {'color': 'red', 'font-size': '0'}
    """
    found: dict[str, str] = {}
    for part in _ESCAPED.sub(_meant, without(written, "/*", "*/")).lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip()] = " ".join(value.replace("!important", " ").split())
    return found


def _meant(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16)) if escaped[1] else escaped[2]


def without(text: str, opening: str, closing: str) -> str:
    """A text without what stands between two signs; what is never closed goes on to the end."""
    first, *rest = text.split(opening)
    # Another opening sign inside is part of what is left out.
    return first + "".join(part.partition(closing)[2] for part in rest)


def gone(style: Style) -> bool:
    """Whether an element of this style is not to be seen, whatever is in it."""
    return any(sign(style) for sign in _SIGNS)


def _removed(style: Style) -> bool:
    return style.get("display") == "none" or style.get("content-visibility") == "hidden"


def _faint(style: Style) -> bool:
    opacity = _number(style.get("opacity", ""), whole=1.0)
    return (opacity is not None and opacity < 0.1) or bool(re.search(r"opacity\(0*\.?0+%?\)", style.get("filter", "")))


def _no_room(style: Style) -> bool:
    """A box of a pixel or less out of which nothing may hang."""
    kept_in = any(style.get(name, "")[:6] in ("hidden", "clip") for name in ("overflow", "overflow-x", "overflow-y"))
    sizes = (_number(style.get(name, "")) for name in ("height", "width", "max-height", "max-width"))
    return kept_in and any(size is not None and size <= 1 for size in sizes)


def _aside(style: Style) -> bool:
    """Beside the screen."""
    shifts = ["text-indent", "margin-left", "margin-top"]
    if style.get("position") in ("absolute", "fixed", "relative"):
        shifts += ["left", "top", "right", "bottom"]
    found = [style.get(name, "") for name in shifts]
    for moved in _SHIFTED.findall(style.get("transform", "")):
        found += moved.split(",")
    return any((_number(shift.strip()) or 0.0) <= _FAR for shift in found)


def _cut_away(style: Style) -> bool:
    rect = _RECT.search(style.get("clip", ""))
    if rect:
        edges = [_number(edge) for edge in re.split(r"[,\s]+", rect[1].strip())]
        if len(edges) == 4 and None not in edges and (edges[0] == edges[2] or edges[1] == edges[3]):
            return True
    return bool(_CLIPPED.search(style.get("clip-path", "")) or _SCALED.search(style.get("transform", "")))


_SIGNS: tuple[Callable[[Style], bool], ...] = (_removed, _faint, _no_room, _aside, _cut_away)


def _shown(said: str, inherited: bool) -> bool:
    return False if said in ("hidden", "collapse") else True if said == "visible" else inherited


def _behind(style: Style, inherited: Colour) -> Colour:
    for name in ("background-color", "background"):
        found = colour_in(style.get(name, ""))
        if found is not None and found[3] >= 0.5:
            return found
    return inherited


def _size(style: Style, inherited: float) -> float:
    said = style.get("font-size", "")
    if not said and (font := re.search(r"(?:^|\s)(\d[\w.%]*)(?:/|\s)", style.get("font", ""))):
        said = font[1]
    found = _LENGTH.fullmatch(said)
    if not found:
        return inherited
    if found[2] in ("em", "%"):
        return inherited * float(found[1]) / (100 if found[2] == "%" else 1)
    return float(found[1]) * _PIXELS.get(found[2] or "", 1.0)


def _number(said: str, *, whole: float = 1000.0) -> float | None:
    """A length in pixels, a hundred per cent being `whole` of them."""
    found = _LENGTH.fullmatch(said)
    if not found:
        return None
    return float(found[1]) * (whole / 100 if found[2] == "%" else _PIXELS.get(found[2] or "", 1.0))
