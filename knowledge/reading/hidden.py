"""What no visitor sees is no part of an article: it must not be quoted, nor get a word in with a model.

What only a screen reader is not told (`aria-hidden`) is on the page, and stays.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import TYPE_CHECKING

from knowledge.reading.sheets import Sheet
from knowledge.reading.styles import Look, declarations, gone, without

if TYPE_CHECKING:
    # The package carries no types.
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_NEVER = frozenset({"template", "noscript"})
_UNREAD = _NEVER | {"script", "style", "textarea", "title"}
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_FRAME = frozenset({"html", "body", "head"})

# What is in quotes may hold ">"; nothing is tried twice.
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)((?>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*'|[\"'])*))>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")


def remove_hidden(tree: "HtmlElement") -> None:
    """Take out of a page what its own styles and attributes hide. Style sheets elsewhere are not known."""
    sheet = _sheet(str(style.text or "") for style in tree.iter("style"))
    waiting = [(tree, Look())]
    while waiting:
        element, look = waiting.pop()
        style = _style(sheet, element.tag, element.attrib)
        look = look.inside(style)
        if element.tag in _FRAME:
            # Pages hide their whole body until their scripts have run.
            look = Look(front=look.front, behind=look.behind)
        elif _unseen(element.tag, element.attrib, style):
            element.drop_tree()
            continue
        children = [child for child in element if isinstance(child.tag, str)]
        if not look.readable and element.tag != "script":
            element.text = None
            for child in children:
                child.tail = None
        waiting += [(child, look) for child in children]


def without_hidden(text: str) -> str:
    """A text that may hold tags, without its comments and what the tags hide.

    >>> without_hidden("Seen<!-- not --> <b>here</b> <i style='display:none'>nor <i>this</i></i>.")
    'Seen <b>here</b> .'
    """
    if "<" not in text:
        return text
    closed = text.rpartition("-->")
    text = without(closed[0] + closed[1], "<!--", "-->") + closed[2] if "<!--" in closed[0] else text
    at, kept = 0, []
    for start, end in _hidden_spans(text):
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])


def _hidden_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where hidden elements stand. One that is never closed ends with its paragraph."""
    sheet = _sheet(_sheets_in(text))
    start, name, depth = -1, "", 0
    for tag in _TAG.finditer(text):
        found = tag[2].lower()
        if start < 0:
            if not tag[1] and found not in _VOID and _hides(sheet, found, tag[3]):
                start, name, depth = tag.start(), found, 1
        elif found == name:
            depth += -1 if tag[1] else 1
            if not depth:
                yield start, tag.end()
                start = -1
    if start >= 0:
        end = text.find("\n\n", start)
        yield start, len(text) if end < 0 else end


def _sheets_in(text: str) -> Iterator[str]:
    for part in re.split(r"<style\b", text, flags=re.IGNORECASE)[1:]:
        yield re.split(r"</style", part, maxsplit=1, flags=re.IGNORECASE)[0].partition(">")[2]


def _sheet(sheets: Iterable[str]) -> Sheet:
    sheet = Sheet()
    for css in sheets:
        sheet.read(css)
    return sheet


def _hides(sheet: Sheet, tag: str, written: str) -> bool:
    attributes = {
        found[1].lower(): unescape(found[2] or found[3] or found[4] or "") for found in _ATTRIBUTE.finditer(written)
    }
    style = _style(sheet, tag, attributes)
    return tag in _UNREAD or _unseen(tag, attributes, style) or not Look().inside(style).readable


def _unseen(tag: str, attributes: Mapping[str, str], style: Mapping[str, str]) -> bool:
    return tag in _NEVER or "hidden" in attributes or (tag == "dialog" and "open" not in attributes) or gone(style)


def _style(sheet: Sheet, tag: str, attributes: Mapping[str, str]) -> dict[str, str]:
    """The rules that hold for an element, its old attributes of colour, and over all its own style."""
    style = sheet.style(tag, attributes.get("id", ""), attributes.get("class", ""))
    old = {"color": attributes.get("color"), "background-color": attributes.get("bgcolor")}
    own = declarations(attributes.get("style", ""))
    return {**{name: value.lower() for name, value in old.items() if value}, **style, **own}
