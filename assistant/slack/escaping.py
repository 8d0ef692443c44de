"""Plain words → text that Slack shows as it is: nothing in it pings, hides a link or is formatting."""

import re
from urllib.parse import quote, urlsplit

from assistant.render import harmless

_MARKDOWN = str.maketrans({"<": "&lt;", ">": "&gt;", "]": "]\u2060", **{char: f"\\{char}" for char in "\\`*_~#|"}})
"""Behind a word joiner no bracket begins a link."""
_MRKDWN = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_INERT = "\u2060"
"""A word joiner: it is not seen, and parts a mark from what it would act on."""
_MARKS = re.compile(r"([*_~`])")
_LINKED = re.compile(r"(?i)(?<=https)(?=:)|(?<=http)(?=:)|(?<=www)(?=\.)|(?<=mailto)(?=:)")
_SHORT = 70
_SAFE = "/:?&=#%+,;@!$'*~"
"""Characters of an address that Slack takes as they are."""


def markdown_words(text: str) -> str:
    r"""Text for a stream, character by character, so that pieces may be put one behind the other.

    `&` stays as it is: Slack does not read entities of addresses here.

    >>> markdown_words("<!channel> *A & B* [b](http://c)")
    '&lt;!channel&gt; \\*A & B\\* [b]\u2060(http://c)'
    """
    return harmless(text).translate(_MARKDOWN)


def mrkdwn_words(text: str, *, one_line: bool = False) -> str:
    """Text for a field in Slack's own mark-up, in which nothing is formatting.

    >>> mrkdwn_words("<@U1> & *b*") == "&lt;@U1&gt; &amp; \u2060*\u2060b\u2060*\u2060"
    True
    """
    words = " ".join(text.split()) if one_line else text
    escaped = harmless(words).translate(_MRKDWN)
    return _LINKED.sub(_INERT, _MARKS.sub(f"{_INERT}\\1{_INERT}", escaped))


def shortened(text: str, most: int = _SHORT) -> str:
    r"""One line of at most so many characters.

    >>> shortened("A title\nof two lines", 12)
    'A title of…'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def safe_address(url: str | None) -> str | None:
    """An address that may be linked, or None: the web's alone, with what would end a link percent-encoded.

    >>> safe_address("https://a.example/x (1)|<2>"), safe_address("javascript:alert(1)")
    ('https://a.example/x%20%281%29%7C%3C2%3E', None)
    """
    try:
        parts = urlsplit(harmless(url or "").strip())
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            return None
    except ValueError:
        return None
    address = quote(parts.geturl(), safe=_SAFE)
    return address if len(address) <= 3000 else None


def link(title: str, url: str | None) -> str:
    """A link in Slack's own mark-up; without an address that may be linked, the words alone.

    >>> link("A > B", "https://a.example/?a=1&b=2")
    '<https://a.example/?a=1&amp;b=2|A &gt; B>'
    """
    words, address = mrkdwn_words(shortened(title) or "Untitled").replace("|", "¦"), safe_address(url)
    return f"<{address.translate(_MRKDWN)}|{words}>" if address else words
