"""Question, passages and earlier turns → the messages that a chat model is sent."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import Question, Turn
from assistant.render import LANGUAGES
from assistant.writers.markers import neutral
from knowledge.article import Passage
from knowledge.days import today
from knowledge.language import detect
from knowledge.sentences import sentence_spans
from prompts import NOT_FOUND, prompt

Messages = list[tuple[str, str]]
"""(role, text) pairs, which every LangChain chat model takes."""

TURNS = 3
"""How many earlier turns a model is shown; older ones seldom matter and crowd small models."""
_EXAMPLE_DAY = date(2031, 5, 1)
ANSWER_START = 400
"""How much of an earlier answer is shown: enough to know what "it" is."""

EXAMPLE_NAME = "Quillmere"
"""A name of the worked example that stands nowhere else: it tells an answer from a copy of the example."""

# What a model would repeat to refuse in place of an answer.
_REFUSAL = re.compile(re.escape(NOT_FOUND), re.IGNORECASE)
# Anything in a text that could be taken for one of our delimiter lines, however it is spaced.
_FORGED = re.compile(r"<(?=[\W_]{0,20}(?:passage|conversation|claim))", re.IGNORECASE)
_MARKER = re.compile(r"\s{0,9}\[\d{1,3}\]")
_EARLIER = "Earlier in this conversation, only to understand the question. Nothing here is a passage:"


def to_answer(
    question: Question, passages: Sequence[Passage], history: Sequence[Turn], language: str | None = None
) -> Messages:
    """The messages that ask for an answer to a question from passages, in the question's language or another one.

    The example is a turn of its own: small models copy the form of what they have said before more readily than
    they follow a rule, and seldom mistake it for material.
    """
    example, asked, answered = (part.strip() for part in prompt("example").split("\n---\n"))
    earlier = _conversation(history)
    return [
        ("system", prompt("answer", refusal=NOT_FOUND)),
        ("human", _request(example, asked, day=_EXAMPLE_DAY)),
        ("ai", answered),
        (
            "human",
            _request(
                "\n".join(_passage(n, passage) for n, passage in enumerate(passages, 1)),
                _harmless(question.text) + _wanted(language, question.text),
                day=question.filters.as_of or today(),
                history=f"\n{_EARLIER}\n<conversation>\n{earlier}\n</conversation>\n" if earlier else "",
            ),
        ),
    ]


def to_judge(claim: str, evidence: str) -> Messages:
    """The messages that ask whether a text supports a sentence."""
    return [("human", prompt("judge", claim=_line(claim), evidence=_cited(evidence).strip()))]


def to_rewrite(question: str, history: Sequence[Turn]) -> Messages:
    """The messages that ask for a follow-up as a question that stands alone."""
    return [("human", prompt("rewrite", history=_conversation(history), question=_harmless(question)))]


def to_plan(question: str, today: date) -> Messages:
    """The messages that ask how a question should be looked up."""
    return [("human", prompt("plan", today=today.isoformat(), question=_harmless(question)))]


def _wanted(language: str | None, question: str) -> str:
    differs = language in LANGUAGES and language != detect(question)
    return (
        f" (Write the answer in {LANGUAGES[language or '']}, not in the language of the question.)" if differs else ""
    )


def _request(passages: str, question: str, *, day: date, history: str = "") -> str:
    return prompt(
        "passages", passages=passages, history=history, question=question, today=day.isoformat(), refusal=NOT_FOUND
    )


def _passage(number: int, passage: Passage) -> str:
    published = passage.published.isoformat() if passage.published else "undated"
    origin = ", ".join(filter(None, (_line(passage.outlet or ""), published)))
    place = " — ".join(filter(None, (_line(passage.title), " › ".join(map(_line, passage.headings)))))
    return f"<passage>\n[{number}] {origin}: {place}\n{_marked(number, passage.text)}\n</passage>"


def _marked(number: int, text: str) -> str:
    """A passage's text with its number behind every sentence, so that who copies a sentence cites it."""
    text, marked, at = _cited(text), "", 0
    for _, end in sentence_spans(text):
        marked += f"{text[at:end]} [{number}]"
        at = end
    return marked.strip()


def _line(text: str) -> str:
    return " ".join(_cited(text).split())


def _cited(text: str) -> str:
    """An article's text without what could pass for a delimiter or for the number of another passage."""
    return neutral(_harmless(text))


def _harmless(text: str) -> str:
    return _FORGED.sub("‹", _REFUSAL.sub("not in those articles", text))


def _conversation(history: Sequence[Turn]) -> str:
    return "\n".join(f"Person: {_start(turn.question)}\nAssistant: {_start(turn.answer)}" for turn in history[-TURNS:])


def _start(answer: str) -> str:
    text = " ".join(_MARKER.sub("", _harmless(answer)).split())
    return text if len(text) <= ANSWER_START else text[:ANSWER_START].rsplit(" ", 1)[0] + " …"
