"""A web page → its article: the main text with its headings, and what the page says about itself. No network."""

import re
from typing import TYPE_CHECKING

from knowledge.errors import UnreadableSource
from knowledge.language import detect
from knowledge.reading.addresses import canonical, host, web_address
from knowledge.reading.draft import Draft
from knowledge.reading.fields import day, language_code, one_line
from knowledge.reading.hidden import remove_hidden
from knowledge.reading.markup import write_markup
from knowledge.reading.outline import Outline
from knowledge.reading.text import decode

if TYPE_CHECKING:
    # The package carries no types.
    from lxml.html import HtmlElement  # type: ignore[import-untyped]
    from trafilatura.settings import Document

_LARGEST = 20_000_000
"""Bytes of a page: parsing takes many times the memory, and no article is this long."""

_SHORT = 250
"""Code points of text below which a second, more generous look is taken at the page."""

_CHARSET = re.compile(rb"<(?:meta[^>]+charset|\?xml[^>]+encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_JSON_DAY = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_META_DAY = (
    "//meta[@property='article:published_time' or @itemprop='datePublished' or @name='pubdate']/@content"
    " | //time[@itemprop='datePublished' or @pubdate]/@datetime"
)
_META_LANGUAGE = "/html/@lang | /html/@xml:lang | //meta[@http-equiv='content-language']/@content"


def read_html(name: str, content: bytes) -> list[Draft]:
    """The article in a web page, without menus, comments, advertisements and hidden text."""
    from lxml.etree import LxmlError  # type: ignore[import-untyped]  # the package carries no types

    if len(content) > _LARGEST:
        raise UnreadableSource(name, f"larger than a web page may be ({_LARGEST // 1_000_000} MB)")
    declared = _CHARSET.search(content[:4096])
    page = decode(name, content, declared=declared[1].decode() if declared else None)
    if "<html" not in page[:4096].lower():
        # Without a frame the parser takes a lone paragraph for no HTML.
        page = f"<html><body>{page}</body></html>"
    try:
        return [_draft(name, page)]
    # A hostile page can trip any part of the extractor, and must not end the reading of the others.
    except (
        LxmlError,
        RecursionError,
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
        AssertionError,
    ) as error:
        raise UnreadableSource(name, f"not a page that can be read ({type(error).__name__})") from error


def _draft(name: str, page: str) -> Draft:
    import logging

    from trafilatura.utils import load_html

    for noisy in ("trafilatura", "htmldate"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    tree = load_html(page)
    if tree is not None:
        remove_hidden(tree)
    found = _main_text(tree) if tree is not None else None
    if tree is None or found is None:
        raise UnreadableSource(name, "no text")
    outline = Outline()
    outlet = _outlet(found)
    title = _without_outlet(one_line(found.title), outlet)
    write_markup(found.body, outline, title=title)
    said = {
        "title": title,
        "url": _article_address(found.url),
        "outlet": outlet,
        "authors": found.author,
        "categories": found.categories,
        "published": _published(tree) or found.date,
        "language": _language(tree, outline.text),
    }
    return Draft(text=outline.text, said=said, sections=outline.sections)


def _main_text(tree: "HtmlElement") -> "Document | None":
    """Strict first, because a menu quoted as evidence does more harm than a sentence lost."""
    strict = _extract(tree, strict=True)
    if strict is not None and len(strict.text or "") >= _SHORT:
        return strict
    generous = _extract(tree, strict=False)
    return max((strict, generous), key=lambda found: len(found.text or "") if found else -1)


def _extract(tree: "HtmlElement", *, strict: bool) -> "Document | None":
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(
        tree,
        favor_precision=strict,
        include_comments=False,
        with_metadata=True,
        # An extensive search guesses a day from any number on the page; no day is better than a wrong one.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    return found if isinstance(found, Document) else None


def _article_address(given: str | None) -> str | None:
    # Many sites name their front page as the address of every page; that identifies no article.
    url = web_address(given)
    address = canonical(url) if url else None
    return url if address and address.count("/") > 2 else None


def _outlet(found: "Document") -> str | None:
    site = host(found.url) if found.url else None
    named = (found.sitename or "").strip()
    return site if named.lower().removeprefix("www.") in {"", site} else named


def _without_outlet(title: str, outlet: str | None) -> str:
    found = re.fullmatch(r"(.+?) [|\-–—·:] (.+)", title)
    return found[1] if found and outlet and found[2].casefold() == outlet.casefold() else title


def _published(tree: "HtmlElement") -> object:
    stated = [*tree.xpath(_META_DAY)]
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        stated += _JSON_DAY.findall(script)
    return next(filter(None, map(day, map(str, stated))), None)


def _language(tree: "HtmlElement", text: str) -> str | None:
    """What the page states, unless its script proves that wrong: templates often say "en" of everything."""
    stated = next(filter(None, map(language_code, map(str, tree.xpath(_META_LANGUAGE)))), None)
    seen = detect(text)
    return seen if "ar" in {stated, seen} else stated
