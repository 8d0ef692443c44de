"""Plain text in whatever encoding it comes."""

import codecs
import re
from pathlib import PurePosixPath

from knowledge.article import Section
from knowledge.errors import UnreadableSource
from knowledge.language import detect
from knowledge.reading.draft import Draft
from knowledge.reading.fields import one_line
from knowledge.reading.hidden import without_hidden
from knowledge.reading.outline import headings

_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = [
    "cp1256",
    "iso8859_6",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1255",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
]
"""Encodings that texts in other letters were written in before UTF-8. Asked for all that exist, the detector
also finds the exotic ones, in the wrong places."""

_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
"""What is declared, and what browsers therefore read: the larger set that writers really use."""

_SAMPLE = 100_000
_LATIN = 0.2
"""Share of bytes beyond ASCII up to which a text is taken to be in Latin letters: French has 0.05, Czech
0.13, Arabic 0.8."""

_ACCENTS = {"cp1254": {"tr", "az"}, "cp1250": {"pl", "cs", "sk", "hu", "ro", "hr", "sl"}}

_ZEROS = 0.04
"""Share of zero bytes above which a text is UTF-16: every sixth character of a text is a space."""

_BINARY = 0.02
"""Share of control characters from which a file is not text."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_LONGEST_TITLE = 120
_STOPS = (".", "。", "…", ":", ";", ",", "،", "؛")


def read_text(name: str, content: bytes) -> list[Draft]:
    """The article in a text file. A short first line followed by a blank one is its title."""
    text = without_hidden(decode(name, content)).strip().replace("\x0c", "\n")
    sections = headings(text)
    if _begins_with_title(text) and not (sections and sections[0].start == 0):
        end = text.index("\n")
        first = Section(start=0, end=len(text[:end].rstrip()), level=1, heading=one_line(text[:end]))
        sections = (first, *sections)
    title = sections[0].heading if sections and sections[0].start == 0 else pretty(name)
    return [Draft(text=text, said={"title": title}, sections=sections)]


def _begins_with_title(text: str) -> bool:
    first, _, rest = text.partition("\n")
    second = rest.partition("\n")[0]
    return bool(rest) and not second.strip() and len(first) <= _LONGEST_TITLE and not first.rstrip().endswith(_STOPS)


def pretty(name: str) -> str:
    """A file's name as a title.

    >>> pretty("news.zip!2024/boeing_737-800-door-plug.txt")
    'Boeing 737-800 door plug'
    """
    stem = PurePosixPath(name.rpartition("!")[2]).stem
    words = " ".join(re.sub(r"[_\s]+|(?<!\d)-|-(?!\d)", " ", stem).split())
    return words[:1].upper() + words[1:]


def decode(name: str, content: bytes, *, declared: str | None = None) -> str:
    """The text in bytes: by its byte order mark, as UTF-8, as declared, or as it looks most likely.

    In the result a line feed ends a line. What is no text in any encoding is an unreadable source.
    """
    text = _marked(content) or _wide(content) or _utf8(content)
    if text is None:
        text = content.decode(_known(declared) or _guess(content), errors="replace")
    if len(_CONTROL.findall(text)) > _BINARY * len(text):
        raise UnreadableSource(name, "not text, or in an encoding that is not known")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _marked(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    return None


def _utf8(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        text = content.decode(errors="replace")
    # A damaged byte or two must not turn a whole text into gibberish of another encoding.
    broken = text.count("\ufffd")
    beyond = sum(char > "\x7f" for char in text) - broken
    return text if beyond > 10 * broken else None


def _wide(content: bytes) -> str | None:
    # UTF-16 without its mark: spaces and line ends have a zero in every other place, and only there.
    sample = content[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if (even and odd) or even + odd <= _ZEROS * len(sample):
        return None
    return content.decode("utf-16-be" if even else "utf-16-le", errors="replace")


def _known(declared: str | None) -> str | None:
    try:
        found = codecs.lookup(declared.strip()).name if declared else ""
    except (LookupError, ValueError):
        return None
    if found in _MEANT:
        return _MEANT[found]
    # Python also knows "encodings" like base64 or punycode, and UTF-8 has been tried.
    return found if found.startswith(("cp", "iso8859", "koi8", "mac", "big5", "euc", "shift_jis")) else None


def _guess(content: bytes) -> str:
    from charset_normalizer import from_bytes

    sample = content[:_SAMPLE]
    if sum(byte > 0x7F for byte in sample) > _LATIN * len(sample):
        best = from_bytes(sample, cp_isolation=_LEGACY).best()
        return best.encoding if best else "cp1252"
    # Accents are too few for the detector, but with the right ones a text is in a language that uses them.
    for encoding, languages in _ACCENTS.items():
        if detect(sample.decode(encoding, errors="replace")) in languages:
            return encoding
    return "cp1252"
