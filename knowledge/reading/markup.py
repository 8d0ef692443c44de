"""The extractor's elements → plain text blocks with headings."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.reading.outline import Outline

if TYPE_CHECKING:
    # The package carries no types.
    from lxml.etree import _Element  # type: ignore[import-untyped]

_BLOCKS = frozenset({"head", "p", "list", "item", "quote", "table", "row", "cell", "div", "ab", "code"})
_LEVEL = re.compile(r"h([1-6])")


def write_markup(body: "_Element", outline: Outline, *, title: str) -> None:
    """Write the blocks of an extracted body; a heading on top that only repeats the title is left out."""
    for kind, level, text in _blocks(body):
        if kind == "head" and not outline.text and _same(text, title):
            continue
        if kind == "head":
            outline.heading(text, level=level)
        else:
            outline.block(text)


def _same(heading: str, title: str) -> bool:
    return re.sub(r"\W", "", heading).casefold() == re.sub(r"\W", "", title).casefold()


def _blocks(element: "_Element") -> Iterator[tuple[str, int, str]]:
    """What is directly in an element as paragraphs, and the blocks in it, in order."""
    words = [element.text or ""]
    for child in element:
        if _is_block(child):
            yield "p", 0, _flow(words)
            yield from _block(child)
            words = []
        else:
            words.append(_inline(child))
        words.append(child.tail or "")
    yield "p", 0, _flow(words)


def _is_block(element: "_Element") -> bool:
    if element.tag == "code":
        return "\n" in (element.text or "")
    return element.tag in _BLOCKS


def _block(element: "_Element") -> Iterator[tuple[str, int, str]]:
    if element.tag == "head":
        level = _LEVEL.match(element.get("rend") or "")
        yield "head", int(level[1]) if level else 2, _inline(element)
    elif element.tag == "list":
        yield "list", 0, "\n".join(_list(element))
    elif element.tag == "table":
        yield "table", 0, "\n".join(filter(None, map(_row, element.iter("row"))))
    elif element.tag == "code":
        yield "code", 0, "".join(element.itertext())
    else:
        yield from _blocks(element)


def _list(element: "_Element") -> Iterator[str]:
    number = 0
    for item in element:
        lines = [line for kind, _, text in _blocks(item) for line in text.split("\n") if line.strip()]
        for first, line in enumerate(lines):
            if first == 0:
                number += 1
            marker = f"{number}. " if element.get("rend") == "ol" else "- "
            yield f"{'  ' if first else marker}{line}"


def _row(row: "_Element") -> str:
    return " | ".join(" ".join(_inline(cell).split()) for cell in row.iter("cell")).strip(" |")


def _inline(element: "_Element") -> str:
    """The words in an element. Its line breaks are kept, pictures and comments are not."""
    if not isinstance(element.tag, str) or element.tag == "graphic":
        return ""
    if element.tag == "lb":
        return "\n"
    inside = "".join(_inline(child) + (child.tail or "") for child in element)
    # What the page's author broke into lines for himself is one line; only "lb" is a break.
    return _spaced(element.text or "") + inside


def _spaced(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def _flow(words: list[str]) -> str:
    return "\n".join(" ".join(line.split()) for line in "".join(words).split("\n")).strip()
