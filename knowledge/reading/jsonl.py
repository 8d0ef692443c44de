"""Articles in JSON: one object a line, or a list of objects, or one object."""

import codecs
import json
from collections.abc import Iterator

from knowledge.errors import UnreadableSource
from knowledge.reading.draft import Draft
from knowledge.reading.hidden import without_hidden
from knowledge.reading.outline import headings
from knowledge.reading.text import decode

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_jsonl(name: str, content: bytes) -> Iterator[Draft | UnreadableSource]:
    """The articles in a file of one object a line; a broken line is reported and the others are read."""
    if content.startswith(_WIDE):
        content = decode(name, content).encode(errors="surrogatepass")
    # Only a line feed ends a line: a text may hold the other characters that `splitlines` splits at.
    for number, line in enumerate(content.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        if line.strip():
            yield _draft(name, number, line.strip())


def read_json(name: str, content: bytes) -> Iterator[Draft | UnreadableSource]:
    """The articles in a list, or the single one; several objects under one another are read as lines."""
    try:
        found = json.loads(decode(name, content))
    except (ValueError, RecursionError) as error:
        if _is_object(content.strip().partition(b"\n")[0]):
            yield from read_jsonl(name, content)
            return
        raise UnreadableSource(name, _reason(error)) from None
    if not isinstance(found, list):
        yield _checked(name, None, found)
        return
    for number, item in enumerate(found, 1):
        yield _checked(name, number, item)


def _draft(name: str, number: int, line: bytes) -> Draft | UnreadableSource:
    try:
        found = json.loads(line.decode())
    except UnicodeDecodeError:
        return UnreadableSource(f"{name}:{number}", "not valid UTF-8")
    except (ValueError, RecursionError) as error:
        return UnreadableSource(f"{name}:{number}", _reason(error))
    return _checked(name, number, found)


def _checked(name: str, number: int | None, found: object) -> Draft | UnreadableSource:
    place = name if number is None else f"{name}:{number}"
    if not isinstance(found, dict):
        return UnreadableSource(place, "not an object with a title and a text")
    text = found.get("text")
    if not isinstance(text, str):
        return UnreadableSource(place, 'no "text", or it is not a string')
    # Else the text stays exactly as given: whoever wrote the file counts offsets in it.
    text = without_hidden(text)
    return Draft(text=text, said=found, sections=headings(text), line=number)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not valid JSON ({error.msg}, column {error.colno})"
    # Python refuses to convert numbers of thousands of digits, with advice for programmers.
    what = "nested too deeply" if isinstance(error, RecursionError) else "a number that is too long"
    return f"not valid JSON ({what})"
