"""The style sheets in a page: which of its rules hold for an element. Simple selectors only (`p.note`, `#x`)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from knowledge.reading.styles import declarations, without

_BRACE = re.compile("([{}])")
_SIMPLE = re.compile(r"(?:[a-z][\w-]*|\*)?(?:[.#][\w-]+)*", re.IGNORECASE)
_PART = re.compile(r"[.#]?[\w-]+")
_EVERY_SCREEN = re.compile(
    r"@(?:layer\b.*|media\s+(?:only\s+)?(?:screen|all)?(?:\s*and\s*)?(?:\(\s*min-width:\s*[0-3]?\d{0,2}px\s*\))?)"
)
_READ = frozenset(
    "display visibility content-visibility opacity filter overflow overflow-x overflow-y height width max-height"
    " max-width text-indent margin-left margin-top position left top right bottom transform clip clip-path color"
    " background background-color font font-size".split()
)
_MOST = 5000
"""Rules that are read; a page with more has its article in a few of the first."""


@dataclass(frozen=True, slots=True)
class _Rule:
    needs: frozenset[str]
    rank: tuple[int, int, int]
    style: Mapping[str, str]


@dataclass(slots=True)
class Sheet:
    """The rules of a page's own style sheets that can hide something, in order.

    >>> sheet = Sheet()
    >>> sheet.read("@media print {p {display: none}} p.note, #ad {color: white; margin: 0}")
    >>> sheet.style("p", "", ""), sheet.style("p", "", "big note"), sheet.style("div", "ad", "")
    ({}, {'color': 'white'}, {'color': 'white'})
    """

    _by_part: dict[str, list[_Rule]] = field(default_factory=lambda: defaultdict(list))
    _count: int = 0

    def read(self, css: str) -> None:
        """Take in the rules of a style sheet."""
        around: list[str] = []
        parts = _BRACE.split(without(css, "/*", "*/"))
        for words, brace in zip(parts[0::2], parts[1::2], strict=False):
            if brace == "{":
                around.append(words.rpartition(";")[2].strip())
            elif around:
                selectors = around.pop()
                if not selectors.startswith("@") and all(map(_holds, around)):
                    self._add(selectors.split(","), words)

    def style(self, tag: str, name: str, classes: str) -> dict[str, str]:
        """What the rules say of an element with this id and these classes; a narrower rule prevails."""
        parts = {tag, "*", *(f".{one}" for one in classes.split()), *([f"#{name}"] if name else [])}
        found = [rule for part in parts for rule in self._by_part.get(part, ()) if rule.needs <= parts]
        said: dict[str, str] = {}
        for rule in sorted(found, key=lambda rule: rule.rank):
            said.update(rule.style)
        return said

    def _add(self, selectors: Iterable[str], written: str) -> None:
        style = {name: value for name, value in declarations(written).items() if name in _READ}
        for selector in map(str.strip, selectors if style else ()):
            if selector and _SIMPLE.fullmatch(selector) and self._count < _MOST:
                self._count += 1
                parts = _PART.findall(selector) or ["*"]
                parts = [part if part[0] in ".#" else part.lower() for part in parts]
                names = sum(part[0] == "#" for part in parts)
                classes = sum(part[0] == "." for part in parts)
                known = style if names + classes else _without_colour(style)
                self._by_part[parts[-1]].append(_Rule(frozenset(parts), (names, classes, self._count), known))


def _without_colour(style: Mapping[str, str]) -> Mapping[str, str]:
    """What a rule for every element of a tag says: its colour alone is mostly changed by rules that are not read."""
    if {"background", "background-color"} & style.keys():
        return style
    return {name: value for name, value in style.items() if name != "color"}


def _holds(prelude: str) -> bool:
    """Whether what stands in these braces holds on a usual screen."""
    return any(
        _EVERY_SCREEN.fullmatch(f"@media {part.strip()}" if number else part.strip())
        for number, part in enumerate(prelude.lower().split(","))
    )
