"""A search whose passages are changed on the way, to see whether an answer rests on what it cites.

Citations may be put behind an answer that was known before ("post-rationalised", Wallat et al., arXiv:2412.18004).
Where the cited passage is taken away the answer should change; where a figure in it is another one, it should follow.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from assistant.answer import Answer
from knowledge.article import Passage
from knowledge.query import Query, Results
from knowledge.retriever import Retriever

_FIGURE = re.compile(r"(?<![\w.,])\d{2,7}(?![\w]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Edit:
    """A figure in an article that reads otherwise."""

    article_id: str
    was: str
    becomes: str


class Altered(Retriever):
    """A retriever that leaves out what was cited, or shows a figure of it changed. Offsets stay as they are."""

    def __init__(
        self, inner: Retriever, *, without: Collection[tuple[str, int, int]] = (), edit: Edit | None = None
    ) -> None:
        self.__dict__.update(inner.__dict__)
        self._without = frozenset(without)
        self._edit = edit

    def search(self, query: Query) -> Results:
        """What the library holds, altered."""
        found = super().search(replace(query, k=query.k + 2 * len(self._without)))
        kept = [passage for passage in found.passages if not self._cited(passage)][: query.k]
        return replace(found, passages=tuple(map(self._edited, kept)))

    def _cited(self, passage: Passage) -> bool:
        return any(
            passage.article_id == article and passage.start < end and start < passage.end
            for article, start, end in self._without
        )

    def _edited(self, passage: Passage) -> Passage:
        if self._edit is None or passage.article_id != self._edit.article_id:
            return passage
        text = re.sub(rf"(?<!\d){re.escape(self._edit.was)}(?!\d)", self._edit.becomes, passage.text)
        return replace(passage, text=text)


def other_figure(answer: Answer) -> Edit | None:
    """A figure that the answer quotes, and another of as many digits; None where it quotes none.

    Years are left alone, as search and answer read more from them than a figure.
    """
    for citation in answer.citations:
        for found in _FIGURE.finditer(citation.quote):
            was = found[0]
            if not (len(was) == 4 and was[0] in "12") and was.isascii():
                becomes = "".join(str((int(digit) + 3) % 9 + 1) for digit in was)
                if becomes not in citation.quote:
                    return Edit(citation.article_id, was, becomes)
    return None
