"""Lines as they stand on printed pages → paragraphs."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

_EDGE = 2
"""Lines at the top and the bottom of a page that may be its running title or number."""

_FULL = 0.7
"""Share of the usual line length from which a line is taken to have been broken by the margin."""

_ENDS = (".", "?", "!", ":", "؟", "۔", "。", "”", '"', "»", ")")
_ITEM = re.compile(r"(?:[•▪‣◦●·*–—-]|\(?(?:\d{1,3}(?:\.\d{1,2})*|[a-zA-Z])[.)])\s+\S")
_PAGE_NUMBER = re.compile(r"[-–—]? ?(?:page |p\. ?)?\d{1,4}(?: ?(?:of|/) ?\d{1,4})? ?[-–—]?", re.IGNORECASE)
_LEADER = re.compile(r".*(?:\. ?){4,}\w+")
"""A line of a table of contents, which says nothing that the text does not."""

_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_BROKEN = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_CUT = re.compile(r"\w[-\u2010\u00ad]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b]")

# Ligatures, and the shapes that Arabic letters take inside a word, are letters that nobody searches for.
_SHAPES = re.compile("[\ufb00-\ufb06\ufb50-\ufdfb\ufe70-\ufefc]+")


def paragraphs(pages: Sequence[str]) -> list[str]:
    """The paragraphs on printed pages, without page numbers and running titles; list items stand alone."""
    lines = list(_lines(pages))
    lengths = sorted(len(line) for line in lines if line)
    if not lengths:
        return []
    usual = lengths[len(lengths) * 4 // 5]
    compounds = {found.casefold() for line in lines for found in _COMPOUND.findall(line)}
    written: list[str] = []
    previous = ""
    for line in lines:
        if line and previous and _goes_on(previous, line, usual):
            written[-1] = _joined(written[-1], line, compounds)
        elif line:
            written.append(line)
        previous = line
    return [paragraph.replace("\u00ad", "") for paragraph in written]


def _lines(pages: Sequence[str]) -> Iterator[str]:
    read = [[_clean(line) for line in page.split("\n")] for page in pages]
    running = _running(read)
    for page in read:
        filled = [number for number, line in enumerate(page) if line]
        edges = {*filled[:_EDGE], *filled[-_EDGE:]}
        kept = [
            line
            for number, line in enumerate(page)
            if not _LEADER.fullmatch(line)
            and (number not in edges or not (_PAGE_NUMBER.fullmatch(line) or _pattern(line) in running))
        ]
        # A paragraph may go on overleaf, so blank lines at the edges of a page say nothing.
        yield from "\n".join(kept).strip("\n").split("\n")


def _running(pages: Sequence[Sequence[str]]) -> set[str]:
    """The patterns of lines that stand at the edge of most pages."""
    if len(pages) < 3:
        return set()
    seen: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line]
        seen.update({_pattern(line) for line in (*filled[:_EDGE], *filled[-_EDGE:])})
    return {pattern for pattern, count in seen.items() if count >= 3 and count * 2 > len(pages)}


def _pattern(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _clean(line: str) -> str:
    # The usual encoding of PDFs makes every unused code a bullet.
    line = _CONTROL.sub("", line.replace("\x7f", "•"))
    return _SHAPES.sub(lambda shapes: unicodedata.normalize("NFKC", shapes[0]), " ".join(line.split()))


def _goes_on(line: str, following: str, usual: int) -> bool:
    if _ITEM.match(following):
        return False
    if _CUT.search(line):
        return True
    if len(line) < _FULL * usual:
        return following[0].islower() and not line.endswith(_ENDS)
    return not (line.endswith(_ENDS) and _looks_like_heading(following, usual))


def _looks_like_heading(line: str, usual: int) -> bool:
    return len(line) < _FULL * usual and not line[0].islower() and not line.endswith((*_ENDS, ",", ";", "-"))


def _joined(paragraph: str, line: str, compounds: set[str]) -> str:
    broken = _BROKEN.search(paragraph)
    if paragraph.endswith("-") and not broken:
        # "A320-" and "200", or a dash.
        return f"{paragraph}{line}" if _CUT.search(paragraph) else f"{paragraph} {line}"
    if not broken:
        return f"{paragraph} {line}"
    first = _FIRST_WORD.match(line)
    if paragraph.endswith("-") and (not line[0].islower() or _compound(broken, first, compounds)):
        return f"{paragraph}{line}"
    return f"{paragraph[:-1]}{line}"


def _compound(broken: re.Match[str], first: re.Match[str] | None, compounds: set[str]) -> bool:
    return first is not None and f"{broken[1]}-{first[0]}".casefold() in compounds
