"""Addresses of articles: which are accepted, when two mean the same, and the ids derived from them."""

import re
import unicodedata
from hashlib import blake2b
from urllib.parse import SplitResult, quote, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}

_TRACKING = re.compile(
    r"utm_\w*|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|mc_[ce]id|mkt_tok|_ga|_gl"
    r"|_hsenc|_hsmi|vero_id|oly_(?:anon|enc)_id|wt_mc|cmpid|s_cid|ref_src|guccounter|guce_referrer\w*",
    re.IGNORECASE,
)
"""Query parameters that tell where a reader came from, and nothing about what is read."""

_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\"<>\\^`{|}\u2000-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff]")
"""Characters that no address holds unescaped, and that could break out of a link or hide where it leads."""


def web_address(url: object) -> str | None:
    """An http(s) address as given but safe to show as a link, or None for anything else.

    A name and password in it are removed: they are secrets, or bait (`https://bank.example@evil.example`).

    >>> web_address(" HTTPS://me:pw@Example.com/A b "), web_address("javascript:alert(1)")
    ('https://Example.com/A%20b', None)
    """
    parts = _split(url)
    if parts is None:
        return None
    address = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return _UNSAFE.sub(lambda char: quote(char[0], errors="replace"), address)


def host(url: str) -> str | None:
    """The host of an address, lower case and without "www.".

    >>> host("https://www.Example.com:8443/news")
    'example.com'
    """
    parts = _split(url)
    return _host(parts) if parts else None


def canonical(url: str) -> str | None:
    """The form in which two addresses of the same article are equal.

    >>> canonical("HTTPS://www.Example.com:443/News/?b=2&utm_source=x&a=1#top")
    'https://example.com/News?a=1&b=2'
    """
    parts = _split(url)
    if parts is None:
        return None
    port = f":{parts.port}" if parts.port not in {None, _DEFAULT_PORTS[parts.scheme]} else ""
    kept = sorted(pair for pair in parts.query.split("&") if pair and not _tracks(pair))
    query = f"?{'&'.join(kept)}" if kept else ""
    # A browser sends both "/é" and "/%C3%A9" as the latter.
    path = quote(parts.path.rstrip("/"), safe="%/:;=@!$&'()*+,~", errors="replace")
    return f"{parts.scheme}://{_host(parts)}{port}{path}{query}"


def article_id(*, url: str | None, place: str) -> str:
    """A short id that is the same on every machine: from the address, else from the place in the folder.

    >>> article_id(url="https://www.example.com/a/", place="a.md"), article_id(url=None, place="sub/a.md")
    ('u-f24a9deb5f47e5a4', 'f-0ff3c9c61710767e')
    """
    if address := canonical(url) if url else None:
        return f"u-{_digest(address)}"
    return f"f-{_digest(unicodedata.normalize('NFC', place))}"


def _digest(name: str) -> str:
    return blake2b(name.encode(errors="surrogatepass"), digest_size=8).hexdigest()


def _tracks(pair: str) -> bool:
    return _TRACKING.fullmatch(pair.partition("=")[0]) is not None


def _host(parts: SplitResult) -> str:
    name = unicodedata.normalize("NFC", (parts.hostname or "").lower()).rstrip(".")
    return name.removeprefix("www.")


def _split(url: object) -> SplitResult | None:
    if not isinstance(url, str):
        return None
    try:
        parts = urlsplit(url.strip())
        # Reading the port checks it. What a backslash before the "@" means, no two browsers agree on.
        usable = parts.scheme in _DEFAULT_PORTS and parts.port != 0 and "\\" not in parts.netloc
    except ValueError:
        return None
    return parts if usable and parts.hostname and not _UNSAFE.search(parts.hostname) else None
