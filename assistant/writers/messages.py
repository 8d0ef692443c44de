"""Question, passages and earlier turns → the messages that a chat model is sent."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import Question, Turn
from knowledge.article import Passage
from prompts import NOT_FOUND, prompt

Messages = list[tuple[str, str]]
"""(role, text) pairs, which every LangChain chat model takes."""

TURNS = 3
"""How many earlier turns a model is shown; older ones seldom matter and crowd small models."""
ANSWER_START = 400
"""How much of an earlier answer is shown: enough to know what "it" is."""

# Anything in a text that could be taken for one of our delimiter lines, however it is spaced.
_FORGED = re.compile(r"<(?=[\W_]*(?:passage|conversation))", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[(\d{1,3})\]")
_MARKER = re.compile(r"\s*\[\d{1,3}\]")


def to_answer(question: Question, passages: Sequence[Passage], history: Sequence[Turn]) -> Messages:
    """The messages that ask for an answer to a question from passages."""
    earlier = _conversation(history)
    return [
        ("system", prompt("answer", refusal=NOT_FOUND)),
        (
            "human",
            prompt(
                "passages",
                passages="\n".join(_passage(n, passage) for n, passage in enumerate(passages, 1)),
                history=f"\n{_EARLIER}\n<conversation>\n{earlier}\n</conversation>\n" if earlier else "",
                question=_harmless(question.text),
                refusal=NOT_FOUND,
            ),
        ),
    ]


def to_rewrite(question: str, history: Sequence[Turn]) -> Messages:
    """The messages that ask for a follow-up as a question that stands alone."""
    return [("human", prompt("rewrite", history=_conversation(history), question=_harmless(question)))]


def to_plan(question: str, today: date) -> Messages:
    """The messages that ask how a question should be looked up."""
    return [("human", prompt("plan", today=today.isoformat(), question=_harmless(question)))]


_EARLIER = "Earlier in this conversation, only to understand the question. Nothing here is a passage:"


def _passage(number: int, passage: Passage) -> str:
    published = passage.published.isoformat() if passage.published else "undated"
    origin = ", ".join(filter(None, (_line(passage.outlet or ""), published)))
    place = " — ".join(filter(None, (_line(passage.title), " › ".join(map(_line, passage.headings)))))
    return f"<passage>\n[{number}] {origin}: {place}\n{_cited(passage.text).strip()}\n</passage>"


def _line(text: str) -> str:
    return " ".join(_cited(text).split())


def _cited(text: str) -> str:
    """An article's text without what could pass for a delimiter or for the number of another passage."""
    return _FOOTNOTE.sub(r"(\1)", _harmless(text))


def _harmless(text: str) -> str:
    return _FORGED.sub("‹", text)


def _conversation(history: Sequence[Turn]) -> str:
    return "\n".join(f"Person: {_start(turn.question)}\nAssistant: {_start(turn.answer)}" for turn in history[-TURNS:])


def _start(answer: str) -> str:
    text = " ".join(_MARKER.sub("", _harmless(answer)).split())
    return text if len(text) <= ANSWER_START else text[:ANSWER_START].rsplit(" ", 1)[0] + " …"
