"""The text layer of a PDF and what its metadata says."""

import io
import re
import struct
import zlib
from datetime import datetime
from typing import TYPE_CHECKING

from knowledge.errors import UnreadableSource
from knowledge.reading.draft import Draft
from knowledge.reading.fields import one_line
from knowledge.reading.reflow import paragraphs
from knowledge.reading.text import pretty

if TYPE_CHECKING:
    from pypdf import DocumentInformation, PdfReader

_MOST_PAGES = 3000
_LONGEST_TITLE = 150
_JUNK = re.compile(
    r"\(?(?:anonymous|unspecified|untitled|unknown|user|admin|administrator|owner|document ?\d*)\)?"
    r"|microsoft \w+ - .*|.*\.(?:docx?|pdf|indd|qxd|tex|rtf|dvi|pptx?|p65)",
    re.IGNORECASE,
)
"""What programs fill in where nobody has written a title or a name."""


def read_pdf(name: str, content: bytes) -> list[Draft]:
    """The article in a PDF. One that is locked, damaged or only a picture of text is an unreadable source."""
    import logging

    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages, said = _read(name, content)
    except DependencyError:
        # The newer ciphers need a library that is not worth its weight here.
        raise _encrypted(name) from None
    except (PyPdfError, OSError, zlib.error, struct.error, RecursionError, NotImplementedError) as error:
        raise UnreadableSource(name, f"not a PDF that can be read ({error or type(error).__name__})") from error
    # What a damaged file trips in the parser is not always one of the parser's own errors.
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, AssertionError) as error:
        raise UnreadableSource(name, f"a damaged PDF ({type(error).__name__})") from error
    blocks = paragraphs(pages)
    if not blocks:
        raise UnreadableSource(name, "no text layer: a scan has to go through text recognition (OCR) first")
    title = _named(said.get("title")) or _opening_title(blocks) or pretty(name)
    return [Draft(text="\n\n".join(blocks), said={**said, "title": title})]


def _read(name: str, content: bytes) -> tuple[list[str], dict[str, object]]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    # Many files are locked against printing only and open without a password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise _encrypted(name)
    if len(reader.pages) > _MOST_PAGES:
        raise UnreadableSource(name, f"more than {_MOST_PAGES} pages")
    return [page.extract_text() for page in reader.pages], _metadata(reader)


def _encrypted(name: str) -> UnreadableSource:
    return UnreadableSource(name, "encrypted: save a copy that needs no password")


def _metadata(reader: "PdfReader") -> dict[str, object]:
    found = reader.metadata
    if found is None:
        return {}
    return {"title": found.title, "authors": _named(found.author), "published": _created(found)}


def _created(found: "DocumentInformation") -> datetime | None:
    try:
        return found.creation_date
    except ValueError:
        return None


def _named(given: object) -> str:
    name = one_line(given)
    return "" if _JUNK.fullmatch(name) else name


def _opening_title(blocks: list[str]) -> str:
    first = blocks[0]
    short = len(first) <= _LONGEST_TITLE and not first.endswith((".", ",", ";", ":"))
    return first if short and len(blocks) > 1 else ""
