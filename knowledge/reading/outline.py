"""Plain text made of blocks, with a record of where its headings stand."""

import re

from knowledge.article import Section
from knowledge.reading.fields import one_line

_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_LINE = re.compile(r"[^\n]+")


class Outline:
    r"""Blocks of text, put one under the other with a blank line between.

    >>> outline = Outline()
    >>> outline.heading("Fuel", level=2)
    >>> outline.block("Jet A-1 freezes at -47 °C.")
    >>> outline.text, outline.sections[0].end
    ('Fuel\n\nJet A-1 freezes at -47 °C.', 4)
    """

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._sections: list[Section] = []
        self._length = 0

    @property
    def text(self) -> str:
        """All blocks so far."""
        return "\n\n".join(self._blocks)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The headings so far, with their offsets in the text."""
        return tuple(self._sections)

    def block(self, text: str) -> None:
        """Add a paragraph, a list, a table or code; nothing happens if it is empty."""
        text = text.strip("\n").rstrip()
        if not text.strip():
            return
        if self._blocks:
            self._length += 2
        self._blocks.append(text)
        self._length += len(text)

    def heading(self, text: str, *, level: int) -> None:
        """Add a heading on a line of its own."""
        if heading := " ".join(text.split()):
            self.block(heading)
            start = self._length - len(heading)
            self._sections.append(
                Section(start=start, end=self._length, level=level, heading=one_line(heading) or heading)
            )


def headings(text: str) -> tuple[Section, ...]:
    r"""The lines of a text that look like Markdown headings and stand outside of code.

    >>> [section.heading for section in headings("## Fuel\nJet A-1\n```\n# a comment\n```\n")]
    ['Fuel']
    """
    found: list[Section] = []
    fence = ""
    for line in _LINE.finditer(text):
        if mark := _FENCE.match(line[0]):
            fence = "" if fence == mark[1] else fence or mark[1]
        elif not fence and (heading := _HEADING.fullmatch(line[0].rstrip("\r"))):
            end = line.start() + len(line[0].rstrip())
            words = one_line(heading[2]) or heading[2]
            found.append(Section(start=line.start(), end=end, level=len(heading[1]), heading=words))
    return tuple(found)
