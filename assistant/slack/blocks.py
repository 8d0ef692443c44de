"""Answer → what Slack shows: the text with its numbers, notes, sources, buttons, all within Slack's limits. Pure."""

import re
from collections.abc import Iterator
from typing import Any

from assistant.answer import Answer, Citation
from assistant.explain import doubt_text, filter_lines
from assistant.render import TOLD, article_address, harmless, other_language
from assistant.slack.asked import Block, Message
from assistant.slack.escaping import link, markdown_words, mrkdwn_words, safe_address, shortened
from assistant.slack.words import said
from knowledge.article import Passage
from knowledge.language import detect

MOST_TEXT = 8000
"""Characters of an answer's text in one message; with all that stands below it Slack takes about 13,200."""
MOST_BELOW = 3800
"""Characters below the text: notes, sources, buttons."""
MOST_SOURCES = 10
_SECTION = 2900
_NOTE = 600
_PLAIN = 3900
_MARKER = re.compile(r"(\[\d{1,3}\])")
_END = re.compile(r"[.!?…؟。](?:\s*\[\d{1,3}\])*(?=\s)")


def answer_message(
    answer: Answer,
    *,
    site: str | None = None,
    shared_by: str | None = None,
    private: bool = False,
    suggest: bool = False,
) -> Message:
    """A finished answer to be posted. With `site` (such as `https://host`) it leads to the stored answer."""
    text, is_cut = cut(answer.text)
    blocks: list[Block] = [numbered(text, answer, site)] if text else []
    if shared_by:
        blocks.insert(0, _context(said("shared_by", _language(answer), person=f"<@{shared_by}>")))
    below = _ending(answer, site, is_cut=is_cut, private=private, suggest=suggest)
    return Message(_plain(answer), (*blocks, *below))


def answer_text(answer: Answer) -> str:
    """What a stream has shown in the end where nothing is amiss."""
    return answer.text


def ending(answer: Answer, *, site: str | None = None, suggest: bool = False) -> tuple[Block, ...]:
    """What stands below an answer's text that was streamed."""
    return _ending(answer, site, is_cut=False, private=False, suggest=suggest)


def fits_a_stream(answer: Answer) -> bool:
    """Whether the whole text may stand in one streamed message."""
    return len(markdown_words(answer.text)) <= MOST_TEXT


def failure_message(error: str, hint: str, language: str) -> Message:
    """What went wrong, and what to do next."""
    words = f"{error} {hint}".strip() or said("wrong", language)
    return note_message(words)


def help_message(language: str) -> Message:
    """How to ask."""
    words = said("help", language)
    return Message(words, ({"type": "section", "text": {"type": "mrkdwn", "text": words}},))


def note_message(words: str) -> Message:
    """A remark of the bot's own."""
    return Message(mrkdwn_words(words), (note_block(words),))


def note_block(words: str) -> Block:
    """A remark of the bot's own as a block."""
    return _section(shortened(words, _SECTION // 2))


def source_line(citation: Citation | Passage, number: int | None, asked: str, site: str | None) -> str:
    """A source in one line: its number, title (linked), outlet, day, and its language if that is another."""
    facts = (citation.outlet, citation.published, other_language(citation.language, asked))
    words = [link(citation.title, _address(citation, site))]
    words += [mrkdwn_words(shortened(str(fact)), one_line=True) for fact in facts if fact]
    return (f"[{number}] " if number is not None else "• ") + " · ".join(words)


def _ending(answer: Answer, site: str | None, *, is_cut: bool, private: bool, suggest: bool) -> tuple[Block, ...]:
    language = _language(answer)
    blocks: list[Block] = []
    if is_cut:
        blocks.append(_section_of(_goes_on(answer, site, language)))
    room = MOST_BELOW
    for line in _remarks(answer, language):
        words = mrkdwn_words(shortened(line, _NOTE), one_line=True)
        if 0 < len(words) <= room // 2:
            blocks.append(_context(words))
            room -= len(words)
    blocks += _sources(answer, site, language, room)
    blocks += _foot(answer, site, language)
    blocks += _buttons(answer, language, is_cut=is_cut, private=private, suggest=suggest)
    return tuple(blocks)


def _remarks(answer: Answer, language: str) -> Iterator[str]:
    """Notes, doubts and filters: what the text does not tell already."""
    yield from (note.message for note in answer.notes if note.type not in TOLD)
    for sentence in answer.sentences:
        if sentence.kind == "claim" and sentence.support in ("weak", "unsupported"):
            yield f"⚠ {': '.join(filter(None, doubt_text(sentence)))}: “{shortened(sentence.text, 200)}”"
    filters = "; ".join(filter_lines(answer.understood))
    if filters:
        yield f"{said('read_as', language)}: {filters}"


def _sources(answer: Answer, site: str | None, language: str, room: int) -> Iterator[Block]:
    if answer.citations:
        heading, lines = said("sources", language), _cited(answer, site, language)
    elif answer.refusal and answer.refusal.nearest:
        nearest = {(p.article_id, p.version): p for p in reversed(answer.refusal.nearest)}
        heading = said("nearest", language)
        lines = [source_line(passage, None, language, site) for passage in reversed(list(nearest.values()))][:5]
    else:
        if answer.refusal is None:
            yield _context(said("no_source", language))
        return
    shown: list[str] = []
    for line in lines:
        if sum(map(len, shown)) + len(line) > min(room, _SECTION) - 200:
            shown.append(said("more_sources", language, count=len(lines) - len(shown)))
            break
        shown.append(line)
    yield _section_of(f"*{heading}*\n" + "\n".join(shown))


def _cited(answer: Answer, site: str | None, language: str) -> list[str]:
    cited = list(answer.citations)
    lines = [source_line(citation, citation.number, language, site) for citation in cited[:MOST_SOURCES]]
    if len(cited) > MOST_SOURCES:
        lines.append(said("more_sources", language, count=len(cited) - MOST_SOURCES))
    return lines


def _foot(answer: Answer, site: str | None, language: str) -> Iterator[Block]:
    words = [said("as_of", language, day=answer.as_of.isoformat())] if answer.as_of else []
    if site:
        label = said("whole_answer", language)
        words.append(f"<{site}/answers/{answer.id}|{label[:1].upper()}{label[1:]}>")
    if words:
        yield _context(" · ".join(words))


def _buttons(answer: Answer, language: str, *, is_cut: bool, private: bool, suggest: bool) -> Iterator[Block]:
    buttons = [_button(said("show_quotes", language), "quotes", answer.id)] if answer.citations else []
    if is_cut:
        buttons.append(_button(said("read_whole", language), "whole", answer.id))
    if private:
        buttons.append(_button(said("share", language), "share", answer.id))
    if buttons:
        yield {"type": "actions", "elements": buttons}
    if suggest and answer.suggestions:
        asking = [_button(text, f"ask_{n}", answer.id) for n, text in enumerate(answer.suggestions[:3], start=1)]
        yield {"type": "actions", "elements": asking}
    yield {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": _choice(said("helpful", language), f"up {answer.id}"),
                "negative_button": _choice(said("unhelpful", language), f"down {answer.id}"),
            }
        ],
    }


def cut(text: str, most: int = MOST_TEXT) -> tuple[str, bool]:
    """The beginning of a text that Slack takes, ended behind a sentence, and whether there is more.

    >>> cut("It flew. [1] It landed. [2]", 15)
    ('It flew. [1]', True)
    """
    if len(text) <= most:
        return text, False
    ends = [found.end() for found in _END.finditer(text, 0, most)]
    end = ends[-1] if ends and ends[-1] > most // 2 else most
    return re.sub(r"\[\d{0,3}$", "", text[:end]).rstrip(), True


def numbered(text: str, answer: Answer, site: str | None) -> Block:
    """The text as a block in which nothing but the numbers means anything; these lead to their sources."""
    addresses = {citation.number: safe_address(_address(citation, site)) for citation in answer.citations}
    elements: list[dict[str, Any]] = []
    for piece in _MARKER.split(harmless(text)):
        address = addresses.get(int(piece[1:-1])) if _MARKER.fullmatch(piece) else None
        if address:
            elements.append({"type": "link", "url": address, "text": piece})
        elif piece:
            elements.append({"type": "text", "text": piece})
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _goes_on(answer: Answer, site: str | None, language: str) -> str:
    if not site:
        return said("cut_without_address", language)
    return said("cut", language, link=f"<{site}/answers/{answer.id}|{said('whole_answer', language)}>")


def _plain(answer: Answer) -> str:
    """The answer for notifications, search and screen readers."""
    text = mrkdwn_words(answer.text[:_PLAIN]).replace("\u2060", "")
    titles = [f"[{c.number}] {mrkdwn_words(shortened(c.title)).replace(chr(0x2060), '')}" for c in answer.citations]
    return shortened_plain("\n".join([text, *titles[:MOST_SOURCES]]))


def shortened_plain(text: str) -> str:
    """A text for notifications within what Slack recommends."""
    return text if len(text) <= _PLAIN else re.sub(r"&\w{0,3}$", "", text[: _PLAIN - 1]) + "…"


def _address(source: Citation | Passage, site: str | None) -> str | None:
    if source.url and source.url.startswith(("http://", "https://")):
        return source.url
    if not site:
        return None
    return site + article_address(source.article_id, source.version, source.start, source.end)


def _language(answer: Answer) -> str:
    return detect(answer.question)


def _section(words: str) -> Block:
    return _section_of(mrkdwn_words(words))


def _section_of(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def _button(text: str, action: str, value: str) -> dict[str, Any]:
    return {"type": "button", "text": _label(text), "action_id": action, "value": value}


def _choice(text: str, value: str) -> dict[str, Any]:
    return {"text": _label(text), "value": value}


def _label(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": shortened(harmless(text), 75) or "–", "emoji": False}
