"""A web page → its article: main text with headings, and what the page says about itself. No network."""

import json
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.errors import UnreadableSource
from knowledge.language import detect
from knowledge.reading.addresses import canonical, web_address
from knowledge.reading.draft import Draft
from knowledge.reading.fields import day, language_code, one_line
from knowledge.reading.outline import Outline
from knowledge.reading.text import decode

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement
    from trafilatura.settings import Document

_LARGEST = 20_000_000
"""Bytes of a page. Parsing takes a hundred times the memory, and no article is this long."""

_SHORT = 250
"""Code points of text below which a second, less strict look is taken at the page."""

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")

_STYLE = "translate(@style, ' \t\r\nABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
_HIDDEN = (
    f"//*[not(self::html or self::body) and (@hidden or contains({_STYLE}, 'display:none')"
    f" or contains({_STYLE}, 'visibility:hidden') or contains({_STYLE}, 'font-size:0;'))]"
)
