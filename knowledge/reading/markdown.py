"""Markdown → plain text with sections; what the front matter says about the article."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from knowledge.errors import UnreadableSource
from knowledge.reading.draft import Draft
from knowledge.reading.hidden import without_hidden
from knowledge.reading.outline import Outline
from knowledge.reading.text import decode

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LONGEST_FRONT = 100_000
_DEEPEST = 100
"""Blocks inside one another: the parser's 20 are used up by a list on its tenth level."""

_SYNONYMS = {
    "date": "published",
    "author": "authors",
    "tags": "categories",
    "category": "categories",
    "keywords": "categories",
    "lang": "language",
    "source": "sources",
    "publisher": "outlet",
    "site": "outlet",
    "canonical": "url",
    "link": "url",
}
_NOTHING = {"", "~", "null"}
_UNREAD_TAGS = re.compile(r"<(script|style|template|noscript|svg)\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_markdown(name: str, content: bytes) -> list[Draft]:
    """The article in a Markdown file, without its markup."""
    said, body = _front_matter(name, decode(name, content))
    outline = _Writer(_tokens(name, without_hidden(body))).write()
    return [Draft(text=outline.text, said=said, sections=outline.sections)]


def _tokens(name: str, body: str) -> "list[Token]":
    from markdown_it import MarkdownIt

    try:
        parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
        return parser.enable(["table", "strikethrough"]).parse(body)
    except RecursionError:
        raise UnreadableSource(name, "nested too deeply") from None


def _front_matter(name: str, text: str) -> tuple[dict[str, object], str]:
    found = _FRONT.match(text[:_LONGEST_FRONT])
    if not found:
        return {}, text
    said = _yaml(name, found[1])
    if not isinstance(said, Mapping):
        # Two thematic breaks, and no front matter.
        return {}, text
    return _under_contract_names(said), text[found.end() :]


def _yaml(name: str, block: str) -> object:
    import yaml

    try:
        # This loader makes strings, lists and mappings and nothing else: safe, and a title "On", a language
        # "no" or an id "007" stay what was written, and a date that does not exist harms nothing else.
        return yaml.load(block, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 2}: " if error.problem_mark else ""
        raise UnreadableSource(name, f"front matter is not valid YAML ({line}{error.problem})") from None
    except (yaml.YAMLError, RecursionError):
        raise UnreadableSource(name, "front matter is not valid YAML") from None


def _under_contract_names(said: Mapping[object, object]) -> dict[str, object]:
    given = {str(key).strip().lower(): value for key, value in said.items() if not _is_nothing(value)}
    renamed = {_SYNONYMS[key]: value for key, value in given.items() if key in _SYNONYMS}
    return renamed | given


def _is_nothing(value: object) -> bool:
    return isinstance(value, str) and value.strip().lower() in _NOTHING


class _Writer:
    """Walks over the parser's tokens and writes their text into an outline."""

    def __init__(self, tokens: "list[Token]") -> None:
        self._tokens = iter(tokens)
        self._outline = Outline()

    def write(self) -> Outline:
        """The outline of all tokens."""
        for token in self._tokens:
            if token.type == "heading_open":
                self._outline.heading(_inline(next(self._tokens)), level=int(token.tag[1]))
            elif token.type in {"bullet_list_open", "ordered_list_open"}:
                self._outline.block("\n".join(self._list(token)))
            elif token.type == "table_open":
                self._outline.block("\n".join(self._rows()))
            elif token.type == "inline":
                self._outline.block(_inline(token))
            elif token.type in {"fence", "code_block"}:
                self._outline.block(token.content)
        return self._outline

    def _list(self, opening: "Token") -> Iterator[str]:
        """The lines of a list up to its end, those of a list inside it indented."""
        ordered = opening.type == "ordered_list_open"
        number = int(opening.attrGet("start") or 1) if ordered else 0
        marker = ""
        for token in self._tokens:
            if token.type == opening.type.replace("open", "close"):
                return
            if token.type == "list_item_open":
                marker = f"{number}. " if ordered else "- "
                number += 1
                continue
            for line in self._item_lines(token):
                yield f"{marker or '  '}{line}"
                marker = ""

    def _item_lines(self, token: "Token") -> Iterator[str]:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            yield from self._list(token)
        elif token.type == "table_open":
            yield from self._rows()
        elif token.type == "inline":
            yield from _inline(token).splitlines()
        elif token.type in {"fence", "code_block"}:
            yield from token.content.splitlines()

    def _rows(self) -> Iterator[str]:
        cells: list[str] = []
        for token in self._tokens:
            if token.type == "table_close":
                return
            if token.type == "inline":
                cells.append(" ".join(_inline(token).split()))
            elif token.type == "tr_close":
                yield " | ".join(cells)
                cells = []


def _inline(token: "Token") -> str:
    """The words of a paragraph: no markup, no images, nothing from between tags that are not shown."""
    written: list[str] = []
    unread = ""
    for child in token.children or []:
        if child.type == "html_inline":
            unread = _still_unread(unread, child.content)
            written.append("\n" if _BREAK.fullmatch(child.content) else "")
        elif not unread:
            written.append(_word(child))
    return "\n".join(re.sub(" {2,}", " ", line).strip() for line in "".join(written).strip().split("\n"))


def _still_unread(unread: str, tag: str) -> str:
    if unread:
        return "" if tag.lower().startswith(f"</{unread}") else unread
    opening = _UNREAD_TAGS.match(tag)
    return opening[1].lower() if opening and not tag.endswith("/>") else ""


def _word(child: "Token") -> str:
    if child.type in {"text", "code_inline"}:
        return child.content
    return {"softbreak": " ", "hardbreak": "\n"}.get(child.type, "")
