"""The quotes behind an answer, and the whole of a long one, in a window of their own. Pure."""

from typing import Any

from assistant.answer import Answer
from assistant.render import harmless
from assistant.slack.asked import Block
from assistant.slack.blocks import cut, numbered, source_line
from assistant.slack.words import said
from knowledge.language import detect

_MOST_BLOCKS = 98
"""A modal holds 100; one may still say that there is more."""
_LONGEST_QUOTE = 2500
_PIECE = 2800


def quotes_view(answer: Answer, site: str | None = None) -> dict[str, Any]:
    """Each source with the words that are cited, character for character."""
    asked = detect(answer.question)
    blocks: list[Block] = []
    for citation in answer.citations[: _MOST_BLOCKS // 2]:
        line = source_line(citation, citation.number, asked, site)
        quote = {"type": "text", "text": harmless(citation.quote[:_LONGEST_QUOTE]) or "…"}
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": line, "verbatim": True}})
        quoted = {"type": "rich_text_quote", "elements": [quote]}
        blocks.append({"type": "rich_text", "elements": [quoted]})
    if not blocks:
        blocks.append({"type": "section", "text": {"type": "plain_text", "text": said("no_source", asked)}})
    return _view(said("quotes", asked), blocks, asked)


def whole_view(answer: Answer, site: str | None = None) -> dict[str, Any]:
    """The text of a long answer from its beginning to its end."""
    asked = detect(answer.question)
    rest, blocks = answer.text, list[Block]()
    while rest and len(blocks) < _MOST_BLOCKS:
        piece, _ = cut(rest, _PIECE)
        # A text without ends of sentences is cut anywhere; it must get shorter each time.
        taken = piece or rest[:_PIECE]
        blocks.append(numbered(taken, answer, site))
        rest = rest[len(taken) :].lstrip()
    return _view("AeroCite", blocks, asked)


def _view(title: str, blocks: list[Block], language: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title},
        "close": {"type": "plain_text", "text": said("close", language)},
        "blocks": blocks,
    }
